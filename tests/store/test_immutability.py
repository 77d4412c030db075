"""The database itself refuses to rewrite the truth, whoever asks and however: tried in raw SQL on both back ends."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from sqlalchemy import text
from store_support import TEXT, erased, ingest, new

from tracker.model.article import document_hash
from tracker.model.errors import DatabaseError
from tracker.store import schema
from tracker.store.database import Database
from tracker.store.log import EventLog
from tracker.store.tables import documents, events
from tracker.store.verify import verify

EVENT_COPY = ", ".join(events.columns.keys())
DOCUMENT_COPY = ", ".join(documents.columns.keys())


@pytest.fixture
def filled(log: EventLog) -> Database:
    """A database with two stories, three events and two documents."""
    ingest(log, "kg", "a1", TEXT, TEXT + " Later.")
    ingest(log, "other", "a1", TEXT)
    return log.database


def contents(database: Database) -> list[Any]:
    with database.reading() as connection:
        return [
            connection.execute(table.select().order_by(*table.primary_key.columns)).all()
            for table in (events, documents)
        ]


def refused(database: Database, statement: str, why: str, **values: Any) -> None:
    before = contents(database)
    with pytest.raises(DatabaseError, match=why) as caught, database.writing() as connection:
        connection.execute(text(statement), values)
    assert "\n" not in str(caught.value) and "CONTEXT" not in str(caught.value)
    assert contents(database) == before
    assert verify(database, "kg").problem is None


def copied(columns: str, **changes: str) -> str:
    """The select list of a row's copy with some columns changed."""
    return ", ".join(changes.get(name.strip(), name.strip()) for name in columns.split(","))


def test_no_column_of_an_event_is_updated(filled: Database) -> None:
    for column in EVENT_COPY.split(", "):
        why = "events are never (updated|changed)"
        refused(filled, f"UPDATE events SET {column} = {column} WHERE position = 2", why)


def test_no_column_of_a_document_is_updated(filled: Database) -> None:
    for column in DOCUMENT_COPY.split(", "):
        refused(filled, f"UPDATE documents SET {column} = {column} WHERE story = 'kg'", "documents are never updated")


def test_no_event_is_deleted(filled: Database) -> None:
    for where in ("", "WHERE story = 'kg' AND position = 3", "WHERE position > 1"):
        refused(filled, f"DELETE FROM events {where}", "events are never (deleted|changed)")


def test_no_document_is_deleted(filled: Database) -> None:
    refused(filled, "DELETE FROM documents", "documents are never (deleted|changed)")


# INSERT that replaces. SQLite does not fire DELETE triggers for a row that REPLACE takes away.


def insertions(database: Database) -> tuple[str, ...]:
    return ("INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE") if database.is_sqlite else ("INSERT",)


@pytest.mark.parametrize(
    "key",
    [
        {"stream": "'x'", "version": "1", "event_id": "'x'"},  # the position is there
        {"position": "99", "stream": "'x'", "version": "1"},  # the event id is there
        {"position": "99", "event_id": "'x'"},  # the stream's version is there
        {},  # all of them
    ],
    ids=["position", "event-id", "stream-version", "all"],
)
def test_no_event_is_replaced(filled: Database, key: dict[str, str]) -> None:
    forged = copied(EVENT_COPY, payload="'{}'", **key)
    rows = f"INTO events ({EVENT_COPY}) SELECT {forged} FROM events WHERE story = 'kg' AND position = 2"
    for verb in insertions(filled):
        refused(filled, f"{verb} {rows}", "events are never replaced|duplicate key")


def test_no_document_is_replaced(filled: Database) -> None:
    forged = copied(DOCUMENT_COPY, body="NULL")
    rows = f"INTO documents ({DOCUMENT_COPY}) SELECT {forged} FROM documents WHERE story = 'kg'"
    for verb in insertions(filled):
        refused(filled, f"{verb} {rows}", "documents are never replaced|duplicate key")


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_no_row_is_replaced_by_a_hidden_key(filled: Database) -> None:
    """A table with a rowid lets INSERT OR REPLACE take any row away by that number, past a guard of its declared keys."""
    for alias, value in product(("rowid", "oid", "_rowid_"), ("1", "'2'", "3.0")):
        values = f"({alias}, story, sha256, characters) VALUES ({value}, 'x', 'y', 0)"
        refused(filled, f"INSERT OR REPLACE INTO documents {values}", "documents are never replaced")
        refused(filled, f"INSERT OR REPLACE INTO events ({alias}, story) VALUES (1, 'x')", "no column named")


