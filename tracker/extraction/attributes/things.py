"""What can be controlled, and how it is named: places, shares of places, buildings, forces, media and institutions."""

from __future__ import annotations

import re
from functools import cache

from tracker.extraction import gazetteer
from tracker.extraction.attributes import subjects
from tracker.extraction.clauses import noun_after
from tracker.extraction.lexicon import alternation, load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Reading
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Kind, Name

KINDS: dict[str, Kind] = {
    "places": "place",
    "buildings": "building",
    "media": "organisation",
    "forces": "force",
    "institutions": "organisation",
}
DETERMINERS = re.compile(
    r"(?i)^(?:(?:the|a|an|its|his|her|their|this|that|these|those|full|back|both|onto|over|off)\s+)+"
)
WHOLE = re.compile(r"(?i)^(?:all|the\s+whole|whole|the\s+entirety|the\s+entire|entire)\s+(?:of\s+)?(?:the\s+)?(?=\S)")
PREPOSITIONS = re.compile(
    r"(?i)\s+(?:over|against|into|between|through|about|like|how|what|why|behind|beyond|toward|towards|without|despite|"
    r"around|near|outside|along|across|amid|ahead|alongside|inside|under|once|formerly|previously|which|seized|"
    r"captured|held|controlled)\b"
)
JOINED = re.compile(
    r"\s*(?:,(?=\s+(?:[A-Z]|the\b))|,?\s*\band\b|,?\s*as well as|,?\s*\bincluding\b|,?\s*along with)\s+(?=\w)"
)
LISTED_NAME = re.compile(
    r"(?:the\s+)?((?:al-|el-)?[A-Z][\w’'-]+(?:\s+(?:al-|el-)?[A-Z][\w’'-]+){0,2})(?=\s*(?:[,.;]|$|and\b|after\b|"
    r"in\b|on\b|from\b))"
)
WHERE = re.compile(
    r"(?i)\s+(?:in|of|around|near|outside|along|across|at|on)\s+(?:parts\s+of\s+)?(?:the\s+)?(?:\w*(?:north|south|"
    r"east|west|central)\w*\s+)?"
    r"(?:(?:city|town|port|province|region)\s+of\s+)?$"
)
TRAILING = re.compile(
    r"(?i)(?<=[a-z])\s+(?:crucial|vital|key|important|close|home|bordering|still|now|again|here|there|alone|rich|"
    r"loyal|well|back|located|far)$"
)


@cache
def share_words() -> re.Pattern[str]:
    """ "More than half of", "the eastern third of", "large parts of": a share of a place."""
    return re.compile(rf"(?i)\b{alternation(load('control')['objects']['shares'])}\b")


@cache
def descriptive() -> re.Pattern[str]:
    """Words that only say what kind of place a name is: "the strategic northern port city of"."""
    words = load("places")["words"]
    nouns = alternation([*words["descriptors"], *(w + "s" for w in words["descriptors"]), "cities", "centre", "center"])
    return re.compile(
        rf"(?i)(?:(?:the|both|nearby|their|its|his|{nouns}|of|"
        rf"(?!of\b)[\w’-]+(?<!ing))\s+)*?(?:{nouns}\s+(?:of\s+)?|)(?:the\s+)?"
    )


def objects(reading: Reading, sentence: Sentence, at: int) -> list[tuple[Name, int]]:
    """What is controlled: the noun phrase at `at` where it is a place, building, force or body; joined ones too."""
    found: list[tuple[Name, int]] = []
    text = sentence.text
    while at < len(text) and len(found) < 5:
        item = one_object(reading, sentence, at, bool(found) or text[:at].endswith(("control of", "control over")))
        if item is None:
            break
        found.append(item)
        joined = JOINED.match(text, item[1])
        if not joined:
            break
        at = joined.end()
    return found


def one_object(reading: Reading, sentence: Sentence, at: int, listed: bool) -> tuple[Name, int] | None:
    """The thing named at `at`, and where its words end."""
    text = sentence.text
    start, end = noun_after(text, at)
    while (
        paired := re.compile(r"(?<=[a-z])\s+and\s+[\w-]+\s+(?:cities|towns|provinces|regions|parts|districts)\b").match(
            text, end
        )
    ) and re.search(r"(?:ern|first|second|third|fourth|north|south|east|west)$", text[start:end]):
        end = paired.end()
    if end <= start or len(text[start:end].split()) > 12:
        return None
    thing = controllable(reading, sentence, start, end)
    if thing is not None:
        return thing
    name = LISTED_NAME.match(text, start) if listed else None
    known = name and any(
        m.start < name.end(1) and name.start(1) < m.end and not once(reading, m) for m in sentence.mentions
    )
    return (Name(name[1], name[1], "place"), name.end()) if name and not known else None


