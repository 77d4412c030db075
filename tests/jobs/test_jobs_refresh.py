"""Looking at places: what is new, revised or withdrawn comes in; what fails is recorded, retried, and harms no other."""

from __future__ import annotations

import shutil
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jobs_support import FIVE, NINE, STORY, claim_events, place, revisions, stream, watch, write_article, write_index
from sqlalchemy import update

from tracker.jobs import refresh as module
from tracker.jobs.refresh import Look, refresh
from tracker.jobs.tables import schedule
from tracker.model.errors import DatabaseError
from tracker.store.log import EventLog


def looks(log: EventLog, **options: Any) -> list[Look]:
    return list(refresh(log.database, **options))


def make_due(log: EventLog) -> None:
    with log.database.writing() as connection:
        connection.execute(update(schedule).values(next_look_at=schedule.c.last_look_at))


def counted(look: Look) -> tuple[int, ...]:
    return tuple(look.counts[kind] for kind in ("new", "revised", "unchanged", "failed"))


def test_a_folder_an_index_and_a_file_are_looked_at(log: EventLog, tmp_path: Path) -> None:
    write_article(tmp_path / "folder", "one", FIVE)
    write_article(tmp_path / "folder", "two", NINE)
    watch(log, tmp_path / "folder", outlet="Wire")
    watch(log, write_index(tmp_path / "index.jsonl", {"three": FIVE}))
    watch(log, write_article(tmp_path / "files", "four", NINE), outlet="Wire")
    found = {look.place.source: counted(look) for look in looks(log)}
    assert found == {"folder": (2, 0, 0, 0), "index": (1, 0, 0, 0), "four": (1, 0, 0, 0)}
    assert looks(log) == []
    make_due(log)
    again = {look.place.source: counted(look) for look in looks(log)}
    assert again == {"folder": (0, 0, 2, 0), "index": (0, 0, 1, 0), "four": (0, 0, 1, 0)}
    first = stream(log, "three")[0]
    assert (first.actor, first.cause) == ("job:refresh", "source:index")


def test_a_changed_text_becomes_a_revision(log: EventLog, tmp_path: Path) -> None:
    index = write_index(tmp_path / "index.jsonl", {"a": FIVE, "b": "Nothing happened in Osh."})
    source = watch(log, index)
    looks(log)
    before = claim_events(log, "a")
    assert before and set(before) == {"ClaimRecorded"}
    write_index(index, {"a": NINE, "b": "Nothing happened in Osh."})
    make_due(log)
    (look,) = looks(log)
    assert counted(look) == (0, 1, 1, 0)
    assert look.counts["recorded"] >= 1 and look.counts["withdrawn"] >= 1
    assert len(revisions(log, "a")) == 1 and "ClaimWithdrawn" in claim_events(log, "a")
    seen = place(log, source)
    assert seen.last_result == look.result and seen.last_error is None and seen.last_look_at == look.at
    with log.database.reading() as connection:  # the read models are up to date already
        rows = connection.exec_driver_sql("SELECT position FROM projections").scalars().all()
    head = log.head(STORY)
    assert head and rows == [head.position]


def test_a_place_that_is_gone_fails_alone_slows_down_and_recovers(log: EventLog, tmp_path: Path) -> None:
    write_article(tmp_path / "gone", "one", FIVE)
    gone = watch(log, tmp_path / "gone", "10m", outlet="Wire")
    fine = watch(log, write_index(tmp_path / "fine.jsonl", {"b": NINE}), "10m")
    shutil.rmtree(tmp_path / "gone")
    waits = []
    for failures in range(1, 4):
        found = {look.place.source: look for look in looks(log)}
        assert "is gone" in str(found[gone].error) and found[gone].failed and not found[fine].failed
        row = place(log, gone)
        assert row.failures == failures and row.last_error == found[gone].error
        assert row.last_result == f"failed: {row.last_error}"
        assert row.next_look_at and row.last_look_at
        waits.append(round((row.next_look_at - found[gone].due).total_seconds()))
        assert found[gone].news == (failures == 1)
        make_due(log)
    assert waits == [600, 1200, 2400]
    write_article(tmp_path / "gone", "one", FIVE)
    found = {look.place.source: look for look in looks(log)}
    assert counted(found[gone]) == (1, 0, 0, 0) and found[gone].news
    row = place(log, gone)
    assert (row.failures, row.last_error) == (0, None)


