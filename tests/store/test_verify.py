"""`verify` names the first thing that does not fit, whichever column or row of the truth was touched."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from store_support import TEXT, erased, extracted, ingest, new, tamper, without_guards

from tracker.model.article import document_hash
from tracker.model.errors import InputError
from tracker.store.database import Database
from tracker.store.log import EventLog
from tracker.store.tables import documents, events, heads
from tracker.store.verify import damage, rows_to_check, stored_stories, verify

LATER = TEXT + " Later."
SECOND = "event 2 "
"""How a problem begins that is seen at the event which the tests tamper with."""


@pytest.fixture
def filled(log: EventLog) -> Database:
    """Story `kg`: an article with two texts in events 1 to 3, one more event, and an article in events 5 and 6."""
    ingest(log, "kg", "a1", TEXT, LATER)
    log.append("kg", "article-a1", 3, [new(extracted(), cause="command 7")])
    ingest(log, "kg", "a2", TEXT.upper())
    ingest(log, "other", "a1", TEXT)
    return log.database


def problem(database: Database, expect: str | None = None) -> str:
    found = verify(database, "kg", expect=expect).problem
    assert found is not None
    assert "\n" not in found
    return found


def test_a_log_that_fits(filled: Database) -> None:
    looked: list[int] = []
    found = verify(filled, "kg", progress=looked.append)
    assert (found.problem, found.events, found.documents) == (None, 6, 3)
    assert found.head == EventLog(filled).head("kg")
    assert sum(looked) == 9
    assert rows_to_check(filled) == 12
    assert stored_stories(filled) == ["kg", "other"]
    assert damage(filled) is None


def test_progress_is_told_page_by_page(log: EventLog) -> None:
    log.append("kg", "article-a1", 0, [new() for _ in range(2500)])
    looked: list[int] = []
    assert verify(log.database, "kg", progress=looked.append).problem is None
    assert looked == [1000, 1000, 500]


def test_a_story_that_is_not_there(filled: Database) -> None:
    found = verify(filled, "nowhere")
    assert (found.problem, found.head, found.events) == (None, None, 0)


# One column of one row

OTHER_HASH = "CASE substr(hash, 1, 1) WHEN '0' THEN '1' ELSE '0' END || substr(hash, 2)"

ALTERED_EVENT = {
    "story": "'other2'",
    "position": "77",
    "stream": "'article-a9'",
    "version": "9",
    "event_id": "'other'",
    "type": "'ArticleGone'",
    "schema_version": "2",
    "recorded_at": None,
    "actor": "'nobody'",
    "cause": "'an excuse'",
    "payload": "payload || ' '",
    "hash": OTHER_HASH,
}


@pytest.mark.parametrize("column", events.columns.keys())
def test_every_column_of_an_event_counts(filled: Database, column: str) -> None:
    later = "'2027-01-01T00:00:00.000000Z'"
    tamper(filled, f"UPDATE events SET {column} = {ALTERED_EVENT[column] or later} WHERE story = 'kg' AND position = 2")
    found = problem(filled)
    if column in ("story", "position"):
        assert found.startswith("event 3 ") and "follows position 1: events between are missing" in found
    else:
        assert found.startswith(SECOND) and "it was altered" in found


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("recorded_at", "replace(recorded_at, 'T', ' ')"),
        ("recorded_at", "replace(recorded_at, 'Z', '+00:00')"),
        ("recorded_at", "'yesterday'"),
        ("recorded_at", "CAST(recorded_at AS BLOB)"),
        ("payload", "CAST(payload AS BLOB)"),
        ("payload", "CAST(x'ff' AS TEXT)"),
        ("hash", "upper(hash)"),
        ("hash", "CAST(hash AS BLOB)"),
        ("version", "'one'"),
        ("cause", "''"),
        ("type", "CAST(x'c3' AS TEXT)"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_reads_the_same_or_not_at_all_is_altered_too(filled: Database, column: str, value: str) -> None:
    """SQLite holds any type in any column; an instant may be written in many ways, and a text may not be UTF-8."""
    tamper(filled, f"UPDATE events SET {column} = {value} WHERE story = 'kg' AND position = 2")
    assert problem(filled).startswith(SECOND)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_an_instant_beyond_python(filled: Database) -> None:
    tamper(filled, "UPDATE events SET recorded_at = 'infinity' WHERE story = 'kg' AND position = 2")
    assert problem(filled).startswith(SECOND)


ALTERED_DOCUMENT = {
    "story": ("'other2'", f"document {document_hash(LATER)}, named by event 3, is missing"),
    "sha256": ("'" + "0" * 64 + "'", f"document {'0' * 64} is named by no event"),
    "characters": ("7", f"document {document_hash(LATER)} has {len(LATER)} characters, not 7"),
    "body": ("NULL", f"document {document_hash(LATER)} has lost its text, and no event says that it was erased"),
    "body_sha256": ("NULL", f"document {document_hash(LATER)} was altered: its stored bytes"),
}


@pytest.mark.parametrize("column", documents.columns.keys())
def test_every_column_of_a_document_counts(filled: Database, column: str) -> None:
    value, expected = ALTERED_DOCUMENT[column]
    tamper(
        filled, f"UPDATE documents SET {column} = {value} WHERE story = 'kg' AND sha256 = :it", it=document_hash(LATER)
    )
    assert problem(filled).startswith(expected)


def test_a_document_with_consistent_but_other_words(filled: Database) -> None:
    """Body and its hash exchanged for those of another text: the address gives it away."""
    swap = "(SELECT {} FROM documents WHERE story = 'other')"
    change = ", ".join(f"{column} = {swap.format(column)}" for column in ("body", "body_sha256", "characters"))
    tamper(filled, f"UPDATE documents SET {change} WHERE story = 'kg' AND sha256 = :it", it=document_hash(LATER))
    assert problem(filled).startswith(f"document {document_hash(LATER)} was altered: its text does not have the hash")


@pytest.mark.parametrize("value", ["5", "'text'", "CAST('text' AS BLOB)", "x''"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_body_of_any_type(filled: Database, value: str) -> None:
    tamper(filled, f"UPDATE documents SET body = {value} WHERE story = 'kg' AND sha256 = :it", it=document_hash(LATER))
    assert problem(filled).startswith(f"document {document_hash(LATER)} was altered")


@pytest.mark.parametrize("column", heads.columns.keys())
def test_every_column_of_the_head_counts(filled: Database, column: str) -> None:
    altered = {
        "story": ("'other2'", "the head row is missing"),
        "position": ("8", "the head row is at position 8, the last event is 6: the tail was cut"),
        "hash": (
            OTHER_HASH,
            "the head row does not fit the last event, 6",
        ),
        "recorded_at": ("'2027-01-01T00:00:00.000000Z'", "the head row does not fit the last event, 6"),
    }
    value, expected = altered[column]
    tamper(filled, f"UPDATE heads SET {column} = {value} WHERE story = 'kg'")
    assert problem(filled) == expected


@pytest.mark.parametrize("value", ["'many'", "x'01'"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_head_of_another_type(filled: Database, value: str) -> None:
    tamper(filled, f"UPDATE heads SET position = {value} WHERE story = 'kg'")
    assert problem(filled) == "the head row does not fit the last event, 6"


# Whole rows


def test_a_tail_that_was_cut(filled: Database) -> None:
    tamper(filled, "DELETE FROM events WHERE story = 'kg' AND position > 4")
    assert problem(filled) == "the head row is at position 6, the last event is 4: the tail was cut"


def test_all_events_of_a_story_gone(filled: Database) -> None:
    tamper(filled, "DELETE FROM events WHERE story = 'kg'")
    assert problem(filled) == "the head row is at position 6, the last event is 0: the tail was cut"
    assert "kg" in stored_stories(filled)


@pytest.mark.parametrize("gone", [1, 3])
def test_an_event_that_was_deleted(filled: Database, gone: int) -> None:
    tamper(filled, f"DELETE FROM events WHERE story = 'kg' AND position = {gone}")
    assert problem(filled).startswith(f"event {gone + 1} ")


def test_an_event_that_was_deleted_and_the_rest_moved_up(filled: Database) -> None:
    with without_guards(filled) as connection:
        connection.execute(text("DELETE FROM events WHERE story = 'kg' AND position = 3"))
        for position in (4, 5, 6):
            move = "UPDATE events SET position = position - 1 WHERE story = 'kg' AND position = :it"
            connection.execute(text(move), {"it": position})
    assert problem(filled).startswith("event 3 ")


def test_two_events_exchanged(filled: Database) -> None:
    with without_guards(filled) as connection:
        for old, moved in ((2, 90), (3, 2), (90, 3)):
            values = {"old": old, "moved": moved}
            move = "UPDATE events SET position = :moved WHERE story = 'kg' AND position = :old"
            connection.execute(text(move), values)
    assert problem(filled).startswith(SECOND)


def test_an_event_that_was_put_at_the_end(filled: Database) -> None:
    columns = events.columns.keys()
    forged = ", ".join({"position": "7", "event_id": "'forged'", "version": "9"}.get(name, name) for name in columns)
    tamper(
        filled,
        f"INSERT INTO events ({', '.join(columns)}) SELECT {forged} FROM events WHERE story = 'kg' AND position = 6",
    )
    assert problem(filled).startswith("event 7 (forged, ")


def test_a_head_row_that_is_gone(filled: Database) -> None:
    tamper(filled, "DELETE FROM heads WHERE story = 'kg'")
    assert problem(filled) == "the head row is missing"
    assert "kg" in stored_stories(filled)


def test_a_document_that_is_gone(filled: Database) -> None:
    tamper(filled, "DELETE FROM documents WHERE story = 'kg' AND sha256 = :it", it=document_hash(LATER))
    assert problem(filled) == f"document {document_hash(LATER)}, named by event 3, is missing"


def test_a_document_that_no_event_names(filled: Database) -> None:
    foreign = "INSERT INTO documents (story, sha256, characters) VALUES ('kg', 'ff', 0)"
    with filled.writing() as connection:  # the guards allow it: who may insert may append
        connection.execute(text(foreign))
    assert problem(filled) == "document ff is named by no event"


# A tail that was cut neatly, head row and all, is told only by a head that was kept elsewhere


def cut_neatly(database: Database, last: int) -> None:
    with without_guards(database) as connection:
        connection.execute(text("DELETE FROM events WHERE story = 'kg' AND position > :last"), {"last": last})
        end = "(SELECT {} FROM events WHERE story = 'kg' AND position = :last)"
        moved = ", ".join(f"{column} = {end.format(column)}" for column in ("position", "hash", "recorded_at"))
        connection.execute(text(f"UPDATE heads SET {moved} WHERE story = 'kg'"), {"last": last})
        connection.execute(
            text("DELETE FROM documents WHERE story = 'kg' AND sha256 = :it"), {"it": document_hash(TEXT.upper())}
        )


def test_only_an_expected_head_tells_a_neat_cut(filled: Database) -> None:
    kept = str(EventLog(filled).head("kg"))
    cut_neatly(filled, 4)
    assert verify(filled, "kg").problem is None
    assert problem(filled, kept) == "the expected head is at position 6, the log ends at 4: the tail was cut"


def test_an_expected_head_of_the_past_still_fits(filled: Database) -> None:
    kept = EventLog(filled).head("kg")
    EventLog(filled).append("kg", "article-a1", None, [new()])
    assert kept is not None
    assert verify(filled, "kg", expect=str(kept)).problem is None
    assert verify(filled, "kg", expect=f"6:{kept.hash[:12]}").problem is None


def test_history_that_was_rewritten_consistently(filled: Database) -> None:
    """A cut and new events to the old length: every hash fits, but not the one that was kept."""
    kept = EventLog(filled).head("kg")
    cut_neatly(filled, 4)
    EventLog(filled).append("kg", "article-a1", None, [new(), new()])
    assert verify(filled, "kg").problem is None
    assert "history was rewritten" in problem(filled, str(kept))


def test_an_expected_head_that_is_none(filled: Database) -> None:
    for expect in ("6", "6:", "six:" + "0" * 64, "6:" + "0" * 11, "6:" + "x" * 64, "6:" + "0" * 65):
        with pytest.raises(InputError, match=r"is not a head: give POSITION:HASH"):
            verify(filled, "kg", expect=expect)


# Erasure


def erase(database: Database, **given: Any) -> None:
    EventLog(database).append("kg", "article-a1", None, [new(erased(TEXT))], **given)


def test_an_erased_document_fits(filled: Database) -> None:
    erase(filled, erase=[document_hash(TEXT)])
    found = verify(filled, "kg")
    assert (found.problem, found.events, found.documents) == (None, 7, 3)


def test_an_erasure_that_left_the_words(filled: Database) -> None:
    erase(filled)
    assert problem(filled) == f"document {document_hash(TEXT)} still has its text, which event 7 erased"


@pytest.mark.parametrize("change", ["characters = 9", "body_sha256 = 'x'"])
def test_an_erased_document_that_was_altered(filled: Database, change: str) -> None:
    erase(filled, erase=[document_hash(TEXT)])
    tamper(filled, f"UPDATE documents SET {change} WHERE story = 'kg' AND body IS NULL")
    assert problem(filled) == f"document {document_hash(TEXT)} was altered after it was erased"


def test_every_column_is_tried() -> None:
    assert ALTERED_EVENT.keys() == set(events.columns.keys())
    assert ALTERED_DOCUMENT.keys() == set(documents.columns.keys())
