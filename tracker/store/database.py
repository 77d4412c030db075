"""Opening a database: SQLite by default, PostgreSQL for a team. One code path; the differences are here and in the migrations."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from tracker.model.errors import DatabaseError
from tracker.store.schema import known_revisions

DEFAULT_URL = "sqlite:///tracker.db"
_SQLITE_MAGIC = b"SQLite format 3\0"
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
        if self.is_sqlite:
            return str(self.url.database)
        return self.url.set(drivername=self.url.get_backend_name()).render_as_string(hide_password=True)

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

    @contextlib.contextmanager
    def reading_raw(self) -> Iterator[Connection]:
        """As `reading`, but a text that is not UTF-8 any more is read, too (its bad bytes as lone surrogates): for `verify`."""
        with self.reading() as connection:
            if not self.is_sqlite:
                yield connection
                return
            driver: Any = connection.connection.driver_connection
            usual, driver.text_factory = driver.text_factory, lambda raw: raw.decode("utf-8", "surrogateescape")
            try:
                yield connection
            finally:
                driver.text_factory = usual

    def missing(self) -> str | None:
        """Why there is no such SQLite file, and what to do; None where there is one, and for PostgreSQL."""
        path = self._path()
        if path is None or (path.exists() and not path.is_dir()):
            return None
        if path.is_dir():
            return f"{self.name} is a folder, not a database"
        return f"there is no database {self.name}: run `tracker init`, or name another with --db or TRACKER_DB"

    def require_own_file(self) -> None:
        """Raise `DatabaseError` where the file is there and no database: SQLite would take a short one for an empty one."""
        path = self._path()
        if path is None or not path.is_file():
            return
        try:
            with path.open("rb") as file:
                start = file.read(len(_SQLITE_MAGIC))
        except OSError as error:
            raise DatabaseError(f"cannot open {self.name}: {error.strerror}") from error
        if start and start != _SQLITE_MAGIC:
            raise DatabaseError(f"{self.name} is not a SQLite database: it does not begin as one")

    def require_current_schema(self) -> None:
        """Raise `DatabaseError` unless the database is migrated to exactly what this program knows."""
        if problem := self.missing():
            raise DatabaseError(problem)
        self.require_own_file()
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

    def _path(self) -> Path | None:
        """The file of a SQLite database that is named plainly; of a `file:` name SQLite itself says what is wrong."""
        name = str(self.url.database)
        return Path(name) if self.is_sqlite and not name.startswith("file:") else None

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explained(error, self.name, self.lock_wait) from error
        except UnicodeDecodeError as error:
            if not self.is_sqlite:
                raise
            # Its message quotes a damaged table or column name, which Python's driver cannot decode.
            raise DatabaseError(_damaged(self.name, "a name in its schema is not UTF-8")) from error


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
    try:
        bare = "://" not in text_or_path
        url = URL.create("sqlite", database=text_or_path) if bare else make_url(text_or_path)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise DatabaseError(f"a database of {url.get_backend_name()}: only SQLite and PostgreSQL are supported")
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        shown = re.sub(r"://([^:/@]*):[^@]*@", r"://\1:***@", text_or_path)
        raise DatabaseError(
            f"database {shown!r} is not a database URL ({error}): write a file name or postgresql://host/name"
        ) from None
    if url.get_backend_name() == "sqlite" and (not url.database or ":memory:" in url.database):
        raise DatabaseError("an in-memory database would be gone at the end of the command: name a file")
    return url


def insert_for(dialect: str, table: Table) -> Any:
    """See `Database.insert`."""
    # Each imports a good deal, and a question on SQLite needs nothing of PostgreSQL's drivers
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table)
    from sqlalchemy.dialects.postgresql import insert

    return insert(table)


def explained(error: DBAPIError, name: str, lock_wait: float) -> DatabaseError:
    """A driver's error as one line that says what, where and what to do."""
    code, said = _code(error), _said(error)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or code == "55P03":
        return DatabaseError(
            f"{name} is locked by another process (waited {lock_wait:g} s): try again when it has finished"
        )
    if code.startswith("SQLITE_READONLY") or code in ("25006", "42501"):
        return DatabaseError(f"{name} is read-only for this user: {said}")
    if code in ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "53100") or "disk is full" in said:
        return DatabaseError(
            f"the disk of {name} is full; nothing of this step was written: free space and run it again"
        )
    if code == "SQLITE_NOTADB":
        return DatabaseError(f"{name} is not a SQLite database: {said}")
    if is_damage(error):
        return DatabaseError(_damaged(name, said))
    if code.startswith("SQLITE_CANTOPEN"):
        return DatabaseError(
            f"cannot open {name} ({said}): its folder must exist and be writable; to read a copy that is not, name it "
            "as sqlite:///file:PATH?immutable=1&uri=true"
        )
    if code == "42P01" or said.startswith("no such table"):
        return DatabaseError(f"{name} is not migrated for this program ({said}): see `tracker db current`")
    if hasattr(error.orig, "sqlstate") and not code and not error.connection_invalidated:  # libpq's own, at connect
        return DatabaseError(f"cannot reach {name}: {said}")
    if error.connection_invalidated or code.startswith(("08", "57P")):
        return DatabaseError(f"the connection to {name} was cut ({said}): nothing is half written, run it again")
    return DatabaseError(f"{name}: {said}")


def is_damage(error: DBAPIError) -> bool:
    """Whether the database itself says that what it stored cannot be read any more."""
    code = _code(error).startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002"))
    return code or _said(error).startswith("Could not decode to UTF-8 column")


def _damaged(name: str, how: str) -> str:
    return f"{name} is damaged ({how}): run `tracker verify`, and restore a back-up"


def _code(error: DBAPIError) -> str:
    """SQLite's error name or PostgreSQL's SQLSTATE; empty where the driver gives none."""
    return getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or ""


def _said(error: DBAPIError) -> str:
    """The driver's own words on one line; of a server's error its message alone, without context, statement or position."""
    primary = getattr(getattr(error.orig, "diag", None), "message_primary", None)
    return " ".join(str(primary or error.orig).split())


def _engine(url: URL, lock_wait: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": lock_wait})
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    try:
        return create_engine(
            url,
            isolation_level="READ COMMITTED",  # whatever the server's default: an append looks again after it has the lock
            connect_args={
                "connect_timeout": 10,
                "options": f"-c timezone=utc -c lock_timeout={int(lock_wait * 1000)} -c synchronous_commit=on",
            },
        )
    except ModuleNotFoundError:
        raise DatabaseError("PostgreSQL needs the driver psycopg: pip install 'tracker[postgres]'") from None


def _sqlite_connected(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by hand, in `_sqlite_begin`
    (lock_wait,) = connection.execute("PRAGMA busy_timeout").fetchone()
    # A file that is read-only, or locked just now, keeps the mode that it has: no waiting here, BEGIN waits.
    connection.execute("PRAGMA busy_timeout = 0")
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA busy_timeout = {lock_wait}")
    connection.execute("PRAGMA synchronous = FULL")  # an acknowledged append survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")
    # KiB; with the default of 2 MB each new row of a large table reads and writes the pages of its indexes again
    connection.execute("PRAGMA cache_size = -64000")


def _sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("tracker_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


__all__ = ["DEFAULT_URL", "Database", "database_url", "explained", "insert_for", "is_damage", "open_database"]
