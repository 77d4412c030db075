"""Mentions: the words that name persons, bodies, groups, roles and pronouns, found by capitals and word lists.

Finding only; who a mention is, `cast.py` says. Places are found by `places.py`. Offsets are within the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tracker.extraction import gazetteer
from tracker.extraction.bodies import headline_people, names_body, part_of_body
from tracker.extraction.bodies import organisation_words as organisation_words
from tracker.extraction.lexicon import alternation, load, words
from tracker.model.claim import Kind

Gender = Literal["", "m", "f"]
MALE = words("names", "male")
FEMALE = words("names", "female")
HONORIFICS = MALE | FEMALE | words("names", "honorifics")
NEVER = words("names", "never")
COMPOUND = re.compile(
    r"-(?:held|controlled|backed|led|run|occupied|based|born|ruled|government|linked|style|old|year|general|elect|minister|president|leader|level|time|day)$"
)
PARTICLES = words("names", "particles")
ADVERBS = words("names", "adverbs")
CALENDAR = words("names", "calendar")
SENTENCE_OPENERS = words("names", "openers") - {"Dr", "Mr", "Mrs", "Ms", "An"}
"""Words that begin a sentence: in a run of capitals they show that a full stop is missing ("Getty Images The minister")."""
ARTICLED = re.compile(r"(?:al|el|as|ash|an|ar|at|ad|az|ul|ibn|d|l)[-’'][^\W\d_a-zß-ÿ]")
NAME_GOES_ON = re.compile(rf"(?: (?:{'|'.join(sorted(PARTICLES))}))*(?: (?:al|el|as|ar|an)-| )[^\W\d_a-zß-ÿ]")
WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_][\w’'-]*\.?")
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
PRONOUNS: dict[str, tuple[Gender, bool]] = {
    "he": ("m", False),
    "him": ("m", False),
    "himself": ("m", False),
    "she": ("f", False),
    "her": ("f", False),
    "herself": ("f", False),
    "they": ("", True),
    "them": ("", True),
    "it": ("", False),
    "i": ("", False),
    "we": ("", True),
}
PRONOUN = re.compile(
    r"(?<![\w’'-])(?:he|him|she|they|them|it|I|we|He|She|They|It|We)(?![\w-])(?!['’]s\s+(?:clear|time|possible))|(?<![\w-])her(?=\s*(?:[.,;:!?]|$|to\b|in\b|and\b|on\b|at\b|from\b|with\b|as\b|has\b|had\b|was\b))"
)


@dataclass(slots=True, eq=False)
class Mention:
    """Words of a sentence that stand for something. `name`: the fullest name, once resolved."""

    start: int
    end: int
    text: str
    kind: Kind
    name: str = ""
    gender: Gender = ""
    plural: bool = False
    pronoun: bool = False
    role: bool = False
    unnamed: bool = False
    definite: bool = True
    within: tuple[str, ...] = ()
    country: str = ""


@cache
def title_words() -> frozenset[str]:
    """Words that stand before a name without being part of it: parts of titles and their modifiers."""
    lexicon = load("offices")
    words = [
        w
        for key in ("heads", "modifiers", "former", "ousted", "ignored")
        for phrase in lexicon[key]
        for w in phrase.split()
    ]
    return frozenset(w.lower() for w in words) | HONORIFICS | frozenset(["the"]) | frozenset(lexicon["plurals"])


@cache
def head_words() -> frozenset[str]:
    """Words that a title ends with, and honorifics: the name comes right after."""
    return frozenset(h.split()[-1].lower() for h in load("offices")["heads"]) | HONORIFICS


@cache
def agencies() -> re.Pattern[str]:
    """News agencies, outlets and sites that are known in general, and names with a media word ("the Orb.net news website")."""
    media = alternation(load("voices")["media_words"])
    named = alternation(load("voices")["agencies"])
    return re.compile(
        rf"(?<![\w’'-])(?:{named}(?:\s+(?:news agency|news service|Russian|Arabic|World Service|News|TV))?|"
        rf"(?:[A-Z0-9][\w.&’'-]*\s+){{1,3}}(?:{media}\s+)?{media})(?![\w-])"
    )


def outlet_name(words: str) -> str:
    """An outlet without its people and its sort: "Russian Interfax news agency" is "Interfax"."""
    words = re.sub(r"^(?:The|the)\s+(?=\S)", "", words)
    name = re.sub(rf"^(?:{demonym_expression()}(?:['’]s)?\s+)(?=\S+\s*\S)", "", words)
    bare = re.sub(
        r"(?i)\s+(?:(?:state|official|private|independent)\s+)?(?:news\s+)?(?:agency|website|site|portal|service)$",
        "",
        name,
    )
    return bare if bare and not bare.islower() else name


def find_names(text: str, first: bool, lowers: frozenset[str]) -> list[Mention]:
    """Persons and bodies by their capitals, in one sentence. `lowers`: words that the article also writes small."""
    found = []
    for run in capital_runs(text, lowers):
        mention = judge_run(text, run)
        if mention is not None:
            found.append(mention)
    return found


def capital_runs(text: str, lowers: frozenset[str]) -> list[list[re.Match[str]]]:
    """Runs of capitalised words one blank apart (particles inside allowed); words that only begin a sentence are left out."""
    runs: list[list[re.Match[str]]] = []
    run: list[re.Match[str]] = []
    previous_end, opens, closed = 0, True, False
    for match in WORD.finditer(text):
        word = match.group()
        gap = text[previous_end : match.start()]
        # Nearly every gap is one blank, which opens nothing.
        opens = previous_end == 0 or (gap != " " and (any(c in gap for c in '."“‘:!?') or (opens and not gap.strip())))
        joined = bool(run) and gap == " " and not closed
        if (
            (word[0].isupper() or (joined and ARTICLED.match(word)))
            and not COMPOUND.search(word)
            and not (opens and begins_only(word, lowers))
            and POSSESSIVE.sub("", word).lower() not in NEVER
            and not (joined and word in SENTENCE_OPENERS)
        ):
            if not joined:
                run = [match]
                runs.append(run)
            else:
                run.append(match)
        elif joined and word in PARTICLES and NAME_GOES_ON.match(text, match.end(), match.end() + 24):
            run.append(match)
        else:
            run = []
        closed = bool(POSSESSIVE.search(word)) or (
            word.endswith(".") and word[:-1].lower() not in HONORIFICS and len(word) > 2 and word.count(".") == 1
        )
        previous_end, opens = match.end(), False
    return runs


@cache
def function_words() -> frozenset[str]:
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS) | frozenset(["mr's"])


def begins_only(word: str, lowers: frozenset[str]) -> bool:
    """Whether the word has its capital only from its place: a function word, or one that the article also writes small."""
    low = POSSESSIVE.sub("", word).rstrip(".").lower()
    return low not in HONORIFICS and (low in function_words() or low in lowers or low in ADVERBS)


def judge_run(text: str, run: list[re.Match[str]]) -> Mention | None:
    """What a run of capitalised words names: titles and peoples before a name are left to `titles.py`."""
    words = [POSSESSIVE.sub("", m.group()).rstrip(".") for m in run]
    first = before_the_name(words)
    if part_of_body(text, run[0].start()) and not (first and words[first - 1].lower() in head_words()):
        return Mention(run[0].start(), run[-1].end(), text[run[0].start() : run[-1].end()], "organisation")
    if len(words) - first > 2 and behind_office(text, run[0].start()):
        first += post_words(words[first:])
    if len(words) - first > 1 and len(words[-1]) == 1 and not run[-1].group().endswith("."):
        run, words = run[:-1], words[:-1]  # the article of a next sentence that lost its full stop
    if len(words) - first > 2 and words[-1] == words[-2]:
        run, words = run[:-1], words[:-1]  # "Ann Doe Doe": the sentence begins anew
    rest = words[first:]
    if not rest:
        return None
    gender: Gender = next(("m" if w in MALE else "f" for w in map(str.lower, words[:first]) if w in MALE | FEMALE), "")
    end = run[-1].start() + len(run[-1].group().rstrip("."))
    owner = POSSESSIVE.search(text[run[-1].start() : end])
    end -= len(owner.group()) if owner else 0
    if rest[-1].lower() in TITLE_ENDS and len(rest) > 2 and not rest[0].isupper():
        run, rest = run[:-1], rest[:-1]  # "Ann Doe Leader of the Greens"
        end = run[-1].end()
    if (rest[-1].lower() in TITLE_ENDS and len(rest) < 5) or (len(rest) == 1 and rest[0] in BODIES_IN_LETTERS):
        return None
    if headline_people(text, run[0].start(), end, rest):
        return None
    if names_body(text, run[0].start(), end, rest, first):
        return Mention(run[0].start(), end, text[run[0].start() : end], "organisation")
    start = run[first].start()
    acronym = len(rest) == 1 and rest[0].isupper() and len(rest[0]) > 1
    if acronym and (rest[0].lower() in CALENDAR or (len(rest[0]) < 5 and not first)):
        return Mention(start, end, text[start:end], "organisation")
    shouted = all(w.isupper() for w in rest) and (
        len(rest) > 2 or (len(rest) == 1 and len(rest[0]) > 4 and first > 0 and words[first - 1].isupper())
    )
    if shouted or len(rest) > 5 or rest[0].lower() in CALENDAR or len(rest[0]) + len(rest) < 3:
        return None
    titled = first > 0 and words[first - 1].lower() in head_words() and words[first - 1].lower() not in UNTITLED
    kind: Kind = "person" if len(rest) > 1 or titled else "other"
    return Mention(start, end, text[start:end], kind, gender=gender)


def before_the_name(words: list[str]) -> int:
    """How many words of a run stand before the name: peoples, countries, titles, honorifics."""
    first = 0
    known = gazetteer.demonyms()
    while first < len(words):
        if " ".join(words[first : first + 2]) in known:  # "South Korean"
            first += 2
        elif (
            words[first].lower() in title_words()
            or words[first] in known
            or is_country(words[first])
            or words[first] in BODIES_IN_LETTERS
        ):
            first += 1
        else:
            break
    for i in range(len(words) - 1, first, -1):
        if words[i - 1].lower() in BORNE and i - 1 > first and words[i - 2].lower() not in title_words():
            return first  # "Sheikh Sharif Sheikh Ahmed"
        if words[i - 1].lower() in head_words() and not any(w in organisation_words() for w in words[i:]):
            return i  # "UN Secretary General Ann Doe"
    return first


BORNE = frozenset(["sheikh", "sheik", "shaikh", "emir", "prince", "sultan", "king", "malik", "haji"])
"""Honorifics that also stand inside names."""
BODIES_IN_LETTERS = frozenset(
    ["U.S", "U.N", "U.K", "E.U", "D.C", "U.S.S.R", "U.A.E", "A.U", "UN", "EU", "US", "UK", "NATO"]
)
TITLE_ENDS = words("names", "title_ends")
UNTITLED = frozenset(["executive", "member", "official", "officer", "figure", "party", "worker", "general"])
OFFICE_OF = re.compile(r"(?i)([\w-]+)\s+(?:of|for|to)\s+(?:the\s+)?(?:[\w-]+\s+and\s+)?$")


def behind_office(text: str, at: int) -> bool:
    """Whether a run of capitals stands behind "minister of", "mayor of": its first words may belong to the office."""
    match = OFFICE_OF.search(text[max(0, at - 60) : at])
    return bool(match) and match.group(1).lower() in head_words()  # type: ignore[union-attr]


def post_words(words: list[str]) -> int:
    """How many words of "Water Resources Ann Doe" or "Lagos Ann Doe" belong to the office before the name."""
    parts, first = title_words() | frozenset(load("offices")["domains"]), 0
    while first < len(words) - 2 and words[first].lower() in parts:
        first += 1
    if first == 0 and gazetteer.cities().get(gazetteer.plain(words[0])):
        return 1
    if first == 0:  # "Near Eastern Affairs Ann Doe"
        return max((i + 1 for i, w in enumerate(words[:-2]) if w.lower() in parts), default=0)
    return first


@cache
def is_country(word: str) -> bool:
    return gazetteer.plain(word) in gazetteer.countries()


@cache
def demonym_expression() -> str:
    return alternation(gazetteer.demonyms())


@cache
def group_pattern() -> re.Pattern[str]:
    """Groups and bodies without a proper name: "thousands of opposition protesters", "the Chilean health ministry"."""
    lexicon = load("groups")
    modifiers = alternation(lexicon["modifiers"])
    counts = alternation(lexicon["counts"])
    middle = (
        rf"(?:(?:{modifiers}|{demonym_expression()}|(?-i:(?!(?:{OPENERS}|{WEEKDAYS})\b)[A-Z][\w.-]+)(?:['’]s)?|"
        rf"(?:anti|pro|non)-\w+|\w+-(?:backed|led|controlled|held))\s+)"
    )
    head = alternation([*lexicon["heads"], *lexicon["persons"]])
    return re.compile(
        rf"(?<![\w’'-])(?P<det>(?:the|a|an|its|his|her|their|our|some|several|many|other|most)\s+)?(?P<count>(?:[\d,]+|{counts})\s+(?:the\s+)?)?"
        rf"(?P<core>{middle}{{0,5}}(?P<head>{head}))(?![\w-])(?P<poss>['’]s?(?=\s))?"
        rf"(?P<tail>\s+(?:in|of|close\s+to|from|at)\s+(?:the\s+|his\s+)?(?-i:[A-Z])[\w.’'-]+(?:\s+(?-i:[A-Z])[\w.’'-]+)?(?:\s+(?:government|ministry|administration|army))?)?",
        re.IGNORECASE,
    )


PLAIN_START = re.compile(
    r"(?i)^(?:(?:the|another|some|several|other|many|most|all|both|more|new|key|leading|senior|own)\s+)+"
)
OWNER = re.compile(r"(?:[A-Z][\w.-]+\s+)*[A-Z][\w.-]+['’]s?\s+")


def find_groups(text: str) -> list[Mention]:
    """Groups, bodies, forces and unnamed speakers of a sentence, named by their words without article and count."""
    persons = frozenset(load("groups")["persons"])
    found = []
    for match in group_pattern().finditer(text):
        head = " ".join(match["head"].lower().split())
        person = head in persons
        tail = match["tail"] if person and match["tail"] else ""
        start, name = group_name(text, match, head, person)
        end = match.end() if tail else match.end("core")
        kind: Kind = (
            "person" if person else "force" if head in FORCES else "organisation" if head in BODIES else "group"
        )
        mention = Mention(start, end, text[start:end], kind, name=respelled(name + tail), plural=head.endswith("s"))
        mention.role = mention.unnamed = person
        mention.definite = (match["det"] or "").strip().lower() == "the"
        found.append(mention)
    return found


def respelled(name: str) -> str:
    """The name with old or rare spellings of countries replaced by the usual one."""
    spellings = load("places")["spellings"]
    return re.sub(r"[A-Z]\w+", lambda m: spellings.get(m.group(), m.group()), name)


def group_name(text: str, match: re.Match[str], head: str, person: bool) -> tuple[int, str]:
    """Where a group's own words begin, and its name: whose it is belongs to it only for a person's circle."""
    core = match["core"]
    name = PLAIN_START.sub("", core if person else re.sub(r"^.*['’]s?\s+(?=\S)", "", core))
    if head in ("leaders", "members") and re.match(r"(?i)opposition\b", name):
        name = "opposition"
    owner = OWNER.match(core)
    if owner is None or match["det"]:
        return match.start(), name
    whose = owner.group().split()[0]
    lands = is_country(POSSESSIVE.sub("", owner.group().strip())) or POSSESSIVE.sub("", whose) in gazetteer.demonyms()
    if head in CIRCLE and not lands and whose != "Government":
        before = re.search(r"(?:Mr|Ms|Mrs|Dr)\.?\s+$", text[: match.start()])
        name = (before.group() if before else "") + core
    return match.start("core") + owner.end(), name


WEEKDAYS = "|".join(sorted(w.title() for w in CALENDAR if w.endswith("day")))
OPENERS = "|".join(sorted(words("names", "openers")))
CIRCLE = words("names", "circle")
FORCES = words("names", "forces")
BODIES = words("names", "bodies")


def find_pronouns(text: str) -> list[Mention]:
    found = []
    for match in PRONOUN.finditer(text):
        gender, plural = PRONOUNS[match.group().lower()]
        found.append(
            Mention(
                match.start(),
                match.end(),
                match.group(),
                "person" if gender or match.group() == "I" else "group",
                gender=gender,
                plural=plural,
                pronoun=True,
            )
        )
    return found


def without_overlaps(mentions: list[Mention]) -> list[Mention]:
    """The mentions in text order; of two that overlap the earlier in the list stays."""
    kept: list[Mention] = []
    for mention in mentions:
        if all(mention.end <= k.start or mention.start >= k.end for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
