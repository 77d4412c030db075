"""Opening a database: SQLite by default, PostgreSQL for a team. One code path; the differences are here and in the migrations."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from tracker.model.errors import DatabaseError
from tracker.store.schema import known_revisions

DEFAULT_URL = "sqlite:///tracker.db"
LOCK_WAIT_SECONDS = 30.0
"""How long a writer waits for another process's lock before it says so."""


class Database:
    """An engine with the two kinds of transaction this project uses. Threads may share it; processes may not.

    Raises `DatabaseError`, on one line, for what a user can mend: unreachable, locked, read-only, full.
    """

    def __init__(self, url: str = DEFAULT_URL, *, lock_wait: float = LOCK_WAIT_SECONDS) -> None:
        self.url = database_url(url)
        self.lock_wait = lock_wait
        self.engine = _engine(self.url, lock_wait)

    @property
    def name(self) -> str:
        """The database as a person knows it: its file, or its URL without the password."""
        return str(self.url.database) if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write; on SQLite it takes the write lock at once, so that it cannot fail half-way."""
        with self._errors(), self.engine.connect() as connection:
            connection = connection.execution_options(tracker_write=True)
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the database, whatever is written meanwhile."""
        with self._errors(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    def require_current_schema(self) -> None:
        """Raise `DatabaseError` unless the database is migrated to exactly what this program knows."""
        if self.is_sqlite and (problem := _sqlite_file_problem(self.url)):
            raise DatabaseError(problem)
        found, known = self.schema_revision(), known_revisions()
        if found == known[-1]:
            return
        if found is None:
            raise DatabaseError(f"{self.name} is not a tracker database yet: run `tracker init`")
        if found in known:
            raise DatabaseError(
                f"{self.name} is at schema {found}, this program needs {known[-1]}: run `tracker db upgrade`"
            )
        raise DatabaseError(f"{self.name} is at schema {found}, newer than this program ({known[-1]}): upgrade tracker")

    def schema_revision(self) -> str | None:
        """The migration the database is at, or None where it never was migrated."""
        with self.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return str(found) if found is not None else None

    def insert(self, table: Table) -> Any:
        """An INSERT of this back end's dialect, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
        return insert_for(self.engine.dialect.name, table)

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explained(error, self.name, self.lock_wait) from error


def open_database(url: str = DEFAULT_URL, *, lock_wait: float = LOCK_WAIT_SECONDS) -> Database:
    """A database that is there, migrated and not newer than the program; raises `DatabaseError` otherwise."""
    database = Database(url, lock_wait=lock_wait)
    try:
        database.require_current_schema()
    except BaseException:
        database.dispose()
        raise
    return database


def database_url(text_or_path: str) -> URL:
    """A SQLAlchemy URL from `sqlite:///FILE`, `postgresql://…` (psycopg 3 is meant) or a bare file name."""
    if "://" not in text_or_path:
        return URL.create("sqlite", database=text_or_path)
    try:
        url = make_url(text_or_path)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise DatabaseError(f"database {text_or_path!r}: only SQLite and PostgreSQL are supported")
        if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
            raise DatabaseError("an in-memory database would be gone at the end of the command: name a file")
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise DatabaseError(
            f"database {text_or_path!r} is not a database URL ({error}): write a file name or postgresql://host/name"
        ) from None
    return url


def insert_for(dialect: str, table: Table) -> Any:
    """See `Database.insert`."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def explained(error: DBAPIError, name: str, lock_wait: float) -> DatabaseError:
    """A driver's error as one line that says what, where and what to do."""
    said = " ".join(str(error.orig).split())
    code = getattr(error.orig, "sqlite_errorname", "") or getattr(error.orig, "sqlstate", "") or ""
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or code == "55P03":
        return DatabaseError(
            f"{name} is locked by another process (waited {lock_wait:g} s): try again when it has finished"
        )
    if code.startswith("SQLITE_READONLY") or code in ("25006", "42501"):
        return DatabaseError(f"{name} is read-only for this user: {said}")
    if code == "SQLITE_FULL" or code == "53100" or "disk is full" in said:
        return DatabaseError(
            f"the disk of {name} is full; nothing of this step was written: free space and run it again"
        )
    if code.startswith("SQLITE_NOTADB"):
        return DatabaseError(f"{name} is not a SQLite database: {said}")
    if code.startswith("SQLITE_CORRUPT"):
        return DatabaseError(f"{name} is damaged ({said}): run `tracker verify`, and restore a back-up")
    if code.startswith("SQLITE_CANTOPEN"):
        return DatabaseError(f"cannot open {name}: {said}")
    if not code and error.connection_invalidated is False and "connect" in said:
        return DatabaseError(f"cannot reach {name}: {said}")
    return DatabaseError(f"{name}: {said}")


def _engine(url: URL, lock_wait: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": lock_wait})
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    try:
        return create_engine(
            url,
            connect_args={
                "connect_timeout": 10,
                "options": f"-c timezone=utc -c lock_timeout={int(lock_wait * 1000)} -c synchronous_commit=on",
            },
        )
    except ModuleNotFoundError:
        raise DatabaseError("PostgreSQL needs the driver psycopg: pip install 'tracker[postgres]'") from None


def _sqlite_connected(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by hand, in `_sqlite_begin`
    # A read-only file keeps the mode that it has.
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # an acknowledged append survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")


def _sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("tracker_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _sqlite_file_problem(url: URL) -> str | None:
    name = str(url.database)
    if name.startswith("file:"):
        return None
    path = Path(name)
    if path.is_dir():
        return f"{name} is a folder, not a database"
    if not path.exists():
        return f"there is no database {name}: run `tracker init`, or name another with --db or TRACKER_DB"
    return None


__all__ = ["DEFAULT_URL", "Database", "database_url", "explained", "insert_for", "open_database"]
