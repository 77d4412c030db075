"""The patterns of tolls: where a number of people stands, and what in the words around it says that they died or were hurt."""

from __future__ import annotations

import re
from functools import cache

from tracker.extraction import quantities
from tracker.extraction.lexicon import alternation, load, participle_alternation, verb_alternation, word_pattern
from tracker.extraction.literals import Filtered
from tracker.extraction.names import demonym_expression
from tracker.model.claim import Attribute

Rule = tuple[str, Attribute, Filtered]

BE = r"(?:is|are|was|were|been|being|be|got|get|lay|lie)"
STOP = (
    r"(?:and|or|but|nor|died|dies|die|killed|kills|kill|killing|dead|was|were|is|are|be|been|has|have|had|wounded|injured|"
    r"hurt|injuring|wounding|who|which|that|whose|when|where|while|as|if|because|after|before|said|says|say|saying|told|"
    r"will|would|could|may|might|can|should|must|to|by|for|he|she|they|it|we|i|not|lost|fled|left|took|found|came|went|began|shot|"
    r"fell|hit|set|broke|"
    r"(?!(?:armed|unarmed|suspected|masked|retired|unidentified|uniformed|alleged|hundred|wanted|united|displaced|trapped|"
    r"stranded|detained|kidnapped|captured|hooded|accused|convicted|sacred|red|so-called|unnamed|hired|abducted|"
    r"aged|related|married|skilled|experienced|registered|uninvolved|untrained|seasoned|veiled|elected|appointed|disabled|naked|confirmed|reported|"
    r"shed|bed|allied|foreign-backed|\w+-\w+)\b)\w{2,}ed)"
)
"""Words that no noun phrase of the counted passes over."""
PHRASE = rf"(?:\s+(?!{STOP}\b)[\w’'&-]+)"
ADVERB = (
    r"(?:also|reportedly|already|later|then|now|since|either|both|all|confirmed|reported|believed|feared|thought|known|said|"
    r"understood|presumed|officially|so\s+far|too|shot|initially|immediately|to\s+have|to|have|has|had|may|might|could|can|"
    r"not|did|n[’']t|themselves|(?!fami|ally\b)\w+ly)"
)
WHO = r"(?:,?\s+(?:who|that|which))?"
JOINED = r"(?:\w+(?:ed|en|ot|ld|ught)\s+(?:(?!and\b)\w+\s+){0,3}?and\s+(?:then\s+|later\s+|\w+ly\s+)?)?"
PASSIVE = rf"{WHO}(?:\s+{ADVERB})*\s+{BE}(?:\s+(?:{ADVERB}|{BE}))*\s+{JOINED}"
FREE = rf"{WHO}(?:\s+(?:{ADVERB}|{BE}))*\s+"
APART = rf"(?:(?!\b{STOP}\b)[^,;.:()\"“”]){{1,60}}?"
ASIDE = rf"(?:,[^,;.\"“”]{{1,70}},|\s*\([^()]{{1,40}}\)|\s+(?:and|or)\s+(?:\w+\s+){{0,2}}{APART})?"
REDUCED = (
    r"(?=\s*(?:[,.;:)\"”]|$|(?:in|by|on|when|while|during|and|or|at(?!\s+least)|as(?!\s+many)|since|there|overnight|after|outside|inside|near|so|last|"
    r"this|yesterday|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|across|over(?!\s+\d)|with|along|around(?!\s+\d)|off|"
    r"from|earlier|late|early|recently|including|through|throughout|under|aboard|before|because|but|amid|every|each|per|"
    r"following|between|nationwide|for|trying|fighting|alongside|out|to|within|elsewhere|is|are|was|were)\b))"
)
"""What may follow a participle that stands without "was"; a noun would be the object of a finite verb."""
END = (
    r"(?=\s*(?:[,.;:)\"”]|(?:and|in|others|more|at|on|when|as|during|near|since|this|last|so|people|by|"
    r"while|before|from|was|were|have|has|had|found|recovered|lay)\b|$))"
)


