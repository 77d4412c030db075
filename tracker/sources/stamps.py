"""The time stamps that pages print: "Last updated 17:37 GMT, Thursday, 8 April 2010", "Thu Apr 8, 2010 6:12pm EDT".

A small grammar over words, not a search: a stretch of text is a stamp when it consists of a date, times, zones,
weekdays and label words only. Dates in running prose therefore never match.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Literal

from msgspec import Struct

from tracker.sources.rejection import Refused, quoted

Label = Literal["updated", "published"]

LONGEST_STAMP = 200

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>1[6-9]\d\d|20\d\d)(?!\d)"
DAY_MONTH = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]{{1,3}}(?P<month>{MONTH})"
MONTH_DAY = rf"(?P<month>{MONTH})\s{{0,2}}(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?"

DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{DAY_MONTH},?[\s-]{{1,3}}{_YEAR}",
        rf"{MONTH_DAY}(?:,\s{{0,2}}|\s{{1,2}}){_YEAR}",
        r"(?P<year>1[6-9]\d\d|20\d\d)(?P<mark>[-/.])(?P<number>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)(?:T(?=\d))?",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>1[6-9]\d\d|20\d\d)(?!\d)",
        r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>1[6-9]\d\d|20\d\d)(?!\d)",
    )
)
"""A day with its year, in words or numbers. Dotted numbers are day first, as everywhere they are used."""

_CLOCKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?!\d)(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?",
        r"(?P<hour>\d{1,2})\s?(?P<half>[ap])\.?\s?m\b\.?",
        r"(?P<hour>\d\d)(?P<minute>\d\d)(?=\s*(?:hrs\b|hours\b|(?-i:[A-Z]{2,4}\b)))",
    )
)
_HOURS = re.compile(r"\s*(?:hrs|hours)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|rs?|nes|ur)?(?:day)?\b\.?", re.IGNORECASE)
_ZONE = re.compile(
    r"(?:UTC|GMT)?[+\-−]\d{1,2}(?::?\d\d)?(?!\d)"
    r"|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2}"
    r"|(?:[Ll]ocal|[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?) [Tt]ime\b"
    r"|[A-Z]{1,5}\b(?!/)"
)
_WORD = re.compile(
    r"(?:(?P<updated>updated?|modified|revised|corrected)|(?P<published>published|publication|posted|filed|issued|released"
    r"|created)|last|first|originally|page|article|story|this|was|date|time|online|on|at)\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[\s,;:()\[\]|·•–—-]+")


class Stamp(Struct, frozen=True):
    """A printed time: its local day, time of day and zone as printed (each of the last two may be missing)."""

    day: date
    clock: time | None
    zone: str | None
    label: Label | None
    words: str


class _Draft(Struct):
    """What was read of one stamp so far."""

    label: Label | None = None
    day: date | None = None
    weekday: int | None = None
    clocks: list[tuple[time, str | None]] = []

    def stamp(self, words: str) -> Stamp | None:
        if self.day is None:
            return None
        if self.weekday is not None and self.weekday != self.day.weekday():
            raise Refused(f"the time stamp {quoted(words)} names a weekday that its date is not: give --published")
        # Of "17:37 GMT, … 18:37 UK" either would do; one with a zone is worth more than one without.
        clock, zone = next((c for c in self.clocks if c[1]), self.clocks[0] if self.clocks else (None, None))
        return Stamp(self.day, clock, zone, self.label, words)


def parse_stamps(words: str) -> list[Stamp]:
    """The stamps that `words` consist of, all but always one; an empty list where there is anything else in them.

    Raises `Refused` for a stamp that cannot be: an impossible date, a wrong weekday, numbers that read two ways.
    """
    words = words.strip()
    if len(words) > LONGEST_STAMP:
        return []
    drafts, position = [_Draft()], 0
    while position < len(words):
        step = _step(words, position, drafts)
        if step is None:
            return []
        position = step
    return [stamp for draft in drafts if (stamp := draft.stamp(words))]


def _step(words: str, position: int, drafts: list[_Draft]) -> int | None:
    """Read one word of a stamp into the last draft. Returns where it ends; None where it is not a stamp's."""
    draft = drafts[-1]
    for pattern in DATES:
        if found := pattern.match(words, position):
            day = day_of(found)
            if draft.day not in (None, day):
                return None
            draft.day = day
            return found.end()
    for pattern in _CLOCKS:
        if found := pattern.match(words, position):
            draft.clocks = [*draft.clocks, (_clock_of(found), None)]
            hours = _HOURS.match(words, found.end())
            return _zone(words, hours.end() if hours else found.end(), draft)
    if found := _WEEKDAY.match(words, position):
        draft.weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(found[1].casefold())
        return found.end()
    if found := _WORD.match(words, position):
        if label := found.lastgroup:
            if draft.day:  # "Published … ; last updated …": the next stamp begins
                drafts.append(_Draft())
            # "Update posted": the words are an update's.
            drafts[-1].label = "updated" if "updated" in (label, drafts[-1].label) else "published"
        return found.end()
    if draft.day and draft.clocks and not draft.clocks[-1][1] and (found := _ZONE.match(words, position)):
        draft.clocks[-1] = (draft.clocks[-1][0], found[0])  # "14:55, 8 April 2010 GMT"
        return found.end()
    blank = _BLANK.match(words, position)
    return blank.end() if blank else None


def _zone(words: str, position: int, draft: _Draft) -> int:
    """Read the zone that follows a time of day, if one does. Returns where the next word begins."""
    blank = re.compile(r"\s*[(,]?\s*").match(words, position)
    start = blank.end() if blank else position
    found = _ZONE.match(words, start)
    if found is None or _WEEKDAY.fullmatch(found[0]) or any(pattern.match(words, start) for pattern in DATES):
        return position
    if _WORD.fullmatch(found[0]):
        return position
    draft.clocks[-1] = (draft.clocks[-1][0], found[0])
    return found.end()


def day_of(found: re.Match[str]) -> date:
    """The day that one of `DATES` found. Raises `Refused` where there is no such day, or two readings of it."""
    groups = found.groupdict()
    year = int(groups["year"])
    if first := groups.get("first"):
        month, day = _in_order(found[0], int(first), int(groups["second"]))
    else:
        month, day = month_of(groups), int(groups["day"])
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(f"{quoted(found[0])} is an impossible date: give --published") from None


def month_of(groups: dict[str, str | None]) -> int:
    """The month, 1 to 12, of a match's groups: its name or its number."""
    name = groups.get("month")
    return MONTHS.index(name[:3].casefold()) + 1 if name else int(groups.get("number") or 0)


def _in_order(words: str, first: int, second: int) -> tuple[int, int]:
    """Month and day of "24/03/2005" or "03/24/2005"."""
    if first <= 12 and second <= 12 and first != second:
        raise Refused(f"the date {quoted(words)} can be read day first or month first: give --published")
    return (second, first) if first > 12 else (first, second)


def _clock_of(found: re.Match[str]) -> time:
    groups = found.groupdict()
    hour, half = int(groups["hour"]), (groups.get("half") or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            raise Refused(f"{quoted(found[0])} is an impossible time of day: give --published")
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(groups.get("minute") or 0), int(groups.get("second") or 0))
    except ValueError:
        raise Refused(f"{quoted(found[0])} is an impossible time of day: give --published") from None
