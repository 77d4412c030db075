"""The hash chain: each event's hash covers all that its row holds and the hash before it, per story."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import RowMapping

from tracker.store.tables import instant_text

GENESIS = "0" * 64
"""The hash before a story's first event."""

COVERED = (
    "story",
    "position",
    "stream",
    "version",
    "event_id",
    "type",
    "schema_version",
    "recorded_at",
    "actor",
    "cause",
    "payload",
)
"""The columns that a hash covers, in their order: all but the hash itself."""

_encode = msgspec.json.Encoder().encode


def chained(previous: str, covered: tuple[Any, ...]) -> str:
    """SHA-256, 64 hex digits, over a JSON array of the previous hash and the values of `COVERED`, the instant as text."""
    return hashlib.sha256(_encode((previous, *covered))).hexdigest()


def event_hash(previous: str, row: RowMapping | Mapping[str, Any]) -> str:
    """The hash that a row should have; its `recorded_at` may be an instant or the text of one."""
    recorded_at: datetime | str = row["recorded_at"]
    as_text = recorded_at if isinstance(recorded_at, str) else instant_text(recorded_at)
    return chained(previous, tuple(as_text if name == "recorded_at" else row[name] for name in COVERED))
