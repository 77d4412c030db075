"""More readers of the time grammar: ranges, parts of spans, seasons, feasts, clocks with zones, and days told from another."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from tracker.extraction.calendar import DAYS, PARTS, SHORT, UNIT_DAYS, Calendar, month_span
from tracker.extraction.literals import Filtered
from tracker.extraction.timereaders import (
    count,
    forward,
    narrowed,
    nearest_year,
    part_hours,
    read_weekday,
    year_of,
)
from tracker.model.time import Interval

OFFSETS = {
    "gmt": 0,
    "utc": 0,
    "bst": 1,
    "est": -5,
    "edt": -4,
    "et": -5,
    "cst": -6,
    "cdt": -5,
    "ct": -6,
    "pst": -8,
    "pdt": -7,
    "pt": -8,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "ist": 5.5,
    "jst": 9,
}
"""Hours that the zones of news copy are ahead of UTC (winter time where the letters leave it open)."""


def read_stamp(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """A time stamp: "2014-07-17T13:20Z", in the local zone where it names none."""
    if re.search(r"(?i)\b(?:updated|published|posted|modified)\W*$", match.string[: match.start()][-20:]):
        return None
    zone = (match["zone"] or "").replace(":", "").upper()
    day, hour = date(int(match["y"]), int(match["m"]), int(match["d"])), clock_hour(match.groupdict())
    if not zone:
        return calendar.day(day, (hour, hour + 1 / 60))
    ahead = 0.0 if zone == "Z" else int(zone[:3]) + int(zone[0] + zone[3:]) / 60
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - ahead)
    return Interval(start, start + timedelta(minutes=1))


def read_september(match: re.Match[str], calendar: Calendar) -> Interval | None:
    return calendar.day(date(2001, 9, 11))


def read_day_range(match: re.Match[str], calendar: Calendar) -> Interval | None:
    groups = match.groupdict()
    month, first, last = SHORT[match["mon"].lower().rstrip(".")], int(match["d"]), int(match["d2"])
    month2 = SHORT[match["mon2"].lower().rstrip(".")] if groups.get("mon2") else month
    year = int(match["y"]) if match["y"] else nearest_year(month2, last, calendar).year
    begin, end = date(year - (month2 < month), month, first), date(year, month2, last)
    return calendar.days(begin, end) if begin < end else None


def read_month_range(match: re.Match[str], calendar: Calendar) -> Interval | None:
    first, last = SHORT[match["mon"].lower().rstrip(".")], SHORT[match["mon2"].lower().rstrip(".")]
    today = calendar.today
    end_year = int(match["y2"]) if match["y2"] else int(match["y"] or 0) or today.year - (last > today.month)
    start_year = int(match["y"]) if match["y"] else end_year - (first > last)
    months = (end_year - start_year) * 12 + last - first + 1
    return month_span(start_year, first, calendar, months) if months > 0 else None


def read_year_range(match: re.Match[str], calendar: Calendar) -> Interval | None:
    first, words = int(match["y"]), match["y2"]
    last = int(words) if len(words) == 4 else first // 100 * 100 + int(words)
    return month_span(first, 1, calendar, 12 * (last - first + 1)) if first < last else None


def read_first_months(match: re.Match[str], calendar: Calendar) -> Interval | None:
    months, year = int(count(match["n"])), year_of(match["y"], calendar)
    first = 1 if match["which"].lower() == "first" else 13 - months
    return month_span(year, first, calendar, months) if 0 < months < 12 else None


def read_year_span(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """A part of a year: "early 2009", "mid-2009", "the end of last year"."""
    return narrowed(month_span(year_of(match["y"], calendar), 1, calendar, 12), match["edge"])


def week_of(calendar: Calendar, step: int) -> Interval:
    monday = calendar.today - timedelta(days=calendar.today.weekday()) + timedelta(weeks=step)
    return calendar.days(monday, monday + timedelta(days=6))


def read_edge_span(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """A part of a week, month or year: "earlier this week", "late last month", "the end of the month"."""
    step, unit = {"last": -1, "next": 1}.get(match["when"].lower(), 0), match["unit"].lower()
    index = calendar.today.year * 12 + calendar.today.month - 1 + step
    if unit == "week":
        whole = week_of(calendar, step)
    elif unit == "month":
        whole = month_span(index // 12, index % 12 + 1, calendar)
    else:
        whole = month_span(calendar.today.year + step, 1, calendar, 12)
    edge = match["edge"].lower()
    if edge == "earlier" and whole.earliest < calendar.published:
        return whole.clipped(calendar.published) if step == 0 else whole
    if edge == "later" and step == 0:
        return Interval(min(calendar.published, whole.latest), whole.latest)
    return narrowed(whole, edge)


def read_season(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """Meteorological seasons; "winter of 2005" begins in December 2005, and a season without a year is the latest begun."""
    groups = match.groupdict()
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["season"].lower()]
    today = calendar.today
    which = " ".join((groups.get("which") or "").lower().split())
    if groups.get("y"):
        year = int(match["y"])
    elif which == "next" or (which in ("this", "in the", "over the", "in") and forward(match)):
        year = today.year + (first + 2 < today.month or (which == "next" and first <= today.month))
    else:
        year = today.year - (first > today.month)
        if which == "last" and (today.month - first) % 12 <= 2:
            year -= 1
    return narrowed(month_span(year, first, calendar, 3), groups.get("edge"))


def read_century(match: re.Match[str], calendar: Calendar) -> Interval | None:
    first = (int(match["c"]) - 1) * 100
    return narrowed(month_span(first + 1, 1, calendar, 1200), (match["edge"] or "").split(" of")[0])


def read_recent_span(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "In recent weeks": a month; days a week, months half a year, years five years."""
    days = {"hour": 1, "day": 7, "week": 30, "month": 183, "year": 1826, "decade": 10_957}[match["unit"].lower()]
    return Interval(calendar.published - timedelta(days=days), calendar.published)


