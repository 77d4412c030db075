"""Flips single bits in the SQLite file itself, where the truth lies, and expects `verify` to find each of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from store_support import TEXT, extracted, ingest, new

from tracker.model.errors import DatabaseError
from tracker.store.database import Database
from tracker.store.log import EventLog
from tracker.store.tables import documents, events, heads
from tracker.store.verify import damage, stored_stories, verify

FLIPS = 60
PIECE = 16
"""Bytes by which a stored value is searched in the file; a body goes on in overflow pages, so it lies there in parts."""

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def file(database_url: str, chance: random.Random) -> Path:
    """A database file, closed and without journal: two stories, long and short texts, a few hundred events."""
    database = Database(database_url)
    log = EventLog(database)
    for story in ("kg", "other"):
        for n in range(5):
            words = " ".join(f"{chance.randrange(10**9)} {TEXT}" for _ in range(4 * 4**n))
            ingest(log, story, f"a{n}", words, words + " Later.")
        log.append(story, "article-a0", None, [new(extracted(n)) for n in range(100)])
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return Path(str(database.url.database))


def stored_values(file: Path) -> Iterator[bytes]:
    """The bytes of all payloads, hashes and bodies."""
    database = Database(str(file))
    columns = (
        events.c.payload,
        events.c.hash,
        documents.c.body,
        documents.c.body_sha256,
        documents.c.sha256,
        heads.c.hash,
    )
    with database.reading() as connection:
        for column in columns:
            query = text(f"SELECT CAST({column.name} AS BLOB) FROM {column.table.name}")
            yield from connection.execute(query).scalars()
    database.dispose()


def offsets(file: Path, contents: bytes) -> list[int]:
    """Where in the file the bytes of these values stand, a place for each piece that is found."""
    found = set()
    for value in stored_values(file):
        for start in range(0, len(value) - PIECE, PIECE):
            piece, at = value[start : start + PIECE], -1
            while (at := contents.find(piece, at + 1)) >= 0:
                found.add(at)
    return sorted(found)


def found_problem(file: Path) -> str | None:
    database = Database(str(file))
    try:
        for story in stored_stories(database):
            if problem := verify(database, story).problem:
                return problem
        return damage(database)
    except DatabaseError as error:
        return str(error)
    finally:
        database.dispose()


def test_every_flipped_bit_is_found(file: Path, chance: random.Random) -> None:
    assert found_problem(file) is None
    whole = file.read_bytes()
    places = offsets(file, whole)
    assert len(places) > 1000
    missed = []
    for place in chance.sample(places, FLIPS):
        at, bit = place + chance.randrange(PIECE), 1 << chance.randrange(8)
        broken = bytearray(whole)
        broken[at] ^= bit
        file.write_bytes(broken)
        if found_problem(file) is None:
            missed.append((at, bit))
    assert missed == []


def test_a_file_cut_short_is_found(file: Path, chance: random.Random) -> None:
    whole = file.read_bytes()
    for _ in range(10):
        file.write_bytes(whole[: chance.randrange(100, len(whole) - 4096)])
        assert found_problem(file)


def test_a_page_of_zeros_is_found(file: Path, chance: random.Random) -> None:
    """As a disk that lost a write leaves it."""
    whole, pages = file.read_bytes(), file.stat().st_size // 4096
    for page in chance.sample(range(1, pages), 10):
        file.write_bytes(whole[: page * 4096] + bytes(4096) + whole[(page + 1) * 4096 :])
        assert found_problem(file)
