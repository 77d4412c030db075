"""Databases that cannot be used: one clear line each, nothing half written, and work goes on when the cause is gone."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from store_support import TEXT, count, ingest, new, observed

from tracker.model.errors import DatabaseError
from tracker.store import documents, driver, schema
from tracker.store.database import Database, database_url, open_database
from tracker.store.log import EventLog
from tracker.store.verify import damage, verify

on_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


def fails(ask: Callable[[], object], *words: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        ask()
    said = str(caught.value)
    assert "\n" not in said and len(said) < 500
    for word in words:
        assert word in said


def path_of(url: str) -> Path:
    return Path(str(database_url(url).database))


# Names and addresses


@pytest.mark.parametrize(
    "url", ["mysql://host/db", "nosuch://host/db", "sqlite://", "sqlite:///:memory:", ":memory:", ""]
)
def test_what_is_no_database_url(url: str) -> None:
    fails(lambda: Database(url))


@pytest.mark.parametrize("address", ["127.0.0.1:1/news", "no-such-host.invalid/news", "/news?host=/no/such/folder"])
def test_a_server_that_cannot_be_reached(address: str) -> None:
    fails(lambda: open_database(f"postgresql://{address}"), f"cannot reach postgresql://{address.split('?')[0]}")


@pytest.mark.parametrize("address", ["127.0.0.1:1/news", "127.0.0.1:1,127.0.0.1:2/news"])
def test_no_message_tells_the_password(address: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        open_database(f"postgresql://ana:secret@{address}")
    assert "secret" not in str(caught.value) and "ana:***@" in str(caught.value)


@on_postgresql
def test_a_server_without_that_database(database_url: str) -> None:
    fails(lambda: open_database(f"{database_url}_not"), "cannot reach", "does not exist")


def test_no_such_file(tmp_path: Path) -> None:
    fails(lambda: open_database(str(tmp_path / "no.db")), "there is no database", "tracker init")
    assert not (tmp_path / "no.db").exists()
    fails(lambda: schema.upgrade(Database(str(tmp_path / "no" / "tracker.db"))), "cannot open", "its folder must exist")


def test_a_folder(tmp_path: Path) -> None:
    fails(lambda: open_database(str(tmp_path)), "is a folder, not a database")
    fails(lambda: schema.upgrade(Database(str(tmp_path))), "cannot open")


@pytest.mark.parametrize(
    "contents", [b"Not a database at all.\n" * 400, b"SQLite format 3\0" + b"\xff" * 5000, b"Shopping list"]
)
def test_a_file_that_is_no_database(tmp_path: Path, contents: bytes) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(contents)
    for ask in (lambda: open_database(str(file)), lambda: schema.upgrade(Database(str(file)))):
        fails(ask, "letter.txt", "is not a SQLite database")
    assert file.read_bytes() == contents


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    file = tmp_path / "tracker.db"
    file.touch()
    fails(lambda: open_database(str(file)), "not a tracker database yet: run `tracker init`")
    schema.upgrade(Database(str(file)))
    open_database(str(file)).dispose()


# Other versions


def test_a_database_that_was_never_migrated(empty_url: str) -> None:
    if empty_url.startswith("sqlite"):
        sqlite3.connect(path_of(empty_url)).close()
        path_of(empty_url).touch()
    fails(lambda: open_database(empty_url), "is not a tracker database yet: run `tracker init`")
    database = Database(empty_url)
    fails(lambda: EventLog(database).read("kg"), "is not migrated for this program", "tracker db current")
    fails(lambda: EventLog(database).append("kg", "story", 0, [new()]), "is not migrated for this program")
    database.dispose()


def test_an_older_database(database: Database, database_url: str) -> None:
    older = schema.known_revisions()[-2]
    schema.downgrade(database, older)
    fails(lambda: open_database(database_url), f"is at schema {older}", "run `tracker db upgrade`")


def test_a_database_of_a_newer_program(database: Database, database_url: str) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9876'"))
    fails(lambda: open_database(database_url), "is at schema 9876, newer than this program", "upgrade tracker")
    fails(lambda: schema.upgrade(database), "9876", "needs a newer tracker")
    fails(lambda: schema.downgrade(database, "base"), "9876", "needs a newer tracker")


# Read-only


def check_read_only(database: Database) -> None:
    log = EventLog(database)
    assert [e.position for e in log.read("kg")] == [1, 2]
    assert verify(database, "kg").problem is None
    fails(lambda: log.append("kg", "article-a1", None, [new()]), "is read-only for this user")
    assert len(log.read("kg")) == 2
    database.dispose()


@on_sqlite
def test_a_database_opened_read_only(log: EventLog, database_url: str) -> None:
    ingest(log, "kg", "a1", TEXT)
    check_read_only(open_database(f"sqlite:///file:{path_of(database_url)}?mode=ro&uri=true"))


@on_sqlite
def test_a_read_only_file(log: EventLog, database_url: str) -> None:
    ingest(log, "kg", "a1", TEXT)
    log.database.dispose()
    file = path_of(database_url)
    if os.geteuid() != 0:
        file.chmod(0o444)
    elif not shutil.which("chattr") or subprocess.run(["chattr", "+i", file], capture_output=True).returncode:
        pytest.skip("root may write every file here: nothing is read-only for it")
    try:
        check_read_only(open_database(database_url))
    finally:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", file], check=True)


@on_postgresql
def test_a_role_that_may_only_read(log: EventLog, database: Database) -> None:
    ingest(log, "kg", "a1", TEXT)
    role = f"reader_{uuid.uuid4().hex}"
    with database.writing() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
    try:
        check_read_only(open_database(database.url.set(username=role).render_as_string(False)))
    finally:
        with database.writing() as connection:
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
            connection.exec_driver_sql(f"DROP ROLE {role}")


# Locked


@pytest.fixture
def other(database_url: str) -> Iterator[Any]:
    """What holds the story `kg` locked, as another process in the middle of an append does."""
    if database_url.startswith("sqlite"):
        connection: Any = sqlite3.connect(path_of(database_url), isolation_level=None, check_same_thread=False)
        connection.execute("BEGIN IMMEDIATE")
    else:
        import psycopg

        connection = psycopg.connect(database_url.replace("+psycopg", ""))
        connection.execute("SELECT * FROM heads WHERE story = 'kg' FOR UPDATE")
    yield connection
    connection.close()


def test_a_locked_database_waits_and_then_says_so(log: EventLog, database_url: str, request: Any) -> None:
    ingest(log, "kg", "a1", TEXT)
    request.getfixturevalue("other")
    impatient = Database(database_url, lock_wait=0.4)
    began = time.monotonic()
    fails(
        lambda: EventLog(impatient).append("kg", "article-a1", 2, [new()]),
        "is locked by another process (waited 0.4 s): try again",
    )
    assert 0.3 < time.monotonic() - began < 5
    assert [e.position for e in EventLog(impatient).read("kg")] == [1, 2]  # readers never wait for a writer
    impatient.dispose()


def test_a_lock_that_is_freed_in_time_goes_unnoticed(log: EventLog, database_url: str, request: Any) -> None:
    ingest(log, "kg", "a1", TEXT)
    free = threading.Timer(0.3, request.getfixturevalue("other").rollback)
    free.start()
    assert log.append("kg", "article-a1", 2, [new()]).positions == (3,)
    free.join()


# Full


def fill(log: EventLog, make_room: Callable[[], None]) -> None:
    """Append until the disk is full; nothing is half written, and all goes on when there is room."""
    done = 0
    words = [os.urandom(3000).hex() for _ in range(400)]

    def append_all() -> None:
        nonlocal done
        for number in range(done, len(words)):
            payloads = [new(observed(words[number], f"a{number}")), new()]
            log.append("kg", f"article-a{number}", 0, payloads, texts=[words[number]])
            done += 1

    fails(append_all, "the disk of", "is full; nothing of this step was written: free space and run it again")
    assert 0 < done < len(words)
    found = verify(log.database, "kg")
    assert (found.problem, found.events, found.documents) == (None, 2 * done, done)
    assert damage(log.database) is None
    fails(append_all, "is full")
    make_room()
    append_all()
    found = verify(log.database, "kg")
    assert (found.problem, found.events, found.documents) == (None, 2 * len(words), len(words))


@on_sqlite
def test_a_file_that_may_not_grow(database: Database) -> None:
    def limit(pages: int) -> None:
        database.dispose()

        @event.listens_for(database.engine, "connect")
        def _(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}")

    limit(200)
    fill(EventLog(database), lambda: limit(100_000))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a small file system: only a limited file was filled")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(small_disk: Path, sqlite_template: Path) -> None:
    """SQLite writes into what is free; its journal needs room, too."""
    file, filler = small_disk / "tracker.db", small_disk / "filler"
    shutil.copy(sqlite_template, file)
    filler.write_bytes(bytes(22_000_000))
    database = Database(str(file))
    try:
        fill(EventLog(database), filler.unlink)
    finally:
        database.dispose()


# Cut


def cut(connection: Connection) -> None:
    """End the server's process of a connection, as a restart or an administrator does."""
    import psycopg

    pid = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
    with psycopg.connect(connection.engine.url.set(drivername="postgresql").render_as_string(False)) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


