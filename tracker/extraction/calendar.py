"""The ground of a text's times: its publication and the local zone, as UTC intervals of local days and months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.model.time import Interval

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


SHORT = {m[:3]: i for i, m in enumerate(MONTHS, 1)} | {m: i for i, m in enumerate(MONTHS, 1)} | {"sept": 9}


PARTS: dict[str, tuple[float, float]] = {
    "dawn": (4, 8),
    "daybreak": (4, 8),
    "early morning": (0, 9),
    "morning": (5, 12),
    "noon": (11, 13),
    "midday": (11, 13),
    "lunchtime": (11, 14),
    "afternoon": (12, 18),
    "evening": (17, 24),
    "night": (18, 30),
    "overnight": (18, 32),
    "midnight": (23, 25),
    "after midnight": (0, 2),
    "dusk": (17, 21),
}


EARLY, LATE, LATER = (0, 9), (17, 24), (0, 24)


UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30.44, "year": 365.25, "decade": 3652.5, "century": 36525}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The ground a text's times stand on: its publication (UTC) and the local zone of its events."""

    published: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.published.astimezone(self.zone).date()

    def day(self, day: date, hours: tuple[float, float] = (0, 24)) -> Interval:
        """A part of a local day, UTC."""
        midnight = datetime.combine(day, time(), self.zone)
        ends = (midnight + timedelta(hours=h) for h in hours)
        return Interval(*(end.replace(tzinfo=self.zone).astimezone(UTC) for end in ends))

    def days(self, first: date, last: date) -> Interval:
        """From the first day's midnight to the end of the last day, UTC."""
        return Interval(self.day(first).earliest, self.day(last).latest)


def month_span(year: int, first: int, calendar: Calendar, months: int = 1) -> Interval:
    index = year * 12 + first - 1 + months
    end = date(index // 12, index % 12 + 1, 1) - timedelta(days=1)
    return calendar.days(date(year, first, 1), end)
