"""Many rows of the read models on the driver's own cursor, for a rebuild and for long timelines. No decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table

from tracker.projections import tables
from tracker.projections.rows import Rows
from tracker.store import driver
from tracker.store.tables import Instant, instant_text

STATE_COLUMNS = [c.name for c in tables.states.columns if c.name not in ("story", "generation")]
_KNOWN_FROM = STATE_COLUMNS.index("known_from")

_values = itemgetter(*STATE_COLUMNS)


def state_values(row: dict[str, Any]) -> list[Any]:
    """A row of `states` by `STATE_COLUMNS`."""
    return list(_values(row))


def insert(
    connection: Connection, table: Table, story: str, generation: int, columns: Iterable[str], rows: list[list[Any]]
) -> None:
    """Insert rows that give these columns; on SQLite the rows themselves are changed for it."""
    names = list(columns)
    _written(connection, table, names, rows)
    keyed = [(story, generation, *row) for row in rows]
    driver.insert(connection, table, ["story", "generation", *names], keyed)


def put_timeline(rows: Rows, cell: str, begin: datetime, timeline: list[dict[str, Any]]) -> None:
    """Make the rows of a cell from an instant on those of its timeline, and touch only what differs."""
    connection, mine = rows.connection, (rows.story, rows.generation, cell)
    new = [state_values(row) for row in timeline]
    _written(connection, tables.states, STATE_COLUMNS, new)
    since = instant_text(begin) if connection.dialect.name == "sqlite" else begin
    old = {row[_KNOWN_FROM]: row for row in driver.all_rows(connection, _SINCE, (*mine, since))}
    differ = [row for row in new if old.get(row[_KNOWN_FROM]) != tuple(row)]
    gone = old.keys() - {row[_KNOWN_FROM] for row in new} | old.keys() & {row[_KNOWN_FROM] for row in differ}
    driver.run_many(connection, _DROP, [(*mine, at) for at in sorted(gone)])
    keyed = [(*mine[:2], *row) for row in differ]
    driver.insert(connection, tables.states, ["story", "generation", *STATE_COLUMNS], keyed)


_SINCE = (
    f"SELECT {', '.join(STATE_COLUMNS)} FROM states WHERE story = ? AND generation = ? AND cell = ? AND known_from >= ?"
)
_DROP = "DELETE FROM states WHERE story = ? AND generation = ? AND cell = ? AND known_from = ?"


def _written(connection: Connection, table: Table, names: list[str], rows: list[list[Any]]) -> None:
    """Make the instants of rows what the driver writes and reads."""
    if connection.dialect.name != "sqlite":
        return
    instants = [at for at, name in enumerate(names) if isinstance(table.c[name].type, Instant)]
    for row in rows:
        for at in instants:
            if (instant := row[at]) is not None:
                row[at] = instant_text(instant)
