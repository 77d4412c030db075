"""A database of an older schema is read in today's shape; one of a newer program says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert
from store_support import TEXT, new, observed

from tracker.model.article import document_hash
from tracker.model.errors import DatabaseError
from tracker.model.events import EVENT_TYPES, ArticleObserved
from tracker.store import upcasters
from tracker.store.chain import GENESIS, event_hash
from tracker.store.database import Database
from tracker.store.documents import put
from tracker.store.log import EventLog
from tracker.store.tables import documents, events, heads
from tracker.store.upcasters import UPCASTERS, Upcaster
from tracker.store.verify import verify

OF_OLD = {
    "article": "a1",
    "paper": "Ala-Too Courier",
    "published": "2010-04-08T12:00:00Z",
    "text_sha256": document_hash(TEXT),
}
"""`ArticleObserved` as it might have been at version 0, before its basis was recorded."""


def from_version_0(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "article": fields["article"],
        "source": fields["paper"],
        "published_at": fields["published"],
        "document": fields["text_sha256"],
    }


def from_version_1(fields: dict[str, Any]) -> dict[str, Any]:
    fields["outlet"] = fields.pop("source")
    return {**fields, "published_basis": "given"}


CHAIN: Mapping[tuple[str, int], Upcaster] = {
    ("ArticleObserved", 0): from_version_0,
    ("ArticleObserved", 1): from_version_1,
}


@pytest.fixture
def version_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in which `ArticleObserved` is at its third version, 2."""
    monkeypatch.setattr(ArticleObserved, "schema_version", 2)


def store_raw(database: Database, type_name: str, version: int, payload: dict[str, Any], story: str = "kg") -> None:
    """What an older or newer program left: one event with a right hash, its head, and its document."""
    row: dict[str, Any] = {
        "story": story,
        "position": 1,
        "stream": "article-a1",
        "version": 1,
        "event_id": "e1",
        "type": type_name,
        "schema_version": version,
        "recorded_at": datetime(2024, 5, 1, tzinfo=UTC),
        "actor": "job:old",
        "cause": None,
        "payload": json.dumps(payload),
    }
    row["hash"] = event_hash(GENESIS, row)
    head = {"story": story, "position": 1, "hash": row["hash"], "recorded_at": row["recorded_at"]}
    with database.writing() as connection:
        connection.execute(insert(events), [row])
        connection.execute(insert(heads), [head])
        put(connection, story, [TEXT])
        assert connection.execute(documents.select()).one()


@pytest.mark.usefixtures("version_2")
def test_a_payload_of_an_older_schema_is_read_in_todays_shape(database: Database) -> None:
    store_raw(database, "ArticleObserved", 0, OF_OLD)
    log = EventLog(database, CHAIN)
    (read,) = log.read("kg")
    assert read.payload == observed()
    assert log.read_stream("kg", "article-a1") == [read]
    assert verify(database, "kg", upcasters=CHAIN).problem is None


@pytest.mark.usefixtures("version_2")
def test_old_and_new_events_share_a_log(database: Database) -> None:
    store_raw(database, "ArticleObserved", 0, OF_OLD)
    log = EventLog(database, CHAIN)
    log.append("kg", "article-a2", 0, [new(observed(article="a2"))])
    assert [e.payload.article for e in log.read("kg")] == ["a1", "a2"]  # type: ignore[attr-defined]
    assert verify(database, "kg", upcasters=CHAIN).problem is None


@pytest.mark.usefixtures("version_2")
def test_a_missing_upcaster_is_named(database: Database) -> None:
    store_raw(database, "ArticleObserved", 0, OF_OLD)
    log = EventLog(database, {("ArticleObserved", 0): from_version_0})
    with pytest.raises(DatabaseError, match="holds ArticleObserved version 0, and no upcaster leads from version 1 on"):
        log.read("kg")


@pytest.mark.parametrize(("type_name", "version"), [("ArticleTranslated", 1), ("ArticleObserved", 2)])
def test_events_of_a_newer_program_ask_for_it(database: Database, type_name: str, version: int) -> None:
    store_raw(database, type_name, version, OF_OLD)
    wanted = f"the log holds {type_name} version {version}, which this program does not know: upgrade tracker"
    for ask in (lambda: EventLog(database).read("kg"), lambda: verify(database, "kg")):
        with pytest.raises(DatabaseError, match=wanted) as caught:
            ask()
        assert "\n" not in str(caught.value)


def test_a_payload_that_fits_no_schema_is_an_error(database: Database) -> None:
    store_raw(database, "ArticleObserved", 1, OF_OLD)
    with pytest.raises(DatabaseError, match=r"ArticleObserved version \d in the log cannot be read"):
        EventLog(database).read("kg")


def test_an_upcaster_that_fails_is_not_taken_for_a_missing_one(database: Database) -> None:
    """A KeyError inside an upcaster is its own fault, and told as such."""
    store_raw(database, "ArticleObserved", 0, {"article": "a1"})
    with pytest.raises(DatabaseError, match=r"ArticleObserved version \d in the log cannot be read"):
        EventLog(database, {("ArticleObserved", 0): from_version_0}).read("kg")


def test_every_version_before_todays_has_its_upcaster() -> None:
    for name, cls in EVENT_TYPES.items():
        for version in range(1, cls.schema_version):
            assert (name, version) in UPCASTERS
    assert set(upcasters._DECODERS) == set(EVENT_TYPES)