@on_postgresql
@pytest.mark.parametrize(
    ("module", "step", "size"),
    [
        (driver, "first_rows", 1),
        (documents, "put", 1),
        (driver, "write", 1),
        (driver, "write", 50),
        (documents, "erase", 1),  # the last step before the commit
    ],
)
def test_a_connection_that_is_cut_in_the_middle(
    log: EventLog, monkeypatch: pytest.MonkeyPatch, module: Any, step: str, size: int
) -> None:
    ingest(log, "kg", "a1", TEXT)
    whole = getattr(module, step)

    def cut_and_go_on(connection: Connection, *args: Any, **kw: Any) -> Any:
        cut(connection)
        return whole(connection, *args, **kw)

    events = [new(observed(f"{TEXT} {n}", "a2")) for n in range(size)]
    texts = [f"{TEXT} {n}" for n in range(size)]
    with monkeypatch.context() as patched:
        patched.setattr(module, step, cut_and_go_on)
        fails(
            lambda: log.append("kg", "article-a2", 0, events, texts=texts),
            "the connection to postgresql",
            "was cut",
            "nothing is half written, run it again",
        )
    assert (count(log.database, "events"), count(log.database, "documents")) == (2, 1)
    assert log.append("kg", "article-a2", 0, events, texts=texts).new == size
    assert verify(log.database, "kg").problem is None


@on_postgresql
def test_connections_that_are_cut_again_and_again(log: EventLog, database: Database) -> None:
    """Whatever was acknowledged is there once, whatever was not can be appended again."""
    import psycopg

    stop = threading.Event()
    url = database.url.set(drivername="postgresql").render_as_string(False)

    def cut_all() -> None:
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        with psycopg.connect(url, autocommit=True) as admin:
            while not stop.wait(0.05):
                admin.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")

    thread = threading.Thread(target=cut_all)
    thread.start()
    failures = 0
    batches = [[new() for _ in range(n % 9 + 1)] for n in range(300)]
    try:
        for batch in batches:
            for _ in range(100):
                try:
                    log.append("kg", "article-a1", None, batch)
                    break
                except DatabaseError as error:
                    assert "\n" not in str(error)
                    failures += 1
    finally:
        stop.set()
        thread.join()
    assert failures > 0
    database.dispose()
    stored = [e.event_id for e in log.read("kg", limit=10**6)]
    assert stored == [e.event_id for batch in batches for e in batch]
    assert verify(database, "kg").problem is None