def plural(noun: str) -> str:
    """The plural of a noun for a person."""
    head, _, last = noun.rpartition(" ")
    irregular = {"man": "men", "child": "children", "person": "people", "wife": "wives", "thief": "thieves"}
    for ending, many in irregular.items():
        if last.endswith(ending) and last != "human":
            last = last[: -len(ending)] + many
            break
    else:
        if last == "passer-by":
            last = "passers-by"
        elif last.endswith("y") and last[-2] not in "aeiou":
            last = last[:-1] + "ies"
        else:
            last += "es" if last.endswith(("s", "ch", "sh", "x")) else "s"
    return f"{head} {last}".strip()


@cache
def number_of() -> str:
    """A quantity with its group `n`, not part of a sum of money or a decimal."""
    return rf"(?<![\w.,$€£-])(?P<n>{quantities.expression()})(?![\w%]|[.,]\d|-(?!year))"


@cache
def people_of() -> str:
    """The people counted, by a word that the lexicon knows: "of its soldiers", "Rwandan refugees"."""
    words = load("casualties")
    many = alternation([*words["people"], *(plural(p) for p in words["persons"]), *words["persons"]])
    return (
        rf"(?:\s+(?:of\s+(?:the\s+|its\s+|their\s+|his\s+|her\s+)?)?(?:(?:u\.[snk]\.|(?!{STOP}\b)[\w’'&-]+)\s+){{0,4}}?"
        rf"{many}(?!\s+(?:crew|members|fighters|soldiers|officers|pilots|troops|militants)\b))"
    )


CLAIMED_END = (
    r"(?=\s*(?:[,.;:)]|$|\s(?:in|on|during|since|so\s+far|over|and\s+(?:\w+\s+)?(?:wound|injur|left|destr)\w*)\b))"
)


@cache
def land() -> str:
    """The people counted by their nation: "Iranians", "Vietnamese"."""
    return rf"\s+(?-i:{demonym_expression()})s?(?=\s*(?:[,.;:)]|$|\s(?:and|or|in|on|during|since|who|were|was|have|had|died)\b))"


@cache
def people_words() -> re.Pattern[str]:
    """A word for people, singular or plural."""
    words = load("casualties")
    return word_pattern(alternation([*words["people"], *(plural(p) for p in words["persons"]), *words["persons"]]))


@cache
def counted_of() -> str:
    """Any noun phrase after a number, with what may stand between it and its verb."""
    return rf"{PHRASE}{{0,8}}?{ASIDE}"


def lives() -> list[tuple[str, Attribute, str]]:
    """The patterns of lives lost: by an army, by a disaster, in a number."""
    words, n, who = load("casualties"), number_of(), people_of()
    return [
        (
            "lost",
            "killed",
            rf"\b(?:lost|losing|loses|lose)\s+{n}\s+(?:of\s+(?:its|their|his|our)\s+)?(?:\w+\s+)?{alternation(words['ranks'])}",
        ),
        (
            "lives",
            "killed",
            rf"\b(?:loss|lost|claim\w*|cost\w*|took|taken|take|takes|taking)\s+(?:of\s+)?(?:the\s+lives\s+of\s+)?{n}\s+(?:\w+\s+)?lives",
        ),
        (
            "lives-of",
            "killed",
            rf"\b(?:claim\w*|cost\w*|took|taken|take|takes|taking|ended|ending)\s+the\s+lives\s+of\s+{n}(?:{who}|{land()}|{END})",
        ),
        ("claimed", "killed", rf"\b(?:claim(?:s|ed|ing)?)\s+{n}{who}{CLAIMED_END}"),
        (
            "lives-lost",
            "killed",
            rf"{n}\s+(?:\w+\s+)?lives\s+(?:(?:have|has|had|were|was|been|already)\s+)*(?:lost|claimed|taken)",
        ),
    ]


TO_HOSPITAL = (
    r"(?:taken|rushed|brought|airlifted|transported|admitted|flown|evacuated|transferred|carried|ferried|sent|medevacked|driven)\s+"
    r"(?:by\s+(?:ambulance|helicopter|air)\s+)?to\s+(?:(?!(?:and|or|but|prison|court)\b)[\w’'.-]+\s+){0,5}?"
    r"(?:hospitals?|medical\s+cent(?:er|re)s?|clinics?|trauma\s+cent(?:er|re)s?|infirmary)"
)
CONDITION = r"(?:very\s+)?(?:critical|serious|grave|life-threatening)(?:\s+(?:but|and)\s+\w+)?\s+condition"


