"""When an article was published: as its source gives it, or as its own text states it.

A text states it in a line that is nothing but a time stamp, in a stamp within the page's head, or in the dateline of
agency copy. A date in running prose is never taken. Where stamps compete:

1. in the head: an "updated" (the text as it stands is no older), else a "published", else one with a time of day, of
   several the latest; else the day in the page's head, provided that it is the only one;
2. below the head: the only "updated", else the only "published", else the only unlabelled stamp with a time of day;
3. the dateline, with its own year, or the year of a full date in the text within ten days of it.

A time without zone is local to the article's zone, UTC where none is known; an hour that a clock change repeats is
its second pass. A day without a time of day is the last second of that local day, or now if that is earlier: nothing
counts as known before it was.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from msgspec import Struct

from tracker.model.article import PublishedBasis
from tracker.model.time import isoformat
from tracker.sources import zones
from tracker.sources.page import Dateline, dateline_of, head_of, lines_of
from tracker.sources.rejection import Refused, quoted
from tracker.sources.stamps import DATES, LONGEST_STAMP, Label, Stamp, day_of, parse_stamps

SKEW = timedelta(hours=1)
"""How far after now a publication time may lie: clocks differ."""
EARLIEST_YEAR = 1600
"""The first newspapers; an earlier year is a slip."""

_NEARBY = timedelta(days=10)
_SEPARATOR = re.compile(r"(\s*[|>»·•]\s*|\s+[-–—]{1,2}\s+|\s{2,})")
_BYLINE = re.compile(
    r"(?:(?:posted|published|written|filed)\s+)?by\s[^\d|,]{2,60}?(?:,\s*|\s+on\s+|\s+at\s+|:\s*)", re.I
)
_LOOKING_BACK = re.compile(r"\banniversary\b|\b(?:a|one) year (?:ago|after|later|since|on)\b|\bon this day\b", re.I)


class Published(Struct, frozen=True):
    """A publication time (UTC) and how it is known."""

    at: datetime
    basis: PublishedBasis


def given(words: str, own: ZoneInfo | None, now: datetime) -> Published:
    """The time that a source gives in ISO 8601; a date alone is that day's last second. Raises `Refused`."""
    words = words.strip()
    try:
        day = date.fromisoformat(words)
    except ValueError:
        pass
    else:
        return Published(_end_of_day(day, own, now), "given")
    try:
        moment = datetime.fromisoformat(words)
        instant = moment.astimezone(UTC) if moment.tzinfo else _instant(moment, own or UTC)
    except (ValueError, OverflowError) as error:
        raise Refused(
            f"published_at {quoted(words)} is not a date or time ({error}): write it like 2010-04-08T18:00Z"
        ) from None
    return Published(_believable(instant, now), "given")


def stated(text: str, own: ZoneInfo | None, now: datetime) -> Published:
    """The time that the text states, by the rules above. Raises `Refused`, naming --published, where it states none."""
    problems: list[Refused] = []
    stamp = _choose(text, problems)
    if stamp is None and problems:
        raise problems[0]
    if stamp is not None:
        return Published(_believable(_stamped(stamp, own, now), now), "stated")
    dateline = dateline_of(text)
    if dateline is not None and dateline.month:
        return Published(_end_of_day(_dateline_day(dateline, text), own, now), "dateline")
    raise Refused("no publication time is given and the text states none: give --published TIME")


def _choose(text: str, problems: list[Refused]) -> Stamp | None:
    head, body = head_of(text), list(lines_of(text))
    body = body[len(head) :]
    above = [stamp for line in head for stamp in _stamps_of(line, True, problems)]
    below = [stamp for line in body for stamp in _stamps_of(line, False, problems)]
    timed = [stamp for stamp in above if stamp.clock]
    for choice in (_labelled(above, "updated"), _labelled(above, "published"), timed):
        if choice:
            latest = max(choice, key=lambda stamp: (stamp.day, stamp.clock or time.max))
            same_day = (stamp for stamp in timed if stamp.day == latest.day)
            return latest if latest.clock else next(same_day, latest)
    days = {stamp.day for stamp in (*above, *below) if not stamp.clock and not stamp.label}
    if above and len(days) == 1:
        return above[0]
    for choice in (_labelled(below, "updated"), _labelled(below, "published"), [s for s in below if s.clock]):
        if len({(stamp.day, stamp.clock, stamp.zone) for stamp in choice}) == 1:
            return choice[0]
    if above:
        shown = " and ".join(day.isoformat() for day in sorted(days)[:3])
        problems.append(Refused(f"the page shows several dates ({shown}) and no time: give --published"))
    return None


