"""Whose turn it is: one claim per due time, leases that run out, a fence that keeps the late from recording."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jobs_support import eventually, place, watch
from sqlalchemy import delete, update

from tracker.jobs import schedule
from tracker.jobs.places import remove_source
from tracker.jobs.schedule import Turn, claim, enroll, finish, next_look, release, renew
from tracker.jobs.tables import schedule as table
from tracker.store.database import Database
from tracker.store.log import EventLog

SECOND = timedelta(seconds=1)
DUE = datetime(2031, 5, 2, 6, tzinfo=UTC)


def done(database: Database, turn: Turn, *, error: str | None = None) -> bool:
    return finish(database, turn, looked_at=datetime.now(UTC), result="r", error=error, failed=error is not None)


def claimed(database: Database, **options: object) -> Turn:
    turn = claim(database, "me", **options)  # type: ignore[arg-type]
    assert turn is not None
    return turn


def test_a_new_place_is_due_at_once_and_then_after_its_interval(log: EventLog, tmp_path: Path) -> None:
    source = watch(log, tmp_path, "10m")
    database = log.database
    at = enroll(database)
    turn = claimed(database, due_by=at)
    assert (turn.place.source, turn.due) == (source, at)
    assert done(database, turn)
    assert place(log, source).next_look_at == at + timedelta(minutes=10)
    assert claim(database, "me", due_by=enroll(database)) is None


def test_what_is_claimed_is_closed_to_others_until_given_free(log: EventLog, tmp_path: Path) -> None:
    watch(log, tmp_path)
    database = log.database
    at = enroll(database)
    turn = claimed(database, due_by=at)
    assert claim(database, "other", due_by=at) is None
    release(database, turn)
    again = claimed(database, due_by=at)
    assert (again.due, again.fence) == (turn.due, turn.fence + 1)


def test_a_lease_runs_out_and_its_late_owner_cannot_record(log: EventLog, tmp_path: Path) -> None:
    source = watch(log, tmp_path)
    database = log.database
    at = enroll(database)
    late = claimed(database, due_by=at, lease=SECOND / 2)
    assert renew(database, late, 60 * SECOND)
    time.sleep(0.6)
    assert claim(database, "other", due_by=at) is None  # renewed in time
    assert renew(database, late, SECOND / 10)
    time.sleep(0.2)
    other = claimed(database, due_by=at)
    assert not renew(database, late)
    release(database, late)
    assert not done(database, late, error="late")
    assert done(database, other)
    assert (place(log, source).last_error, place(log, source).last_result) == (None, "r")


def test_the_lease_of_a_killed_process_runs_out(log: EventLog, database_url: str, tmp_path: Path) -> None:
    watch(log, tmp_path)
    at = enroll(log.database)
    code = (
        "import os, signal, sys; from datetime import timedelta; from tracker.jobs.schedule import claim;"
        "from tracker.store.database import Database;"
        "assert claim(Database(sys.argv[1]), 'victim', lease=timedelta(seconds=3));"
        "print('claimed', flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    victim = subprocess.run([sys.executable, "-c", code, database_url], capture_output=True, text=True)
    assert (victim.returncode, victim.stdout) == (-9, "claimed\n"), victim.stderr
    assert claim(log.database, "heir", due_by=at) is None
    turn = eventually(lambda: claim(log.database, "heir", due_by=at))
    assert turn and turn.fence == 2


def test_many_claimers_share_the_places_without_overlap(log: EventLog, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"f{number}").mkdir()
        watch(log, tmp_path / f"f{number}")
    at = enroll(log.database)
    taken: list[str] = []

    def work() -> None:
        while turn := claim(log.database, "w", due_by=at):
            taken.append(turn.place.source)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(f"f{number}" for number in range(12))


def test_dropping_the_schedule_loses_nothing(log: EventLog, tmp_path: Path) -> None:
    source = watch(log, tmp_path)
    assert done(log.database, claimed(log.database, due_by=enroll(log.database)))
    with log.database.writing() as connection:
        connection.execute(delete(table))
    assert place(log, source).next_look_at is None
    at = enroll(log.database)
    assert claimed(log.database, due_by=at).place.source == source


def test_a_removed_place_is_looked_at_no_more(log: EventLog, tmp_path: Path) -> None:
    source = watch(log, tmp_path)
    at = enroll(log.database)
    turn = claimed(log.database, due_by=at)
    remove_source(log, source, actor="test")
    enroll(log.database)
    assert not done(log.database, turn)
    assert claim(log.database, "me", due_by=at + SECOND) is None


def test_the_longest_due_comes_first(log: EventLog, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        watch(log, tmp_path / name)
    at = enroll(log.database)
    with log.database.writing() as connection:
        connection.execute(update(table).where(table.c.source == "c").values(next_look_at=at - SECOND))
    assert [claimed(log.database, due_by=at).place.source for _ in range(3)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("late", "every", "failures", "wait"),
    [
        (0, 600, 0, 600),
        (599, 600, 0, 600),
        (600, 600, 0, 1200),  # on the grid, missed looks are not made up for
        (3000, 600, 0, 3600),
        (-1, 600, 0, 600),
        (0, 60, 1, 60),
        (0, 60, 2, 120),
        (0, 60, 4, 480),
        (0, 60, 30, 3600),  # the cap
        (0, 86400, 9, 86400),  # never more often than asked for
        (0, 3650 * 86400, 99, 3650 * 86400),
    ],
)
def test_next_look(late: int, every: int, failures: int, wait: int) -> None:
    assert next_look(DUE, DUE + timedelta(seconds=late), every, failures) == DUE + timedelta(seconds=wait)


def test_the_server_gives_the_time_where_there_is_one(database: Database) -> None:
    with database.reading() as connection:
        at = schedule.now(connection)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
