"""Running a stranger's statement so that it can only read: one reader per back end, each with several locks.

SQLite: the file is opened read-only, an authorizer lets nothing but reads and functions pass, a progress handler ends
what takes too long. PostgreSQL: a READ ONLY transaction that is always rolled back, a cursor (which takes one query and
no command), no volatile functions, no superuser's rights, a statement timeout.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy.exc import DBAPIError

from tracker.model.errors import InputError
from tracker.store.database import Database, explained

if TYPE_CHECKING:
    import psycopg

Row = Sequence[Any]
Fetch = Callable[[int], list[Row]]


class TooSlow(InputError):
    """A statement that used up its time."""


class Budget(Struct):
    """Seconds that the database may still work on a statement; the time in which the reader of the rows idles is free."""

    seconds: float
    left: float
    deadline: float = 0.0

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Count what happens inside."""
        self.deadline = time.monotonic() + self.left
        try:
            yield
        finally:
            self.left = max(self.deadline - time.monotonic(), 0.001)

    def over(self) -> bool:
        return time.monotonic() > self.deadline

    def stopped(self) -> TooSlow:
        """The error to raise when it is."""
        return TooSlow(
            f"the statement took more than {self.seconds:g} s and was stopped: narrow it, or raise --timeout"
        )


@contextlib.contextmanager
def reader(
    database: Database, statement: str, params: Mapping[str, Any], budget: Budget
) -> Iterator[tuple[list[str], Fetch]]:
    """Run one statement that reads; yields its column names and what fetches the next n rows (none: no more).

    Raises `InputError` for what the statement does wrong, `TooSlow` when its time is over, `DatabaseError` otherwise.
    """
    read = _sqlite if database.is_sqlite else _postgresql
    with read(database, statement, params, budget) as found:
        yield found


# ---------------------------------------------------------------------------------------------------------- SQLite

_READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_SQLITE_REFUSED = {"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"}
_SQLITE_LIMITS = {
    # One string or blob: `zeroblob(2000000000)` would take the machine's memory in a single step of the program.
    sqlite3.SQLITE_LIMIT_LENGTH: 50_000_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
PROGRESS_STEPS = 10_000


@contextlib.contextmanager
def _sqlite(
    database: Database, statement: str, params: Mapping[str, Any], budget: Budget
) -> Iterator[tuple[list[str], Fetch]]:
    try:
        with contextlib.closing(_sqlite_connection(database, budget)) as connection:
            with budget.running():
                cursor = connection.execute(statement, dict(params))

            def fetch(count: int) -> list[Row]:
                with budget.running():
                    return cursor.fetchmany(count)

            yield [column[0] for column in cursor.description or ()], fetch
    except (sqlite3.Error, sqlite3.Warning) as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise budget.stopped() from None
        raise InputError(_sqlite_problem(error)) from error


def _sqlite_connection(database: Database, budget: Budget) -> sqlite3.Connection:
    name = str(database.url.database)
    uri = name if name.startswith("file:") else Path(name).absolute().as_uri()
    connection = sqlite3.connect(
        f"{uri}{'&' if '?' in uri else '?'}mode=ro", uri=True, timeout=database.lock_wait, isolation_level=None
    )
    for what, limit in _SQLITE_LIMITS.items():
        connection.setlimit(what, limit)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    # These declare a table of their own at first use, which the authorizer would take for an attempt to create one.
    connection.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')").close()
    connection.set_authorizer(_sqlite_authorize)
    connection.set_progress_handler(budget.over, PROGRESS_STEPS)
    return connection


def _sqlite_authorize(action: int, _first: str | None, second: str | None, *_rest: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _SQLITE_REFUSED:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY


def _sqlite_problem(error: Exception) -> str:
    said = str(error)
    if "not authorized" in said or "prohibited" in said or "readonly" in said:
        return f"refused, `tracker sql` can only read: {said}"
    if "one statement at a time" in said:
        return "refused: give one statement at a time"
    hint = " (see `tracker sql --list`)" if "no such table" in said or "no such column" in said else ""
    return f"the statement cannot be answered: {said}{hint}"


# ------------------------------------------------------------------------------------------------------ PostgreSQL

HARMLESS = {"random", "clock_timestamp", "gen_random_uuid"}
"""Functions that give another answer each time and change nothing."""
_VOLATILE = """
    SELECT DISTINCT proname FROM pg_catalog.pg_proc
    WHERE provolatile = 'v' AND prokind <> 'p'
      AND prorettype NOT IN (SELECT oid FROM pg_catalog.pg_type WHERE typname ~ '_handler$|trigger$')
"""


@contextlib.contextmanager
def _postgresql(
    database: Database, statement: str, params: Mapping[str, Any], budget: Budget
) -> Iterator[tuple[list[str], Fetch]]:
    import psycopg

    with _postgresql_connection(database) as connection:
        try:
            _limit(connection, budget)
            _refuse_volatile(connection, statement)
            with connection.cursor(name="tracker_sql") as cursor:
                with budget.running():
                    cursor.execute(statement.encode(), dict(params) or None)

                def fetch(count: int) -> list[Row]:
                    _limit(connection, budget)
                    with budget.running():
                        return list(cursor.fetchmany(count))

                yield [column.name for column in cursor.description or ()], fetch
        except psycopg.errors.QueryCanceled:
            raise budget.stopped() from None
        except psycopg.Error as error:
            raise InputError(_postgresql_problem(error)) from error


@contextlib.contextmanager
def _postgresql_connection(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A connection for one statement: its transaction is READ ONLY and rolled back, then it is thrown away."""
    try:
        held = database.engine.connect()
    except DBAPIError as error:
        raise explained(error, database.name, database.lock_wait) from error
    with held:
        connection: psycopg.Connection[Any] = held.connection.driver_connection  # type: ignore[assignment]
        held.detach()
        connection.rollback()
        connection.read_only = True
        try:
            if connection.execute("SELECT current_setting('is_superuser') = 'on'").fetchone() == (True,):
                # A superuser's functions reach the server's files and processes, whatever the transaction may write.
                connection.execute("SET LOCAL ROLE pg_read_all_data")
            connection.execute("SET LOCAL standard_conforming_strings = on")
            yield connection
        finally:
            with contextlib.suppress(Exception):
                connection.rollback()


def _limit(connection: psycopg.Connection[Any], budget: Budget) -> None:
    milliseconds = str(max(int(budget.left * 1000), 1))
    connection.execute("SELECT set_config('statement_timeout', %s, true)", (milliseconds,))


def _refuse_volatile(connection: psycopg.Connection[Any], statement: str) -> None:
    """Raise where the statement names a function that may have effects, be it in a string: rather too often than once.

    PostgreSQL marks each such function as volatile. READ ONLY does not stop all of them (large objects before version
    16, files, signals to other processes), and some run the text that they are given as another statement.
    """
    if re.search(r"[uU]&\s*[\"']", statement):
        raise InputError('refused: names and strings with Unicode escapes (U&"…") are not taken here')
    volatile = {row[0] for row in connection.execute(_VOLATILE)} - HARMLESS
    found = sorted(volatile & {word.lower() for word in re.findall(r"[\w$]+", statement)})
    if found:
        raise InputError(f"refused, `tracker sql` can only read: {found[0]} may have effects beyond its answer")


def _postgresql_problem(error: psycopg.Error) -> str:
    said = error.diag.message_primary or " ".join(str(error).split())
    if error.sqlstate in ("25006", "42501"):
        return f"refused, `tracker sql` can only read: {said}"
    if "multiple commands" in said:
        return "refused: give one statement at a time"
    hint = " (see `tracker sql --list`)" if error.sqlstate in ("42P01", "42703") else ""
    return f"the statement cannot be answered: {said}{hint}"
