"""Writers in processes of their own: they lose nothing, duplicate nothing, and hide nothing from a reader; and a writer
that is killed at any moment leaves a whole log with all that it had acknowledged.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker.model.events import StoredEvent
from tracker.store.log import EventLog
from tracker.store.verify import damage, verify

WORKER = Path(__file__).with_name("worker.py")
WRITERS = 4

Start = Callable[..., "subprocess.Popen[str]"]
shared_or_own = pytest.mark.parametrize("same_stream", [True, False], ids=["same-stream", "different-streams"])


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Start a writer: (number, stream, appends, batch); its acknowledgements go to `acknowledged-<number>`."""

    writers = []

    def run(number: int, stream: str, appends: int, batch: int) -> subprocess.Popen[str]:
        given = (database_url, "kg", stream, str(appends), str(batch), str(tmp_path / f"acknowledged-{number}"))
        writers.append(subprocess.Popen([sys.executable, str(WORKER), *given], stdout=subprocess.PIPE, text=True))
        return writers[-1]

    yield run
    for writer in writers:
        writer.kill()
        writer.communicate()


def acknowledged(folder: Path) -> list[str]:
    """The event ids of all appends that any writer was told to be done."""
    return [word for path in folder.glob("acknowledged-*") for word in path.read_text().split()]


def follow(log: EventLog, writers: list[subprocess.Popen[str]]) -> list[StoredEvent]:
    """Read as a projection does, from a checkpoint on, while the writers write, and once more when they are done."""
    seen: list[StoredEvent] = []
    busy = True
    while busy:
        busy = any(writer.poll() is None for writer in writers)
        while page := log.read("kg", after=seen[-1].position if seen else 0, limit=500):
            seen += page
        time.sleep(0.02)
    return seen


def check_writers(log: EventLog, start: Start, folder: Path, appends: int, *, same_stream: bool) -> None:
    streams = ["article-a" if same_stream else f"article-{n}" for n in range(WRITERS)]
    writers = [start(n, stream, appends, 1) for n, stream in enumerate(streams)]
    seen = follow(log, writers)
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    assert [event.position for event in seen] == list(range(1, WRITERS * appends + 1))
    assert sorted(event.event_id for event in seen) == sorted(acknowledged(folder))
    for stream in set(streams):
        versions = [event.version for event in seen if event.stream == stream]
        assert versions == list(range(1, len(versions) + 1))
    found = verify(log.database, "kg")
    assert (found.problem, found.events, found.documents) == (None, WRITERS * appends, WRITERS * appends)


@shared_or_own
def test_writers_at_once_lose_and_duplicate_nothing(
    log: EventLog, start: Start, tmp_path: Path, same_stream: bool
) -> None:
    check_writers(log, start, tmp_path, 60, same_stream=same_stream)


@pytest.mark.stress
@shared_or_own
def test_writers_at_once_for_longer(log: EventLog, start: Start, tmp_path: Path, same_stream: bool) -> None:
    check_writers(log, start, tmp_path, 500, same_stream=same_stream)


# Sudden death


def kill_and_check(log: EventLog, start: Start, folder: Path, chance: random.Random, rounds: int) -> None:
    for number in range(rounds):
        writer = start(number, f"article-{number % 3}", 100_000, chance.choice([1, 3, 40]))
        assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.005, 0.25))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        check_after_death(log, folder)
    assert len(acknowledged(folder)) > rounds


def check_after_death(log: EventLog, folder: Path) -> None:
    found = verify(log.database, "kg")
    assert found.problem is None
    assert damage(log.database) is None
    stored = {event.event_id: event for event in log.read("kg", limit=10**9)}
    assert set(acknowledged(folder)) <= stored.keys()
    # Nothing half written: every batch begins with an observation, whose text is there (`verify` looked), and is whole.
    batches: dict[str, int] = {}
    for event in stored.values():
        if type(event.payload).__name__ == "ArticleObserved":
            batches[event.stream] = 0
        else:
            assert event.payload.claims == batches[event.stream]  # type: ignore[attr-defined]
            batches[event.stream] += 1
    assert {count + 1 for count in batches.values()} <= {1, 3, 40}


def test_a_killed_writer_leaves_a_whole_log(log: EventLog, start: Start, tmp_path: Path, chance: random.Random) -> None:
    kill_and_check(log, start, tmp_path, chance, rounds=5)


@pytest.mark.stress
def test_fifty_killed_writers_leave_a_whole_log(
    log: EventLog, start: Start, tmp_path: Path, chance: random.Random
) -> None:
    kill_and_check(log, start, tmp_path, chance, rounds=50)
