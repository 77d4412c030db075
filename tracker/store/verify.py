"""Does the log still say what was written? Recompute every hash, and name the first thing that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, Connection, RowMapping, Table, Text, func, select, type_coerce
from sqlalchemy.exc import DBAPIError

from tracker.model.errors import InputError
from tracker.model.events import EVENT_TYPES, ArticleErased, ArticleObserved, ArticleRevised
from tracker.store.chain import GENESIS, event_hash
from tracker.store.database import Database, is_damage
from tracker.store.documents import unpack
from tracker.store.log import Head
from tracker.store.tables import Instant, as_instant, documents, events, heads, instant_text
from tracker.store.upcasters import UPCASTERS, Upcaster, decode

Progress = Callable[[int], None]
"""Told how many rows were looked at since it was last called."""

PAGES = {"events": 1000, "documents": 100}
"""Rows that are held in memory at once."""


class Verified(Struct, frozen=True):
    """What a verification of one story found. `problem`: the first thing that does not fit, or None."""

    story: str
    head: Head | None
    events: int
    documents: int
    problem: str | None


def verify(
    database: Database,
    story: str,
    *,
    expect: str | None = None,
    progress: Progress = lambda n: None,
    upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
) -> Verified:
    """Recompute the chain and the documents of one story, all in one moment of the database.

    `expect`: a head that was printed earlier, `POSITION:HASH` (the hash may be cut to its first 12 digits): the log must
    still contain it. Raises `InputError` where it is not of that form, and `DatabaseError` where the log holds events of
    a newer program, which may name documents that this one does not know of.
    """
    wanted = _expected(expect) if expect else None
    with database.reading_raw() as connection:
        walk = _Walk(connection, story, wanted, progress, upcasters)
        try:
            problem = walk.chain() or walk.head_problem() or walk.expectation() or walk.texts()
        except DBAPIError as error:
            if not is_damage(error):
                raise
            problem = f"what follows event {walk.events} and {walk.documents} documents cannot be read: {error.orig}"
        return Verified(story, walk.head, walk.events, walk.documents, problem and _printable(problem))


def damage(database: Database) -> str | None:
    """What the database's own check of its file says is wrong, or None. SQLite only: PostgreSQL has its checksums."""
    if not database.is_sqlite:
        return None
    with database.reading() as connection:
        try:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        except DBAPIError as error:
            if not is_damage(error):
                raise
            found = str(error.orig)
    return None if found == "ok" else f"SQLite's integrity check: {' '.join(str(found).split())}"


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
    """One pass over a story: the chain first, then the head row, then the texts that the events name."""

    def __init__(
        self,
        connection: Connection,
        story: str,
        wanted: tuple[int, str] | None,
        progress: Progress,
        upcasters: Mapping[tuple[str, int], Upcaster],
    ) -> None:
        self.connection, self.story, self.wanted, self.progress = connection, story, wanted, progress
        self.upcasters = upcasters
        self.head: Head | None = None
        self.events = self.documents = 0
        self.named: dict[str, int] = {}
        self.erased: dict[str, int] = {}
        self.hash_there: str | None = None

    def chain(self) -> str | None:
        previous, versions = GENESIS, dict[str, int]()
        for row in self._rows(events, events.c.position):
            at = f"event {row['position']} ({row['event_id']}, {row['type']})"
            if row["position"] != self.events + 1:
                return f"{at} follows position {self.events}: events between are missing"
            if not _fits(previous, row):
                return f"{at} does not have the hash that its content and the event before it give: it was altered"
            versions[row["stream"]] = versions.get(row["stream"], 0) + 1
            if row["version"] != versions[row["stream"]]:
                return f"{at} has version {row['version']} of its stream, expected {versions[row['stream']]}"
            recorded_at = as_instant(row["recorded_at"])
            if self.head and recorded_at <= self.head.recorded_at:
                return f"{at} was recorded before the event before it"
            previous = row["hash"]
            self.events += 1
            if self.wanted and row["position"] == self.wanted[0]:
                self.hash_there = previous
            self.head = Head(row["position"], previous, recorded_at)
            self._names(row)
        return None

    def head_problem(self) -> str | None:
        query = select(*_raw(heads, self.connection.dialect.name)).where(heads.c.story == self.story)
        stored = self.connection.execute(query).mappings().one_or_none()
        if stored is None:
            return "the head row is missing" if self.head else None
        last = self.head.position if self.head else 0
        if isinstance(stored["position"], int) and stored["position"] > last:
            return f"the head row is at position {stored['position']}, the last event is {last}: the tail was cut"
        if self.head is None:
            fits = (stored["position"], stored["hash"]) == (0, GENESIS)
        else:
            expected = (last, self.head.hash, instant_text(self.head.recorded_at))
            fits = (stored["position"], stored["hash"], stored["recorded_at"]) == expected
        return None if fits else f"the head row does not fit the last event, {last}"

    def texts(self) -> str | None:
        seen = set()
        for row in self._rows(documents, documents.c.sha256):
            seen.add(row["sha256"])
            if problem := self._text_problem(row):
                return f"document {row['sha256']} {problem}"
            self.documents += 1
        for sha256, position in self.named.items():
            if sha256 not in seen:
                return f"document {sha256}, named by event {position}, is missing"
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
        erased_by = self.erased.get(row["sha256"])
        if row["sha256"] not in self.named:
            return "is named by no event"
        if row["body"] is not None:
            return f"still has its text, which event {erased_by} erased" if erased_by else unpack(row)[0]
        if not erased_by:
            return "has lost its text, and no event says that it was erased"
        return None if row["body_sha256"] is None and row["characters"] == 0 else "was altered after it was erased"

    def _names(self, row: RowMapping) -> None:
        """Note the documents that an event names."""
        if row["type"] in EVENT_TYPES and row["type"] not in _NAMING:
            return
        match decode(row["type"], row["schema_version"], row["payload"], self.upcasters):
            case ArticleObserved() | ArticleRevised() as event:
                self.named.setdefault(event.document, row["position"])
            case ArticleErased() as event:
                self.erased |= dict.fromkeys(event.documents, row["position"])

    def _rows(self, table: Table, key: Column[Any]) -> Iterator[RowMapping]:
        """All rows of the story in key order, a page at a time so that memory stays flat."""
        columns = _raw(table, self.connection.dialect.name)
        query = select(*columns).where(table.c.story == self.story).order_by(key).limit(PAGES[table.name])
        rest = query
        while page := self.connection.execute(rest).mappings().all():
            yield from page
            self.progress(len(page))
            rest = query.where(key > page[-1][key])


_NAMING = {cls.__name__ for cls in (ArticleObserved, ArticleRevised, ArticleErased)}


def _raw(table: Table, dialect: str) -> list[ColumnElement[Any]]:
    """The table's columns, an instant as the text that the chain covers: on SQLite as it is stored, to the byte."""

    def as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
        if dialect == "sqlite":
            return type_coerce(column, Text)
        return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')

    return [as_text(c).label(c.name) if isinstance(c.type, Instant) else c for c in table.columns]


def _fits(previous: str, row: RowMapping) -> bool:
    try:
        return bool(event_hash(previous, row) == row["hash"])
    except (UnicodeEncodeError, AttributeError):  # a text that is not UTF-8 any more, an instant that is none
        return False


def _printable(problem: str) -> str:
    """On one line, and with its bad bytes written out."""
    return " ".join(problem.encode("utf-8", "backslashreplace").decode("utf-8").split())


def _expected(text: str) -> tuple[int, str]:
    position, _, digits = text.strip().partition(":")
    if not position.isdecimal() or not 12 <= len(digits) <= 64 or set(digits) - set("0123456789abcdef"):
        raise InputError(f"--expect {text!r} is not a head: give POSITION:HASH as `tracker verify` printed it")
    return int(position), digits
