"""What each time expression of the grammar in `times.py` means: one function a form, from its match to a UTC interval."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date, timedelta
from functools import cache

from tracker.extraction.calendar import DAYS, EARLY, LATE, LATER, PARTS, SHORT, UNIT_DAYS, Calendar, month_span
from tracker.extraction.lexicon import alternation
from tracker.extraction.quantities import number
from tracker.model.time import Interval

FUTURE = re.compile(
    r"(?i)\b(?:will|shall|won['’]t|would(?!\s+have\b)|(?:may|might|should|must)(?!\s+have\b)|scheduled|planned|planning|slated|expected|expects|"
    r"likely|plans?(?=\s+(?:to|on)\b)|intends?|hopes?|aims?|going|deadline|upcoming|supposed|as\s+(?:soon|early)\s+as|payable|(?:postponed|delayed|adjourned|put\s+off)\s+(?:until|to|till)|"
    r"(?:is|are|was|were)\s+to|to\s+be\s+\w+|due(?=\s+(?:in|on|for|at|back|to\s+(?!the\b|its\b|an?\b|their\b|his\b|her\b|lack\b)|\w+day)))\b|['’]ll\b"
)
SCHEDULED = re.compile(
    r"(?:\b(?:begins|starts|opens|closes|ends|expires|resumes|meets|runs|sails|departs|kicks\s+off|hosts|faces|takes\s+"
    r"(?:place|effect|office)|comes\s+into\s+(?:force|effect)|goes\s+to\s+the\s+polls|(?<!\bhad\s)(?<!\bhave\s)go\s+to\s+the\s+polls)|"
    r"\bahead\s+of)\b(?:\s+(?!said\b|was\b|were\b|had\b|\w{3,}ed\b)[\w’'-]+){0,6}\s*$"
)
"""The present tense of a programme, and "ahead of": what they date is to come."""
PAST_LIMIT = re.compile(
    r"(?i).*(?:[;:]|\b(?:after|before|when|who|which|since|because|while|but|where|following)\b|,\s+and\b)"
)
BY = re.compile(r"(?i)\b(?:until|till|by)\s+(?:\w+\s+)?$")
PERFECT = re.compile(r"(?i)\b(?:has|have|['’]ve)\s+(?:\w+\s+)?(?:\w{3,}ed|been|shut|put|set|given|told)\b")
PAST = re.compile(r"(?i)\b(?:was|were|had|did|died|killed|rose|ran|held|stayed|\w{3,}ed)\b")
JUST_PAST = re.compile(
    r"(?i)\b(?:was|were|had|did|died|fell|rose|began|\w{3,}ed)\b(?:\s+(?!to\b|for\b|by\b|until\b)\w+){0,2}?\s*$"
)
AHEAD = re.compile(
    r"(?i),?\s+[^.;,]{0,60}?\b(?:will|is\s+to|are\s+to|is\s+due|are\s+due|is\s+expected|are\s+expected)\b"
)


@cache
def happened() -> str:
    """What nobody plans: the deaths and disasters that a date before them places in the past."""
    return alternation(
        [
            "attack",
            "attacks",
            "bombing",
            "bombings",
            "killing",
            "killings",
            "assassination",
            "murder",
            "massacre",
            "crash",
            "blast",
            "explosion",
            "earthquake",
            "tsunami",
            "disaster",
            "coup",
            "riots",
        ]
    )


def forward(match: re.Match[str]) -> bool:
    """Whether the clause around a time expression speaks of what is to come: "will meet on Friday", "by Friday"."""
    left = match.string[max(0, match.start() - 90) : match.start()]
    clause = left[found.end() :] if (found := PAST_LIMIT.match(left)) else left
    owned = re.match(r"['’]s?\b|\s*['’]", match.string[match.end() :]) or match.group().endswith(("'s", "’s"))
    if re.search(r"(?i)\bahead\s+of\s+(?:the\s+)?$", left) or (SCHEDULED.search(clause) and not PAST.search(clause)):
        return True
    if re.match(rf"(?i)\s+(?:\w+\s+)?{happened()}\b", match.string[match.end() :]):
        return False  # "should find who was behind the 14 May bombing"
    if FUTURE.search(clause) and not owned:
        return True
    if BY.search(left) and (not PAST.search(clause) or PERFECT.search(clause)):
        return True
    opening = re.fullmatch(
        r"(?i)\W*(?:(?:but\s+|and\s+)?(?:on|by|in|from|at)\s+(?:the\s+)?)?", match.string[: match.start()]
    )
    return bool(opening and AHEAD.match(match.string, match.end()))


def part_hours(match: re.Match[str]) -> tuple[float, float]:
    """The hours of a day that "early", "late" and "afternoon" leave of it."""
    groups = match.groupdict()
    edge = (groups.get("edge") or "").lower().replace("the small", "early").removeprefix("the ").split(" ")[0]
    edge, part = "late" if edge == "closing" else edge, " ".join((groups.get("part") or "").lower().split())
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
    then = nearest_year(month, day, calendar)
    if then < calendar.today and forward(match):
        return calendar.day(then.replace(year=then.year + 1), part_hours(match))
    if (
        then > calendar.today
        and JUST_PAST.search(match.string[max(0, match.start() - 60) : match.start()])
        and not forward(match)
    ):
        then = then.replace(year=then.year - 1)
    return calendar.day(then, part_hours(match))


def nearest_year(month: int, day: int, calendar: Calendar) -> date:
    """A day and month without a year: the nearest one that is at most two months ahead of publication."""
    today = calendar.today
    if (month, day) == (2, 29):  # the leap day that is nearest, at most two months ahead
        near = [y for y in range(today.year - 8, today.year + 2) if isleap(y)]
        return [d for d in (date(y, 2, 29) for y in near) if d <= today + timedelta(days=60)][-1]
    guess = date(today.year, month, day)
    if guess > today + timedelta(days=60):
        return guess.replace(year=today.year - 1)
    return guess.replace(year=today.year + 1) if guess < today - timedelta(days=305) else guess


def year_of(words: str | None, calendar: Calendar) -> int:
    text = (words or "").lower()
    if text[:4] in ("last", "this", "next", "the "):
        return calendar.today.year + {"last": -1, "next": 1}.get(text[:4], 0)
    return int(text) if text else calendar.today.year


def read_month(match: re.Match[str], calendar: Calendar) -> Interval | None:
    groups = match.groupdict()
    year, month = year_of(groups["y"], calendar), SHORT[groups["mon"].lower().rstrip(".")]
    whole = month_span(year, month, calendar)
    return narrowed(whole, groups.get("edge"))


def narrowed(whole: Interval, edge: str | None) -> Interval:
    third = (whole.latest - whole.earliest) / 3
    quarter = (whole.latest - whole.earliest) / 4
    words = " ".join((edge or "").lower().replace("the ", "").split()).removesuffix(" of")
    match words:
        case "start" | "beginning":
            return Interval(whole.earliest, whole.earliest + quarter)
        case "end" | "close":
            return Interval(whole.latest - quarter, whole.latest)
        case "middle":
            return Interval(whole.earliest + third, whole.latest - third)
        case "early":
            return Interval(whole.earliest, whole.earliest + third)
        case "mid":
            return Interval(whole.earliest + third, whole.latest - third)
        case "late":
            return Interval(whole.latest - third, whole.latest)
    return whole


def read_bare_month(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """A month without a year: the latest one begun, unless "next" or a verb of the future says otherwise."""
    groups = match.groupdict()
    which, month = " ".join((groups.get("which") or "").lower().split()), SHORT[match["mon"].lower()]
    if match["mon"].islower() or (
        groups.get("which")
        and match["mon"].lower() in ("may", "march")
        and which in ("this", "until", "during", "by", "mid-")
        and not re.match(r"\s*(?:[.,;]|$)", match.string[match.end() :])
    ):
        return None
    today = calendar.today
    year = today.year
    if which == "next" or (groups.get("which") and which != "last" and forward(match)):
        year += month < today.month or (which == "next" and month == today.month)
    elif which == "last":
        year -= month >= today.month
    elif which != "this" and month > today.month:
        year -= 1
    return narrowed(month_span(year, month, calendar), which.removesuffix("-"))


def read_quarter(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """A quarter of a year; without one the latest begun, or the coming one of a plan. "Last quarter" is the one before this."""
    groups, today = match.groupdict(), calendar.today
    if groups.get("which"):
        step = {"last": -1, "the previous": -1, "next": 1}.get(" ".join(match["which"].lower().split()), 0)
        index = today.year * 4 + (today.month - 1) // 3 + step
        return month_span(index // 4, 1 + 3 * (index % 4), calendar, 3)
    names = ["first", "second", "third", "fourth"]
    word = match["q"].lower()
    quarter = int(word) - 1 if word.isdigit() else names.index(word) if word in names else 3
    year = year_of(groups.get("y"), calendar)
    if not groups.get("y"):
        if word == "last":
            return None
        begun = date(year, 1 + 3 * quarter, 1) <= today
        over = quarter < (today.month - 1) // 3 - 1
        year += -1 if not begun and not forward(match) else 1 if over and forward(match) else 0
    return month_span(year, 1 + 3 * quarter, calendar, 3)


def read_half(match: re.Match[str], calendar: Calendar) -> Interval | None:
    return month_span(year_of(match["y"], calendar), 1 if match["h"].lower() == "first" else 7, calendar, 6)


def read_year(match: re.Match[str], calendar: Calendar) -> Interval | None:
    return month_span(int(match["y"]), 1, calendar, 12)


DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}


def read_decade(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "The 1990s", "the late 1980s", "the 90s"."""
    groups = match.groupdict()
    if groups.get("word"):
        return narrowed(month_span(1900 + DECADES[match["word"].lower()], 1, calendar, 120), groups.get("edge"))
    year = int(groups["y"]) if groups.get("y") else 1900 + int(match["yy"])
    if not groups.get("y") and match.string[match.start() : match.end()].strip()[-3:] == "the":
        return None
    return narrowed(month_span(year, 1, calendar, 120), groups.get("edge"))


