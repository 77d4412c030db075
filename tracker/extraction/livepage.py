"""Live pages: entries that begin with the time of day at which they were written, newest or oldest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from tracker.extraction.calendar import Calendar
from tracker.extraction.timespans import at_hours
from tracker.extraction.timewords import ZONES

ALL_TIMES = re.compile(
    rf"(?i)\b(?:all\s+times|times)\s+(?:are\s+)?(?:shown\s+|given\s+)?(?:in\s+)?(?P<all>{ZONES})\b|"
    rf"\b(?:updated|published|posted)\b[^\n]{{0,40}}?\d[:.]\d\d\s*(?:[ap]\.?m\.?\s*)?\(?(?P<head>{ZONES})\b"
)
"""What a page says of the zone of its times, be it in the line that tells when it was updated."""
STAMP = re.compile(
    r"\[?(?:(?P<h>\d{1,2})[:.h](?P<m>\d\d)|(?P<hh>\d\d)(?P<mm>\d\d)|(?P<hour>\d{1,2})(?=\s*[ap]\.?m\b))(?::\d\d)?\s*"
    rf"(?:(?P<half>[ap])\.?m\b\.?)?\s*\(?(?P<zone>{ZONES})?\)?\]?\s*"
    r"(?:[:–—-]+\s*|\|\s*)?(?=$|[\n\r]|[A-Z“\"‘'•(])",
    re.IGNORECASE,
)
NOTE = 3_000
"""Characters at the head of a page that may say in what zone its times are."""
HALF_AN_HOUR, LATELY = timedelta(minutes=30), timedelta(hours=3)
FEWEST = 4
"""Stamps that make a page a live one."""
OTHER_WAY = 0.2
"""The share of steps between stamps that may go against the page's order."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an entry was written: hours since midnight, and the zone where the stamp names it ("" for the article's own)."""

    hours: float
    zone: str = ""


def entries(text: str, lines: list[tuple[int, int]]) -> Mapping[int, tuple[int, Stamp]]:
    """By the start of a line that opens an entry, where its words begin and its stamp; empty where the page is no live page."""
    found: dict[int, tuple[int, Stamp]] = {}
    told = ALL_TIMES.search(text[:NOTE])
    default = told["all"] or told["head"] if told else ""
    for start, end in lines:
        if not text[start].isdigit() and text[start] != "[":
            continue
        match = STAMP.match(text, start, end)
        if match is None or match.end() == start:
            continue
        stamp = _stamp(match, default)
        if stamp is None:  # "1974: …" is a year, and so are the others
            return {}
        found[start] = match.end(), stamp
    return found if len(found) >= FEWEST and _in_order([stamp.hours for _, stamp in found.values()]) else {}


def _stamp(match: re.Match[str], zone: str) -> Stamp | None:
    hour, minute = int(match["h"] or match["hh"] or match["hour"]), int(match["m"] or match["mm"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0) if hour <= 12 else 24
    zone = " ".join((match["zone"] or zone).lower().split())
    return Stamp(hour + minute / 60, zone) if hour < 24 and minute < 60 else None


def _in_order(hours: list[float]) -> bool:
    """Whether the times run one way, but for midnight and a few out of their place."""
    steps = [b - a for a, b in pairwise(hours) if a != b]
    up = sum(step > 0 for step in steps)
    return bool(steps) and min(up, len(steps) - up) <= max(1, OTHER_WAY * len(steps))


def stamped(
    lines: list[tuple[int, int]], opening: Mapping[int, tuple[int, Stamp]]
) -> Iterator[tuple[int, int, Stamp | None]]:
    """The lines with the stamp of the entry that they belong to, the words of a stamp cut off; a line of a stamp alone is none."""
    stamp: Stamp | None = None
    for start, end in lines:
        if start in opening:
            start, stamp = opening[start]
        if start < end:
            yield start, end, stamp


def calendar_of(calendar: Calendar, stamp: Stamp, zone: str) -> Calendar:
    """The calendar of an entry: as published at its stamp, which is of `zone` unless it names its own."""
    return replace(calendar, published=min(_moment(calendar, stamp, zone), calendar.published))


def zone_of(calendar: Calendar, stamps: list[Stamp]) -> str:
    """The zone of stamps that name none: the events' own, or Greenwich where only that puts the latest of them right
    before the publication."""
    last = max((stamp for stamp in stamps if not stamp.zone), key=lambda stamp: stamp.hours, default=None)
    if last is None:
        return "local time"
    gaps = {zone: calendar.published - _moment(calendar, last, zone) for zone in ("local time", "gmt")}
    fits = [zone for zone, gap in gaps.items() if -HALF_AN_HOUR <= gap <= LATELY]
    return fits[0] if fits else "local time"


def _moment(calendar: Calendar, stamp: Stamp, zone: str) -> datetime:
    """A stamp hours after the publication is one of the day before."""
    day = calendar.published.astimezone(calendar.zone).date()
    moment = at_hours(day, (stamp.hours, stamp.hours), stamp.zone or zone, calendar).earliest
    return moment - timedelta(days=1) if moment - calendar.published > timedelta(hours=12) else moment
