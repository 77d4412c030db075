"""Who controls what, by the tree: where subject, object and preposition are known whatever stands between the words.

These rules propose only what the patterns over the order of words (`control.py`) have not read at the same verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tracker.extraction import syntax
from tracker.extraction.attributes import arguments
from tracker.extraction.attributes.actors import armed, faction, factions
from tracker.extraction.attributes.arguments import case, children
from tracker.extraction.attributes.control_claims import UNREAL, claim, cumulative, forms_of, over_country, verb_forms
from tracker.extraction.factuality import Factuality
from tracker.extraction.lexicon import load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Name, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

SITES = ("place", "building")
COMMON = frozenset(["take", "hold", "pull", "lose", "rule", "secure", "clear"])
"""Verbs that alone are no reason to parse a sentence."""
WEAK = frozenset(["take", "hold", "lose", "secure", "clear", "surrender", "rule"])
"""Verbs of many meanings: their subject must be armed and their object a place."""
PLAIN = frozenset(["retake", "recapture", "overrun", "liberate", "conquer", "annex", "capture", "reoccupy"])
"""Verbs that say of a place nothing else than that it was taken, whoever did it."""
KEPT = re.compile(
    r"(?i)(?:states?|office|power|school|church|services?|square|seats?|stage|title|world|part|parts|half|majority|"
    r"all|rest|market|parliament|position|positions|course|road|street|streets|roads|plane|bus|ship|hotel|"
    r"hospital|hospitals|presidency|country)$"
)
"""What is taken and held in too many senses to be control where nothing more is said."""


@cache
def forms(key: str) -> dict[str, str]:
    """Each form of the verbs of a list with its base form."""
    return {form: verb for verb in load("control")["tree"][key] if " " not in verb for form in forms_of(verb)}


@cache
def trigger() -> re.Pattern[str]:
    """What a sentence must contain to be parsed."""
    tree = load("control")["tree"]
    strong = [v for key in ("take", "have", "lose", "retreat") for v in tree[key] if v not in COMMON and " " not in v]
    return re.compile(
        rf"(?i)\b(?:{verb_forms(strong)}|control|in\s+the\s+hands|(?:rebel|government|enemy)\s+hands|strongholds?|bastions?|citadel|"
        rf"(?:fell|fallen|falls?)\s+(?:\w+\s+)?to|(?:was|were|been)\s+(?:\w+\s+)?taken|"
        rf"(?:t[ao]k(?:en?|es|ing)|took|h[eo]ld(?:s|ing)?|los(?:t|e|es|ing))\s+(?:over|back|(?:the|most|half|several|much|parts|two|three|"
        rf"all|(?-i:[A-Z]\w+)|\w*(?:city|town|village)s?|by)\b)|"
        rf"pull\w*\s+(?:out|back)|"
        rf"(?:push|driv|drove|forc|expel|oust|dislodg|clear)\w*\s+(?:\w+\s+){{1,5}}?(?:out\s+of|from))\b"
    )


def asks(sentence: Sentence) -> bool:
    """Whether `find` asks for the tree of a sentence."""
    return sentence.block.kind != "place-entry" and trigger().search(sentence.text) is not None


def find(reading: Reading, sentence: Sentence, read: list[Proposal]) -> Iterator[Proposal]:
    """Propose what the tree says of words that no pattern has `read`."""
    if not asks(sentence):
        return
    for token in syntax.tree(sentence) or ():
        if any(p.start <= token.idx < p.end for p in read):
            continue
        if token.lower_ in ("control", "hands", "command"):
            yield from noun(reading, sentence, token)
        elif token.lower_ in ("stronghold", "bastion", "strongholds", "citadel"):
            yield from stronghold(reading, sentence, token)
        elif token.pos_ == "VERB" and arguments.came_true(token) and not arguments.wished(token):
            yield from verb(reading, sentence, token)


def agrees(sentence: Sentence, span: tuple[int, int], end: int) -> bool:
    """Whether the tree takes the words of a pattern for a verb that came true, with its object among the words read."""
    doc = syntax.tree(sentence) if sentence.block.kind != "headline" else None
    token = next((t for t in doc or () if span[0] <= t.idx < span[1]), None)
    if token is None or sentence.text[span[0] : span[1]].lower().startswith(("in ", "under ", "fully ", "firmly ")):
        return True
    if token.pos_ == "ADJ" or not arguments.came_true(token):
        return False
    found = arguments.object_heads(token)
    return token.pos_ != "VERB" or not found or any(span[0] <= o.idx < end for o in found)


def concerns(sentence: Sentence, span: tuple[int, int], thing: Name) -> bool:
    """Whether the thing that a pattern found before its words is what the tree has them said of."""
    doc = syntax.tree(sentence) if sentence.block.kind != "headline" else None
    inside = [t for t in doc or () if span[0] <= t.idx < span[1]]
    token = next((t for t in inside if t.lower_ in ("control", "hands", "command", "rule", "authority")), None)
    token = token or next((t for t in inside if t.pos_ == "VERB"), None)
    if token is None:
        return True
    heads = under_heads(token) if token.pos_ == "NOUN" else arguments.subject_heads(token)
    if heads and heads[0].pos_ == "PRON":
        return True
    for _ in range(3):  # "Sarh, the second town and its hub, which was taken": out of the apposition
        heads += [h.head for h in heads if h.dep_ in ("appos", "conj") and h.head not in heads]
    words = [
        w for h in heads for w in (h, *h.subtree) if w.pos_ in ("NOUN", "PROPN", "NUM", "ADJ") and not in_side(w, h)
    ]
    return not heads or any(w.text in thing.mention or w.text in thing.name for w in words)


def in_side(word: Token, head: Token) -> bool:
    """Whether a word of the subject stands in a relative clause or an apposition, or behind a preposition of place."""
    while word != head and word.head != word:
        if case(word) in ("including", "like", "such as"):
            return False
        if word.dep_ in ("appos", "acl", "acl:relcl", "parataxis") or (
            word.dep_ == "nmod" and case(word) in ("in", "from")
        ):
            return True
        word = word.head
    return False


def under_heads(token: Token) -> list[Token]:
    """What the words "under control", "in the hands" are said of."""
    if token.dep_ in ("nmod", "acl"):
        return [token.head]
    if token.dep_ in ("obl", "xcomp", "advmod"):
        return arguments.object_heads(token.head) or arguments.subject_heads(token.head)
    return arguments.subject_heads(token)


def verb(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Proposal]:
    """Taking, having, losing, leaving and driving out."""
    word = token.lower_
    if (base := forms("take").get(word)) is not None:
        particle = next((c.lower_ for c in children(token, "compound:prt", "advmod") if c.i == token.i + 1), "")
        whole = base if particle in ("", "back", "over") else ""
        yield from transitive(reading, sentence, token, whole if particle == "" else "overrun", "take")
    if (base := forms("have").get(word)) is not None and not children(token, "compound:prt"):
        yield from transitive(reading, sentence, token, base, "have")
    if (base := forms("lose").get(word)) is not None:
        yield from transitive(reading, sentence, token, base, "lose")
    if word in forms("retreat"):
        yield from retreat(reading, sentence, token)
    if word in forms("drive"):
        yield from drive(reading, sentence, token)
    if word in ("fell", "fallen", "falls", "fall"):
        yield from fall(reading, sentence, token)


def transitive(reading: Reading, sentence: Sentence, token: Token, base: str, kind: str) -> Iterator[Proposal]:
    """ "<actor> seized <thing>", "<thing> was seized by <actor>", "<thing> held by <actor>"."""
    passive = arguments.is_passive(token)
    who = arguments.agent_heads(token) if passive else arguments.subject_heads(token)
    what = arguments.subject_heads(token) if passive else arguments.object_heads(token)
    related = not what or what[0].lower_ in syntax.RELATIVES
    if not passive and token.dep_ == "acl:relcl" and related and who and who[0] != arguments.antecedent(token):
        what = [arguments.antecedent(token)]  # "the town that rebels seized"
        if kind == "lose" or any(c.lower_ == "had" for c in children(token, "aux")):
            return  # "the villages that they lost", "the city they had controlled": how it was before
    if passive and what and what[0].lower_ == "it":
        what = spoken_of(sentence, what[0])
    if not base or not who or not what:
        return
    actor = arguments.actor(reading, sentence, who[0])
    if actor is None or not (strong_enough(actor, base in PLAIN) or (body(actor) and base not in WEAK)):
        return
    polarity: Polarity = "negative" if kind == "lose" else "positive"
    aspect: Aspect = "state" if kind == "have" or (base == "occupy" and passive) else "change"
    for head in what:
        if base in WEAK and head.pos_ != "PROPN" and KEPT.match(head.lower_):
            continue
        for thing, end in arguments.things(reading, sentence, head):
            if thing.kind in SITES and not bare(thing):
                yield from say(reading, sentence, thing, actor, token, end, f"control.tree-{kind}", aspect, polarity)


def spoken_of(sentence: Sentence, it: Token) -> list[Token]:
    """What "it" is, where the sentence opens with a place: "Sarh is a trading town, but it is held by the rebels"."""
    first = next((t for t in it.doc if t.dep_ in syntax.SUBJECTS and t.i < it.i), None)
    return [first] if first is not None and first.pos_ in ("PROPN", "NOUN") and first.i < 8 else []


def strong_enough(actor: Mention | Name, plain: bool = False) -> bool:
    """Whether it can hold ground: someone under arms, a country, a crowd; of a `plain` verb anyone."""
    if isinstance(actor, Name) or plain:
        return True
    return actor.kind != "person" and (armed(actor) or RULERS.search(actor.name) is not None)


def body(actor: Mention | Name) -> bool:
    return isinstance(actor, Mention) and actor.kind in ("organisation", "group")


RULERS = re.compile(
    r"(?i)\b(?:movement|union|courts?|council|authorit\w+|junta|brigades?|faction|party|state|sham|isis|army|front|"
    r"protesters|demonstrators|crowds?|tribes\w*|clans?|warlords?|loyalists|supporters|men|fighters|group|kurds|"
    r"serbs|croats|russians?|americans|israelis|allies|nato|ukrainians|houthis|taliban|students|workers)\b"
)


def bare(thing: Name) -> bool:
    return KEPT.fullmatch(thing.name.lower()) is not None


def retreat(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Proposal]:
    """ "The army retreated from two towns": forces that go no longer hold it."""
    froms = [
        part
        for o in children(token, "obl")
        if case(o) in ("from", "out of", "back from")
        for part in arguments.joined(o)
    ]
    who = arguments.subject_heads(token)
    if arguments.is_passive(token) or children(token, "obj") or not who or not froms:
        return
    actor = arguments.actor(reading, sentence, who[0])
    fact = factuality(sentence, token.idx)
    willing = re.search(r"(?i)\b(?:willing|ready|prepared|able|agree\w*|offer\w*)\s+to\s+$", sentence.text[: token.idx])
    if actor is None or fact.polarity == "negative" or willing or not (isinstance(actor, Name) or armed(actor)):
        return
    for head in froms:
        for thing, end in arguments.things(reading, sentence, head):
            if thing.kind in SITES and not bare(thing):
                yield from say(
                    reading, sentence, thing, actor, token, end, "control.tree-retreat", "change", "negative"
                )


def drive(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Proposal]:
    """ "Rebels drove the army out of the town", "the army was driven from the town"."""
    passive = arguments.is_passive(token)
    enemies = arguments.subject_heads(token) if passive else arguments.object_heads(token)
    froms = [o for o in children(token, "obl") if case(o) in ("from", "out of")]
    enemy = arguments.actor(reading, sentence, enemies[0]) if enemies and froms else None
    if enemy is None or not (isinstance(enemy, Name) or armed(enemy)):
        return
    for head in froms:
        for thing, end in arguments.things(reading, sentence, head):
            if thing.kind in SITES and not bare(thing) and "strongholds of" not in thing.name:
                yield from say(reading, sentence, thing, enemy, token, end, "control.tree-drive", "change", "negative")


def fall(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Proposal]:
    """ "The town, an hour away, has fallen to the rebels"."""
    to = [o for o in children(token, "obl") if case(o) == "to"]
    actor = arguments.actor(reading, sentence, to[0]) if to else None
    if actor is None or not (isinstance(actor, Name) or armed(actor) or strong_enough(actor)):
        return
    for head in arguments.subject_heads(token):
        for thing, _ in arguments.things(reading, sentence, head):
            if thing.kind in SITES and not bare(thing):
                end = to[0].idx + len(to[0])
                yield from say(reading, sentence, thing, actor, token, end, "control.tree-fall", "change", "positive")


def noun(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Proposal]:
    """The noun "control": "took control of", "in control of", "under the control of", "in rebel hands"."""
    preposition = case(token)
    if preposition in ("under", "in", "into") and (whose := holder(reading, sentence, token)) is not None:
        yield from held_by(reading, sentence, token, whose, preposition)
    elif token.lower_ == "hands":
        return
    elif preposition == "in" and (token.dep_ in ("ROOT", "conj", "acl:relcl", "ccomp", "advcl", "parataxis")):
        yield from of_what(reading, sentence, token, token, "have")
    else:
        verb = next((c for c in children(token, "amod") if c.pos_ == "VERB" and c.i < token.i), token.head)
        if verb == token.head and (token.dep_ != "obj" or verb.pos_ != "VERB" or not arguments.came_true(verb)):
            return
        kinds = [k for k, key in (("take", "gain"), ("have", "keep"), ("lose", "shed")) if verb.lower_ in forms(key)]
        if kinds and (verb != token.head or not arguments.is_passive(verb)):
            yield from of_what(reading, sentence, verb, token, kinds[0])


def holder(reading: Reading, sentence: Sentence, token: Token) -> Mention | Name | None:
    """Whose control it is: "of the rebels", "rebel", "the army's"."""
    for child in token.children:
        if child.dep_ == "nmod" and case(child) == "of":
            return arguments.actor(reading, sentence, child)
    for child in token.children:
        if child.dep_ in ("compound", "amod", "nmod:poss", "nmod:desc", "nmod"):
            word = re.sub(r"['’]s?$", "", child.text)
            if word.lower() in load("control")["factions"]["adjectives"]:
                return faction(reading, word)
            found = arguments.actor(reading, sentence, child)
            if found is not None and not (isinstance(found, Mention) and found.pronoun):
                return found
            if child.pos_ == "PROPN" and factions().fullmatch(word):
                return faction(reading, word)
    return None


def held_by(
    reading: Reading, sentence: Sentence, token: Token, whose: Mention | Name, preposition: str
) -> Iterator[Proposal]:
    """What is under someone's control: the subject of the words, or the noun that they hang on."""
    heads = under_heads(token)
    changed = token.dep_ == "obl" and re.match(r"(?:fell|fall|came|come|pass|brought|bring)", token.head.lower_)
    at = token.head if token.dep_ in ("obl", "xcomp") else token
    for head in heads:
        for thing, _ in arguments.things(reading, sentence, head, loose=True):
            if thing.kind in (*SITES, "force") and not (token.lower_ == "command" and thing.kind == "place"):
                yield from say(
                    reading,
                    sentence,
                    thing,
                    whose,
                    at,
                    token.idx + len(token),
                    "control.tree-under",
                    "change" if changed else "state",
                    "positive",
                    first=head.idx,
                )