def count(words: str) -> float:
    """How many: "a", "two and a half", "a few", "half a" or a number."""
    text = " ".join(words.lower().replace("-and-a-half", " and a half").split())
    if text in ("a", "an"):
        return 1
    if text.endswith(" and a half"):
        return (number(text.removesuffix(" and a half")) or 0) + 0.5
    vague = {"couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 4, "half a": 0.5, "half an": 0.5}
    return vague.get(text) or (0.25 if text.startswith("a quarter") else 0) or number(text) or 1


def read_ago(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "Five years ago" is that calendar year, "two months ago" that month, "three days ago" that day."""
    n, unit = count(match["n"]), match["unit"].lower()
    if unit in ("minute", "hour"):
        then = calendar.published - timedelta(**{f"{unit}s": n})
        slack = timedelta(minutes=30) if unit == "hour" else timedelta(minutes=5)
        return Interval(then - slack, then + slack)
    today = calendar.today
    years = n * {"decade": 10, "century": 100, "centurie": 100}.get(unit, 1)
    if unit in ("year", "decade", "century", "centurie") and years == int(years):
        return month_span(today.year - int(years), 1, calendar, 12)
    if unit in ("month", "year", "decade"):
        months = round(years * 12) if unit != "month" else int(n)
        index = today.year * 12 + today.month - 1 - months
        return month_span(index // 12, index % 12 + 1, calendar)
    if unit == "day":
        return calendar.day(today - timedelta(days=n))
    middle = today - timedelta(days=n * UNIT_DAYS[unit])
    return calendar.days(middle - timedelta(days=3), middle + timedelta(days=3))


def read_past(match: re.Match[str], calendar: Calendar) -> Interval | None:
    n, unit = count(match["n"]), match["unit"].lower().replace("centurie", "century")
    if unit in ("month", "year", "decade") and n == int(n):
        index = (
            calendar.today.year * 12 + calendar.today.month - 1 - int(n) * {"month": 1, "year": 12, "decade": 120}[unit]
        )
        first = date(index // 12, index % 12 + 1, min(calendar.today.day, 28))
        return Interval(calendar.day(first).earliest, calendar.published)
    length = timedelta(**{f"{unit}s": n}) if unit in ("minute", "hour") else timedelta(days=n * UNIT_DAYS[unit])
    return Interval(calendar.published - length, calendar.published)


def read_ahead(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """ "In three days" of a plan; of what has happened, "in three days" is how long it took."""
    n, unit = count(match["n"]), match["unit"].lower().replace("centurie", "century")
    length = timedelta(**{f"{unit}s": n}) if unit in ("minute", "hour") else timedelta(days=n * UNIT_DAYS[unit])
    left = match.string[max(0, match.start() - 60) : match.start()]
    if re.search(
        r"(?i)\b(?:first|last|time|times|once|twice|record|\w+est|worst|best|most|least|only|every)\b[^.;,]*$", left
    ):
        return None
    if match["in"].lower() in ("in", "within") and not match["time"] and not forward(match):
        return Interval(calendar.published - length, calendar.published) if PAST.search(left) else None
    if match["time"] and unit in ("day", "week", "fortnight") and length >= timedelta(days=1):
        day, slack = calendar.today + length, timedelta(days=0 if unit == "day" else 3)
        return calendar.days(day - slack, day + slack)
    return Interval(calendar.published, calendar.published + length)


def read_named_span(match: re.Match[str], calendar: Calendar) -> Interval | None:
    when, unit, today = " ".join(match["when"].lower().split()), match["unit"].lower(), calendar.today
    if when == "past" and unit in UNIT_DAYS:
        return Interval(calendar.published - timedelta(days=UNIT_DAYS[unit]), calendar.published)
    step = {"last": -1, "past": -1, "next": 1, "the following": 1, "the coming": 1}.get(when, 0)
    if unit in ("week", "fortnight"):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        if unit == "fortnight" and step < 0:
            return Interval(calendar.published - timedelta(days=14), calendar.published)
        if (
            step < 0 and unit == "week" and today.weekday() == 6
        ):  # on a Sunday the week just gone by, Sunday to Saturday
            return calendar.days(today - timedelta(days=7), today - timedelta(days=1))
        return calendar.days(monday, monday + timedelta(days=6 if unit == "week" else 13))
    if unit == "month":
        index = today.year * 12 + today.month - 1 + step
        return month_span(index // 12, index % 12 + 1, calendar)
    if unit in ("decade", "century"):
        length = 10 if unit == "decade" else 100
        return month_span((today.year // length + step) * length, 1, calendar, 12 * length)
    return month_span(today.year + step, 1, calendar, 12)


def read_weekday(match: re.Match[str], calendar: Calendar) -> Interval | None:
    groups = match.groupdict()
    wanted, today = DAYS.index(groups["day"].lower()), calendar.today
    which = (groups.get("which") or "").lower()
    if which in ("next", "following", "coming"):
        day = today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    elif (which == "this" and wanted >= today.weekday()) or (which in ("", "this") and forward(match)):
        day = today + timedelta(days=(wanted - today.weekday()) % 7)
    else:
        back = (today.weekday() - wanted) % 7
        day = today - timedelta(days=back + (7 if which in ("last", "previous") and back == 0 else 0))
    return calendar.day(day, part_hours(match))


def read_slashed(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """A date in figures, where only one of them can be the month: 19/09/2023 in London, 9/19/2023 in New York."""
    first, second = int(match["one"]), int(match["two"])
    if (first > 12) == (second > 12):
        return None
    day, month = (first, second) if first > 12 else (second, first)
    return calendar.day(date(int(match["y"]), month, day))


def read_relative_day(match: re.Match[str], calendar: Calendar) -> Interval | None:
    rel, today = " ".join(match["rel"].lower().split()), calendar.today
    match rel:
        case "overnight" | "last night":
            return calendar.day(today - timedelta(days=1), (18, 32))
        case "last evening":
            return calendar.day(today - timedelta(days=1), PARTS["evening"])
        case "tonight":
            return calendar.day(today, (17, 30))
    if rel.endswith("in the day"):
        return calendar.day(today)
    if "this " in rel:
        return calendar.day(today, PARTS[rel.split()[-1]])
    step = {"the day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "the day after tomorrow": 2}[
        rel
    ]
    edge = (match.groupdict().get("edge") or "").lower()
    if edge == "earlier" and step == 0:
        return calendar.day(today).clipped(calendar.published)
    if edge == "later" and step == 0:
        return Interval(calendar.published, calendar.day(today).latest)
    return calendar.day(today + timedelta(days=step), part_hours(match))


def read_recently(match: re.Match[str], calendar: Calendar) -> Interval | None:
    return Interval(calendar.published - timedelta(days=30), calendar.published)
