"""The contract of append and read, which every back end keeps."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from store_support import TEXT, count, extracted, ingest, new, observed

from tracker.model.errors import ConcurrencyError, EventConflictError, InputError
from tracker.model.events import STORY_STREAM, StoryDefined, article_stream
from tracker.store import log as store_log
from tracker.store.database import Database
from tracker.store.driver import COPY_FROM
from tracker.store.log import _LOCK_AND_LOOK, EventLog
from tracker.store.verify import verify


def test_what_is_appended_is_read(log: EventLog) -> None:
    given = [new(observed(), actor="job:ingest", cause="command 7"), new(extracted(3), actor="user:ana")]
    appended = log.append("kg", "article-a1", 0, given, texts=[TEXT])
    assert (appended.positions, appended.new) == ((1, 2), 2)
    read = log.read("kg")
    assert [(e.story, e.position, e.stream, e.version) for e in read] == [
        ("kg", 1, "article-a1", 1),
        ("kg", 2, "article-a1", 2),
    ]
    assert [(e.event_id, e.payload, e.actor, e.cause) for e in read] == [
        (g.event_id, g.payload, g.actor, g.cause) for g in given
    ]
    assert all(e.recorded_at.tzinfo is UTC for e in read)
    assert log.head("kg") == appended.head
    assert appended.head.recorded_at == read[-1].recorded_at


def test_streams_are_read_alone_and_in_order(log: EventLog) -> None:
    log.append("kg", "article-a", 0, [new(extracted(1))])
    log.append("kg", "article-b", 0, [new(extracted(2)), new(extracted(3))])
    log.append("kg", "article-a", 1, [new(extracted(4))])
    assert [(e.position, e.version) for e in log.read_stream("kg", "article-a")] == [(1, 1), (4, 2)]
    assert [e.version for e in log.read_stream("kg", "article-b", after_version=1)] == [2]
    assert log.read_stream("kg", "article-c") == []
    assert [e.position for e in log.read("kg", after=1, limit=2)] == [2, 3]


def test_stories_are_apart(log: EventLog) -> None:
    same = new(extracted())
    assert log.append("one", "article-a", 0, [same]).positions == (1,)
    assert log.append("two", "article-a", 0, [same]).positions == (1,)
    assert log.stories() == ["one", "two"]
    assert log.head("three") is None
    assert log.read("three") == []


@pytest.mark.parametrize("size", [1, COPY_FROM - 1, COPY_FROM, 600])
def test_batches_of_any_size_are_whole(log: EventLog, size: int) -> None:
    """However rows are written (one by one, COPY, in chunks): each once, in order, chained."""
    given = [new(extracted(n)) for n in range(size)]
    assert log.append("kg", "article-a1", 0, given).positions == tuple(range(1, size + 1))
    assert [e.payload.claims for e in log.read("kg")] == list(range(size))  # type: ignore[attr-defined]
    assert log.append("kg", "article-a1", None, given).new == 0
    assert verify(log.database, "kg").problem is None


def test_nothing_to_append(log: EventLog) -> None:
    log.append("kg", "article-a1", 0, [new()])
    assert log.append("kg", "article-a1", 1, []).positions == ()
    assert count(log.database, "events") == 1


@pytest.mark.parametrize(("expected", "found"), [(0, 2), (1, 2), (3, 2)])
def test_a_stream_that_moved_is_a_concurrency_error(log: EventLog, expected: int, found: int) -> None:
    log.append("kg", "article-a1", 0, [new(), new()])
    with pytest.raises(ConcurrencyError, match=f"'article-a1' of story 'kg' is at version {found}, not {expected}"):
        log.append("kg", "article-a1", expected, [new(observed())], texts=[TEXT])
    assert (count(log.database, "events"), count(log.database, "documents")) == (2, 0)
    assert log.append("kg", "article-a1", None, [new()]).positions == (3,)


def test_a_refused_first_append_leaves_no_story(log: EventLog) -> None:
    with pytest.raises(ConcurrencyError):
        log.append("kg", "article-a1", 1, [new()])
    assert count(log.database, "heads") == 0


def test_other_streams_do_not_disturb_the_expected_version(log: EventLog) -> None:
    log.append("kg", "article-a1", 0, [new()])
    log.append("kg", STORY_STREAM, 0, [new(StoryDefined(title="Kyrgyzstan"))])
    assert log.append("kg", "article-a1", 1, [new()]).positions == (3,)


def test_positions_are_gapless_after_failures(log: EventLog) -> None:
    for n in range(6):
        log.append("kg", f"article-{n}", 0, [new()])
        with pytest.raises(ConcurrencyError):
            log.append("kg", f"article-{n}", 0, [new()])
    assert [e.position for e in log.read("kg")] == [1, 2, 3, 4, 5, 6]


def test_record_time_rises_even_if_the_clock_goes_back(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = datetime.now(UTC) + timedelta(hours=5)

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return ahead

    with monkeypatch.context() as patched:
        patched.setattr(store_log, "datetime", Ahead)
        log.append("kg", "article-a1", 0, [new(), new()])
    log.append("kg", "article-a1", 2, [new(), new()])
    log.append("kg", "article-a1", 4, [new()])
    recorded = [e.recorded_at for e in log.read("kg")]
    assert recorded[0] == ahead
    assert all(before < after for before, after in itertools.pairwise(recorded))
    assert verify(log.database, "kg").problem is None


def test_the_log_as_it_was_recorded_until_then(log: EventLog) -> None:
    for n in range(4):
        log.append("kg", "article-a1", n, [new()])
    cut = log.read("kg")[1].recorded_at
    assert [e.position for e in log.read("kg", recorded_until=cut)] == [1, 2]
    assert [e.position for e in log.read("kg", recorded_until=cut - timedelta(microseconds=1))] == [1]


# Idempotence


def test_the_same_events_again_change_nothing(log: EventLog) -> None:
    given = [new(observed()), new(extracted())]
    first = log.append("kg", "article-a1", 0, given, texts=[TEXT])
    again = log.append("kg", "article-a1", 0, given, texts=[TEXT])
    assert (again.positions, again.new, again.head) == (first.positions, 0, first.head)
    assert (count(log.database, "events"), count(log.database, "documents")) == (2, 1)


def test_positions_are_those_of_the_order_given(log: EventLog) -> None:
    a, b, c = new(), new(), new()
    log.append("kg", "article-a1", 0, [a, b])
    assert log.append("kg", "article-a1", 2, [c, b, a]).positions == (3, 2, 1)


@pytest.mark.parametrize("change", ["payload", "actor", "cause", "stream"])
def test_an_event_id_with_other_content_is_a_conflict(log: EventLog, change: str) -> None:
    log.append("kg", "article-a1", 0, [new(extracted(1), event_id="e1", actor="x", cause="y"), new()])
    fields = {"event_id": "e1", "actor": "x", "cause": "y"}
    other = {
        "payload": new(extracted(2), **fields),
        "actor": new(extracted(1), **{**fields, "actor": "z"}),
        "cause": new(extracted(1), **{**fields, "cause": None}),
        "stream": new(extracted(1), **fields),
    }[change]
    with pytest.raises(EventConflictError, match="event e1 of story 'kg'"):
        log.append("kg", "article-a2" if change == "stream" else "article-a1", None, [new(), other])
    assert count(log.database, "events") == 2


def test_a_batch_of_old_and_new_appends_the_new(log: EventLog) -> None:
    a, b = new(), new()
    log.append("kg", "article-a1", 0, [a])
    with pytest.raises(ConcurrencyError):  # what is new still needs the version that the caller has seen
        log.append("kg", "article-a1", 0, [a, b])
    appended = log.append("kg", "article-a1", 1, [a, b])
    assert (appended.positions, appended.new) == ((1, 2), 1)


def test_an_event_id_twice_in_one_append_is_refused(log: EventLog) -> None:
    with pytest.raises(InputError, match="given twice in one append"):
        log.append("kg", "article-a1", 0, [new(event_id="e1"), new(event_id="e1")])
    assert count(log.database, "events") == 0


# Bad input


@pytest.mark.parametrize("name", ["", " kg", "kg\n", "k\0g", "k\ud800", "x" * 401, "\u200b"])
def test_names_that_are_none_are_refused(log: EventLog, name: str) -> None:
    for story, stream in ((name, "story"), ("kg", name)):
        with pytest.raises(InputError, match=r"is not a name: 1 to 400 printable characters") as caught:
            log.append(story, stream, None, [new()])
        assert "\n" not in str(caught.value)
    for field in ("actor", "event_id"):
        with pytest.raises(InputError, match="is not a name"):
            log.append("kg", "story", None, [new(**{field: name})])


@pytest.mark.parametrize("bad", ["a\0b", "\0", "\\\0", "half a pair \ud800"])
def test_text_that_a_database_cannot_hold_is_refused(log: EventLog, bad: str) -> None:
    for event in (new(StoryDefined(title=bad)), new(cause=bad)):
        with pytest.raises(InputError, match="cannot be stored"):
            log.append("kg", "story", None, [event])
    assert count(log.database, "events") == 0


@pytest.mark.parametrize("odd", ["\\u0000", "\\\\u0000", "'; DROP TABLE events; --", "%s %(x)s ? :x", "a\tb\\N\r\n\\."])
def test_odd_text_is_stored_as_it_is(log: EventLog, odd: str) -> None:
    """What looks like an escape, a parameter or the end of COPY is text."""
    for size in (1, COPY_FROM):
        events = [new(StoryDefined(title=odd), cause=odd) for _ in range(size)]
        log.append(f"kg {size}", "story", 0, events)
        assert {(e.payload.title, e.cause) for e in log.read(f"kg {size}")} == {(odd, odd)}  # type: ignore[attr-defined]
        assert verify(log.database, f"kg {size}").problem is None


# Cost


def test_append_seeks_and_never_scans(database: Database, log: EventLog) -> None:
    """PostgreSQL without statistics read the whole stream for max(version), and the whole story for IN (ids)."""
    for n in range(3):
        log.append("kg", article_stream("a1"), None, [new() for _ in range(700)])
        log.append("other", article_stream("a1"), None, [new() for _ in range(10 * n)])
    _, look = _LOCK_AND_LOOK["sqlite" if database.is_sqlite else "postgresql"]
    for part, value in (("?::json", '\'["x","y"]\''), ("json_each(?)", "json_each('[\"x\"]')"), ("?", "'kg'")):
        look = look.replace(part, value)
    with database.reading() as connection:
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        plan = "\n".join(str(tuple(row)) for row in connection.execute(text(f"{explain} {look}".replace(":", "\\:"))))
    by_version, by_id = ("uq_events_story_stream_version", "uq_events_story_event_id")
    assert f"{by_version} (story=? AND stream=?)" in plan or f"Backward using {by_version}" in plan
    assert f"{by_id} (story=? AND event_id=?)" in plan or f"using {by_id}" in plan
    assert "Seq Scan on events" not in plan and "SCAN events" not in plan


def test_ingest_helper_makes_a_log_that_verifies(log: EventLog) -> None:
    ingest(log, "kg", "a1", TEXT, TEXT + " Later.")
    found = verify(log.database, "kg")
    assert (found.problem, found.events, found.documents) == (None, 3, 2)
