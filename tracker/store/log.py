"""The event log: append and read. The story is the unit of order: its head row is locked at every append.

Positions are gapless per story because they come from that row inside the transaction, not from a sequence: a reader
that polls `position > checkpoint` can never pass an event that commits late.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Select, select

from tracker.model.errors import ConcurrencyError, EventConflictError, InputError
from tracker.model.events import NewEvent, StoredEvent
from tracker.model.time import FOREVER
from tracker.store import documents, driver
from tracker.store.chain import GENESIS, chained
from tracker.store.database import Database, insert_for
from tracker.store.tables import as_instant, events, heads, instant_text
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
        `InputError` for a name or a text that no database takes, `DatabaseError` where the database refuses.
        """
        check_name("story", story)
        check_name("stream", stream)
        given = {event.event_id: _content(event) for event in new}
        if len(given) < len(new):
            raise InputError(f"stream {stream!r} of story {story!r}: an event id is given twice in one append")
        ids = _encode(list(given)).decode("utf-8")
        with self.database.writing() as connection:
            head, version, known = _before(connection, story, stream, ids)
            positions = _same_content(connection, story, stream, given) if known else {}
            fresh = [content for event_id, content in given.items() if event_id not in positions]
            if fresh:
                if expected_version is not None and expected_version != version:
                    raise ConcurrencyError(story, stream, expected_version, version)
                documents.put(connection, story, texts)
                rows, head = _chained(head, story, stream, version, fresh)
                moved = (head.position, head.hash, instant_text(head.recorded_at), story)
                driver.write(connection, events, rows, then=(_MOVE_HEAD, moved))
                documents.erase(connection, story, erase)
                positions |= zip((content[0] for content in fresh), count(head.position - len(fresh) + 1))
            return Appended(tuple(positions[event_id] for event_id in given), head, len(fresh))

    def read(
        self, story: str, after: int = 0, limit: int = 1000, *, recorded_until: datetime | None = None
    ) -> list[StoredEvent]:
        """Events of a story in order, those after that position, at most `limit`; only what was recorded by then, if given."""
        until = FOREVER if recorded_until is None else recorded_until
        with self.database.reading() as connection:
            sqlite = connection.dialect.name == "sqlite"
            values = (story, after, instant_text(until) if sqlite else until, limit)
            return [self._decoded(*row) for row in driver.all_rows(connection, _READ, values)]

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
        found = connection.execute(query.with_only_columns(*(events.c[name] for name in _COLUMNS)))
        return [self._decoded(*row) for row in found]

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

    def _decoded(
        self,
        story: str,
        position: int,
        stream: str,
        version: int,
        event_id: str,
        recorded_at: str | datetime,
        actor: str,
        cause: str | None,
        type_name: str,
        schema_version: int,
        payload: str,
    ) -> StoredEvent:
        event = decode(type_name, schema_version, payload, self.upcasters)
        return StoredEvent(story, position, stream, version, event_id, as_instant(recorded_at), actor, cause, event)


def read_head(connection: Connection, story: str) -> Head | None:
    """See `EventLog.head`, inside a transaction of the caller's."""
    row = connection.execute(select(heads).where(heads.c.story == story, heads.c.position > 0)).one_or_none()
    return Head(row.position, row.hash, row.recorded_at) if row else None


def check_name(what: str, name: str) -> None:
    """Raise `InputError` unless a story's or stream's name is 1 to 400 printable characters without blanks at its ends."""
    if not name or len(name) > MAX_NAME or not name.isprintable() or name != name.strip():
        raise InputError(f"{what} {name[:80]!r} is not a name: 1 to {MAX_NAME} printable characters, no blanks around")


