"""Feasts and public days by name, fixed and movable, as days of their year."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.extraction.calendar import Calendar
from tracker.extraction.timereaders import JUST_PAST, forward
from tracker.model.time import Interval

FIXED = {
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "may day": (5, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
    "bastille day": (7, 14),
    "all saints' day": (11, 1),
    "international women's day": (3, 8),
    "armistice day": (11, 11),
    "veterans day": (11, 11),
}
AFTER_EASTER = {
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "easter saturday": -1,
    "holy saturday": -1,
    "easter sunday": 0,
    "easter monday": 1,
    "ascension day": 39,
    "pentecost": 49,
    "whit sunday": 49,
    "whit monday": 50,
    "corpus christi": 60,
}
"""Western feasts, in days from Easter Sunday."""
NTH_WEEKDAY = {
    "thanksgiving day": (11, 3, 4),
    "thanksgiving": (11, 3, 4),
    "labor day": (9, 0, 1),
    "columbus day": (10, 0, 2),
    "memorial day": (5, 0, -1),
    "martin luther king day": (1, 0, 3),
}
"""Month, weekday (Monday is 0) and which of them; -1 is the last."""
SOON = timedelta(days=21)
"""A feast so near ahead is meant, and not last year's, unless a verb of the past dates by it."""
NAMES = [*FIXED, *AFTER_EASTER, *NTH_WEEKDAY, "black friday"]
FEAST = (
    "(?:"
    + "|".join(re.escape(n).replace("'", "['’]").replace(r"\ ", r"\s+") for n in sorted(NAMES, key=len)[::-1])
    + ")"
)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def day_of(name: str, year: int) -> date:
    """The day of a feast in a year."""
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in AFTER_EASTER:
        return easter(year) + timedelta(days=AFTER_EASTER[name])
    if name == "black friday":
        return day_of("thanksgiving", year) + timedelta(days=1)
    month, weekday, which = NTH_WEEKDAY[name]
    if which < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def read_feast(match: re.Match[str], calendar: Calendar) -> Interval | None:
    """The feast of its year, or without one the latest; the coming one of a plan and in the week before it."""
    name, today = " ".join(match["feast"].casefold().replace("’", "'").split()), calendar.today
    if match["y"]:
        return calendar.day(day_of(name, int(match["y"])))
    then = day_of(name, today.year)
    soon = timedelta(0) <= then - today <= SOON and not JUST_PAST.search(match.string[: match.start()][-60:])
    if soon or forward(match):
        return calendar.day(then if then >= today else day_of(name, today.year + 1))
    return calendar.day(then if then <= today else day_of(name, today.year - 1))