def read_loose_ago(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "Weeks ago", "hours earlier": between one and many of the unit."""
    near, far = {
        "minute": (0.0, 0.05),
        "hour": (0.0, 0.5),
        "day": (1, 7),
        "week": (7, 45),
        "month": (30, 330),
        "year": (365, 3650),
        "decade": (3650, 18_000),
    }[match["unit"].lower()]
    return Interval(calendar.published - timedelta(days=far), calendar.published - timedelta(days=near))


def read_anniversary(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "A year ago today", "two weeks ago on Friday", "this time last year"."""
    groups, today = match.groupdict(), calendar.today
    on = " ".join(match["on"].lower().split())
    if not groups.get("unit"):
        unit = on.split()[1]
        then = {"year": years_back(today, 1), "month": months_back(today, 1), "week": today - timedelta(days=7)}[unit]
        if unit == "year" and "day" not in match["same"].lower():
            return month_span(then.year, then.month, calendar)
        return calendar.day(then)
    n, unit = count(match["n"]), match["unit"].lower()
    if unit not in ("week", "fortnight", "month", "year", "decade"):
        return None
    days = {"yesterday": -1, "tomorrow": 1}.get(on, 0)
    base = today + timedelta(days=days)
    if unit in ("year", "decade"):
        then = years_back(base, int(n * (10 if unit == "decade" else 1)))
    else:
        then = months_back(base, int(n)) if unit == "month" else base - timedelta(days=n * UNIT_DAYS[unit])
    if groups.get("day"):
        wanted = DAYS.index(match["day"].lower())
        if unit in ("week", "fortnight"):
            last = today - timedelta(days=(today.weekday() - wanted) % 7)
            return calendar.day(last - timedelta(days=n * UNIT_DAYS[unit]))
        return calendar.day(then + timedelta(days=(wanted - then.weekday() + 3) % 7 - 3))
    if on == "this month":
        return month_span(then.year, then.month, calendar)
    if on == "this week":
        monday = then - timedelta(days=then.weekday())
        return calendar.days(monday, monday + timedelta(days=6))
    return calendar.day(then)


def years_back(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def months_back(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))


def read_day_week(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "Tuesday of last week": a day of a calendar week."""
    step = {"last": -1, "next": 1}.get(match["when"].lower(), 0)
    monday = calendar.today - timedelta(days=calendar.today.weekday()) + timedelta(weeks=step)
    return calendar.day(monday + timedelta(days=DAYS.index(match["day"].lower())), part_hours(match))


def read_week_on(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "Monday week": a week after the coming Monday."""
    word, today = match["day"].lower(), calendar.today
    ahead = {"today": 0, "tomorrow": 1}.get(word)
    if ahead is None:
        ahead = (DAYS.index(word) - today.weekday() - 1) % 7 + 1
    return calendar.day(today + timedelta(days=ahead + (7 if match["n"].lower() == "week" else 14)))


def read_weekend(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """Saturday and Sunday: the latest begun, the one before that for "last" while it lasts, else the next."""
    today, when = calendar.today, match["when"].lower()
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if when == "next" or (when != "last" and forward(match)) or (when == "this" and today.weekday() in (2, 3, 4)):
        saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    elif when == "last" and today.weekday() >= 5:
        saturday -= timedelta(days=7)
    return calendar.days(saturday, saturday + timedelta(days=1))


def read_day_of_month(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "On the 17th": of this month, or of the last where that day is still to come."""
    today, wanted = calendar.today, int(match["d"])
    if wanted > today.day and not forward(match):
        before = months_back(today, 1)
        return calendar.day(date(before.year, before.month, wanted))
    return calendar.day(date(today.year, today.month, wanted))


def read_clock(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """A clock time: on its weekday, else on the local day of publication, or the day before where it is still to come."""
    groups = match.groupdict()
    if groups.get("h") or groups.get("h24"):
        hour = clock_hour(groups)
        hours = (hour - 0.5, hour + 0.5)
    else:
        hours = PARTS[" ".join((groups["part"] or "noon").lower().split())]
    zone = " ".join((groups.get("zone") or "local time").lower().split())
    day = calendar.today
    if groups.get("day"):
        day = read_weekday(match, calendar).earliest.astimezone(calendar.zone).date()  # type: ignore[union-attr]
    found = at_hours(day, hours, zone, calendar)
    if groups.get("day") or found.earliest <= calendar.published or forward(match):
        return found
    return at_hours(day - timedelta(days=1), hours, zone, calendar)


def clock_hour(groups: dict[str, str | None]) -> float:
    if groups.get("h24"):
        return int(groups["h24"] or 0) + int(groups.get("min24") or 0) / 60
    return (
        int(groups["h"] or 0) % 12
        + (12 if (groups["half"] or "").lower() == "p" else 0)
        + int(groups.get("min") or 0) / 60
    )


def at_hours(day: date, hours: tuple[float, float], zone: str, calendar: Calendar) -> Interval:
    if zone == "local time":
        return calendar.day(day, hours)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=OFFSETS[zone])
    return Interval(midnight + timedelta(hours=hours[0]), midnight + timedelta(hours=hours[1]))


LATER = Filtered(
    re.compile(
        r"(?P<next>the\s+(?:next|following)\s+(?:day|morning|night|evening|afternoon))|(?P<before>the\s+(?:previous|preceding)\s+(?:day|night|evening)|the\s+(?:day|night|evening)\s+before(?!\s+(?:yesterday|he|she|it|they|the|his|her))|a\s+day\s+earlier|a\s+day\s+before(?!\s+(?:he|she|it|they|the|his|her|a)))|"
        r"(?P<same>(?:the\s+same|that(?:\s+same)?)\s+(?:day|night|evening|morning|afternoon))|"
        r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|a\s+few|a\s+couple\s+of)\s+(?P<unit>day|week|month|year)s?\s+(?P<way>later|afterwards|earlier|after\s+that|before\s+that)",
        re.IGNORECASE,
    )
)


def told_from(match: re.Match[str], base: Interval, calendar: Calendar) -> Interval | None:
    """A day told from another that the text has just named: "the next day", "two weeks later"."""
    day = base.earliest.astimezone(calendar.zone).date()
    words = match.group().lower()
    hours = next((PARTS[p] for p in ("morning", "night", "evening", "afternoon") if words.endswith(p)), (0.0, 24.0))
    if match["same"]:
        return calendar.day(day, hours)
    if match["next"] or match["before"]:
        return calendar.day(day + timedelta(days=1 if match["next"] else -1), hours)
    n = int(count(match["n"])) * (-1 if match["way"].lower().startswith(("earlier", "before")) else 1)
    unit = match["unit"].lower()
    if unit == "year":
        return month_span(day.year + n, 1, calendar, 12)
    if unit == "month":
        index = day.year * 12 + day.month - 1 + n
        return month_span(index // 12, index % 12 + 1, calendar)
    then = day + timedelta(days=n * (7 if unit == "week" else 1))
    slack = timedelta(days=3 if unit == "week" else 0)
    return calendar.days(then - slack, then + slack)
