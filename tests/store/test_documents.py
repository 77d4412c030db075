"""Documents: addressed by their content, stored once in a story, and erased only under an `ArticleErased` event."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from store_support import TEXT, count, erased, extracted, ingest, new, observed, tamper

from tracker.model.article import document_hash
from tracker.model.errors import DatabaseError, InputError
from tracker.store import documents
from tracker.store.database import Database
from tracker.store.log import EventLog
from tracker.store.verify import verify

LATER = TEXT.replace("12", "20")


def test_a_text_is_found_by_its_hash(log: EventLog) -> None:
    ingest(log, "kg", "a1", TEXT, LATER)
    assert log.document("kg", document_hash(TEXT)) == TEXT
    assert log.document("kg", document_hash(LATER)) == LATER


def test_the_same_text_is_stored_once_in_a_story_and_again_in_another(log: EventLog) -> None:
    ingest(log, "one", "a1", TEXT)
    ingest(log, "one", "a2", TEXT)
    assert count(log.database, "documents") == 1
    ingest(log, "two", "a1", TEXT)
    assert count(log.database, "documents") == 2
    assert [verify(log.database, story).problem for story in ("one", "two")] == [None, None]


def test_a_text_given_twice_in_one_append_is_stored_once(log: EventLog) -> None:
    log.append("kg", "article-a1", 0, [new(observed())], texts=[TEXT, TEXT])
    assert count(log.database, "documents") == 1


def test_texts_are_compressed(log: EventLog) -> None:
    ingest(log, "kg", "a1", TEXT * 200)
    with log.database.reading() as connection:
        stored = connection.execute(text("SELECT length(body), characters FROM documents")).one()
    assert stored[0] < len(TEXT.encode()) * 200 / 20
    assert stored[1] == len(TEXT) * 200


def test_a_document_that_is_not_there(log: EventLog) -> None:
    ingest(log, "kg", "a1", TEXT)
    for story, sha256 in (("kg", "0" * 64), ("other", document_hash(TEXT))):
        with pytest.raises(DatabaseError, match=f"story '{story}' has no document {sha256[:12]}"):
            log.document(story, sha256)


def test_a_document_that_was_altered_is_not_given_out(log: EventLog) -> None:
    ingest(log, "kg", "a1", TEXT)
    tamper(log.database, "UPDATE documents SET characters = 7")
    with pytest.raises(DatabaseError, match=r"has \d+ characters, not 7: run `tracker verify`"):
        log.document("kg", document_hash(TEXT))


@pytest.mark.parametrize("bad", ["half a pair \ud83c", "too long"])
def test_a_text_that_cannot_be_stored_takes_its_events_with_it(
    log: EventLog, bad: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", len(TEXT.encode()))
    unfit = bad if bad != "too long" else TEXT + "!"
    with pytest.raises(InputError, match="cannot be stored"):
        log.append("kg", "article-a1", 0, [new(extracted())], texts=[TEXT, unfit])
    assert (count(log.database, "events"), count(log.database, "documents"), count(log.database, "heads")) == (0, 0, 0)


def test_a_body_that_unpacks_to_more_than_a_text_may_have(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(log, "kg", "a1", "a" * 5000)
    monkeypatch.setattr(documents, "MAX_BYTES", 4000)
    with pytest.raises(DatabaseError, match="was altered"):
        log.document("kg", document_hash("a" * 5000))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_unicode_survives(log: EventLog, words: str) -> None:
    """NUL, unassigned and private characters, any script, no normalisation, no line ends changed."""
    story = uuid.uuid4().hex
    ingest(log, story, "a1", words)
    assert log.document(story, document_hash(words)) == words


# Erasure


def test_erasure_takes_the_words_and_leaves_the_chain_whole(log: EventLog, database: Database) -> None:
    ingest(log, "kg", "a1", TEXT, LATER)
    log.append("kg", "article-a1", 3, [new(erased(TEXT))], erase=[document_hash(TEXT)])
    assert log.document("kg", document_hash(TEXT)) is None
    assert log.document("kg", document_hash(LATER)) == LATER
    with database.reading() as connection:
        row = connection.execute(text("SELECT characters, body, body_sha256 FROM documents WHERE body IS NULL")).one()
    assert tuple(row) == (0, None, None)
    assert verify(database, "kg").problem is None


def test_erasure_of_several_documents_at_once(log: EventLog) -> None:
    ingest(log, "kg", "a1", TEXT, LATER)
    both = [document_hash(TEXT), document_hash(LATER)]
    log.append("kg", "article-a1", 3, [new(erased(TEXT, LATER))], erase=both)
    assert [log.document("kg", sha256) for sha256 in both] == [None, None]


def test_what_was_erased_does_not_come_back(log: EventLog) -> None:
    ingest(log, "kg", "a1", TEXT)
    log.append("kg", "article-a1", 2, [new(erased(TEXT))], erase=[document_hash(TEXT)])
    ingest(log, "kg", "a2", TEXT)
    assert log.document("kg", document_hash(TEXT)) is None
    assert verify(log.database, "kg").problem is None


@pytest.mark.parametrize("because", ["a text with \\u0000 in it", '"]}', "документ"])
def test_erasure_under_any_reason(log: EventLog, because: str) -> None:
    """PostgreSQL's jsonb refuses an escaped NUL: an escaped backslash before `u0000` must not look like one."""
    ingest(log, "kg", "a1", TEXT)
    event = type(erased())(article="a1", documents=(document_hash(TEXT),), because=because)
    log.append("kg", "article-a1", 2, [new(event)], erase=[document_hash(TEXT)])
    assert log.document("kg", document_hash(TEXT)) is None


def test_erasure_without_its_event_is_refused(log: EventLog, database: Database) -> None:
    ingest(log, "kg", "a1", TEXT, LATER)
    ingest(log, "other", "a1", TEXT)
    log.append("other", "article-a1", 2, [new(erased(TEXT))])  # of another story
    for payload in (extracted(), erased(LATER)):  # no erasure, the erasure of another document
        with pytest.raises(DatabaseError, match="only erased, under an ArticleErased event"):
            log.append("kg", "article-a1", None, [new(payload)], erase=[document_hash(TEXT)])
    assert log.document("kg", document_hash(TEXT)) == TEXT
    assert len(log.read("kg")) == 3


def test_the_hash_must_stand_among_the_documents_of_the_event(log: EventLog) -> None:
    """Not in its reason, and not as its article."""
    sha256 = document_hash(TEXT)
    ingest(log, "kg", "a1", TEXT)
    event = type(erased())(article=sha256, documents=("0" * 64,), because=sha256)
    with pytest.raises(DatabaseError, match="only erased"):
        log.append("kg", "article-a1", None, [new(event)], erase=[sha256])


def test_erasure_of_a_document_that_is_not_there_appends_nothing(log: EventLog) -> None:
    ingest(log, "kg", "a1", TEXT)
    with pytest.raises(InputError, match=f"no document {document_hash(LATER)}"):
        log.append("kg", "article-a1", 2, [new(erased(LATER))], erase=[document_hash(LATER)])
    assert len(log.read("kg")) == 2
