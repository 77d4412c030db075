"""`entities` and `voices`: who and what a story speaks of, by which names, and whose word weighs how much. Reads only."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct
from sqlalchemy import func, or_, select

from tracker.model.claim import Kind
from tracker.model.events import Rank, VoiceRated
from tracker.projections import tables
from tracker.projections.rows import Rows
from tracker.queries.reading import find_entities, reading
from tracker.store.database import Database


class EntityRow(Struct, frozen=True, kw_only=True):
    """An entity: its key, what it is called, what it is, all its names as articles write them, the places it lies in.

    `claims`: how many that count are about it, have it as their value, or are its words. `declared`: an analyst named it.
    """

    entity: str
    name: str
    kind: Kind
    names: tuple[str, ...]
    within: tuple[str, ...]
    claims: int
    declared: bool


class VoiceRow(Struct, frozen=True, kw_only=True):
    """A voice: the entity that speaks, how many claims that count it vouches for, and how analysts weigh it, who and why."""

    entity: str
    name: str
    kind: Kind
    claims: int
    rank: Rank
    actor: str | None
    because: str | None


def entities(database: Database, story: str, *, kind: str | None = None, entity: str | None = None) -> list[EntityRow]:
    """The entities of a story, those that most is said of first. `entity`: only those that this name may mean.

    Raises `UnknownStoryError`, and `InputError` for a name that the story does not know.
    """
    with reading(database, story) as rows:
        identities = rows.identities()
        chosen = set(identities.entities) if entity is None else find_entities(identities, entity)
        seen, _ = rows.names()
        names: dict[str, list[str]] = {}
        for name in sorted(seen, key=lambda n: (-seen[n].uses, n)):
            names.setdefault(identities.of[name], []).append(name[0])
        said = _said(rows)
    found = [
        EntityRow(
            entity=key,
            name=e.name,
            kind=e.kind,
            names=tuple(dict.fromkeys(names.get(key, ()))),
            within=tuple(identities.entities[outer].name for outer in e.within),
            claims=said[key],
            declared=e.declared,
        )
        for key, e in identities.entities.items()
        if key in chosen and kind in (None, e.kind)
    ]
    return sorted(found, key=lambda e: (-e.claims, e.entity))


def voices(database: Database, story: str, *, rank: Rank | None = None) -> list[VoiceRow]:
    """The voices of a story, those that say most first. Raises `UnknownStoryError`."""
    with reading(database, story) as rows:
        identities, decisions = rows.identities(), rows.decisions()
        said = _counts(rows, tables.claims.c.voice_entity)
        rated = {row["entity"]: decisions[row["event_id"]] for row in rows.find(tables.voices)}
    found = []
    for key in said.keys() | rated.keys():
        decision = rated.get(key)
        payload = decision.payload if decision else None
        weight = payload.rank if isinstance(payload, VoiceRated) else "normal"
        if key in identities.entities and rank in (None, weight):
            found.append(
                VoiceRow(
                    entity=key,
                    name=identities.entities[key].name,
                    kind=identities.entities[key].kind,
                    claims=said[key],
                    rank=weight,
                    actor=decision.actor if decision else None,
                    because=decision.because if decision else None,
                )
            )
    return sorted(found, key=lambda v: (-v.claims, v.entity))


def _said(rows: Rows) -> Counter[str]:
    """How many claims each entity has a part in; in two of its parts is twice."""
    t = tables.claims
    return sum((_counts(rows, c) for c in (t.c.subject_entity, t.c.value_entity, t.c.voice_entity)), Counter())


def _counts(rows: Rows, column: Any) -> Counter[str]:
    t = tables.claims
    counts = or_(t.c.decision.is_(None), t.c.decision == "endorsed")
    query = select(column, func.count()).where(rows.where(t), t.c.withdrawn_at.is_(None), counts).group_by(column)
    return Counter({key: n for key, n in rows.connection.execute(query) if key})
