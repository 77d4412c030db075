"""How a page of plain text begins: where its head ends, its headline, and the dateline of agency copy.

Only as much as dating and naming an article needs; which lines make claims is the extractor's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from tracker.sources.rejection import Refused
from tracker.sources.stamps import DAY_MONTH, MONTH_DAY, month_of, parse_stamps

LONGEST_TITLE = 200
HEAD_LINES = 60
"""No page's head has more lines that hold words."""

_SENTENCE_END = re.compile(r"[.!…][\"”’')\]]*$")
_FURNITURE = re.compile(
    r"(?:skip to|sign up|sign in|log in|subscribe|follow us|share this|click here|read more|advertisement|breaking news"
    r"|accessibility|cookies?\b|we use cookies|by\b|from our|photo\b|image\b|video\b|print\b|e-?mail\b|posted\b|published\b"
    r"|(?:page )?(?:last )?updated\b)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_PLACE = r"(?P<place>[^\W\d_][\w.’'-]*(?:[ /][^\W\d_][\w.’'-]*){0,3}(?:,\s[^\W\d_][\w.’' -]{1,40}?)?)"
_YEARS = r"(?:,?\s{1,2}(?P<year>1[6-9]\d\d|20\d\d))?"
_AGENCY = r"\((?P<agency>[^\W_][^()]{1,39})\)"
_DATELINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        *(
            rf"(?:{_PLACE},\s{{1,2}})?{day}{_YEARS}\s{{0,2}}{_AGENCY}\s{{0,2}}(?:-{{1,2}}|—|–)\s"
            for day in (MONTH_DAY, DAY_MONTH)
        ),
        *(rf"{_PLACE},\s{{1,2}}{day}{_YEARS}\s{{0,2}}(?:-{{1,2}}|—|–|\.)\s" for day in (MONTH_DAY, DAY_MONTH)),
        rf"{_PLACE}\s{{0,2}}{_AGENCY}\s{{0,2}}(?:-{{1,2}}|—|–)\s",
    )
)


class Dateline(Struct, frozen=True):
    """What agency copy begins with: "BISHKEK, April 8 (Xinhua) --". `month` and `day` are 0 where it has no date."""

    words: str
    agency: str | None = None
    month: int = 0
    day: int = 0
    year: int | None = None


def lines_of(text: str) -> Iterator[str]:
    """The lines that hold anything, without white space at their ends."""
    return (bare for line in text.split("\n") if (bare := line.strip()))


def is_prose(line: str) -> bool:
    """Whether a line is a sentence or more of an article, rather than a headline, a menu or a stamp."""
    return len(line) > 300 or (len(line) >= 50 and bool(_SENTENCE_END.search(line[-8:])) and len(line.split()) >= 8)


def head_of(text: str) -> list[str]:
    """The lines before the first prose, at most `HEAD_LINES`."""
    head: list[str] = []
    for line in lines_of(text):
        if is_prose(line) or len(head) == HEAD_LINES:
            break
        head.append(line)
    return head


def title_of(text: str) -> str | None:
    """The first line of the head that reads like a headline; None where none does."""
    return next((line for each in head_of(text) if _is_headline(line := " ".join(each.split()))), None)


def _is_headline(line: str) -> bool:
    words = line.split()
    return (
        len(line) <= LONGEST_TITLE
        and len(words) >= 3
        and (len(words) > 3 or any(word[0].islower() for word in words))
        and not re.search(r"[|>»<{}\[\]=\x00-\x1f\x7f-\x9f]|[.,:;]$", line)
        and not _FURNITURE.match(line)
        and not _is_stamp(line)
        and _dateline(line) is None
    )


def _is_stamp(line: str) -> bool:
    try:
        return bool(parse_stamps(line))
    except Refused:
        return True


def dateline_of(text: str) -> Dateline | None:
    """The dateline that opens the article: on one of the lines of the head or of the first three of prose."""
    prose = 0
    for number, line in enumerate(lines_of(text)):
        if number == HEAD_LINES or prose == 3:
            return None
        if found := _dateline(line):
            return found
        prose += is_prose(line)
    return None


def _dateline(line: str) -> Dateline | None:
    opening = line[:160]
    for pattern in _DATELINES:
        if (found := pattern.match(opening)) and _is_dateline(found.groupdict()):
            return _read(found)
    return None


def _is_dateline(groups: dict[str, str | None]) -> bool:
    """Whether it is not a caption ("Jane Roe (left) - …") or an entry of a time line ("April 8 (Thursday) - …")."""
    agency, place = groups.get("agency"), (groups.get("place") or "").split()
    if agency and (
        (agency.isalpha() and agency.islower()) or not re.search(r"[^\W\d_]", agency) or _WEEKDAY.match(agency)
    ):
        return False
    if agency and groups.get("day"):
        return True
    # Without a date, or without an agency, only a place in capitals tells a dateline.
    return bool(place) and len(place[0]) > 1 and place[0].isupper()


def _read(found: re.Match[str]) -> Dateline:
    groups = found.groupdict()
    agency, year = groups.get("agency"), groups.get("year")
    return Dateline(
        words=found[0].strip(),
        agency=" ".join(agency.split()) if agency else None,
        month=month_of(groups) if groups.get("day") else 0,
        day=int(groups.get("day") or 0),
        year=int(year) if year else None,
    )
