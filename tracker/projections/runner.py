"""Keeps the read models up with the log: pages of events, each with its rows and its checkpoint in one transaction.

A killed run loses nothing and repeats nothing. Two at once take turns at the checkpoint's row (on SQLite, at the write
lock). A rebuild fills the next generation while the active one answers, then switches in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, and_, delete, select, update

from tracker.model.errors import DatabaseError
from tracker.model.events import StoredEvent
from tracker.projections import bulk
from tracker.projections.page import apply_page
from tracker.projections.tables import READ_MODELS, RULES, projections
from tracker.store.database import insert_for
from tracker.store.log import EventLog, read_head
from tracker.store.tables import events

PAGE = 1000
"""Events a transaction."""

Progress = Callable[[int], object]


class Checkpoint(Struct, frozen=True):
    """How far a generation has read the log, and by which rules."""

    generation: int
    position: int
    rules: str


def catch_up(log: EventLog, story: str, progress: Progress | None = None) -> int:
    """Bring a story's read models up to the head of its log; returns how many events were read.

    Writes nothing, and needs no right to, where there is nothing to do. `progress` is called with the number of events of
    each page. Raises `DatabaseError` where the read models were made by other rules.
    """
    with log.database.reading() as connection:
        head = read_head(connection, story)
        found = active(connection, story)
    if head is None or (found is not None and _current(story, found).position >= head.position):
        return 0
    count = 0
    while page := _page(log, story):
        count += page
        if progress:
            progress(page)
    return count


def rebuild(log: EventLog, story: str, progress: Progress | None = None) -> int:
    """Make a story's read models anew; returns how many events were read.

    Until the switch the old ones answer. What a killed rebuild left is cleared first; two at once: the later one wins,
    the earlier stops with a `DatabaseError`.
    """
    with log.database.writing() as connection:
        rows = _locked(connection, story)
        for row in rows:
            if not row.active:
                _drop(connection, story, row.generation)
        generation = max((row.generation for row in rows), default=0) + 1
        first = not any(row.active for row in rows)  # nothing to serve meanwhile
        connection.execute(insert_for(connection.dialect.name, projections), _new(story, generation, first))
    count = _fill(log, story, generation, progress)
    while True:
        with _own(log, story, generation) as connection:
            mine = next(row for row in _locked(connection, story) if row.generation == generation)
            page = _read(log, connection, story, mine.position)
            _apply(connection, story, generation, page)
            if len(page) < PAGE:
                _switch(connection, story, generation)
        count += len(page)
        if progress:
            progress(len(page))
        if len(page) < PAGE:
            break
    with log.database.writing() as connection:
        for row in _locked(connection, story):
            if row.generation < generation:
                _drop(connection, story, row.generation)
    return count


def _fill(log: EventLog, story: str, generation: int, progress: Progress | None) -> int:
    """Everything up to the head of the log as it is now, in bulk; returns how many events that was."""
    with log.database.reading() as connection:
        head = read_head(connection, story)
    if head is None:
        return 0

    def writing() -> AbstractContextManager[Connection]:
        return _own(log, story, generation)

    bulk.fill(log, story, generation, head.position, writing, progress or (lambda _: None))
    with writing() as connection:
        _move(connection, story, generation, head.position)
    return head.position


@contextmanager
def _own(log: EventLog, story: str, generation: int) -> Iterator[Connection]:
    """A transaction of a rebuild; raises `DatabaseError` where a later one has taken over."""
    with log.database.writing() as connection:
        if not any(row.generation == generation for row in _locked(connection, story)):
            raise DatabaseError(f"another rebuild of story {story!r} took over: let that one finish")
        yield connection


def active(connection: Connection, story: str) -> Checkpoint | None:
    """The generation that answers, or None where the story has none yet."""
    row = connection.execute(
        select(projections).where(projections.c.story == story, projections.c.active)
    ).one_or_none()
    return Checkpoint(row.generation, row.position, row.rules) if row else None


def require_active(connection: Connection, story: str) -> Checkpoint | None:
    """`active`, refusing one made by other rules: raises `DatabaseError`."""
    found = active(connection, story)
    return None if found is None else _current(story, found)


def _current(story: str, found: Checkpoint) -> Checkpoint:
    if found.rules != RULES:
        raise DatabaseError(
            f"the read models of story {story!r} were made by rules {found.rules}, this program has {RULES}: "
            f"run `tracker rebuild --story {story}`"
        )
    return found


def _page(log: EventLog, story: str) -> int:
    with log.database.writing() as connection:
        rows = _locked(connection, story)
        if not rows:
            first = insert_for(connection.dialect.name, projections).on_conflict_do_nothing()
            connection.execute(first, _new(story, 1, True))
            rows = _locked(connection, story)
        mine = next(row for row in rows if row.active)
        _current(story, Checkpoint(mine.generation, mine.position, mine.rules))
        page = _read(log, connection, story, mine.position)
        _apply(connection, story, mine.generation, page)
        return len(page)


def _read(log: EventLog, connection: Connection, story: str, after: int) -> list[StoredEvent]:
    query = select(events).where(events.c.story == story, events.c.position > after)
    return log.fetch(connection, query.order_by(events.c.position).limit(PAGE))


def _apply(connection: Connection, story: str, generation: int, page: list[StoredEvent]) -> None:
    if page:
        apply_page(connection, story, generation, page)
        _move(connection, story, generation, page[-1].position)


def _move(connection: Connection, story: str, generation: int, position: int) -> None:
    mine = and_(projections.c.story == story, projections.c.generation == generation)
    connection.execute(update(projections).where(mine).values(position=position))


def _locked(connection: Connection, story: str) -> list[Any]:
    """All generations' rows of a story, held against other processes until the transaction ends."""
    query = select(projections).where(projections.c.story == story).order_by(projections.c.generation)
    return list(connection.execute(query.with_for_update()))


def _new(story: str, generation: int, is_active: bool) -> dict[str, Any]:
    started = datetime.now(UTC)
    return {
        "story": story,
        "generation": generation,
        "active": is_active,
        "position": 0,
        "rules": RULES,
        "started_at": started,
    }


def _switch(connection: Connection, story: str, generation: int) -> None:
    of_story = projections.c.story == story
    connection.execute(update(projections).where(of_story).values(active=projections.c.generation == generation))


def _drop(connection: Connection, story: str, generation: int) -> None:
    for table in (*READ_MODELS, projections):
        connection.execute(delete(table).where(table.c.story == story, table.c.generation == generation))
