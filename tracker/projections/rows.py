"""Rows of the read models to values and back, inside a transaction of the caller's. No decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import asdict
from sqlalchemy import Connection, FromClause, Select, Table, and_, bindparam, delete, select
from sqlalchemy.sql.elements import ColumnElement

from tracker.model.events import EVENT_TYPES, VoiceRated
from tracker.projections import tables
from tracker.projections.cells import CASUALTIES, Cell
from tracker.projections.decisions import WEIGHTS, Decision, Ruling
from tracker.projections.facts import ClaimFact, from_row
from tracker.projections.identity import Declared, Entity, Identities, NameKey, Seen
from tracker.projections.story import ArticleFact, SourceFact
from tracker.store.database import insert_for

CHUNK = 400
"""Values in one IN list: under every limit of SQLite and PostgreSQL."""

places = msgspec.json.Decoder(tuple[str, ...]).decode
_encode = msgspec.json.Encoder().encode


class Rows:
    """The rows of one generation of one story."""

    def __init__(self, connection: Connection, story: str, generation: int) -> None:
        self.connection, self.story, self.generation = connection, story, generation

    def where(self, table: FromClause) -> ColumnElement[bool]:
        """The condition that a row is of this story and generation."""
        return and_(table.c.story == self.story, table.c.generation == self.generation)

    def find(self, table: Table, *conditions: ColumnElement[bool]) -> Iterator[Any]:
        """Rows as mappings, in no order."""
        query: Select[Any] = select(table).where(self.where(table), *conditions)
        return iter(self.connection.execute(query).mappings())

    def find_in(
        self, table: Table, column: str, values: Iterable[str], *conditions: ColumnElement[bool]
    ) -> Iterator[Any]:
        """Rows whose column has one of many values."""
        wanted = sorted(set(values))
        for start in range(0, len(wanted), CHUNK):
            yield from self.find(table, table.c[column].in_(wanted[start : start + CHUNK]), *conditions)

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

    def decisions(self) -> dict[str, Decision]:
        """What people decided, by event id."""
        return {row["event_id"]: decision_of(row) for row in self.find(tables.decisions)}

    def put_decisions(self, decisions: Iterable[Decision], ruling: Ruling) -> None:
        """Write decisions, each with the one that reverses it."""
        rows = [
            {
                "position": d.position,
                "event_id": d.event_id,
                "kind": d.kind,
                "target": d.target,
                "actor": d.actor,
                "recorded_at": d.recorded_at,
                "because": d.because,
                "reversed_by": ruling.reversed_by.get(d.event_id),
                "payload": _encode(d.payload).decode(),
            }
            for d in decisions
        ]
        self.put(tables.decisions, rows)

    def ranks(self) -> dict[str, int]:
        """The ranks of rated voices, as in `Identities`."""
        found = {row["entity"]: WEIGHTS[row["rank"]] for row in self.find(tables.voices)}
        return {entity: rank for entity, rank in found.items() if rank}

    def put_voices(self, rated: Mapping[str, Decision]) -> None:
        """Write the ratings of voices, given by entity key, in place of all that are there."""
        self.connection.execute(delete(tables.voices).where(self.where(tables.voices)))
        rows = [
            {"entity": key, "rank": d.payload.rank, "event_id": d.event_id}
            for key, d in sorted(rated.items())
            if isinstance(d.payload, VoiceRated)
        ]
        self.put(tables.voices, rows)

    def put_declared(self, declared: Mapping[int, Declared]) -> None:
        """Write what analysts declared, in place of all that is there."""
        self.connection.execute(delete(tables.aliases).where(self.where(tables.aliases)))
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
            seen[key], of[key], _ = _name(row)
        return seen, of

    def names_of(self, names: Iterable[str]) -> dict[NameKey, tuple[Seen, str, int]]:
        """Of these names, of whatever kind: the name, its entity and what it weighs."""
        return {(row["name"], row["kind"]): _name(row) for row in self.find_in(tables.names, "name", names)}

    def names_meaning(self, entities: Iterable[str]) -> dict[str, list[Seen]]:
        """The names of these entities, by key."""
        found: dict[str, list[Seen]] = {}
        for row in self.find_in(tables.names, "entity", entities):
            found.setdefault(row["entity"], []).append(_name(row)[0])
        return found

    def weighing(self) -> dict[NameKey, int]:
        """The names that weigh, as in `Identities`."""
        return {(row["name"], row["kind"]): row["weighs"] for row in self.find(tables.names, tables.names.c.weighs > 0)}

    def put_names(self, names: Iterable[Seen], of: Mapping[NameKey, str], weighs: Mapping[NameKey, int]) -> None:
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
                "weighs": weighs.get((s.name, s.kind), 0),
            }
            for s in names
        ]
        self.put(tables.names, rows)

    def entities(self) -> dict[str, Entity]:
        """Entities by key."""
        return {row["entity"]: _entity(row) for row in self.find(tables.entities)}

    def entities_of(self, keys: Iterable[str]) -> dict[str, Entity]:
        """These entities by key, as far as they are there."""
        return {row["entity"]: _entity(row) for row in self.find_in(tables.entities, "entity", keys)}

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
        return Identities(of, self.entities(), {}, self.ranks())

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

    def cells_of(self, entity: str) -> list[str]:
        """The keys of the cells of an entity, by its key."""
        mine = {"story": self.story, "generation": self.generation, "entity": entity}
        return list(self.connection.execute(_CELLS_OF, mine).scalars())

    def begun(self, cell: str, at: datetime) -> datetime | None:
        """When the last span of a cell began that began before an instant."""
        s = tables.states.c
        query = select(s.known_from).where(self.where(tables.states), s.cell == cell, s.known_from < at)
        found: datetime | None = self.connection.execute(query.order_by(s.known_from.desc()).limit(1)).scalar()
        return found

    def incidents_of(self, entity: str) -> list[str]:
        """The keys of the cells in which victims of an entity are counted, under whatever name."""
        given = {"story": self.story, "generation": self.generation, "entity": entity}
        return list(self.connection.execute(_INCIDENTS_OF, given).scalars())

    def entity_of(self, key: str) -> Entity | None:
        """The entity of a key: one seek."""
        given = {"story": self.story, "generation": self.generation, "entity": key}
        row = self.connection.execute(_ENTITY, given).mappings().one_or_none()
        return None if row is None else _entity(row)

    def states_at(self, at: datetime, cells: Collection[str] | None = None) -> list[Any]:
        """The rows of the as-known-then timelines that hold at an instant, of these cells or of all: one seek a cell."""
        mine = {"story": self.story, "generation": self.generation, "at": at}
        if cells is None:
            return list(self.connection.execute(_STATES_AT, mine).mappings())
        seeks = (
            self.connection.execute(_STATE_AT, {**mine, "cell": cell}).mappings().first() for cell in sorted(cells)
        )
        return [row for row in seeks if row is not None and row["known_to"] > at]


def mine(table: FromClause) -> ColumnElement[bool]:
    """The condition of a prebuilt statement that a row is of the `story` and `generation` that it is given."""
    return and_(table.c.story == bindparam("story"), table.c.generation == bindparam("generation"))


# Statements of the daily questions, made once: making one costs more than running it
_BEGUN = tables.states.alias("begun")
_LAST = (
    select(_BEGUN.c.known_from)
    .where(mine(_BEGUN), _BEGUN.c.cell == tables.cells.c.cell, _BEGUN.c.known_from <= bindparam("at"))
    .order_by(_BEGUN.c.known_from.desc())
    .limit(1)
    .correlate(tables.cells)
    .scalar_subquery()
)
_STATES_AT = (
    select(tables.states)
    .select_from(
        tables.cells.join(
            tables.states,
            and_(
                mine(tables.states),
                tables.states.c.cell == tables.cells.c.cell,
                tables.states.c.known_from == _LAST,
            ),
        )
    )
    .where(mine(tables.cells), tables.states.c.known_to > bindparam("at"))
)
_STATE_AT = (
    select(tables.states)
    .where(
        mine(tables.states), tables.states.c.cell == bindparam("cell"), tables.states.c.known_from <= bindparam("at")
    )
    .order_by(tables.states.c.known_from.desc())
    .limit(1)
)
_INCIDENTS_OF = (
    select(tables.claims.c.cell)
    .where(
        mine(tables.claims),
        tables.claims.c.subject_entity == bindparam("entity"),
        tables.claims.c.attribute.in_(CASUALTIES),
        tables.claims.c.cell != "",
    )
    .distinct()
)
_ENTITY = select(tables.entities).where(mine(tables.entities), tables.entities.c.entity == bindparam("entity"))
_CELLS_OF = select(tables.cells.c.cell).where(mine(tables.cells), tables.cells.c.subject_entity == bindparam("entity"))


def _name(row: Any) -> tuple[Seen, str, int]:
    first = (row["first_reported_at"], row["first_article"], row["first_start"])
    seen = Seen(row["name"], row["kind"], places(row["within"]), row["uses"], first)
    return seen, row["entity"], row["weighs"]


def _entity(row: Any) -> Entity:
    return Entity(row["entity"], row["name"], row["kind"], places(row["within"]), row["declared"])


def decision_of(row: Any) -> Decision:
    """The decision in a row of `decisions`."""
    payload = msgspec.json.decode(row["payload"], type=EVENT_TYPES[row["kind"]])
    return Decision(row["position"], row["event_id"], row["actor"], row["recorded_at"], payload)
