"""Tables of the event log. The migrations make them; `tracker db check` says whether both agree."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"})


class Instant(TypeDecorator[datetime]):
    """A UTC instant to the microsecond: `timestamptz` on PostgreSQL; on SQLite a text of fixed width, so that it sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return instant_text(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else as_instant(value)


def as_instant(value: str | datetime) -> datetime:
    """What a driver returns for an instant, in UTC."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


@lru_cache(maxsize=1 << 14)
def instant_text(value: datetime) -> str:
    """`2010-04-08T18:00:00.000000Z`: 27 characters, in the order of time."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


# On SQLite integers are 64 bits wide whatever they are called; BIGINT there would not be a rowid alias, and none is.
Position = BigInteger

heads = Table(
    "heads",
    metadata,
    Column("story", Text, primary_key=True),
    Column("position", Position, nullable=False),
    Column("hash", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    comment="One row per story: the last position of its log and the head of its hash chain. Locked at every append.",
)

events = Table(
    "events",
    metadata,
    Column("story", Text, primary_key=True),
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("cause", Text),
    Column("payload", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("uq_events_story_stream_version", "story", "stream", "version", unique=True),
    Index("uq_events_story_event_id", "story", "event_id", unique=True),
    sqlite_with_rowid=False,
    comment="The event log: append-only, gapless positions per story, each row chained to the one before by its hash.",
)

documents = Table(
    "documents",
    metadata,
    Column("story", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("characters", Integer, nullable=False),
    Column("body", LargeBinary),
    Column("body_sha256", Text),
    comment="Article texts, addressed by the SHA-256 of their UTF-8 text, compressed (zlib); an erased one has no body.",
)