def of_what(reading: Reading, sentence: Sentence, at: Token, token: Token, kind: str) -> Iterator[Proposal]:
    """ "<actor> took control of <thing>", with words between."""
    heads = [c for c in children(token, "nmod") if case(c) in ("of", "over", "at", "in")]
    heads = heads or [c for c in children(at, "obl") if case(c) in ("of", "over", "at")]
    who = arguments.subject_heads(at)
    if not who and at.head == token:  # "seized control" misread as "control that was seized"
        governor = token.head
        who = [governor] if governor.pos_ in ("NOUN", "PROPN") and governor.dep_ in syntax.SUBJECTS else []
        who = who or (arguments.subject_heads(governor.head) if governor.dep_ == "obj" else [])
        who = who or ([governor] if governor.dep_ == "ROOT" and governor.i < token.i else [])
    actor = arguments.actor(reading, sentence, who[0]) if who else None
    if actor is None or (isinstance(actor, Mention) and not (strong_enough(actor) or actor.kind == "person")):
        return
    polarity: Polarity = "negative" if kind == "lose" else "positive"
    aspect: Aspect = "state" if kind == "have" else "change"
    for head in [part for h in heads for part in arguments.joined(h)]:
        for thing, end in arguments.things(reading, sentence, head, loose=True):
            if thing.kind in (*SITES, "force"):
                named = over_country(reading, sentence, thing, "control of")
                yield from say(
                    reading, sentence, named, actor, at, end, f"control.tree-{kind}-control", aspect, polarity
                )


