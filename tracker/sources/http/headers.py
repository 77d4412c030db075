"""What an answer's headers say, each read by a pure function that takes any text and never raises."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_VALIDATOR = 1000
LONGEST_WAIT = 10 * 366 * 86_400
"""Seconds; more is taken as this much, so that no sum with it overflows."""

_MEDIA_TYPE = re.compile(r"\s*([a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60})\s*(?:;|,|$)", re.IGNORECASE)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([a-z0-9._:+-]{1,40})", re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?([0-9]+)\"?\s*(?=,|$)", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|,)\s*no-(?:cache|store)\s*(?=,|$)", re.IGNORECASE)


def media_type(content_type: str | None) -> str | None:
    """`text/html`, lower case, or None where the header names none."""
    found = _MEDIA_TYPE.match(content_type or "")
    return found.group(1).lower() if found else None


def charset(content_type: str | None) -> str | None:
    """The charset as declared, lower case; whether there is such a one is the reader's question."""
    found = _CHARSET.search(content_type or "")
    return found.group(1).lower() if found else None


def max_age(cache_control: str | None, age: str | None) -> int | None:
    """Seconds for which the answer may be taken as fresh, less the `Age` it came with (RFC 9111), or None if not said."""
    if _NOT_KEPT.search(cache_control or ""):
        return 0
    found = _MAX_AGE.search(cache_control or "")
    if not found:
        return None
    return max(_seconds(found.group(1)) - (_seconds(age) if age and _digits(age) else 0), 0)


def retry_after(value: str | None, now: datetime) -> int | None:
    """Seconds from `now` (UTC) until the server wants to be asked again: `120` or an HTTP date (RFC 9110, 10.2.3)."""
    text = (value or "").strip()
    if _digits(text):
        return _seconds(text)
    try:
        until = parsedate_to_datetime(text)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        wait = (until - now).total_seconds()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return int(min(max(wait, 0), LONGEST_WAIT))


def validator(value: str | None) -> str | None:
    """An ETag or a Last-Modified that can be sent back as it came; None for anything else."""
    text = (value or "").strip()
    fits = 0 < len(text) <= LONGEST_VALIDATOR and text.isascii() and text.isprintable()
    return text if fits else None


def encodings(content_encoding: str | None) -> list[str]:
    """The codings of a body in the order applied, `identity` left out."""
    names = (name.strip().lower() for name in (content_encoding or "").split(","))
    return [name.removeprefix("x-") for name in names if name not in ("", "identity")]


def _digits(text: str) -> bool:
    return text.isascii() and text.strip().isdigit()


def _seconds(digits: str) -> int:
    return min(int(digits.strip()[:12]), LONGEST_WAIT)
