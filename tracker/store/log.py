"""The event log: append and read. The story is the unit of order: its head row is locked at every append.

Positions are gapless per story because they come from that row inside the transaction, not from a sequence: a reader
that polls `position > checkpoint` can never pass an event that commits late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Row, Select, func, select, update

from tracker.model.errors import ConcurrencyError, EventConflictError, InputError
from tracker.model.events import Event, NewEvent, StoredEvent
from tracker.store import documents
from tracker.store.chain import GENESIS, event_hash
from tracker.store.database import Database, insert_for
from tracker.store.tables import events, heads
from tracker.store.upcasters import UPCASTERS, Upcaster, decode

MAX_NAME = 400
"""Characters of a story's or a stream's name."""

TICK = timedelta(microseconds=1)

_encode = msgspec.json.Encoder().encode


class Head(Struct, frozen=True):
    """The end of a story's log: its last position, the hash there, and when that was recorded (UTC)."""

    position: int
    hash: str
    recorded_at: datetime

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"


class Appended(Struct, frozen=True):
    """What an append did. `positions`: one per event given, in their order; `head`: the story's head afterwards."""

    positions: tuple[int, ...]
    head: Head
    new: int


class EventLog:
    """The log of all stories of a database."""

    def __init__(self, database: Database, upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS) -> None:
        self.database = database
        self.upcasters = upcasters

    def append(
        self,
        story: str,
        stream: str,
        expected_version: int | None,
        new: Sequence[NewEvent],
        *,
        texts: Iterable[str] = (),
        erase: Iterable[str] = (),
    ) -> Appended:
        """Append to one stream, all or nothing, with the documents that the events name.

        `expected_version`: the stream's last version (0: it does not exist yet; None: whatever it is). `texts` are stored
        and the documents of `erase` (hashes, named by an `ArticleErased` in `new`) lose their words in the same transaction.
        An event id that is there already with the same content keeps its position, so a retry changes nothing.

        Raises `ConcurrencyError` where the stream has moved, `EventConflictError` where an event id has other content,
        `DatabaseError` where the database refuses.
        """
        check_name("story", story)
        check_name("stream", stream)
        with self.database.writing() as connection:
            head = _lock_head(connection, story)
            rows = [_row(story, stream, event) for event in new]
            known = _known(connection, story, rows)
            fresh = [row for row in rows if row["event_id"] not in known]
            if fresh:
                documents.put(connection, story, texts)
                head = _chain(connection, head, story, stream, expected_version, fresh)
                connection.execute(insert_for(connection.dialect.name, events), fresh)
                documents.erase(connection, story, erase)
                moved = {"position": head.position, "hash": head.hash, "recorded_at": head.recorded_at}
                connection.execute(update(heads).where(heads.c.story == story).values(moved))
            positions = known | {row["event_id"]: row["position"] for row in fresh}
            return Appended(tuple(positions[row["event_id"]] for row in rows), head, len(fresh))

    def read(
        self, story: str, after: int = 0, limit: int = 1000, *, recorded_until: datetime | None = None
    ) -> list[StoredEvent]:
        """Events of a story in order, those after that position, at most `limit`; only what was recorded by then, if given."""
        query = (
            select(events)
            .where(events.c.story == story, events.c.position > after)
            .order_by(events.c.position)
            .limit(limit)
        )
        if recorded_until is not None:
            query = query.where(events.c.recorded_at <= recorded_until)
        with self.database.reading() as connection:
            return self.fetch(connection, query)

    def read_stream(self, story: str, stream: str, after_version: int = 0) -> list[StoredEvent]:
        """All events of one stream in order, those after that version."""
        query = (
            select(events)
            .where(events.c.story == story, events.c.stream == stream, events.c.version > after_version)
            .order_by(events.c.version)
        )
        with self.database.reading() as connection:
            return self.fetch(connection, query)

    def fetch(self, connection: Connection, query: Select[Any]) -> list[StoredEvent]:
        """The events that a query over the `events` table selects, decoded and upcast, inside that transaction."""
        return [self._decoded(row) for row in connection.execute(query)]

    def stories(self) -> list[str]:
        """The stories that have events, by name."""
        with self.database.reading() as connection:
            return list(
                connection.execute(select(heads.c.story).where(heads.c.position > 0).order_by(heads.c.story)).scalars()
            )

    def head(self, story: str) -> Head | None:
        """The end of a story's log, or None where it has no events."""
        with self.database.reading() as connection:
            return read_head(connection, story)

    def document(self, story: str, sha256: str) -> str | None:
        """The text of a document, or None where it was erased; raises `DatabaseError` where it is missing or damaged."""
        with self.database.reading() as connection:
            return documents.get(connection, story, sha256)

    def _decoded(self, row: Row[Any]) -> StoredEvent:
        payload = decode(row.type, row.schema_version, row.payload, self.upcasters)
        return StoredEvent(
            row.story,
            row.position,
            row.stream,
            row.version,
            row.event_id,
            row.recorded_at,
            row.actor,
            row.cause,
            payload,
        )