_COLUMNS = (
    *("story", "position", "stream", "version", "event_id", "recorded_at", "actor", "cause"),
    *("type", "schema_version", "payload"),
)
_READ = f"""
    SELECT {", ".join(_COLUMNS)} FROM events
    WHERE story = ? AND position > ? AND recorded_at <= ? ORDER BY position LIMIT ?
"""
_HEAD = "SELECT position, hash, recorded_at FROM heads WHERE story = ?"
_MOVE_HEAD = "UPDATE heads SET position = ?, hash = ?, recorded_at = ? WHERE story = ?"
# One seek for the stream's end and one for each event id, whatever the planner believes of the story: asked with
# max() and IN, PostgreSQL may rather read the whole stream and the whole story.
_BEFORE = """
    SELECT (SELECT version FROM events WHERE story = ? AND stream = ? ORDER BY version DESC LIMIT 1),
           (SELECT max((SELECT position FROM events WHERE story = ? AND event_id = given.value)) FROM {ids} AS given)
"""
_LOCK_AND_LOOK = {
    # A SQLite transaction that writes holds the only write lock from its beginning.
    "sqlite": (_HEAD, _BEFORE.format(ids="json_each(?)")),
    "postgresql": (f"{_HEAD} FOR UPDATE", _BEFORE.format(ids="json_array_elements_text(?::json)")),
}

_CONTENT = ("event_id", "type", "schema_version", "actor", "cause", "payload")
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def _before(connection: Connection, story: str, stream: str, ids: str) -> tuple[Head, int, bool]:
    """Lock the story. Returns its head, the stream's last version and whether any of the event ids (JSON) is stored.

    The look comes after the lock, in a statement of its own: one statement would see the stream as it was before it
    waited for the lock.
    """
    lock, look = _LOCK_AND_LOOK[connection.dialect.name]
    queries = (lock, (story,)), (look, (story, stream, story, ids))
    head, before = driver.first_rows(connection, *queries)
    if head is None:
        first = {"story": story, "position": 0, "hash": GENESIS, "recorded_at": datetime(1970, 1, 1, tzinfo=UTC)}
        connection.execute(insert_for(connection.dialect.name, heads).values(first).on_conflict_do_nothing())
        head, before = driver.first_rows(connection, *queries)
    assert head is not None and before is not None
    position, last_hash, recorded_at = head
    version, known = before
    return Head(position, last_hash, as_instant(recorded_at)), version or 0, known is not None


def _content(event: NewEvent) -> tuple[Any, ...]:
    """What an event says, as its row will hold it (`_CONTENT`); raises `InputError` for text that no database takes."""
    payload = event.payload
    check_name("event id", event.event_id)
    check_name("actor", event.actor)
    try:
        encoded = _encode(payload).decode("utf-8")
        (event.cause or "").encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"a {type(payload).__name__} cannot be stored: {error}") from None
    if ("\\u0000" in encoded and _NUL.search(encoded)) or "\0" in (event.cause or ""):
        raise InputError(f"a {type(payload).__name__} cannot be stored: it holds a NUL character")
    return event.event_id, type(payload).__name__, payload.schema_version, event.actor, event.cause, encoded


def _same_content(
    connection: Connection, story: str, stream: str, given: Mapping[str, tuple[Any, ...]]
) -> dict[str, int]:
    """The positions of the event ids that are stored already.

    Raises `EventConflictError` where one of these is stored with other content, or in another stream.
    """
    ids, positions = list(given), dict[str, int]()
    for start in range(0, len(ids), 500):
        query = select(events).where(events.c.story == story, events.c.event_id.in_(ids[start : start + 500]))
        for row in connection.execute(query).mappings():
            if row["stream"] != stream or tuple(row[name] for name in _CONTENT) != given[row["event_id"]]:
                raise EventConflictError(story, row["event_id"])
            positions[row["event_id"]] = row["position"]
    return positions


def _chained(
    head: Head, story: str, stream: str, version: int, contents: Iterable[tuple[Any, ...]]
) -> tuple[list[tuple[Any, ...]], Head]:
    """The rows of new events, in the table's order, with versions, positions, record times and hashes; the new head."""
    position, previous, recorded_at = head.position, head.hash, head.recorded_at
    now = datetime.now(UTC)
    rows = []
    for event_id, type_name, schema_version, actor, cause, payload in contents:
        position, version = position + 1, version + 1
        # The clock may stand still or go back; record time may not.
        recorded_at = max(now, recorded_at + TICK)
        identity = (story, position, stream, version, event_id, type_name, schema_version)
        covered = (*identity, instant_text(recorded_at), actor, cause, payload)
        previous = chained(previous, covered)
        rows.append((*covered, previous))
    return rows, Head(position, previous, recorded_at)
