"""What each time expression of the grammar in `times.py` means: one function a form, from its match to a UTC interval."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.extraction.calendar import DAYS, EARLY, LATE, LATER, PARTS, SHORT, UNIT_DAYS, Calendar, month_span
from tracker.extraction.quantities import number
from tracker.model.time import Interval


def part_hours(match: re.Match[str]) -> tuple[float, float]:
    """The hours of a day that "early", "late" and "afternoon" leave of it."""
    groups = match.groupdict()
    edge, part = (groups.get("edge") or "").lower(), " ".join((groups.get("part") or "").lower().split())
    if part:
        low, high = PARTS[part]
        if edge == "early":
            return (0, 9) if part == "morning" else (low, (low + high) / 2)
        return ((low + high) / 2, high) if edge == "late" else (low, high)
    return {"early": EARLY, "late": LATE}.get(edge, LATER)


def read_date(match: re.Match[str], calendar: Calendar) -> Interval | None:
    groups = match.groupdict()
    month = SHORT[groups["mon"].lower().rstrip(".")] if groups.get("mon") else int(groups["m"])
    day = int(groups["d"])
    if groups.get("y"):
        return calendar.day(date(int(groups["y"]), month, day), part_hours(match))
    return calendar.day(nearest_year(month, day, calendar), part_hours(match))


def nearest_year(month: int, day: int, calendar: Calendar) -> date:
    """A day and month without a year: the nearest one that is at most two months ahead of publication."""
    today = calendar.today
    guess = date(today.year, month, day if (month, day) != (2, 29) else 28)
    if guess > today + timedelta(days=60):
        return guess.replace(year=today.year - 1)
    return guess.replace(year=today.year + 1) if guess < today - timedelta(days=305) else guess


def year_of(words: str | None, calendar: Calendar) -> int:
    text = (words or "").lower()
    if text[:4] in ("last", "this"):
        return calendar.today.year - text.startswith("last")
    return int(text) if text else calendar.today.year


def read_month(match: re.Match[str], calendar: Calendar) -> Interval | None:
    groups = match.groupdict()
    year, month = year_of(groups["y"], calendar), SHORT[groups["mon"].lower().rstrip(".")]
    whole = month_span(year, month, calendar)
    return narrowed(whole, groups.get("edge"))


def narrowed(whole: Interval, edge: str | None) -> Interval:
    third = (whole.latest - whole.earliest) / 3
    match (edge or "").lower():
        case "early":
            return Interval(whole.earliest, whole.earliest + third)
        case "mid":
            return Interval(whole.earliest + third, whole.latest - third)
        case "late":
            return Interval(whole.latest - third, whole.latest)
    return whole


def read_bare_month(match: re.Match[str], calendar: Calendar) -> Interval | None:
    which, month = match["which"].lower(), SHORT[match["mon"].lower()]
    if match["mon"].islower() or (
        match["mon"].lower() in ("may", "march") and which not in ("last", "in", "since", "next", "early", "late")
    ):
        return None
    today = calendar.today
    year = today.year
    if which == "next":
        year += month <= today.month
    elif which == "last":
        year -= month >= today.month
    elif month > today.month:
        year -= 1
    return narrowed(month_span(year, month, calendar), which)


def read_quarter(match: re.Match[str], calendar: Calendar) -> Interval | None:
    quarter = ["first", "second", "third", "fourth"].index(match["q"].lower())
    return month_span(year_of(match["y"], calendar), 1 + 3 * quarter, calendar, 3)


def read_half(match: re.Match[str], calendar: Calendar) -> Interval | None:
    return month_span(int(match["y"]), 1 if match["h"].lower() == "first" else 7, calendar, 6)


def read_year(match: re.Match[str], calendar: Calendar) -> Interval | None:
    return month_span(int(match["y"]), 1, calendar, 12)


def read_decade(match: re.Match[str], calendar: Calendar) -> Interval | None:
    return month_span(int(match["y"]), 1, calendar, 120)


def count(words: str) -> float:
    text = " ".join(words.lower().split())
    if text in ("a", "an"):
        return 1
    return {"couple of": 2, "few": 3, "several": 4}.get(text) or number(text) or 1


def read_ago(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "Five years ago" is that calendar year, "two months ago" that month, "three days ago" that day."""
    n, unit = count(match["n"]), match["unit"].lower()
    if unit in ("minute", "hour"):
        then = calendar.published - timedelta(**{f"{unit}s": n})
        slack = timedelta(minutes=30) if unit == "hour" else timedelta(minutes=5)
        return Interval(then - slack, then + slack)
    today = calendar.today
    if unit in ("year", "decade"):
        return month_span(today.year - int(n * (10 if unit == "decade" else 1)), 1, calendar, 12)
    if unit == "month":
        index = today.year * 12 + today.month - 1 - int(n)
        return month_span(index // 12, index % 12 + 1, calendar)
    if unit == "day":
        return calendar.day(today - timedelta(days=n))
    middle = today - timedelta(days=n * UNIT_DAYS[unit])
    return calendar.days(middle - timedelta(days=3), middle + timedelta(days=3))


def read_past(match: re.Match[str], calendar: Calendar) -> Interval | None:
    n, unit = count(match["n"]), match["unit"].lower()
    length = timedelta(**{f"{unit}s": n}) if unit in ("minute", "hour") else timedelta(days=n * UNIT_DAYS[unit])
    return Interval(calendar.published - length, calendar.published)


def read_ahead(match: re.Match[str], calendar: Calendar) -> Interval | None:
    n, unit = count(match["n"]), match["unit"].lower()
    length = timedelta(**{f"{unit}s": n}) if unit in ("minute", "hour") else timedelta(days=n * UNIT_DAYS[unit])
    return Interval(calendar.published, calendar.published + length)


def read_named_span(match: re.Match[str], calendar: Calendar) -> Interval | None:
    when, unit, today = match["when"].lower(), match["unit"].lower(), calendar.today
    if when == "past" and unit in UNIT_DAYS:
        return Interval(calendar.published - timedelta(days=UNIT_DAYS[unit]), calendar.published)
    step = {"last": -1, "past": -1, "next": 1}.get(when, 0)
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return calendar.days(monday, monday + timedelta(days=6))
    if unit == "weekend":
        saturday = today - timedelta(days=(today.weekday() - 5) % 7) + timedelta(weeks=max(step, 0))
        return calendar.days(saturday, saturday + timedelta(days=1))
    if unit == "month":
        index = today.year * 12 + today.month - 1 + step
        return month_span(index // 12, index % 12 + 1, calendar)
    if unit in ("decade", "century"):
        length = 10 if unit == "decade" else 100
        return month_span((today.year // length + step) * length, 1, calendar, 12 * length)
    seasons = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
    if unit in seasons:
        first = seasons[unit]
        year = today.year + max(step, 0) if step >= 0 or first + 2 < today.month else today.year - 1
        return month_span(year, first, calendar, 3)
    return month_span(today.year + step, 1, calendar, 12)


def read_weekday(match: re.Match[str], calendar: Calendar) -> Interval | None:
    groups = match.groupdict()
    wanted, today = DAYS.index(groups["day"].lower()), calendar.today
    which = (groups.get("which") or "").lower()
    if which in ("next", "following"):
        day = today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    else:
        back = (today.weekday() - wanted) % 7
        day = today - timedelta(days=back + (7 if which in ("last", "previous") and back == 0 else 0))
    return calendar.day(day, part_hours(match))


def read_relative_day(match: re.Match[str], calendar: Calendar) -> Interval | None:
    rel, today = " ".join(match["rel"].lower().split()), calendar.today
    match rel:
        case "overnight" | "last night":
            return calendar.day(today - timedelta(days=1), (18, 32))
        case "tonight":
            return calendar.day(today, (17, 30))
        case "this morning" | "this afternoon" | "this evening":
            return calendar.day(today, PARTS[rel.split()[1]])
    step = {"yesterday": -1, "today": 0, "tomorrow": 1}[rel]
    return calendar.day(today + timedelta(days=step), part_hours(match))


def read_clock(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """A clock time without a day: on the local day of publication, or the day before where that is still to come."""
    groups = match.groupdict()
    if groups.get("part"):
        hours = PARTS[match["part"].lower()]
    else:
        hour = int(match["h"]) % 12 + (12 if match["half"].lower() == "p" else 0) + int(groups.get("min") or 0) / 60
        hours = (hour - 0.5, hour + 0.5)
    found = calendar.day(calendar.today, hours)
    return found if found.earliest <= calendar.published else calendar.day(calendar.today - timedelta(days=1), hours)


def read_recently(match: re.Match[str], calendar: Calendar) -> Interval | None:
    return Interval(calendar.published - timedelta(days=30), calendar.published)
