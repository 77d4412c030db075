"""`conflicts`: the contradictions that are open at a moment, most disputed first. Reads only."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from tracker.model.claim import Attribute
from tracker.projections import tables
from tracker.queries.answers import Cell, StateAnswer
from tracker.queries.asking import ask_state
from tracker.queries.comparing import behind
from tracker.queries.reading import reading
from tracker.store.database import Database


class Conflict(Struct, frozen=True, kw_only=True):
    """A contested cell. `voices_for`, `voices_against`: how many; `newest`: the latest report on either side."""

    voices_for: int
    voices_against: int
    newest: datetime
    state: Cell


class Conflicts(Struct, frozen=True, kw_only=True):
    """The open contradictions, and of how many cells anything was known at all."""

    story: str
    at: datetime
    known_at: datetime
    rules: str
    cells: int
    conflicts: tuple[Conflict, ...]


def conflicts(
    database: Database,
    story: str,
    at: datetime,
    *,
    known_at: datetime | None = None,
    entity: str | None = None,
    attribute: Attribute | str | None = None,
    limit: int | None = None,
) -> Conflicts:
    """What is contested at `at`, by what had been reported by `known_at` (None: `at`).

    Most voices against the headline first, then the newest report, then by key. Raises as `ask_state`.
    """
    answer = ask_state(database, story, at, known_at=known_at, entity=entity, attribute=attribute)
    contested = [cell for cell in answer.cells if cell.standing == "contested"]
    newest = _reports(database, story, contested)
    found = [
        Conflict(
            voices_for=len(cell.voices),
            voices_against=len({voice for other in cell.alternatives for voice in other.voices}),
            newest=max([cell.reported_at, *(newest[claim] for claim in behind(cell) if claim in newest)]),
            state=cell,
        )
        for cell in contested
    ]
    found.sort(key=lambda c: (-c.voices_against, -c.newest.timestamp(), c.state.cell))
    return _answered(answer, found[:limit])


def _reports(database: Database, story: str, cells: list[Cell]) -> dict[str, datetime]:
    """When each claim on either side was reported."""
    if not cells:
        return {}
    wanted = {claim for cell in cells for claim in behind(cell)}
    with reading(database, story) as rows:
        return {row["claim_id"]: row["reported_at"] for row in rows.find_in(tables.claims, "claim_id", wanted)}


def _answered(answer: StateAnswer, found: list[Conflict]) -> Conflicts:
    return Conflicts(
        story=answer.story,
        at=answer.at,
        known_at=answer.known_at,
        rules=answer.rules,
        cells=len(answer.cells),
        conflicts=tuple(found),
    )
