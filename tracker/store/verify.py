"""Does the log still say what was written? Recompute every hash, and name the first thing that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, RowMapping, func, select

from tracker.model.errors import InputError
from tracker.store import documents as store_documents
from tracker.store.chain import GENESIS, event_hash
from tracker.store.database import Database
from tracker.store.log import Head
from tracker.store.tables import documents, events, heads

Progress = Callable[[int], None]
"""Told how many rows were looked at since it was last called."""

PAGE = 1000


class Verified(Struct, frozen=True):
    """What a verification of one story found. `problem`: the first thing that does not fit, or None."""

    story: str
    head: Head | None
    events: int
    documents: int
    problem: str | None


def verify(
    database: Database, story: str, *, expect: str | None = None, progress: Progress = lambda n: None
) -> Verified:
    """Recompute the chain and the documents of one story, all in one moment of the database.

    `expect`: a head that was printed earlier, `POSITION:HASH` (the hash may be cut to its first 12 digits): the log must
    still contain it. Raises `InputError` where it is not of that form.
    """
    wanted = _expected(expect) if expect else None
    with database.reading() as connection:
        walk = _Walk(connection, story, wanted, progress)
        problem = walk.chain() or walk.texts() or walk.head_problem() or walk.expectation()
        return Verified(story, walk.head, walk.events, walk.documents, problem)


def damage(database: Database) -> str | None:
    """What the database's own check of its file says is wrong, or None. SQLite only: PostgreSQL has its checksums."""
    if not database.is_sqlite:
        return None
    with database.reading() as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    return None if found == "ok" else f"SQLite's integrity check: {found}"


def stored_stories(database: Database) -> list[str]:
    """Every story of which any table of the truth has a row, even where its head row is gone."""
    with database.reading() as connection:
        found = set(connection.execute(select(heads.c.story).where(heads.c.position > 0)).scalars())
        for table in (events, documents):
            found |= set(connection.execute(select(table.c.story).distinct()).scalars())
    return sorted(found)


def rows_to_check(database: Database) -> int:
    """How many events and documents there are: the length of the progress bar."""
    with database.reading() as connection:
        counts = [connection.execute(select(func.count()).select_from(table)).scalar() for table in (events, documents)]
        return sum(int(count or 0) for count in counts)


class _Walk:
    """One pass over a story: the chain first, then the texts that the events name."""

    def __init__(self, connection: Connection, story: str, wanted: tuple[int, str] | None, progress: Progress) -> None:
        self.connection, self.story, self.wanted, self.progress = connection, story, wanted, progress
        self.head: Head | None = None
        self.events = self.documents = 0
        self.named: dict[str, int] = {}
        self.erased: set[str] = set()
        self.hash_there: str | None = None

    def chain(self) -> str | None:
        previous, versions = GENESIS, dict[str, int]()
        for row in self._rows(events, events.c.position):
            at = f"event {row['position']} ({row['event_id']}, {row['type']})"
            if row["position"] != self.events + 1:
                return f"{at} follows position {self.events}: events between are missing"
            if event_hash(previous, row) != row["hash"]:
                return f"{at} does not have the hash that its content and the event before it give: it was altered"
            versions[row["stream"]] = versions.get(row["stream"], 0) + 1
            if row["version"] != versions[row["stream"]]:
                return f"{at} has version {row['version']} of its stream, expected {versions[row['stream']]}"
            if self.head and row["recorded_at"] <= self.head.recorded_at:
                return f"{at} was recorded before the event before it"
            previous = row["hash"]
            self.events += 1
            if self.wanted and row["position"] == self.wanted[0]:
                self.hash_there = previous
            self.head = Head(row["position"], previous, row["recorded_at"])
            self._names(row)
        return None

    def texts(self) -> str | None:
        seen = set()
        for row in self._rows(documents, documents.c.sha256):
            seen.add(row["sha256"])
            self.documents += 1
            if problem := self._text_problem(row):
                return f"document {row['sha256']} {problem}"
        for sha256, position in self.named.items():
            if sha256 not in seen:
                return f"document {sha256}, named by event {position}, is missing"
        return None

    def head_problem(self) -> str | None:
        stored = self.connection.execute(select(heads).where(heads.c.story == self.story)).one_or_none()
        if stored is None:
            return "the head row is missing" if self.head else None
        found = self.head or Head(0, GENESIS, stored.recorded_at)
        if stored.position > found.position:
            return (
                f"the head row is at position {stored.position}, the last event is {found.position}: the tail was cut"
            )
        if (stored.position, stored.hash, stored.recorded_at) != (found.position, found.hash, found.recorded_at):
            return f"the head row does not fit the last event, {found.position}"
        return None

    def expectation(self) -> str | None:
        if self.wanted is None:
            return None
        position, digits = self.wanted
        if self.hash_there is None:
            return f"the expected head is at position {position}, the log ends at {self.events}: the tail was cut"
        if not self.hash_there.startswith(digits):
            return f"event {position} has hash {self.hash_there}, not the expected {digits}: history was rewritten"
        return None

    def _text_problem(self, row: RowMapping) -> str | None:
        if row["sha256"] not in self.named:
            return "is named by no event"
        if row["body"] is None:
            return None if row["sha256"] in self.erased else "has lost its text, and no event says that it was erased"
        return store_documents.unpack(row)[0]

    def _names(self, row: RowMapping) -> None:
        """Note the documents that an event names; one that cannot be read would not have passed its hash."""
        if row["type"] in ("ArticleObserved", "ArticleRevised"):
            self.named.setdefault(_Named.decode(row["payload"]).document, row["position"])
        elif row["type"] == "ArticleErased":
            self.erased |= set(_Erased.decode(row["payload"]).documents)

    def _rows(self, table: Any, key: Any) -> Iterator[RowMapping]:
        """All rows of the story in key order, a page at a time so that memory stays flat."""
        last: Any = None
        while True:
            query = select(table).where(table.c.story == self.story).order_by(key).limit(PAGE)
            if last is not None:
                query = query.where(key > last)
            page = self.connection.execute(query).mappings().all()
            yield from page
            self.progress(len(page))
            if len(page) < PAGE:
                return
            last = page[-1][key.name]


class _HasDocument(Struct):
    document: str


class _HasDocuments(Struct):
    documents: list[str]


_Named = msgspec.json.Decoder(_HasDocument)
_Erased = msgspec.json.Decoder(_HasDocuments)


def _expected(text: str) -> tuple[int, str]:
    position, _, digits = text.strip().partition(":")
    if not position.isdecimal() or len(digits) < 12 or set(digits) - set("0123456789abcdef"):
        raise InputError(f"--expect {text!r} is not a head: give POSITION:HASH as `tracker verify` printed it")
    return int(position), digits
