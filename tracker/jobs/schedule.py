"""Whose turn it is: due places are claimed under a lease with a fence, so any number of processes may serve them.

A claim is one UPDATE that holds only while the fence has the value that was read; whoever loses it moves on. A process
that dies leaves a lease that runs out. A process that comes back too late finds a newer fence and cannot record.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from tracker.jobs.places import Place, select_watched
from tracker.jobs.tables import schedule
from tracker.projections.tables import sources
from tracker.store.database import Database

LEASE = timedelta(seconds=30)
"""How long a claimed place stays closed to others without a sign of life."""
LONGEST_BACK_OFF = timedelta(hours=1)
"""A failing place is looked at that often at least, or at its own interval where that is longer."""
CANDIDATES = 20


class Turn(Struct, frozen=True, kw_only=True):
    """A look that this process has claimed. `due`: the time it was due at; `fence`: what makes the claim its own."""

    place: Place
    due: datetime
    fence: int


def owner_name() -> str:
    """This process, for people who read the table: host, process id and a mark that tells restarts apart."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def now(connection: Connection) -> datetime:
    """The time by the database's clock where it is a server: processes on several machines then agree."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    instant: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return instant.astimezone(UTC)


def enroll(database: Database) -> datetime:
    """Give every watched place its row, due at once, and drop the rows of others; returns the database's time."""
    places = select_watched().subquery()
    is_watched = (
        select(places.c.source)
        .where(places.c.story == schedule.c.story, places.c.source == schedule.c.source)
        .correlate(schedule)
    )
    stale = ~is_watched.exists()
    missing = select_watched().where(schedule.c.source.is_(None)).with_only_columns(sources.c.story, sources.c.source)
    with database.reading() as connection:
        at = now(connection)
        new = connection.execute(missing).mappings().all()
        old = connection.execute(select(schedule.c.source).where(stale).limit(1)).first()
    if new or old:
        with database.writing() as connection:
            rows = [{**row, "next_look_at": at, "failures": 0, "fence": 0} for row in new]
            if rows:
                connection.execute(database.insert(schedule).on_conflict_do_nothing(), rows)
            connection.execute(delete(schedule).where(stale))
    return at


def claim(
    database: Database,
    owner: str,
    *,
    lease: timedelta = LEASE,
    due_by: datetime | None = None,
    only: tuple[str, Sequence[str]] | None = None,
    unseen_since: datetime | None = None,
) -> Turn | None:
    """Claim the place that has been due longest, or return None where nothing is left to claim.

    `due_by`: only what is due by then. `only`: a story and the sources of it that are meant (none: all of them).
    `unseen_since`: only what was not looked at since.
    """
    while True:
        with database.reading() as connection:
            at = now(connection)
            query = select_watched().add_columns(schedule.c.fence).where(_free(at))
            if due_by is not None:
                query = query.where(schedule.c.next_look_at <= due_by)
            if unseen_since is not None:
                query = query.where(or_(schedule.c.last_look_at.is_(None), schedule.c.last_look_at < unseen_since))
            if only is not None:
                story, names = only
                query = query.where(sources.c.story == story)
                query = query.where(sources.c.source.in_(names)) if names else query
            order = (schedule.c.next_look_at, schedule.c.story, schedule.c.source)
            candidates = connection.execute(query.order_by(*order).limit(CANDIDATES)).mappings().all()
        if not candidates:
            return None
        for row in candidates:
            if turn := _take(database, row, owner, lease):
                return turn


def renew(database: Database, turn: Turn, lease: timedelta = LEASE) -> bool:
    """Hold the place a while longer; False where it was lost to another process."""
    with database.writing() as connection:
        return _update(connection, turn, lease_until=now(connection) + lease)


def finish(
    database: Database, turn: Turn, *, looked_at: datetime, result: str, error: str | None, failed: bool
) -> bool:
    """Record a look, plan the next one and give the place free; False where the place was lost meanwhile."""
    failures = turn.place.failures + 1 if failed else 0
    with database.writing() as connection:
        planned = next_look(turn.due, now(connection), turn.place.every_seconds, failures)
        return _update(
            connection,
            turn,
            next_look_at=planned,
            last_look_at=looked_at,
            last_result=result,
            last_error=error,
            failures=failures,
            lease_owner=None,
            lease_until=None,
        )


def release(database: Database, turn: Turn) -> None:
    """Give a place free without a look having been completed: it stays due."""
    with database.writing() as connection:
        _update(connection, turn, lease_owner=None, lease_until=None)


def next_look(due: datetime, at: datetime, every_seconds: int, failures: int) -> datetime:
    """The first time after `at` on the grid that `due` is on; after a failure the steps double, up to a cap.

    Looks that were missed are not made up for.
    """
    step = timedelta(seconds=every_seconds)
    if failures:
        step = max(step, min(step * 2 ** min(failures - 1, 12), LONGEST_BACK_OFF))
    missed = max((at - due) // step, 0)
    return due + step * (missed + 1)


def _free(at: datetime) -> ColumnElement[bool]:
    return or_(schedule.c.lease_until.is_(None), schedule.c.lease_until <= at)


def _take(database: Database, row: Any, owner: str, lease: timedelta) -> Turn | None:
    with database.writing() as connection:
        at = now(connection)
        fence = row["fence"] + 1
        # The fence alone decides: a place that someone else looked at or holds has another one by now.
        taken = connection.execute(
            update(schedule)
            .where(_key(row["story"], row["source"]), schedule.c.fence == row["fence"])
            .values(fence=fence, lease_owner=owner, lease_until=at + lease)
        )
    if not taken.rowcount:
        return None
    fields = {name: row[name] for name in Place.__struct_fields__}
    return Turn(place=Place(**fields), due=row["next_look_at"], fence=fence)


def _update(connection: Connection, turn: Turn, **values: Any) -> bool:
    key = _key(turn.place.story, turn.place.source)
    done = connection.execute(update(schedule).where(key, schedule.c.fence == turn.fence).values(values))
    return bool(done.rowcount)


def _key(story: str, source: str) -> ColumnElement[bool]:
    return and_(schedule.c.story == story, schedule.c.source == source)
