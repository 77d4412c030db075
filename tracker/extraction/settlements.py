"""What "the town", "the city" and "the province" stand for: the place of that sort that the article named last; and "here"."""

from __future__ import annotations

import re
from collections.abc import Container

from tracker.extraction import gazetteer
from tracker.extraction.names import Mention
from tracker.extraction.sentences import Sentence

WORD = re.compile(
    r"(?i)(?<![\w-])(?:the|this|that)\s+(?:(?:northern|southern|eastern|western|central|coastal|besieged|"
    r"strategic|embattled|devastated|ruined|"
    r"oil|mining|desert|mountain|port|border|holiday|ancient|historic|whole|entire)\s+){0,2}(?P<what>city|town|"
    r"village|port|resort|"
    r"province|region|island|enclave|suburb)(?![\w’-])(?!'(?!s\b))(?!\s+(?:of\b|near\b|where\b|that\b|which\b|"
    r"called\b|named\b|(?:hall|council|centre|"
    r"center|square|airport|police|mayor|government|authorities|officials?|is\s+home|(?-i:[A-Z]))))"
)
REGIONS = frozenset(["province", "region", "island", "enclave"])
DIRECTION = re.compile(r"(?i)^(?:(?:north|south|east|west)\w*|central)\b")
FARTHEST = 8
"""Sentences back that a place named last can be."""


def resolve_settlements(sentences: list[Sentence]) -> None:
    """Add to each sentence the places that "the town" and the like stand for."""
    towns: list[tuple[int, Mention]] = []
    for sentence in sentences:
        added = []
        named = [m for m in sentence.mentions if m.kind == "place" and is_town(m)]
        named = sorted([*named, *speakers_towns(sentence)], key=lambda m: m.start)
        for match in WORD.finditer(sentence.text):
            if any(m.start < match.end() and match.start() < m.end for m in sentence.mentions if m.kind != "building"):
                continue
            before = [m for m in named if m.end <= match.start()]
            near = towns[-1:] if towns and sentence.index - towns[-1][0] <= FARTHEST else []
            meant = before[-1] if before else near[0][1] if near else None
            if meant is None or not fits(meant, match["what"].lower()):
                continue
            words = match.group()
            added.append(
                Mention(
                    match.start(),
                    match.end(),
                    words,
                    "place",
                    name=meant.name,
                    within=meant.within,
                    country=meant.country,
                )
            )
        if added:
            rest = [m for m in sentence.mentions if not any(a.start < m.end and m.start < a.end for a in added)]
            sentence.mentions = sorted([*rest, *added], key=lambda m: m.start)
        towns.extend((sentence.index, m) for m in named[-1:])


WITHIN = re.compile(
    r"\b(?:in|from|at|near)\s+(?:the\s+(?:[\w-]+\s+)?(?:town|city|village|"
    r"port)\s+of\s+)?(?P<name>[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)?)$"
)


def speakers_towns(sentence: Sentence) -> list[Mention]:
    """Towns inside the words for a person: "a resident in the town of Sarh"."""
    found = []
    for mention in sentence.mentions:
        match = WITHIN.search(mention.text) if mention.kind == "person" and mention.unnamed else None
        if match and match["name"] not in gazetteer.demonyms():
            start = mention.start + match.start("name")
            found.append(Mention(start, mention.end, match["name"], "place", name=match["name"]))
    return [m for m in found if is_town(m)]


CALLED_TOWN = re.compile(
    r"\b(?:town|city|village|port|suburb|township|hamlet|oasis)\s+of\s+"
    r"(?P<name>[A-Z][\w’'-]*\w(?:[ -](?:(?:al|el|ash|as)-)?[A-Z][\w’'-]*\w)*)"
)


def towns_called(text: str) -> set[str]:
    """What a sentence calls a town by "the town of X"."""
    return {re.sub(r"['’]s$", "", m["name"]) for m in CALLED_TOWN.finditer(text)}


def home_town(name: str, countries: Container[str]) -> bool:
    """Whether a name of several words is a town of one of these countries."""
    rows = gazetteer.cities().get(gazetteer.plain(name), ()) if " " in name else ()
    return any(c.primary and c.population > 10_000 and c.country in countries for c in rows)


def is_town(mention: Mention) -> bool:
    """Whether a place is a town, province or island: no country and no point of the compass."""
    folded = gazetteer.plain(mention.name)
    return (
        folded not in gazetteer.countries()
        and not DIRECTION.match(mention.name)
        and mention.name[:1].isupper()
        and not mention.name.endswith("border")
    )


def fits(place: Mention, what: str) -> bool:
    """Whether the place can be called that: a province is no town."""
    region = (
        re.search(r"(?i)\b(?:province|region|state|island|peninsula|district|governorate|county)\b", place.name)
        is not None
    )
    return region if what in REGIONS else not region


FILED = re.compile(
    r"\b(?P<town>[A-Z]{2}[A-Z'’.-]*(?: [A-Z][A-Z'’.-]+){0,3})(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?)?, "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b"
)
OPENING = 300
"""Characters in which the dateline stands, below the story's number and headline."""


def here_of(text: str, dateline: str) -> str:
    """The town that the story is filed from, as the world writes it; none for a digest with several datelines."""
    filed = list(FILED.finditer(text))
    first = filed[0]["town"] if filed and filed[0].start() < OPENING else ""
    town = dateline.split(",")[0].strip() or first
    if not town or len(filed) > (not dateline) or gazetteer.plain(town) in gazetteer.countries():
        return ""
    while " " in town and not gazetteer.city(town.title()) and gazetteer.city(town.split(" ", 1)[1].title()):
        town = town.split(" ", 1)[1]  # the last word of a headline in capitals
    known = gazetteer.city(town.title())
    same = known is not None and gazetteer.plain(known.name) == gazetteer.plain(town)
    return known.name if known is not None and same else town.title()
