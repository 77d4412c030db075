"""How exactly news-like time phrases are read: a set of our own, each with its publication and the interval it means."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tracker.extraction.calendar import Calendar
from tracker.extraction.times import find_times

PHRASES = Path(__file__).with_name("timex_phrases.tsv")
BAR = 0.90
SLACK = timedelta(hours=13)
"""Of thirds and quarters of long spans, whose ends no reader of the phrase could name to the hour."""


def rows() -> list[list[str]]:
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def wrong(row: list[str]) -> str:
    """What is read instead of the right interval; "" where it is right."""
    published, zone_name, marked, earliest, latest = row
    zone = ZoneInfo(zone_name)

    def instant(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)

    before, _, rest = marked.partition("[")
    phrase, _, after = rest.partition("]")
    found = find_times(f"{before}{phrase}{after}", Calendar(instant(published), zone))
    here = [m for m in found if m.start < len(before) + len(phrase) and m.end > len(before)]
    if len(here) != 1:
        return f"{marked}: {len(here)} expressions"
    bounded = (
        re.match(r"(?:since|until|by)\b", phrase) is not None
    )  # "since Monday" as a whole, "since [Monday]" the day
    interval = here[0].span(instant(published)) if bounded else here[0].interval
    wide = instant(latest) - instant(earliest) > timedelta(days=5)
    slack = SLACK if wide and interval.width > timedelta(days=5) else timedelta()
    exact = abs(interval.earliest - instant(earliest)) <= slack and abs(interval.latest - instant(latest)) <= slack
    return "" if exact else f"{marked}: {interval.earliest.astimezone(zone)} to {interval.latest.astimezone(zone)}"


def test_at_least_nine_of_ten_phrases_are_read_right() -> None:
    phrases = rows()
    assert len(phrases) >= 120
    mistakes = [note for note in map(wrong, phrases) if note]
    assert 1 - len(mistakes) / len(phrases) >= BAR, "\n".join(mistakes)