def test_a_bad_record_stops_no_other_and_is_told_once(log: EventLog, tmp_path: Path) -> None:
    index = write_index(tmp_path / "index.jsonl", {"a": FIVE})
    index.write_text(index.read_text() + "{broken\n" + '{"id": "c"}\n')
    source = watch(log, index)
    (look,) = looks(log)
    assert counted(look) == (1, 0, 0, 2) and look.failed and look.news
    assert "index.jsonl:2" in look.problems[0]
    row = place(log, source)
    assert row.last_error == f"{look.problems[0]} (and 1 more)"
    assert row.failures == 0  # the place itself is well: it keeps its interval
    make_due(log)
    (again,) = looks(log)
    assert not again.news and again.failed


def test_a_fault_of_the_reader_is_recorded_and_harms_no_other(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = watch(log, write_index(tmp_path / "bad.jsonl", {"a": FIVE}))
    good = watch(log, write_index(tmp_path / "good.jsonl", {"b": NINE}))
    read = module.read_articles

    def broken(paths: Any, **options: Any) -> Any:
        if "bad" in str(paths):
            raise ZeroDivisionError("a\nfault")
        return read(paths, **options)

    monkeypatch.setattr(module, "read_articles", broken)
    found = {look.place.source: look for look in looks(log)}
    assert found[bad].error == "ZeroDivisionError: a fault"
    assert counted(found[good]) == (1, 0, 0, 0)


def test_a_stopped_look_keeps_what_it_has_and_stays_due(log: EventLog, tmp_path: Path) -> None:
    source = watch(log, write_index(tmp_path / "index.jsonl", {f"a{n}": FIVE for n in range(5)}))
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    (look,) = looks(log, stop=stop)
    assert look.stopped and look.counts["new"] == 2 and "to be continued" in str(look)
    assert place(log, source).last_look_at is None
    (rest,) = looks(log)
    assert counted(rest) == (3, 0, 2, 0)


def test_a_slow_look_keeps_its_lease(log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch(log, write_index(tmp_path / "index.jsonl", {"a": FIVE}))
    lease = timedelta(seconds=1.5)
    ingest = module.ingest
    others: list[Look] = []

    def slow(*arguments: Any, **options: Any) -> Any:
        if options["actor"] == "job:refresh":
            time.sleep(2.0)
            others.extend(refresh(log.database, lease=lease))
        return ingest(*arguments, **options)

    monkeypatch.setattr(module, "ingest", slow)
    (look,) = looks(log, lease=lease)
    assert others == [] and counted(look) == (1, 0, 0, 0)


def test_a_look_that_lost_its_place_ends_and_records_nothing(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = watch(log, write_index(tmp_path / "index.jsonl", {f"a{n}": FIVE for n in range(3)}))
    ingest = module.ingest

    def overtaken(*arguments: Any, **options: Any) -> Any:
        with log.database.writing() as connection:
            connection.execute(update(schedule).values(fence=schedule.c.fence + 1, lease_owner="other"))
        (renewal,) = (each for each in threading.enumerate() if each.name == f"lease of {source}")
        renewal.join(timeout=30)
        return ingest(*arguments, **options)

    monkeypatch.setattr(module, "ingest", overtaken)
    (look,) = looks(log, lease=timedelta(seconds=0.6))
    assert look.stopped and look.counts["new"] == 1
    assert place(log, source).last_look_at is None


def test_named_places_are_looked_at_due_or_not(log: EventLog, tmp_path: Path) -> None:
    watch(log, write_index(tmp_path / "one.jsonl", {"a": FIVE}))
    watch(log, write_index(tmp_path / "two.jsonl", {"b": NINE}))
    assert len(looks(log)) == 2
    assert [look.place.source for look in looks(log, story=STORY, sources=["two"])] == ["two"]
    assert {look.place.source for look in looks(log, story=STORY)} == {"one", "two"}
    assert looks(log, story="other") == []


def test_a_failing_database_is_the_callers_to_judge(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(log, write_index(tmp_path / "one.jsonl", {"a": FIVE}))

    def full(*_arguments: Any, **_options: Any) -> Any:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(module, "ingest", full)
    with pytest.raises(DatabaseError):
        looks(log)
