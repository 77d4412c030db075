"""Instants and intervals. Every instant in this project is an aware `datetime` in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from tracker.model.errors import InputError

BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
"""Before anything: the open end of an interval on the left."""
FOREVER = datetime(9999, 12, 30, tzinfo=UTC)
"""After anything: the open end of an interval on the right."""


class Interval(Struct, frozen=True, order=True):
    """`[earliest, latest]`, both ends included, UTC: the span in which something is said to have been or to have become so."""

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"an interval that ends ({self.latest}) before it begins ({self.earliest})")

    @classmethod
    def at(cls, instant: datetime) -> Self:
        """The interval that is one instant."""
        return cls(instant, instant)

    @property
    def width(self) -> timedelta:
        return self.latest - self.earliest

    def overlaps(self, other: Interval) -> bool:
        return self.earliest <= other.latest and other.earliest <= self.latest

    def clipped(self, cut: datetime) -> Interval:
        """What of it is not after `cut`; the instant `cut` itself where all of it is."""
        return Interval(min(self.earliest, cut), min(self.latest, cut))


def as_utc(instant: datetime) -> datetime:
    """The same instant in UTC; a `datetime` without zone is taken as UTC."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def parse_instant(text: str, *, what: str = "time") -> datetime:
    """Read ISO 8601 (a date alone is its midnight) as a UTC instant; raises `InputError` naming `what`.

    A time without zone is taken as UTC: callers that can say so to their user do (see `has_zone`).
    """
    try:
        return as_utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError) as error:
        raise InputError(f"{what} {text!r} is not a date or time ({error}): write it like 2010-04-08T18:00Z") from None


def has_zone(text: str) -> bool:
    """Whether an ISO 8601 text names its zone. Raises `ValueError` where it is none."""
    return datetime.fromisoformat(text.strip()).tzinfo is not None


def parse_zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name ("Asia/Bishkek"); raises `InputError`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, UnicodeError):
        raise InputError(f"unknown time zone {name!r}: write an IANA name such as Europe/London or UTC") from None


def isoformat(instant: datetime) -> str:
    """ISO 8601 in UTC with a final Z, seconds unless finer is needed: `2010-04-08T18:00:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
