"""The schedule of the watched places: operational state alone. Dropped, it loses nothing: every place is then due.

Which places are watched is said by events (`SourceAdded`, `SourceRemoved`) and read from their projection.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from tracker.store.tables import Instant, metadata

schedule = Table(
    "schedule",
    metadata,
    Column("story", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("next_look_at", Instant, nullable=False),
    Column("last_look_at", Instant),
    Column("last_result", Text),
    Column("last_error", Text),
    Column("failures", Integer, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Instant),
    Column("fence", Integer, nullable=False),
    Index("ix_schedule_next_look_at", "next_look_at"),
    comment="When each watched place is looked at next, what the last look found, and which process looks at it now.",
)
