"""How fast the event log appends, against the same rows written raw into the same table in the same run.

Raw is the least that durable writing can cost: `executemany` of sqlite3 and COPY of psycopg, rows made beforehand, no
check, no chain, one transaction a batch with the same durability, the same indexes and the same guards. Events have a
payload of about 400 bytes; figures are events per second, medians of five rounds in which both take turns; the ratio is
the median of the rounds' ratios, so that a busy moment of the machine does not decide it.

    python benchmarks/append.py                       # SQLite, in a temporary folder
    python benchmarks/append.py postgresql://host/db  # an empty database, too; it is left empty
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import uuid6

from tracker.model.events import ArticleExtracted, NewEvent
from tracker.store import schema
from tracker.store.database import Database
from tracker.store.log import EventLog
from tracker.store.tables import events

ROUNDS = 5
BATCHES = {1: 400, 20: 150, 200: 40}
"""Events in an append: appends in a round."""

COLUMNS = [column.name for column in events.columns]


def payload() -> ArticleExtracted:
    return ArticleExtracted(article="a" * 40, document="d" * 64, extractor="e" * 230, claims=12)


def append_through_log(log: EventLog, size: int, count: int, round_: int) -> float:
    batches = [[NewEvent(payload(), "job:benchmark") for _ in range(size)] for _ in range(count)]
    story = f"log-{size}-{round_}"
    return timed(lambda batch: log.append(story, "article-1", None, batch), batches)


def raw_batches(size: int, count: int, round_: int, recorded_at: Any) -> list[list[tuple[Any, ...]]]:
    encoded = '{"article":"' + "a" * 40 + '","document":"' + "d" * 64 + '","extractor":"' + "e" * 230 + '","claims":12}'
    story = f"raw-{size}-{round_}"

    def row(position: int) -> tuple[Any, ...]:
        identity = (story, position, "article-1", position, str(uuid6.uuid7()))
        return (*identity, "ArticleExtracted", 1, recorded_at, "job:benchmark", None, encoded, "0" * 64)

    return [[row(start * size + n + 1) for n in range(size)] for start in range(count)]


def append_raw_sqlite(path: Path, size: int, count: int, round_: int) -> float:
    batches = raw_batches(size, count, round_, "2010-04-08T18:00:00.000000Z")
    statement = f"INSERT INTO events ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")

        def write(batch: Sequence[tuple[Any, ...]]) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(statement, batch)
            connection.execute("COMMIT")

        return timed(write, batches)


def append_raw_postgresql(url: str, size: int, count: int, round_: int) -> float:
    import psycopg

    batches = raw_batches(size, count, round_, datetime(2010, 4, 8, 18, tzinfo=UTC))
    with psycopg.connect(url) as connection, connection.cursor() as cursor:

        def write(batch: Sequence[tuple[Any, ...]]) -> None:
            with cursor.copy(f"COPY events ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for row in batch:
                    copy.write_row(row)
            connection.commit()

        return timed(write, batches)


def timed(write: Callable[[Any], object], batches: Sequence[Sequence[Any]]) -> float:
    """Events per second; the first batch warms up and is not counted."""
    write(batches[0])
    start = time.perf_counter()
    for batch in batches[1:]:
        write(batch)
    return sum(len(batch) for batch in batches[1:]) / (time.perf_counter() - start)


def measure(database: Database, raw: Callable[[int, int, int], float]) -> None:
    schema.upgrade(database)
    log = EventLog(database)
    print(
        f"{'SQLite' if database.is_sqlite else 'PostgreSQL'}, events/s\n{'batch':>6} {'raw':>9} {'append':>9} {'ratio':>6}"
    )
    for size, count in BATCHES.items():
        raws, logs = [], []
        for round_ in range(ROUNDS):
            raws.append(raw(size, count, round_))
            logs.append(append_through_log(log, size, count, round_))
        ratio = median(ours / theirs for ours, theirs in zip(logs, raws, strict=True))
        print(f"{size:>6} {median(raws):>9,.0f} {median(logs):>9,.0f} {ratio:>6.2f}")


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.db"
        database = Database(str(path))
        measure(database, lambda *of: append_raw_sqlite(path, *of))
        database.dispose()
    for url in arguments:
        database = Database(url)
        if database.schema_revision() is not None:
            sys.exit(f"{database.name} is a tracker database: name an empty one")
        plain = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        try:
            measure(database, lambda *of, plain=plain: append_raw_postgresql(plain, *of))
        finally:
            schema.downgrade(database, "base")
            database.dispose()


if __name__ == "__main__":
    main(sys.argv[1:])