def _labelled(stamps: list[Stamp], label: Label) -> list[Stamp]:
    return [stamp for stamp in stamps if stamp.label == label]


def _stamps_of(line: str, head: bool, problems: list[Refused]) -> list[Stamp]:
    """The stamps of a line that is nothing else; in the head, also those between its separators or after a by-line."""
    if len(line) > LONGEST_STAMP or not re.search(r"\d{4}", line):
        return []
    try:
        if whole := parse_stamps(line):
            return whole
        return _parts(line) if head else []
    except Refused as problem:
        problems.append(problem)
        return []


def _parts(line: str) -> list[Stamp]:
    """The stamp that is one part, or several parts in a row, of "World desk > Thursday, 15 April 2010 | 20:40 GMT"."""
    pieces = _SEPARATOR.split(line)  # part, separator, part, …
    count = len(pieces)
    for first in range(0, min(count, 16), 2):
        for last in range(count, first, -2):
            words = "".join(pieces[first:last])
            byline = _BYLINE.match(words)
            found = parse_stamps(words[byline.end() :] if byline else words)
            # "The Tulip Revolution - 24 March 2005" may be a headline; a stamp after a dash has a time of day.
            dashed = any(piece.strip(" -–—") == "" for piece in (*pieces[first - 1 : first], *pieces[last : last + 1]))
            if found and (found[0].clock or not dashed):
                return found
    return []


def _stamped(stamp: Stamp, own: ZoneInfo | None, now: datetime) -> datetime:
    if stamp.clock is None:
        return _end_of_day(stamp.day, own, now)
    local = datetime.combine(stamp.day, stamp.clock)
    return _instant(local, zones.resolve(stamp.zone, own, local) if stamp.zone else own or UTC)


def _dateline_day(dateline: Dateline, text: str) -> date:
    """The dateline's day, with a year that is its own or found nearby. Raises `Refused`: a year is never guessed."""
    years = {dateline.year} if dateline.year else _years_near(dateline, text)
    if len(years) != 1:
        raise Refused(f"the dateline {quoted(dateline.words)} has no year and the text settles none: give --published")
    try:
        return date(years.pop(), dateline.month, dateline.day)
    except ValueError:
        raise Refused(f"the dateline {quoted(dateline.words)} has an impossible date: give --published") from None


def _years_near(dateline: Dateline, text: str) -> set[int]:
    """The years in which the dateline's day is within ten days of a full date in the text.

    None where the text looks back ("a year ago", an anniversary), or knows full dates of a later year.
    """
    if _LOOKING_BACK.search(text):
        return set()
    days = _full_dates(text)
    candidates = set()
    for day in days:
        for year in (day.year - 1, day.year, day.year + 1):
            try:
                candidate = date(year, dateline.month, dateline.day)
            except ValueError:
                continue
            if abs(candidate - day) <= _NEARBY:
                candidates.add(candidate)
    for day in days:
        if any(day.year > candidate.year and day - candidate > _NEARBY for candidate in candidates):
            return set()
    return {candidate.year for candidate in candidates}


def _full_dates(text: str) -> set[date]:
    days = set()
    for pattern in DATES:
        for found in pattern.finditer(text):
            try:
                days.add(day_of(found))
            except Refused:
                continue
    return days


def _instant(local: datetime, zone: tzinfo) -> datetime:
    """A local time as an instant; the later one where clocks were put back. Raises `Refused` at the ends of time."""
    try:
        return max(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    except (OverflowError, ValueError) as error:
        raise Refused(f"{local.isoformat()} is an impossible date ({error}): give --published") from None


def _end_of_day(day: date, own: ZoneInfo | None, now: datetime) -> datetime:
    """The last second of a local day, or now if that is earlier. Raises `Refused` for a day that has not begun."""
    begins = _believable(_instant(datetime.combine(day, time()), own or UTC), now)
    ends = _instant(datetime.combine(day, time(23, 59, 59)), own or UTC)
    return max(begins, min(ends, now.replace(microsecond=0)))


def _believable(instant: datetime, now: datetime) -> datetime:
    """The instant itself. Raises `Refused` where it lies in the future or before there were newspapers."""
    if instant > now + SKEW:
        raise Refused(f"the publication time {isoformat(instant)} is in the future: correct it, or give --published")
    if instant.year < EARLIEST_YEAR:
        raise Refused(
            f"the publication time {isoformat(instant)} is before {EARLIEST_YEAR}: correct it, or give --published"
        )
    return instant
