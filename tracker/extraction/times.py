"""When: a grammar of news time expressions relative to the publication time and the local zone.

Intervals are UTC, both ends included; a local day is midnight to midnight. Weekdays mean the latest such day that is
not after publication, unless "next" says otherwise. What the grammar does not know it leaves alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from tracker.extraction.calendar import DAYS, MONTHS, Calendar
from tracker.extraction.timereaders import (
    read_ago,
    read_ahead,
    read_bare_month,
    read_clock,
    read_date,
    read_decade,
    read_half,
    read_month,
    read_named_span,
    read_past,
    read_quarter,
    read_recently,
    read_relative_day,
    read_weekday,
    read_year,
)
from tracker.model.claim import TimeBasis
from tracker.model.time import Interval

DAY = "(?:" + "|".join(DAYS) + ")"


MONTH = "(?:" + "|".join(MONTHS) + ")"


MONTH_ANY = (
    "(?:"
    + "|".join(
        sorted(
            [*MONTHS, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"],
            key=lambda m: -len(m),
        )
    )
    + r")\.?"
)


PART = r"(?:early\s+morning|morning|noon|midday|lunchtime|afternoon|evening|night|midnight|dawn|daybreak|dusk)"


COUNT = (
    r"(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|"
    r"thirty|forty|fifty|couple\s+of|few|several)"
)


UNIT = r"(?:minute|hour|day|week|fortnight|month|year|decade)"


ORDINAL = r"(?:st|nd|rd|th)?"


YEAR = r"(?:1[6-9]\d\d|20\d\d)"


EVENTS = (
    r"(?:coup|revolution|uprising|war|elections?|vote|invasion|revolt|massacre|attacks?|bombings?|"
    r"earthquake|tsunami|riots?|accord|agreement|ceasefire|crisis|genocide|independence)"
)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: offsets in its text, what it means, and what that rests on. `bound`: "until", "since" or ""."""

    start: int
    end: int
    interval: Interval
    basis: TimeBasis
    bound: str = ""


Reader = Callable[[re.Match[str], Calendar], Interval | None]