@cache
def patterns() -> tuple[Rule, ...]:
    """Rule name, attribute and pattern in order of preference; each has a group `n`, the words of the quantity."""
    words, n, who = load("casualties"), number_of(), people_of()
    killed = participles("kill")
    said = r"(?:feared|believed|presumed|confirmed|reported|pronounced|found|declared|said\s+to\s+be)"
    dead = rf"{said}\s+(?:as\s+)?(?:to\s+(?:be|have)\s+)?(?:dead|died|killed|drowned|perished)"
    rules: list[tuple[str, Attribute, str]] = [
        ("suffer", "injured", rf"{n}{counted_of()}{FREE}{verb_alternation(words['suffer_verbs'])}"),
        *shared("killed", killed, "dead_adjectives", "death_nouns", "toll_nouns"),
        *shared("injured", participles("hurt"), "hurt_adjectives", "hurt_nouns", "injured_toll_nouns"),
        ("burnt", "injured", rf"{n}{who}{PASSIVE}{participle_alternation(words['weak_hurt_verbs'])}{REDUCED}"),
        ("died", "killed", rf"{n}{counted_of()}{FREE}{finite('die_verbs')}"),
        ("hospital", "injured", rf"{n}{counted_of()}{PASSIVE}{TO_HOSPITAL}"),
        ("condition", "injured", rf"{n}{counted_of()}{FREE}(?:listed\s+)?in\s+(?:an?\s+)?{CONDITION}"),
        ("condition", "injured", rf"{n}(?:{who})?\s+(?:are\s+|is\s+|were\s+|was\s+)?in\s+(?:an?\s+)?{CONDITION}"),
        (
            "with-injuries",
            "injured",
            rf"{n}(?:{who}|\s+of\s+(?:the\s+\w+|them|whom))\s+with\s+(?:(?!(?:no|minimal)\b)[\w-]+\s+){{0,3}}?(?:injuries|wounds|burns)",
        ),
        ("feared", "killed", rf"{n}{counted_of()}{FREE}(?:missing,?\s+(?:and\s+)?)?{dead}"),
        ("of", "killed", rf"\b{alternation(words['death_of'])}\s+of\s+{n}(?:{who}|{END})"),
        *lives(),
        ("bodies", "killed", rf"{alternation(words['body_nouns'])}\s+of\s+{n}(?:{who}|{END})"),
        ("of", "injured", rf"\b(?:wounding|injuring|injury|injuries)\s+(?:of|to)\s+{n}(?:{who}|{END})"),
        (
            "another",
            "injured",
            rf"{n}\s+(?:others?|more|people|of\s+them)?\s*(?:(?:{BE}|{ADVERB})\s+)*{participles('hurt')}",
        ),
    ]
    return tuple((rule, attribute, Filtered(word_pattern(text), outline(text))) for rule, attribute, text in rules)


def outline(text: str) -> str:
    """The expression with anything in the place of the number and of the words for people, which are long."""
    for part in (number_of(), counted_of(), people_of()):
        text = text.replace(part, "(?:.*)")
    return text


@cache
def participles(kind: str) -> str:
    """Past participles of the verbs of killing or hurting."""
    words = load("casualties")
    rest = alternation(words[f"{kind}_participles"])
    return rf"(?:{rest}|{participle_alternation(words[f'{kind}_verbs'])})"


@cache
def actives(kind: str) -> str:
    """All forms of the verbs of killing or hurting, for an object after them."""
    words = load("casualties")
    rest = alternation(words[f"{kind}_participles"])
    return rf"(?:{rest}|{verb_alternation(words[f'{kind}_verbs'])})"


@cache
def finite(key: str) -> str:
    return verb_alternation(load("casualties")[key])


