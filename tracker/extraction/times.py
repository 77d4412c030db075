"""When: a grammar of news time expressions relative to the publication time and the local zone.

Intervals are UTC, both ends included; a local day is midnight to midnight. Weekdays mean the latest such day that is
not after publication, unless "next" or a verb of the future says otherwise. What the grammar does not know it leaves alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.extraction.calendar import Calendar
from tracker.extraction.timegrammar import grammar
from tracker.extraction.timespans import LATER, told_from
from tracker.model.claim import TimeBasis
from tracker.model.time import Interval


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: offsets in its text, what it names, what that rests on, and how it bounds.

    `bound`: "until", "by", "since", "for" or "".
    """

    start: int
    end: int
    interval: Interval
    basis: TimeBasis
    bound: str = ""

    def span(self, published: datetime) -> Interval:
        """What it bounds: from "since Monday" to publication, from publication to "until Friday" or "by Friday"."""
        named = self.interval
        if self.bound == "since" and named.earliest < published:
            return Interval(named.earliest, published)
        if self.bound in ("until", "by") and named.latest > published:
            return Interval(published, named.latest)
        return named


JOINED = re.compile(r"(?i)\s*,?\s+(?:and|to|through|until|till|or)\s+(?:on\s+|early\s+|late\s+)?|\s*[-–]\s*")
BOUND = re.compile(r".*\b(until|till|since)\s(?:[\w’'-]+\s){0,9}$")
DEADLINE = re.compile(
    r"(?i)\bby\s+(?:(?:the|late|early|mid|end|start|middle|on|about|around|of|at|latest)[\s-]+){0,4}$"
)
TWO_DAYS, WEEK = timedelta(hours=49), timedelta(days=8)


def find_times(text: str, calendar: Calendar, before: Interval | None = None) -> list[TimeMention]:
    """Every time expression of the text that the grammar understands, in text order; none overlap.

    `before` is the last day that the text before this one names: "the next day" is told from it.
    """
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
                bound = bound_of(text, start, match.group())
                if bound == "by" and interval.latest <= calendar.published:
                    bound = ""
                found.append(TimeMention(start, end, interval, basis, bound))
    found.sort(key=lambda m: m.start)
    found = told_from_another(text, found, calendar, before)
    return joined(text, found)


def bound_of(text: str, start: int, words: str) -> str:
    """ "until", "since" or "for" (of "for the past year") where the expression bounds or measures a state, else ""."""
    outside = BOUND.search(text[max(0, start - 70) : start].lower())
    inside = re.match(r"(until|till|since)\b", words.lower())
    if re.search(
        r"\bfor\s+(?:at\s+least\s+|about\s+|nearly\s+)?(?:the\s+)?$", text[max(0, start - 20) : start].lower()
    ) and words[:4].lower() in ("last", "past"):
        return "for"
    word = outside.group(1) if outside else inside.group(1) if inside else ""
    if not word and (DEADLINE.search(text[max(0, start - 40) : start]) or words[:3].lower() == "by "):
        return "by"
    return "until" if word == "till" else word


def told_from_another(
    text: str, found: list[TimeMention], calendar: Calendar, before: Interval | None
) -> list[TimeMention]:
    """The mentions with those that are told from another one: "the next day", "two weeks later"."""
    added: list[TimeMention] = []
    for match in LATER.finditer(text):
        start, end = match.span()
        clash = [m for m in found if m.start < end and start < m.end]
        earlier = [m.interval for m in [*found, *added] if m.end <= start and m.bound != "until"]
        base = earlier[-1] if earlier else before
        if base is None or (base.width > TWO_DAYS and match["unit"] not in ("month", "year")):
            continue
        try:
            interval = told_from(match, base, calendar)
        except (ValueError, OverflowError):
            continue
        if interval is not None:
            found = [m for m in found if m not in clash]
            added.append(TimeMention(start, end, interval, "relative"))
    return sorted([*found, *added], key=lambda m: m.start)


def joined(text: str, found: list[TimeMention]) -> list[TimeMention]:
    """Two days joined by "and", "to" or a dash are one stretch: "on Monday and Tuesday"."""
    rows: list[TimeMention] = []
    for mention in found:
        last = rows[-1] if rows else None
        if (
            last is not None
            and JOINED.fullmatch(text, last.end, mention.start)
            and last.interval.width <= TWO_DAYS
            and mention.interval.width <= TWO_DAYS
            and timedelta(0) < mention.interval.latest - last.interval.earliest <= WEEK
            and last.interval.latest <= mention.interval.latest
        ):
            whole = Interval(last.interval.earliest, mention.interval.latest)
            rows[-1] = TimeMention(last.start, mention.end, whole, last.basis, last.bound)
        else:
            rows.append(mention)
    return rows


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
