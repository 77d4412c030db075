"""The hash chain: each event's hash covers all that its row holds and the hash before it, per story."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import RowMapping

from tracker.store.tables import instant_text

GENESIS = "0" * 64
"""The hash before a story's first event."""

_encode = msgspec.json.Encoder().encode


def event_hash(previous: str, row: RowMapping | dict[str, Any]) -> str:
    """SHA-256, 64 hex digits, over a JSON array of the previous hash and the row's columns in their order."""
    recorded_at: datetime = row["recorded_at"]
    covered = (
        previous,
        row["story"],
        row["position"],
        row["stream"],
        row["version"],
        row["event_id"],
        row["type"],
        row["schema_version"],
        instant_text(recorded_at),
        row["actor"],
        row["cause"],
        row["payload"],
    )
    return hashlib.sha256(_encode(covered)).hexdigest()
