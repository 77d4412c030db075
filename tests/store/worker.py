"""A writer in a process of its own, for the tests of concurrency and of sudden death. Not a test itself.

    python worker.py URL STORY STREAM APPENDS BATCH ACKNOWLEDGED

Appends `APPENDS` batches of events to a stream, deciding anew whenever another writer was first, and writes the event
ids of each acknowledged append as one line to the file `ACKNOWLEDGED`, in one system call.
"""

from __future__ import annotations

import os
import sys

from store_support import extracted, new, observed

from tracker.model.errors import ConcurrencyError
from tracker.model.events import Event
from tracker.store.database import Database
from tracker.store.log import EventLog


def append(log: EventLog, story: str, stream: str, number: int, batch: int) -> list[str]:
    text = f"{stream} {os.getpid()} {number}"
    payloads: list[Event] = [observed(text), *(extracted(n) for n in range(batch - 1))]
    events = [new(payload) for payload in payloads]
    while True:
        stored = log.read_stream(story, stream, after_version=log_end.get(stream, 0))
        log_end[stream] = log_end.get(stream, 0) + len(stored)
        try:
            log.append(story, stream, log_end[stream], events, texts=[text])
            return [event.event_id for event in events]
        except ConcurrencyError:
            continue


log_end: dict[str, int] = {}


def main(url: str, story: str, stream: str, appends: int, batch: int, acknowledged: str) -> None:
    log = EventLog(Database(url))
    out = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    print("ready", flush=True)
    for number in range(appends):
        ids = append(log, story, stream, number, batch)
        os.write(out, (" ".join(ids) + "\n").encode())


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5]), sys.argv[6])