EDGE = r"(?:(?P<edge>early|late|later|earlier)\s+(?:on\s+)?)?"
Rule = tuple[str, Reader, TimeBasis]
DATES: list[Rule] = [
    (rf"(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)", read_date, "calendar"),
    (
        rf"{EDGE}(?:{DAY},?\s+)?(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<mon>{MONTH_ANY}),?\s+(?P<y>{YEAR})",
        read_date,
        "calendar",
    ),
    (
        rf"{EDGE}(?:{DAY},?\s+)?(?P<mon>{MONTH_ANY})\s+(?P<d>\d{{1,2}}){ORDINAL},?\s+(?P<y>{YEAR})",
        read_date,
        "calendar",
    ),
    (
        rf"{EDGE}(?:{DAY},?\s+)?(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<mon>{MONTH_ANY})(?!\w)",
        read_date,
        "calendar",
    ),
    (rf"{EDGE}(?:{DAY},?\s+)?(?P<mon>{MONTH_ANY})\s+(?P<d>\d{{1,2}}){ORDINAL}(?![\d,]*\d)", read_date, "calendar"),
    (
        rf"(?:(?P<q>first|second|third|fourth)\s+quarter)(?:\s+of)?(?:\s+(?P<y>{YEAR}|last\s+year|this\s+year))?",
        read_quarter,
        "calendar",
    ),
    (rf"(?:(?P<h>first|second)\s+half)\s+of\s+(?P<y>{YEAR})", read_half, "calendar"),
    (
        rf"(?:(?P<edge>early|late|mid)[\s-]+)?(?P<mon>{MONTH_ANY})(?:\s+of)?,?\s+(?P<y>{YEAR}|last\s+year|this\s+year)",
        read_month,
        "calendar",
    ),
    (
        rf"(?P<which>last|next|this|early|late|in|since|until|during|by|mid-)\s*(?:in\s+)?(?P<mon>{MONTH})(?!\s+\d)",
        read_bare_month,
        "calendar",
    ),
]
SPANS_AND_DAYS: list[Rule] = [
    (rf"(?P<a>last|past|previous)\s+(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?", read_past, "relative"),
    (
        rf"(?:more\s+than\s+|about\s+|nearly\s+|almost\s+|some\s+|just\s+(?:over\s+)?)?(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?\s+(?:ago|earlier|before)(?!\s+\w+(?:s|ed)\b\s+the)",
        read_ago,
        "relative",
    ),
    (rf"(?:in|within)\s+(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?'?(?:\s+time)?(?!\s+of)", read_ahead, "relative"),
    (
        r"(?P<when>last|this|next|past)\s+(?P<unit>week|month|year|weekend|decade|century|spring|summer|autumn|fall|winter)",
        read_named_span,
        "relative",
    ),
    (
        rf"{EDGE}(?:(?P<which>last|next|this|previous|following)\s+)?(?P<day>{DAY})(?:'s|’s)?(?:,?\s+(?:at\s+|in\s+the\s+)?(?P<part>{PART}))?",
        read_weekday,
        "relative",
    ),
    (rf"(?P<part>{PART})\s+(?:on\s+|of\s+)?(?P<day>{DAY})", read_weekday, "relative"),
    (rf"{EDGE}(?P<rel>yesterday|today|tomorrow)(?:\s+(?P<part>{PART}))?", read_relative_day, "relative"),
    (
        r"(?P<rel>tonight|overnight|last\s+night|this\s+morning|this\s+afternoon|this\s+evening)",
        read_relative_day,
        "relative",
    ),
]
YEARS_AND_HOURS: list[Rule] = [
    (
        rf"(?:in|since|until|during|by|of|from|early|late|for)\s+(?P<y>{YEAR})(?![\d,.]*\d|\s+(?:people|were|men|women|dead|troops|soldiers|others))",
        read_year,
        "calendar",
    ),
    (rf"\((?P<y>{YEAR})\)", read_year, "calendar"),
    (r"(?P<y>1[89]\d0|20\d0)s", read_decade, "calendar"),
    (rf"(?:the|a|an)\s+(?P<y>{YEAR})(?=\s+(?:\w+\s+)?{EVENTS}\b)", read_year, "calendar"),
    (r"at\s+(?P<part>noon|midday|midnight|dawn)", read_clock, "relative"),
    (
        r"(?:at\s+(?:about\s+|around\s+)?)?(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<min>[0-5]\d))?\s*(?P<half>[ap])\.?m\b\.?",
        read_clock,
        "relative",
    ),
    (r"recently|lately|in\s+recent\s+(?:days|weeks)", read_recently, "relative"),
]


@cache
def grammar() -> tuple[tuple[re.Pattern[str], Reader, TimeBasis], ...]:
    """Patterns in order of preference: where two overlap, the earlier in this list wins."""
    rules = [*DATES, *SPANS_AND_DAYS, *YEARS_AND_HOURS]
    return tuple(
        (re.compile(rf"(?<![\w-])(?:{p})(?![\w-])", re.IGNORECASE), reader, basis) for p, reader, basis in rules
    )


def find_times(text: str, calendar: Calendar) -> list[TimeMention]:
    """Every time expression of the text that the grammar understands, in text order; none overlap."""
    found: list[TimeMention] = []
    for pattern, reader, basis in grammar():
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(m.start < end and start < m.end for m in found):
                continue
            try:
                interval = reader(match, calendar)
            except (ValueError, OverflowError):
                continue
            if interval is not None:
                bound = re.search(
                    r".*\b(until|till|since)\s(?:[\w’'-]+\s){0,6}$",
                    text[max(0, start - 48) : start].lower(),
                )
                inside = re.match(r"(until|since)\b", match.group().lower())
                word = bound.group(1) if bound else inside.group(1) if inside else ""
                found.append(TimeMention(start, end, interval, basis, "until" if word == "till" else word))
    return sorted(found, key=lambda m: m.start)


def ahead(weekday: Interval, calendar: Calendar) -> Interval:
    """The same weekday a week later, where a forecast speaks of a day that has begun or gone."""
    return (
        weekday
        if weekday.latest > calendar.published
        else Interval(weekday.earliest + timedelta(days=7), weekday.latest + timedelta(days=7))
    )


def recent_change(calendar: Calendar) -> Interval:
    """When an undated change happened: the local day of publication, or since the day before where that day is young."""
    local = calendar.published.astimezone(calendar.zone)
    day = local.date() if local.hour >= 17 else local.date() - timedelta(days=1)
    return Interval(min(calendar.day(day).earliest, calendar.published), calendar.published)