def once(reading: Reading, mention: Mention) -> bool:
    """Whether a name in a list of places was taken for a person's though nothing else in the article says so."""
    person = reading.cast.find(mention.text) if mention.kind == "person" and mention.text[:1].isupper() else None
    return person is not None and person.count <= 1 and not person.titles


CONTROL_OF = re.compile(r"(?i)\s+(?:\w+\s+){0,2}control\s+(?:of|over)(?=\s)")


def held_things(reading: Reading, sentence: Sentence, at: int) -> list[tuple[Name, int]]:
    """The objects of a verb that ends at `at`, or of the control that it speaks of: "took temporary control of <thing>"."""
    behind = CONTROL_OF.match(sentence.text, at)
    found = objects(reading, sentence, behind.end() if behind else at)
    return apposed_places(reading, sentence, at, found) or found


APPOSED = re.compile(r"(?i)(?:(?:the|an?)\s+(?:[\w’-]+\s+){0,4})?")
CLOSED = re.compile(r"\s*(?:[,.;]|$|\s(?:and|where|which|after|on|in|late|early|last|from|as)\b)")


def apposed_places(
    reading: Reading, sentence: Sentence, at: int, found: list[tuple[Name, int]]
) -> list[tuple[Name, int]]:
    """The places that a phrase without a name of its own is named by: "the army's last stronghold, the town of <place>"."""
    start, end = noun_after(sentence.text, at)
    named = [m for m in sentence.mentions if m.kind in ("place", "person") and m.start < end and start < m.end]
    head = re.sub(r"['’]s?$", "", sentence.text[start:end]).split()[-1:]
    if not sentence.text.startswith(", ", end) or not head or (named and named[-1].end >= end):
        return []
    sorts = load("control")["objects"]
    if head[0].lower() not in (*sorts["places"], *sorts["buildings"]) or (found and found[0][0].name[:1].isupper()):
        return []
    first = next((m for m in sentence.mentions if m.start >= end and m.kind == "place"), None)
    if first is None or not APPOSED.fullmatch(sentence.text, end + 2, first.start):
        return []
    closed = CLOSED.match(sentence.text, first.end) and first.name not in gazetteer.countries()
    return objects(reading, sentence, end + 2) if closed else []


def controllable(reading: Reading, sentence: Sentence, start: int, end: int) -> tuple[Name, int] | None:
    """The phrase as the name of something that can be controlled and where it ends, or None."""
    phrase = re.sub(r"['’]s?$", "", sentence.text[start:end])
    cut = PREPOSITIONS.search(phrase)
    if cut:
        phrase, end = phrase[: cut.start()], start + cut.start()
    trailing = TRAILING.search(phrase)
    if trailing:
        phrase, end = phrase[: trailing.start()], start + trailing.start()
    bare = DETERMINERS.sub("", phrase)
    if (
        not bare
        or re.match(r"(?i)(?:including|by|such|among|from|with)\b", bare)
        or re.search(r"(?i)\b(?:taking|opened|deep|no|not|told|said|says|added|announced|struck)\b", bare)
    ):
        return None
    spots = [m for m in sentence.mentions if m.kind in ("place", "building") and start <= m.start and m.end <= end + 1]
    if spots and spots[-1].end >= start + len(phrase) - 1:
        return with_place(reading, sentence, start, spots[-1])
    head = re.sub(r"(?i)\s+of\s+.*$", "", PARTITIVE.sub("", bare)).split()[-1:] or [""]
    low = head[0].lower().rstrip("'’")
    for key, kind in KINDS.items():
        if low in load("control")["objects"][key]:
            named = territory if kind == "place" else building if kind == "building" else body
            return named(reading, sentence, bare, start, end)
    return None


OF_TAIL = re.compile(
    r"(?i)\s+(?:of\s+)?(?:(?:the|this|its|their)\s+)?(?:(?:[\w-]+\s+)?(?:city|town|port|province|region)\s+of\s+)?$"
)


