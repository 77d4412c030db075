"""Rows of the read models to values and back, inside a transaction of the caller's. No decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import asdict
from sqlalchemy import Connection, Select, Table, and_, delete, select
from sqlalchemy.sql.elements import ColumnElement

from tracker.projections import tables
from tracker.projections.cells import Cell
from tracker.projections.facts import ClaimFact, from_row
from tracker.projections.identity import Declared, Entity, Identities, NameKey, Seen
from tracker.projections.story import ArticleFact, SourceFact
from tracker.store.database import insert_for

CHUNK = 400
"""Values in one IN list: under every limit of SQLite and PostgreSQL."""

_within = msgspec.json.Decoder(tuple[str, ...])
_encode = msgspec.json.Encoder().encode


class Rows:
    """The rows of one generation of one story."""

    def __init__(self, connection: Connection, story: str, generation: int) -> None:
        self.connection, self.story, self.generation = connection, story, generation

    def where(self, table: Table) -> ColumnElement[bool]:
        """The condition that a row is of this story and generation."""
        return and_(table.c.story == self.story, table.c.generation == self.generation)

    def find(self, table: Table, *conditions: ColumnElement[bool]) -> Iterator[Any]:
        """Rows as mappings, in no order."""
        query: Select[Any] = select(table).where(self.where(table), *conditions)
        return iter(self.connection.execute(query).mappings())

    def find_in(self, table: Table, column: str, values: Iterable[str]) -> Iterator[Any]:
        """Rows whose column has one of many values."""
        wanted = sorted(set(values))
        for start in range(0, len(wanted), CHUNK):
            yield from self.find(table, table.c[column].in_(wanted[start : start + CHUNK]))

    def put(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows, or replace those of the same key."""
        if not rows:
            return
        keyed = [{"story": self.story, "generation": self.generation, **row} for row in rows]
        insert = insert_for(self.connection.dialect.name, table)
        keys = [column.name for column in table.primary_key]
        changed = {name: insert.excluded[name] for name in keyed[0] if name not in keys}
        statement = insert.on_conflict_do_update(index_elements=keys, set_=changed)
        self.connection.execute(statement, keyed)

    def drop_in(self, table: Table, column: str, values: Iterable[str]) -> None:
        """Delete rows whose column has one of many values."""
        wanted = sorted(set(values))
        for start in range(0, len(wanted), CHUNK):
            chosen = table.c[column].in_(wanted[start : start + CHUNK])
            self.connection.execute(delete(table).where(self.where(table), chosen))

    def drop_from(self, table: Table, column: str, value: str, since: str, start: datetime) -> None:
        """Delete rows with that value from an instant on."""
        chosen = and_(table.c[column] == value, table.c[since] >= start)
        self.connection.execute(delete(table).where(self.where(table), chosen))

    def facts(self, rows: Iterable[Any]) -> dict[str, ClaimFact]:
        """Claim rows by claim id."""
        return {row["claim_id"]: from_row(row) for row in rows}

    def put_facts(self, facts: Iterable[ClaimFact]) -> None:
        """Write claims."""
        self.put(tables.claims, [asdict(fact) for fact in facts])

    def articles(self, ids: Iterable[str]) -> dict[str, ArticleFact]:
        """Articles by id."""
        fields = ArticleFact.__struct_fields__
        found = self.find_in(tables.articles, "article", ids)
        return {row["article"]: ArticleFact(**{f: row[f] for f in fields}) for row in found}

    def sources(self) -> dict[str, SourceFact]:
        """Watched places by id."""
        fields = SourceFact.__struct_fields__
        return {row["source"]: SourceFact(**{f: row[f] for f in fields}) for row in self.find(tables.sources)}

    def declared(self) -> dict[int, Declared]:
        """What analysts declared, by position."""
        return {
            row["position"]: Declared(
                row["name"], row["kind"], _within.decode(row["aliases"]), row["within"], row["since"], row["until"]
            )
            for row in self.find(tables.aliases)
        }

    def put_declared(self, declared: dict[int, Declared]) -> None:
        """Write what analysts declared."""
        rows = [
            {"position": position, **asdict(d), "aliases": _encode(d.aliases).decode()}
            for position, d in declared.items()
        ]
        self.put(tables.aliases, rows)

    def names(self) -> tuple[dict[NameKey, Seen], dict[NameKey, str]]:
        """Each distinct name, and the entity that it meant when it was written."""
        seen: dict[NameKey, Seen] = {}
        of: dict[NameKey, str] = {}
        for row in self.find(tables.names):
            key = (row["name"], row["kind"])
            first = (row["first_reported_at"], row["first_article"], row["first_start"])
            seen[key] = Seen(row["name"], row["kind"], _within.decode(row["within"]), row["uses"], first)
            of[key] = row["entity"]
        return seen, of

    def put_names(self, names: Iterable[Seen], of: dict[NameKey, str]) -> None:
        """Write names with their entities."""
        rows = [
            {
                "name": s.name,
                "kind": s.kind,
                "within": _encode(s.within).decode(),
                "uses": s.uses,
                "first_reported_at": s.first[0],
                "first_article": s.first[1],
                "first_start": s.first[2],
                "entity": of[s.name, s.kind],
            }
            for s in names
        ]
        self.put(tables.names, rows)

    def entities(self) -> dict[str, Entity]:
        """Entities by key."""
        return {
            row["entity"]: Entity(
                row["entity"], row["name"], row["kind"], _within.decode(row["within"]), row["declared"]
            )
            for row in self.find(tables.entities)
        }

    def put_entities(self, entities: Iterable[Entity]) -> None:
        """Write entities."""
        rows = [
            {
                "entity": e.key,
                "name": e.name,
                "kind": e.kind,
                "within": _encode(e.within).decode(),
                "declared": e.declared,
            }
            for e in entities
        ]
        self.put(tables.entities, rows)

    def identities(self) -> Identities:
        """Identity as it was written."""
        _, of = self.names()
        return Identities(of, self.entities(), {})

    def cells(self, rows: Iterable[Any] | None = None) -> dict[str, Cell]:
        """Cells by key, of the rows given or all."""
        found = self.find(tables.cells) if rows is None else rows
        return {
            row["cell"]: Cell(row["cell"], row["subject_entity"], row["subject"], row["attribute"]) for row in found
        }

    def put_cells(self, cells: Iterable[Cell]) -> None:
        """Write cells."""
        rows = [
            {"cell": c.key, "attribute": c.attribute, "subject_entity": c.entity, "subject": c.subject} for c in cells
        ]
        self.put(tables.cells, rows)
