"""`decisions`: what people decided about a story, with who, when and why. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from tracker.model.events import (
    AliasDeclared,
    ClaimAdded,
    ClaimEndorsed,
    ClaimRejected,
    EntitiesMerged,
    EntitiesSplit,
    EntityDeclared,
    VoiceRated,
)
from tracker.projections import tables
from tracker.projections.decisions import Decision
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Identities
from tracker.projections.rows import Rows, decision_of
from tracker.queries.reading import find_entities, reading
from tracker.store.database import Database


class DecisionRow(Struct, frozen=True, kw_only=True):
    """A decision: the id of its event, what kind of event that is, what it is about, who took it, when (record time) and why.

    `reversed_by`: the event that took it back, or None where it holds.
    """

    decision: str
    kind: str
    target: str
    actor: str
    recorded_at: datetime
    because: str | None
    reversed_by: str | None


def decisions(database: Database, story: str, *, entity: str | None = None, holding: bool = False) -> list[DecisionRow]:
    """The decisions of a story in the order in which they were taken. Raises `UnknownStoryError`.

    `entity`: only those on the names, the voice and the claims of that entity, raising `InputError` where the story knows
    none; `holding`: only those that nobody took back.
    """
    with reading(database, story) as rows:
        if entity is None:
            found = [_row(row) for row in rows.find(tables.decisions)]
        else:
            identities = rows.identities()
            keys = find_entities(identities, entity)
            own = rows.facts(rows.find_in(tables.claims, "subject_entity", keys))
            found = decisions_behind(rows, identities, own.values(), keys, voices=False)
    chosen = [row for row in found if not (holding and row.reversed_by)]
    return sorted(chosen, key=lambda row: row.recorded_at)


def decisions_behind(
    rows: Rows, identities: Identities, facts: Iterable[ClaimFact], entities: Iterable[str] = (), *, voices: bool = True
) -> list[DecisionRow]:
    """The decisions that bear on these claims, in the order in which they were taken, reversed ones too.

    On the claims themselves, on the names of these `entities` (keys), and, with `voices`, on whoever speaks in the claims.
    Rejected claims are in no cell: pass those of `rejected` along with the claims of a cell.
    """
    listed = list(facts)
    marks = {f.fingerprint for f in listed} | {f.claim_id for f in listed}
    keys = set(entities)
    speaking = {f.voice_entity for f in listed} if voices else set(keys)
    found = []
    for row in rows.find(tables.decisions):
        decision = decision_of(row)
        if _claim(decision) & marks or _names(decision, identities) & keys or _voice(decision, identities) & speaking:
            found.append(_row(row))
    return sorted(found, key=lambda row: row.recorded_at)


def rejected(rows: Rows, entities: Iterable[str], attribute: str | None = None) -> list[ClaimFact]:
    """Claims about these entities (keys) that analysts threw out, in the canonical order."""
    found = rows.facts(rows.find_in(tables.claims, "subject_entity", entities)).values()
    out = [f for f in found if f.decision in ("rejected", "undone") and attribute in (None, f.attribute)]
    return sorted(out, key=lambda f: (f.order, f.claim_id))


def _claim(decision: Decision) -> set[str]:
    match decision.payload:
        case ClaimRejected(fingerprint=mark) | ClaimEndorsed(fingerprint=mark):
            return {mark}
        case ClaimAdded(fingerprint=mark):
            return {mark, decision.event_id}
    return set()


def _names(decision: Decision, identities: Identities) -> set[str]:
    match decision.payload:
        case EntitiesMerged() as e:
            pairs = {(e.name, e.kind), (e.into, e.into_kind)}
        case EntitiesSplit() as e:
            pairs = {(e.name, e.kind), (e.other, e.other_kind)}
        case EntityDeclared(name=name) | AliasDeclared(name=name):
            return {key for key, entity in identities.entities.items() if entity.name == name} | {
                key for (text, _), key in identities.of.items() if text == name
            }
        case _:
            return set()
    return {identities.of[pair] for pair in pairs if pair in identities.of}


def _voice(decision: Decision, identities: Identities) -> set[str]:
    match decision.payload:
        case VoiceRated(voice=voice, kind=kind) if (voice, kind) in identities.of:
            return {identities.of[voice, kind]}
    return set()


def _row(row: Any) -> DecisionRow:
    return DecisionRow(
        decision=row["event_id"],
        kind=row["kind"],
        target=row["target"],
        actor=row["actor"],
        recorded_at=row["recorded_at"],
        because=row["because"],
        reversed_by=row["reversed_by"],
    )