def with_place(reading: Reading, sentence: Sentence, start: int, spot: Mention) -> tuple[Name, int] | None:
    """A phrase that ends with a known place: the place, a share of it, or a part that is named by it."""
    text = sentence.text
    before = DETERMINERS.sub("", text[start : spot.start])
    words = text[start : spot.end]
    if len(before.split()) > 7:
        return None
    if spot.kind == "building":
        return building(reading, sentence, DETERMINERS.sub("", words), start, spot.end)
    if WHOLE.match(before) or not before.strip():
        return Name(words, spot.name, spot.kind, spot.within), spot.end
    shared = share_words().search(before)
    if shared:
        part = OF_TAIL.sub("", before).strip()
        return Name(words, f"{part} of {spot.name}", "place", spot.within), spot.end
    inner = re.match(
        r"(?i)(?:[\w’-]+\s+){0,4}?(outskirts|suburbs|centre|center|half|side|edges?|north|south|east|"
        r"west)\s+of\s+(?:the\s+)?$",
        before,
    )
    if inner:
        return Name(words, f"{before.strip().removesuffix(' the')} {spot.name}", "place", spot.within), spot.end
    if re.search(r"(?i)\bof\s+(?:the\s+)?$", before) and not kind_of_place(before):
        return None
    if re.fullmatch(r"(?:[\w’-]+\s+){0,6}", before):
        return Name(words, spot.name, spot.kind, spot.within), spot.end
    return None


def kind_of_place(before: str) -> bool:
    """Whether the words before "of X" only say what X is: "the oil towns of", "the southern province of"."""
    nouns = load("places")["words"]["descriptors"]
    head = re.search(r"(?i)([\w-]+)\s+of\s+(?:the\s+)?$", before)
    low = head[1].lower() if head else ""
    return (
        any(low in (n, n + "s", re.sub("y$", "ies", n)) for n in nouns) or low in load("control")["objects"]["places"]
    )


NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|most|several|many|some|half|all)"
PARTITIVE = re.compile(
    rf"(?i)^(?:at\s+least\s+|more\s+than\s+|about\s+|nearly\s+)?{NUMBER}\s+of\s+(?:the\s+|its\s+|"
    rf"their\s+)?(?:{NUMBER}\s+)?"
)
VAGUE = re.compile(r"(?i)\b(?:lost|disputed|ungoverned|other|more|such|own|same|any|new|these|those|no)\b")
MANY = re.compile(
    r"(?i)^(?:at\s+least\s+|more\s+than\s+|about\s+|nearly\s+|some\s+)?(?:\d+|two|three|four|five|six|seven|eight|"
    r"nine|ten|"
    r"eleven|twelve|several|many|dozens\s+of|scores\s+of|a\s+dozen|all|most|key|major|main)\b"
)


def territory(reading: Reading, sentence: Sentence, bare: str, start: int, end: int) -> tuple[Name, int] | None:
    """Towns, regions and areas without a name of their own: kept where the text says how many or where."""
    text = sentence.text
    spot = place_behind(sentence, end)
    if spot is not None:
        preposition = "of" if re.match(r"\s+of\b", text[end:]) else "in"
        if (
            preposition == "in"
            and spot.name == reading.country
            and (VAGUE.search(bare) or re.fullmatch(r"(?i)areas?|territor(?:y|ies)|parts?|regions?", bare))
        ):
            return None
        return Name(text[start : spot.end], f"{bare} {preposition} {spot_words(spot)}", "place", spot.within), spot.end
    plural = re.search(r"(?i)(?:s|towns|cities)$", bare) is not None
    placed = re.search(r"(?i)\b(?:\w*(?:north|south|east|west)\w*|central)\b", bare)
    if plural and re.match(r"(?i)(?:its|their)\s", text[start:end]) and reading.country and not VAGUE.search(bare):
        return Name(text[start:end], f"{bare} of {reading.country}", "place"), end
    head = bare.split()[-1].lower()
    if (
        not VAGUE.search(bare)
        and head in load("control")["objects"]["facilities"]
        and re.match(r"(?i)(?:the|its|their)\s", text[start:end])
    ):
        return Name(text[start:end], bare, "place"), end
    single = re.match(
        r"(?i)(?:(?:last|only|main|biggest|largest|remaining)\s+){1,3}(?:\w+\s+){0,2}$", bare.rsplit(" ", 1)[0] + " "
    )
    if single and not VAGUE.search(bare):
        return Name(text[start:end], bare, "place"), end
    if VAGUE.search(bare) or not plural or not (MANY.match(bare) or (placed and " " in bare)):
        return None
    return Name(text[start:end], bare, "place"), end


def place_behind(sentence: Sentence, end: int) -> Mention | None:
    """The place right behind a noun: "villages in southern X", "the centre of the town"."""
    following = next((m for m in sentence.mentions if m.start >= end and m.kind == "place"), None)
    if following is None or following.start - end > 45 or not WHERE.match(sentence.text[end : following.start]):
        return None
    return following


def spot_words(spot: Mention) -> str:
    """A place behind a noun: by its name, a point of the compass in the text's words ("a town in the east of the country")."""
    compass = re.match(r"(?i)the\s+(?:north|south|east|west|centre|center)", spot.text)
    return spot.text if compass else spot.name


