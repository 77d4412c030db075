"""What can be controlled, and how it is named: places, buildings, forces, media and institutions in a noun phrase."""

from __future__ import annotations

import re

from tracker.extraction.attributes import subjects
from tracker.extraction.clauses import noun_after
from tracker.extraction.lexicon import load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Reading
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Kind, Name


def objects(reading: Reading, sentence: Sentence, at: int) -> list[tuple[Name, int]]:
    """What is controlled: the noun phrase at `at` where it is a place, building, force or body; joined ones too."""
    found: list[tuple[Name, int]] = []
    text = sentence.text
    while at < len(text) and len(found) < 4:
        start, end = noun_after(text, at)
        phrase = text[start:end]
        if not phrase or len(phrase.split()) > 12:
            break
        thing = controllable(reading, sentence, start, end)
        if thing is None:
            break
        found.append((thing, end))
        joined = re.compile(r"\s*(?:,(?=\s+[A-Z])|,?\s*\band\b|,?\s*as well as)\s+(?=(?:the\s+)?[\w])").match(text, end)
        if not joined:
            break
        at = joined.end()
    return found


KINDS: dict[str, Kind] = {
    "places": "place",
    "buildings": "building",
    "media": "organisation",
    "forces": "force",
    "institutions": "organisation",
}
DETERMINERS = re.compile(
    r"(?i)^(?:(?:the|a|an|its|his|her|their|this|that|some|all|all of|both|most of|much of|more|of|full|back)\s+)+"
)
SHARE = re.compile(
    r"(?i)^(?:(?:at\s+least\s+|more\s+than\s+|about\s+|nearly\s+|almost\s+)?"
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|half|most|several|many|dozens)\s+of\s+(?:the\s+)?|"
    r"(?:the\s+)?(?:whole|rest|entirety|entire)\s+(?:of\s+)?(?:the\s+)?)"
)
AFTER_HEAD = re.compile(r"(?i)\s+(?:of|in|near|around|outside|(?:north|south|east|west)\w*\s+of)\s+")
DESCRIPTIVE = re.compile(
    r"(?i)^(?:(?:the|neighbou?ring|nearby|strategic|key|northern|southern|eastern|western|central|city|town|village|"
    r"port|of|\w+ern)\s+)*"
)


def controllable(reading: Reading, sentence: Sentence, start: int, end: int) -> Name | None:
    """The phrase as the name of something that can be controlled, or None."""
    phrase = re.sub(r"['’]s$", "", sentence.text[start:end])
    places = [m for m in sentence.mentions if m.kind in ("place", "building") and not m.pronoun]
    spots = [m for m in places if start <= m.start and m.end <= end + 1]
    bare = DETERMINERS.sub("", phrase)
    head = AFTER_HEAD.split(SHARE.sub("", bare))[0].split()[-1:] or [""]
    low = head[0].lower().rstrip("s'’")
    for key, kind in KINDS.items():
        if any(low == w.rstrip("s") for w in load("control")["objects"][key]):
            return named_thing(reading, sentence, bare, kind, start, end, spots)
    if not spots or spots[-1].end < end - 2:
        return None
    last, whole = spots[-1], DESCRIPTIVE.sub("", phrase).lower()
    short = last.kind == "place" and len(bare.split()) <= len(last.text.split()) + 2
    return (
        Name(phrase, last.name, last.kind, last.within)
        if short or whole in (last.name.lower(), last.text.lower())
        else None
    )


def named_thing(
    reading: Reading, sentence: Sentence, bare: str, kind: Kind, start: int, end: int, spots: list[Mention]
) -> Name | None:
    name = subjects.national(reading, bare)
    if (
        spots
        and spots[-1].kind == "place"
        and kind == "place"
        and spots[-1].end >= end - 1
        and re.search(
            r"(?i)\b(?:city|town|village|port|capital|island|region|province|stronghold|suburb|district)\s+(?:of\s+)?(?-i:[A-Z])",
            bare,
        )
    ):
        return Name(bare, spots[-1].name, "place", spots[-1].within)
    if kind == "place" and re.search(r"(?i)(?:town|city|village|suburb|district|province|region)$", bare) and not spots:
        before = [m for m in sentence.mentions if m.kind == "place" and m.end <= start]
        if not before or not re.fullmatch(r"(?i)(?:town|city|village|capital)", bare):
            return None
        share = re.match(r"(?i)(?:most|much|all|half|parts|part)\s+of\s+", sentence.text[start:end])
        return Name(
            sentence.text[start:end],
            (share.group().lower() if share else "") + before[-1].name,
            "place",
            before[-1].within,
        )
    spot = next((m for m in sentence.mentions if m.kind == "place" and m.start >= end and m.start - end < 8), None)
    if (
        spot is not None
        and kind == "building"
        and re.fullmatch(r"\s+(?:in|of|at|near)\s+", sentence.text[end : spot.start])
    ):
        name = f"{name} in {spot.name}"
    elif kind == "building" and re.match(r"(?i)an?\s", sentence.text[start:end]):
        before = [m for m in sentence.mentions if m.kind == "place" and m.end <= start]
        name = f"{name} in {before[-1].name}" if before else name
    return Name(sentence.text[start:end], name, kind)


def things_before(reading: Reading, sentence: Sentence, floor: int, at: int) -> list[Name]:
    """The things that are the subject before a passive: one noun phrase, or two joined by "and"."""
    left = re.sub(
        r"(?i)(?:\s+(?:is|are|was|were|has|have|had|been|be|being|now|also|still|fully|all|both|remains?|firmly|completely|not|largely|reportedly|believed|said|to|no\s+longer|will|would|may|could))+\s*$",
        "",
        sentence.text[floor:at],
    )
    left = re.sub(r"(?i)^\s*but\b|\b(?:neither|both|either)\b", lambda m: " " * len(m.group()), left)
    pieces = re.split(r"[,;:]\s+|\b(?:that|but|while|because|as|after|where)\s+", left)
    for clause in [p for p in reversed(pieces) if p.strip()][:3]:
        found = joined_things(reading, sentence, clause, floor + left.rfind(clause))
        if found:
            return found
    return []


def joined_things(reading: Reading, sentence: Sentence, clause: str, base: int) -> list[Name]:
    """The things of one clause: one noun phrase, or two joined by "and" or "nor"."""
    found = []
    position = base
    for part in re.split(r"(\s+(?:and|nor)\s+)", clause):
        if part.strip() and part.strip() not in ("and", "nor"):
            start = position + len(part) - len(part.lstrip())
            thing = controllable(reading, sentence, start, position + len(part.rstrip()))
            if thing is not None:
                found.append(thing)
        position += len(part)
    return found