def shared(
    attribute: Attribute, verbs: str, adjectives: str, nouns: str, tolls: str
) -> list[tuple[str, Attribute, str]]:
    """The patterns that the dead and the injured have in common, from their lists of the lexicon."""
    words, n, who = load("casualties"), number_of(), people_of()
    kind = "kill" if attribute == "killed" else "hurt"
    state = alternation(words[adjectives])
    left = r"\b(?:leav(?:e|es|ing)|left)"
    reach = (
        r"(?:(?:to|at|of|was|is|be|reached|reaches|passed|passes|exceeded|exceeds|hit|topped|tops|surpassed|neared|nears|"
        r"climbs|climbed|approached|approaches|exceeding|topping|passing|nearing|:)|(?<!\band )(?:above|past|near|over)|"
        r"range[sd]?(?=\s+(?:from|between)\b))"
    )
    return [
        ("passive", attribute, rf"{n}{counted_of()}{PASSIVE}{verbs}"),
        ("reduced", attribute, rf"{n}{PHRASE}{{0,5}}?(?:\s+{ADVERB})*\s+{verbs}{REDUCED}"),
        ("left", attribute, rf"{left}\s+{n}{PHRASE}{{0,5}}?\s+{state}"),
        ("left-joined", attribute, rf"{left}\b[^.;]{{1,60}}?\band\s+{n}{PHRASE}{{0,4}}?\s+(?:\w+ly\s+)?{state}"),
        ("adjective", attribute, rf"{n}{who}?(?:\s+\w+ly)?\s+{state}{REDUCED}"),
        ("predicate", attribute, rf"{n}{PHRASE}{{0,4}}?(?:\s+{ADVERB})*\s+{BE}(?:\s+{ADVERB})*\s+{state}{REDUCED}"),
        ("active", attribute, rf"{actives(kind)}\s+(?:off\s+)?{n}(?:{who}|{END})"),
        ("nouns", attribute, rf"{n}\s+(?!lives\b)(?:(?!{STOP}\b)[\w’'-]+\s+){{0,2}}?{alternation(words[nouns])}"),
        (
            "toll",
            attribute,
            rf"(?:{alternation(words[tolls])}|{number_killed(state, alternation(words[nouns]))})\b"
            rf"(?:[^.;\d]|\bfrom\s+[\d,]+\s+(?=to\b)){{0,90}}?{reach}\s+{n}",
        ),
        (
            "toll",
            attribute,
            rf"(?:bring|brings|bringing|brought|push\w*|rais\w+|tak(?:es|ing)|put|puts|putting)\s+to\s+{n}\s+the\s+(?:total\s+)?"
            rf"(?:{alternation(words[tolls])}|{number_killed(state, alternation(words[nouns]))})",
        ),
    ]


def number_killed(state: str, nouns: str) -> str:
    """ "The number of British troops killed": a toll's name."""
    return rf"(?:number|total|count|tally)\s+of\s+(?:(?!{STOP}\b)[\w’'-]+\s+){{0,4}}?(?:{state}|{nouns})"


BEYOND = re.compile(
    r"(?i)\b(?:above|past|over|beyond|exceed(?:ed|s|ing)?|pass(?:ed|es|ing)|topp(?:ed|ing)|tops|surpass(?:ed|es|ing)|more\s+than)\s+$"
)
SHORT_OF = re.compile(r"(?i)\b(?:near(?:s|ed|ing)?|approach(?:ed|es|ing))\s+$")


