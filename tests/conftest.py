"""Fixtures: a fresh, migrated database per test on each back end, real ones, copied from a template.

`TRACKER_TEST_POSTGRES` names a PostgreSQL server (default: the local one, trust authentication). Without a server its
tests skip; under CI they fail instead. `TRACKER_SHARED` names the folder of real articles and their expected answers.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tracker.store import schema
from tracker.store.database import Database
from tracker.store.log import EventLog

POSTGRES = os.environ.get("TRACKER_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
BACK_ENDS = ("sqlite", "postgresql")

# A change is judged by the same examples every time; whoever works on it looks for new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-stress", action="store_true", help="run the long fault and concurrency tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--run-stress"):
        skip = pytest.mark.skip(reason="long: run by `make stress`")
        for item in items:
            if "stress" in item.keywords:
                item.add_marker(skip)


class PostgresServer:
    """Makes and drops databases on the server under test."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url).set(drivername="postgresql+psycopg")
        self.engine = create_engine(
            self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool, connect_args={"connect_timeout": 5}
        )

    def run(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(text(statement))

    def create(self, template: str | None = None) -> str:
        name = f"tracker_test_{uuid.uuid4().hex[:16]}"
        self.run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return name

    def drop(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def database_url(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """The PostgreSQL server under test."""
    server = PostgresServer(POSTGRES)
    try:
        server.run("SELECT 1")
    except OperationalError as error:
        reason = f"no PostgreSQL server at {make_url(POSTGRES).render_as_string()}: set TRACKER_TEST_POSTGRES"
        if os.environ.get("CI"):
            pytest.fail(f"{reason} ({error.orig})")
        pytest.skip(reason)
    return server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> Iterator[str]:
    """A migrated database that others are copied from."""
    name = postgres.create()
    database = Database(postgres.database_url(name))
    schema.upgrade(database)
    database.dispose()
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that others are copied from."""
    path = tmp_path_factory.mktemp("template") / "tracker.db"
    database = Database(str(path))
    schema.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(params=BACK_ENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The name of the back end; a test that asks for it, or for what rests on it, runs on both."""
    return str(request.param)


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'tracker.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create()
    yield server.database_url(name)
    server.drop(name)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated database."""
    if backend == "sqlite":
        path = tmp_path / "tracker.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create(template=request.getfixturevalue("postgres_template"))
    yield server.database_url(name)
    server.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def log(database: Database) -> EventLog:
    """The event log of a fresh database."""
    return EventLog(database)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles, with gold claims and expected states; it is not part of the project."""
    folder = Path(os.environ.get("TRACKER_SHARED", ""))
    if not os.environ.get("TRACKER_SHARED") or not (folder / "articles" / "index.jsonl").exists():
        pytest.skip("TRACKER_SHARED names no folder of real articles: their checks are skipped")
    return folder.resolve()