def read_head(connection: Connection, story: str) -> Head | None:
    """See `EventLog.head`, inside a transaction of the caller's."""
    row = connection.execute(select(heads).where(heads.c.story == story, heads.c.position > 0)).one_or_none()
    return Head(row.position, row.hash, row.recorded_at) if row else None


def check_name(what: str, name: str) -> None:
    """Raise `InputError` unless a story's or stream's name is 1 to 400 printable characters without blanks at its ends."""
    if not name or len(name) > MAX_NAME or not name.isprintable() or name != name.strip():
        raise InputError(f"{what} {name[:80]!r} is not a name: 1 to {MAX_NAME} printable characters, no blanks around")


def _lock_head(connection: Connection, story: str) -> Head:
    first = {"story": story, "position": 0, "hash": GENESIS, "recorded_at": datetime(1970, 1, 1, tzinfo=UTC)}
    locked = select(heads).where(heads.c.story == story).with_for_update()
    row = connection.execute(locked).one_or_none()
    if row is None:
        connection.execute(insert_for(connection.dialect.name, heads).values(first).on_conflict_do_nothing())
        row = connection.execute(locked).one()
    return Head(row.position, row.hash, row.recorded_at)


def _row(story: str, stream: str, event: NewEvent) -> dict[str, Any]:
    payload: Event = event.payload
    return {
        "story": story,
        "stream": stream,
        "event_id": event.event_id,
        "type": type(payload).__name__,
        "schema_version": payload.schema_version,
        "actor": event.actor,
        "cause": event.cause,
        "payload": _encode(payload).decode("utf-8"),
    }


def _known(connection: Connection, story: str, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Positions of those event ids that are stored already; raises where one has other content."""
    ids = [row["event_id"] for row in rows]
    if len(set(ids)) < len(ids):
        raise EventConflictError(story, next(i for i in ids if ids.count(i) > 1))
    wanted = {row["event_id"]: row for row in rows}
    found: dict[str, int] = {}
    for start in range(0, len(ids), 500):
        query = select(events).where(events.c.story == story, events.c.event_id.in_(ids[start : start + 500]))
        for stored in connection.execute(query).mappings():
            given = wanted[stored["event_id"]]
            if any(stored[key] != given[key] for key in given):
                raise EventConflictError(story, stored["event_id"])
            found[stored["event_id"]] = stored["position"]
    return found


def _chain(
    connection: Connection, head: Head, story: str, stream: str, expected: int | None, rows: list[dict[str, Any]]
) -> Head:
    """Give the rows their versions, positions, record times and hashes; returns the head that they make."""
    of_stream = select(func.max(events.c.version)).where(events.c.story == story, events.c.stream == stream)
    version = connection.execute(of_stream).scalar() or 0
    if expected is not None and expected != version:
        raise ConcurrencyError(story, stream, expected, version)
    for row in rows:
        version += 1
        # The clock may stand still or go back; record time may not.
        recorded_at = max(datetime.now(UTC), head.recorded_at + TICK)
        row |= {"version": version, "position": head.position + 1, "recorded_at": recorded_at}
        row["hash"] = event_hash(head.hash, row)
        head = Head(row["position"], row["hash"], recorded_at)
    return head