def building(reading: Reading, sentence: Sentence, bare: str, start: int, end: int) -> tuple[Name, int]:
    """A building or site, with its town where the text says it."""
    text, name = sentence.text, subjects.national(reading, bare)
    spot = place_behind(sentence, end)
    if spot is not None:
        return Name(text[start : spot.end], f"{name} in {spot.name}", "building"), spot.end
    indefinite = re.match(r"(?i)an?\s", text[start:end]) or re.search(
        r"(?i)\b(?:an?)\s+$", text[max(0, start - 3) : start]
    )
    before = [m for m in sentence.mentions if m.kind == "place" and m.end <= start]
    if indefinite and before:
        name = f"{name} in {before[-1].name}"
    return Name(text[start:end], name, "building"), end


def body(reading: Reading, sentence: Sentence, bare: str, start: int, end: int) -> tuple[Name, int] | None:
    """Forces, media and institutions; a force in the sense of power or a service of a firm is none."""
    name = subjects.national(reading, bare)
    head = bare.split()[-1].lower()
    kind: Kind = "force" if head in load("control")["objects"]["forces"] else "organisation"
    return Name(sentence.text[start:end], name, kind), end


AUXILIARIES = re.compile(
    r"(?i)(?:\s+(?:is|are|was|were|has|have|had|been|be|being|now|also|still|fully|all|both|remains?|remained|"
    r"firmly|completely|not|"
    r"largely|reportedly|believed|said|to|no\s+longer|will|would|may|could|already|currently|effectively|recently|"
    r"later|apparently|\w+ly|"
    r"on\s+the\s+(?:verge|brink)\s+of|one\s+of\s+(?:the\s+|just\s+)?(?:[\w-]+\s+){0,4}\w+s))+\s*$"
)
RELATIVE = re.compile(r"(?i)[\s,–—-]*\b(?:which|that|who)\s*$|[\s,–—-]+$")


BETWEEN = re.compile(
    r"\s+(?:between|from)\s+[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)?\s+(?:and|to)\s+(?:the\s+)?[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)?"
)


def things_before(reading: Reading, sentence: Sentence, floor: int, at: int, beside: bool = False) -> list[Name]:
    """The things that are the subject before a passive: one noun phrase, or several joined by "and".

    `beside`: only the phrase right before counts ("a town held by rebels").
    """
    left = sentence.text[floor:at].rstrip()
    for _ in range(3):
        left = RELATIVE.sub("", AUXILIARIES.sub("", left + " ")).rstrip()
    left = BETWEEN.sub(lambda m: " " * len(m.group()), left).rstrip()
    left = re.sub(r"(?i)^\s*but\b|\b(?:neither|both|either)\b", lambda m: " " * len(m.group()), left)
    pieces = re.split(r"[,;:]\s+|\s[-–—]+\s+|\b(?:that|but|while|because|as|after|where|with|of(?=\s+which))\s+", left)
    for clause in [p for p in reversed(pieces) if p.strip()][: 1 if beside else 3]:
        found = joined_things(reading, sentence, clause, floor + left.rfind(clause))
        if found:
            return found
    return []


def joined_things(reading: Reading, sentence: Sentence, clause: str, base: int) -> list[Name]:
    """The things of one clause: one noun phrase, or two joined by "and" or "nor"."""
    found = []
    position = base
    lead = re.match(r"(?:and|or|nor)\s+", clause)
    if lead:
        clause, position = clause[lead.end() :], base + lead.end()
    for part in re.split(r"(\s+(?:and|nor)\s+)", clause):
        if part.strip() and part.strip() not in ("and", "nor"):
            start = position + len(part) - len(part.lstrip())
            thing = last_phrase(reading, sentence, start, position + len(part.rstrip()))
            if thing is not None:
                found.append(thing)
        position += len(part)
    return found


PHRASE_START = re.compile(
    r"(?i)(?:^|(?<=\s))(?:in|on|at|from|to|into|for|with|by|said|says|deep|near|around|over|of\s+which|\w+ing)\s+"
)


def last_phrase(reading: Reading, sentence: Sentence, start: int, end: int) -> Name | None:
    """The thing named by the words up to `end`, a phrase behind the last preposition if the whole is none."""
    text = sentence.text
    starts = [start, *[start + m.end() for m in PHRASE_START.finditer(text[start:end])]]
    for position in starts[:1] + starts[:0:-1]:
        while position < end and text[position].isspace():
            position += 1
        stop = re.compile(r"\s+(?:in|around|near|outside|along|on)\s+").search(text, position, end)
        thing = controllable(reading, sentence, position, stop.start() if stop else end)
        if thing is not None and thing[1] >= end - 1:
            return thing[0]
    return None
