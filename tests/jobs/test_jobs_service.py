"""The real `tracker run`: it finds what changed, shares its work with others, and ends when it is told to."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from jobs_support import (
    FIVE,
    NINE,
    STORY,
    Processes,
    claim_events,
    eventually,
    place,
    revisions,
    stream,
    watch,
    write_article,
    write_index,
)
from sqlalchemy import select, update

from tracker.jobs.refresh import refresh
from tracker.jobs.tables import schedule
from tracker.store.log import EventLog
from tracker.store.verify import verify

QUICKLY = 10.0
"""Seconds; a fraction of one where the machine has nothing else to do."""


@pytest.fixture
def processes() -> Iterator[Processes]:
    running = Processes()
    yield running
    running.end()


def ended(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> tuple[str, str, float]:
    """Output and errors of a process after that signal, and the seconds that it took to end; it must exit with 0."""
    started = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out, err, time.monotonic() - started


def articles(log: EventLog) -> Counter[str]:
    """How often each article was seen for the first time."""
    stored = log.read(STORY, limit=100_000)
    return Counter(event.stream for event in stored if type(event.payload).__name__ == "ArticleObserved")


@pytest.mark.parametrize(("backend", "number"), [("sqlite", signal.SIGTERM), ("postgresql", signal.SIGINT)])
def test_a_change_is_found_and_a_signal_ends_it(
    log: EventLog, database_url: str, tmp_path: Path, processes: Processes, number: signal.Signals
) -> None:
    article = write_article(tmp_path / "news", "a", FIVE)
    source = watch(log, tmp_path / "news", "1s", outlet="Wire")
    process = processes.start("run", "--db", database_url)
    eventually(lambda: place(log, source).last_look_at)
    article.write_text(article.read_text().replace(FIVE, NINE))
    eventually(lambda: revisions(log, "a.txt"))
    out, err, seconds = ended(process, number)
    assert seconds < QUICKLY and err == ""
    assert out.startswith("watching 1 place in ")
    assert f"{STORY}/{source}: 1 new" in out
    assert set(claim_events(log, "a.txt")) == {"ClaimRecorded", "ClaimWithdrawn"}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_signal_in_the_middle_of_a_look_ends_it_after_the_article_at_hand(
    log: EventLog, database_url: str, tmp_path: Path, processes: Processes
) -> None:
    source = watch(log, write_index(tmp_path / "many.jsonl", {f"a{n}": f"{FIVE} Take {n}." for n in range(2000)}))
    process = processes.start("run", "--db", database_url)
    eventually(lambda: stream(log, "a3"))
    out, err, seconds = ended(process)
    assert seconds < QUICKLY and err == "" and "to be continued" in out
    assert 4 <= len(articles(log)) < 2000
    with log.database.reading() as connection:
        row = connection.execute(select(schedule)).one()
    assert (row.source, row.last_look_at, row.lease_until) == (source, None, None)  # still due, for the next process
    assert verify(log.database, STORY).problem is None


def test_two_processes_serve_each_due_time_once(
    log: EventLog, database_url: str, tmp_path: Path, processes: Processes
) -> None:
    for number in range(4):
        (tmp_path / f"s{number}").mkdir()
        watch(log, tmp_path / f"s{number}", "1s")
    both = [processes.start("run", "--db", database_url) for _ in range(2)]
    eventually(lambda: all(place(log, f"s{n}").last_look_at for n in range(4)))
    with log.database.reading() as connection:
        first = {row.source: row.next_look_at for row in connection.execute(select(schedule))}
    time.sleep(3)
    outputs = [ended(process) for process in both]
    assert all(err == "" for _, err, _ in outputs)
    lines = [line for out, _, _ in outputs for line in out.splitlines() if f"{STORY}/" in line]
    served = Counter(line.split("/")[1].split(":")[0] for line in lines)
    for source, planned in first.items():
        later = place(log, source).next_look_at
        assert later
        # Besides the due times from `planned` on: the looks before it was read, one, or two where that came late.
        due_times = (later - planned) // timedelta(seconds=1)
        assert 2 <= served[source] <= due_times + 2, (source, served, due_times)


def test_what_a_killed_process_left_is_taken_up(
    log: EventLog, database_url: str, tmp_path: Path, processes: Processes
) -> None:
    source = watch(log, write_index(tmp_path / "many.jsonl", {f"a{n}": f"{FIVE} Take {n}." for n in range(60)}))
    victim = processes.start("run", "--db", database_url)
    eventually(lambda: stream(log, "a3"))
    victim.kill()
    victim.wait()
    assert place(log, source).last_look_at is None
    assert list(refresh(log.database)) == []  # the lease still holds
    with log.database.writing() as connection:
        connection.execute(update(schedule).values(lease_until=schedule.c.next_look_at))  # and now it has run out
    (look,) = refresh(log.database)
    assert look.counts["new"] + look.counts["unchanged"] == 60 and look.counts["unchanged"] >= 4
    assert set(articles(log).values()) == {1} and len(articles(log)) == 60
    assert place(log, source).last_look_at and verify(log.database, STORY).problem is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_reader_that_goes_away_ends_it(
    log: EventLog, database_url: str, tmp_path: Path, processes: Processes
) -> None:
    (tmp_path / "empty").mkdir()
    watch(log, tmp_path / "empty", "1s")
    process = processes.start("run", "--db", database_url)
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    process.wait(timeout=60)