@cache
def zeros() -> tuple[tuple[tuple[Attribute, ...], re.Pattern[str]], ...]:
    """What says that nobody died or was hurt: "no casualties were reported", "without loss of life"."""
    words = load("casualties")
    none = (
        r"(?:\bno|\bwithout(?:\s+any)?|\bnot\s+any|n[’']t\s+any|\bzero|\bnor\s+any|\bneither)\s+"
        r"(?:(?:reports?|accounts)\s+(?:of|on)\s+(?:any\s+)?)?"
        r"(?:(?!(?:more|other|further|new|additional|fewer|less|such|the)\b)[\w’'-]+\s+(?:(?:of|or|and|nor)\s+)?){0,2}?"
    )
    joined = r"(?:(?:casualties|deaths|injuries|fatalities|damage)\s+(?:or|and|nor)\s+(?:\w+\s+)?)?"
    rows: list[tuple[tuple[Attribute, ...], str]] = [
        (("killed",), rf"{none}{joined}{alternation(words['zero_dead'])}"),
        (("injured",), rf"{none}{joined}{alternation(words['zero_hurt'])}"),
        (
            ("killed",),
            rf"{none}{alternation(words['zero_dead'])}\s+(?:or|and)\s+(?:\w+\s+)?{alternation(words['zero_hurt'])}",
        ),
        (("killed", "injured"), rf"{none}{alternation(words['zero_both'])}"),
        (
            ("killed",),
            rf"\b(?:den(?:y|ies|ied|ying)|dismiss(?:ed|es)|reject(?:ed|s))\s+(?:(?:the|any|reports?|claims?|allegations?|that|of|there|"
            rf"were|was|had\s+been)\s+){{0,5}}?(?:any\s+(?:\w+\s+)?(?:{alternation([*words['zero_dead'], *words['zero_both']])})|"
            rf"(?:anyone|anybody|any\s+\w+)\s+(?:had|has|have|was|were)\s+(?:been\s+)?(?:{participles('kill')}|died))",
        ),
        (
            ("injured",),
            rf"\b(?:den(?:y|ies|ied|ying)|dismiss(?:ed|es)|reject(?:ed|s))\s+(?:(?:the|any|reports?|claims?|allegations?|that|of|there|"
            rf"were|was|had\s+been)\s+){{0,5}}?(?:any\s+(?:\w+\s+)?(?:{alternation([*words['zero_hurt'], *words['zero_both']])})|"
            rf"(?:anyone|anybody|any\s+\w+)\s+(?:had|has|have|was|were)\s+(?:been\s+)?{participles('hurt')})",
        ),
        (
            ("injured",),
            r"(?:everyone|everybody|all|they|both|passengers|crew|people|residents|staff)\s+[^,.;]{0,40}?\b(?:escaped|survived|"
            r"emerged|walked\s+away)\s+(?:\w+\s+)?(?:unhurt|unharmed|uninjured|unscathed|without\s+injury)",
        ),
    ]
    return tuple((attributes, re.compile(rf"{text}(?![\w-])", re.IGNORECASE)) for attributes, text in rows)


@cache
def parts() -> re.Pattern[str]:
    """A sub-total after a toll: "including six children", "among them two nuns", "three of them women"."""
    n, who = number_of(), people_of()
    after = number_of().replace("(?P<n>", "(?P<n2>")
    return word_pattern(
        rf"(?:(?:including|among\s+them|among\s+whom|of\s+whom|amongst\s+them|among\s+the\s+dead)\s+(?:were\s+|was\s+)?{n}(?P<who>{who})"
        rf"|{after}\s+of\s+(?:them|whom)\s+(?:were\s+|was\s+|are\s+)?(?P<who2>(?:\w+\s+){{0,2}}?{who.removeprefix('(?:').removesuffix(')')}))"
    )


@cache
def trigger() -> re.Pattern[str]:
    """A word without which a sentence counts no victims."""
    words = load("casualties")
    verbs = ["kill_verbs", "die_verbs", "hurt_verbs", "weak_hurt_verbs", "suffer_verbs"]
    listed = ["dead_adjectives", "hurt_adjectives", "death_nouns", "death_of", "body_nouns", "toll_nouns", "hurt_nouns"]
    more = [
        "lives",
        "lost",
        "losing",
        "unhurt",
        "unharmed",
        "uninjured",
        "hospital",
        "hospitals",
        "condition",
        "wounds",
        "burns",
    ]
    more += ["claimed", "claims", "claiming", "clinic", "clinics", "medical center", "medical centre"]
    zero = ["zero_dead", "zero_hurt", "zero_both", "kill_participles", "hurt_participles"]
    return word_pattern(
        rf"(?:{verb_alternation(v for key in verbs for v in words[key])}|"
        rf"{alternation([*(w for key in [*listed, *zero] for w in words[key]), *more])})(?:['’]s)?"
    )
