"""How often: `30s`, `10m`, `2h`, `1d` and back."""

from __future__ import annotations

import re
from datetime import timedelta

from tracker.model.errors import InputError

UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
LONGEST = timedelta(days=3650)


def parse_every(text: str) -> timedelta:
    """The duration that a text such as `10m` or `1h30m` says; raises `InputError` unless it is a second to ten years."""
    bare = text.strip().lower()
    parts = re.findall(r"([0-9]{1,9})\s*([dhms])", bare)
    if not parts or re.sub(r"[0-9]{1,9}\s*[dhms]\s*", "", bare):
        raise InputError(f"{text!r} is not a duration: write a number and s, m, h or d, such as 30s, 10m, 2h or 1d")
    seconds = sum(int(number) * UNITS[unit] for number, unit in parts)
    if not 1 <= seconds <= LONGEST.total_seconds():
        raise InputError(f"{text!r} is out of range: the shortest is 1s, the longest {LONGEST.days}d")
    return timedelta(seconds=seconds)


def every_text(seconds: int) -> str:
    """The shortest way to write so many seconds: `90` is `1m30s`, `600` is `10m`."""
    said = ""
    for unit, size in UNITS.items():
        count, seconds = divmod(seconds, size)
        said += f"{count}{unit}" if count else ""
    return said or "0s"