@pytest.mark.parametrize("target", ["(story, position)", "(story, event_id)", "(story, stream, version)"])
def test_no_event_is_upserted(filled: Database, target: str) -> None:
    keys = {
        "(story, position)": {"event_id": "'x'", "version": "9"},
        "(story, event_id)": {"position": "9", "version": "9"},
        "(story, stream, version)": {"position": "9", "event_id": "'x'"},
    }
    rows = f"SELECT {copied(EVENT_COPY, **keys[target])} FROM events WHERE story = 'kg' AND position = 2"
    upsert = f"INSERT INTO events ({EVENT_COPY}) {rows} ON CONFLICT {target} DO UPDATE SET actor = 'x'"
    refused(filled, upsert, "events are never (replaced|changed)")


def test_no_document_is_upserted(filled: Database) -> None:
    source = f"SELECT {DOCUMENT_COPY} FROM documents WHERE story = 'kg'"
    statement = f"INSERT INTO documents ({DOCUMENT_COPY}) {source} ON CONFLICT (story, sha256) DO UPDATE SET body = 'x'"
    refused(filled, statement, "documents are never (replaced|updated)")


@pytest.mark.parametrize("verb", ["UPDATE OR REPLACE", "UPDATE OR IGNORE"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_no_update_replaces(filled: Database, verb: str) -> None:
    refused(filled, f"{verb} events SET position = 1 WHERE position = 2", "events are never updated")
    refused(filled, f"{verb} documents SET characters = NULL", "documents are never updated")


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_no_table_is_truncated(filled: Database) -> None:
    for tables, how in product(
        ["events", "documents", "events, documents"], ["", "CASCADE", "RESTART IDENTITY CASCADE"]
    ):
        refused(filled, f"TRUNCATE {tables} {how}", "are never changed: TRUNCATE refused")


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_temporary_table_of_events_allows_no_erasure(filled: Database) -> None:
    """The guard looks for the erasure's event in the real log, not in the first `events` on the search path."""
    with filled.writing() as connection:
        connection.exec_driver_sql("CREATE TEMPORARY TABLE events (LIKE public.events)")
        forged = copied(EVENT_COPY, type="'ArticleErased'", payload=f"""'{{"documents":["{document_hash(TEXT)}"]}}'""")
        connection.exec_driver_sql(f"INSERT INTO pg_temp.events SELECT {forged} FROM public.events WHERE story = 'kg'")
        erase = f"UPDATE documents SET characters = 0, body = NULL, body_sha256 = NULL WHERE sha256 = '{document_hash(TEXT)}'"
        with pytest.raises(Exception, match="only erased, under an ArticleErased event"):
            connection.exec_driver_sql(erase)
        connection.rollback()


# Erasure is the one exception, and no more than that


@pytest.mark.parametrize(
    "change",
    [
        "body = NULL",
        "body = NULL, body_sha256 = NULL",
        "characters = 0, body_sha256 = NULL",
        "characters = 0, body = NULL",
        "characters = 0, body = NULL, body_sha256 = NULL, story = 'kg2'",
        "characters = 0, body = NULL, body_sha256 = NULL, sha256 = 'x'",
        "characters = 0, body = '', body_sha256 = NULL",
        "body = 'other words'",
    ],
)
def test_an_erasure_is_whole_or_refused(log: EventLog, filled: Database, change: str) -> None:
    log.append("kg", "article-a1", None, [new(erased(TEXT))])
    before = contents(filled)
    with pytest.raises(DatabaseError, match="documents are never updated"), filled.writing() as connection:
        connection.execute(text(f"UPDATE documents SET {change} WHERE sha256 = :it"), {"it": document_hash(TEXT)})
    assert contents(filled) == before


def test_an_erased_document_stays_erased(log: EventLog, filled: Database) -> None:
    log.append("kg", "article-a1", None, [new(erased(TEXT))], erase=[document_hash(TEXT)])
    change = "UPDATE documents SET characters = 4, body = 'back', body_sha256 = 'x' WHERE body IS NULL"
    refused(filled, change, "documents are never updated")
    refused(filled, "DELETE FROM documents WHERE body IS NULL", "documents are never (deleted|changed)")


def test_the_guards_are_back_after_down_and_up(filled: Database) -> None:
    schema.downgrade(filled, "base")
    schema.upgrade(filled)
    ingest(EventLog(filled), "kg", "a1", TEXT)
    refused(filled, "UPDATE events SET actor = 'x'", "events are never")
    refused(filled, "DELETE FROM events", "events are never")
    refused(filled, "DELETE FROM documents", "documents are never")
    refused(filled, "UPDATE documents SET characters = 1", "documents are never")
    if filled.is_sqlite:
        replace = f"REPLACE INTO events ({EVENT_COPY}) SELECT {EVENT_COPY} FROM events"
        refused(filled, replace, "events are never replaced")
    else:
        refused(filled, "TRUNCATE events CASCADE", "events are never")