PARTIES = re.compile(
    r"(?i)\b(?:labour|tory|conservative|democratic|republican|liberal|party|catholic|electoral|traditional|former|"
    r"ethnic|shia|shiite|shi['’]ite|sunni|alawite|druze|christian|kurdish|opposition\s+party|political|union)\b"
)


def stronghold(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Proposal]:
    """ "Sarh, an insurgent stronghold in the north", "the town is a rebel bastion"."""
    start, end = arguments.extent(token)
    words = sentence.text[start : token.idx]
    if PARTIES.search(words) or token.lower_.endswith("s"):
        return
    whose = holder(reading, sentence, token)
    if token.dep_ == "appos":
        heads = [token.head]
    elif children(token, "cop"):
        heads = arguments.subject_heads(token)
    else:
        return
    if whose is None or (isinstance(whose, Mention) and not armed(whose) and whose.kind != "person"):
        return
    for head in heads:
        for thing, _ in arguments.things(reading, sentence, head):
            if thing.kind == "place":
                yield from say(
                    reading, sentence, thing, whose, token, end, "control.tree-stronghold", "state", "positive", start
                )


def say(
    reading: Reading,
    sentence: Sentence,
    thing: Name,
    who: Mention | Name,
    at: Token,
    end: int,
    rule: str,
    aspect: Aspect,
    polarity: Polarity,
    first: int | None = None,
) -> Iterator[Proposal]:
    """The claim, unless the words assert nothing or name the same thing twice."""
    fact: Factuality = factuality(sentence, at.idx)
    value = arguments.value(reading, sentence, who)
    double = polarity == "negative" and fact.polarity == "negative"
    unreal = UNREAL.search(sentence.text[: at.idx])
    if not fact.asserted or double or unreal or value.name.casefold() == thing.name.casefold():
        return
    begin = min(at.idx, end - len(thing.mention) if end < at.idx else at.idx) if first is None else min(first, at.idx)
    stop = max(end, at.idx + len(at))
    settled = polarity == "positive" and cumulative(sentence.text, at.idx, thing)
    span: tuple[int, int] = (begin, stop)
    found = claim(
        reading, sentence, thing, value, span, rule, fact, "state" if settled else aspect, polarity, not settled
    )
    found.at = at.idx
    yield found
