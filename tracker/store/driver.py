"""A few statements on the driver's own cursor, for appending and for rebuilding: there the bookkeeping around a statement
costs more than the statement. On PostgreSQL they share a round trip (a pipeline), and many rows go by COPY.

SQL here has `?` for parameters. Errors come as SQLAlchemy's, as from any other statement.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

COPY_FROM = 5
"""Rows from which COPY is faster than an INSERT a row, on PostgreSQL (measured by benchmarks/append.py)."""

Statement = tuple[str, Sequence[Any]]


def first_rows(connection: Connection, *queries: Statement) -> list[tuple[Any, ...] | None]:
    """The first row of each query, or None; each sees what was committed when the one before it was done."""
    with _errors(connection) as driver:
        if connection.dialect.name == "sqlite":
            return [driver.execute(sql, values).fetchone() for sql, values in queries]
        with driver.pipeline():
            cursors = [driver.execute(sql.replace("?", "%s"), values) for sql, values in queries]
        return [cursor.fetchone() for cursor in cursors]


def all_rows(connection: Connection, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query as the driver has them, instants of SQLite as texts."""
    with _errors(connection) as driver:
        shown = sql if connection.dialect.name == "sqlite" else sql.replace("?", "%s")
        return list(driver.execute(shown, values).fetchall())


def rows(connection: Connection, sql: str, values: Sequence[Any], size: int = 5000) -> Iterator[tuple[Any, ...]]:
    """As `all_rows`, with at most `size` rows in memory at a time."""
    with _errors(connection) as driver:
        if connection.dialect.name == "sqlite":
            cursor = driver.execute(sql, values)
        else:
            cursor = driver.cursor("tracker_rows")
            cursor.execute(sql.replace("?", "%s"), values)
        try:
            while some := cursor.fetchmany(size):
                yield from some
        finally:
            cursor.close()


def write(connection: Connection, table: Table, rows: Sequence[Sequence[Any]], then: Statement) -> None:
    """Insert rows that give all columns of a table in its order, an instant as its text, and run one statement more."""
    sql, values = then
    with _errors(connection) as driver:
        if connection.dialect.name == "sqlite":
            driver.executemany(_insert(table, table.columns.keys()), rows)
            driver.execute(sql, values)
            return
        if many := len(rows) >= COPY_FROM:
            _copy(driver, table, table.columns.keys(), rows)
        with driver.pipeline():
            for row in () if many else rows:
                driver.execute(_insert(table, table.columns.keys()).replace("?", "%s"), row)
            driver.execute(sql.replace("?", "%s"), values)


def insert(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows that give these columns, an instant as its text: `executemany` on SQLite, COPY on PostgreSQL."""
    if not rows:
        return
    with _errors(connection) as driver:
        if connection.dialect.name == "sqlite":
            driver.executemany(_insert(table, columns), rows)
        else:
            _copy(driver, table, columns, rows)


def run_many(connection: Connection, sql: str, values: Sequence[Sequence[Any]]) -> None:
    """Run one statement with each of these parameters."""
    if not values:
        return
    with _errors(connection) as driver:
        if connection.dialect.name == "sqlite":
            driver.executemany(sql, values)
        else:
            with driver.cursor() as cursor:
                cursor.executemany(sql.replace("?", "%s"), values)


def _insert(table: Table, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _copy(driver: Any, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@contextlib.contextmanager
def _errors(connection: Connection) -> Iterator[Any]:
    """The driver's connection; its errors become SQLAlchemy's, and a lost connection is not used again."""
    dialect, driver = connection.dialect, connection.connection.driver_connection
    error_class = dialect.loaded_dbapi.Error
    try:
        yield driver
    except error_class as error:
        lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(None, None, error, error_class, connection_invalidated=lost) from error
