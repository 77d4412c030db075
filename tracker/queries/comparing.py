"""`diff`: what changed between two moments of the world, or between two states of knowledge. Reads only."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from tracker.model.claim import Attribute
from tracker.model.errors import InputError
from tracker.projections import tables
from tracker.projections.identity import Identities
from tracker.projections.rows import Rows
from tracker.queries.answers import Cell, ClaimRow, StateAnswer
from tracker.queries.asking import ask_state
from tracker.queries.history import Cause, What, differences
from tracker.queries.listing import claim_rows
from tracker.queries.reading import reading
from tracker.store.database import Database


class Moment(Struct, frozen=True):
    """A pair of times: what is asked about, and what had been reported."""

    at: datetime
    known_at: datetime


class CellChange(Struct, frozen=True, kw_only=True):
    """A cell whose answer differs. `before`, `after`: None where nothing was known. `change`: the weightiest difference.

    `changed`: all of them. `causes`: claims that `after` or its alternatives rest on and `before` did not (`reported`), and
    claims behind `before` that were withdrawn by then.
    """

    subject: str
    attribute: Attribute
    entity: str
    cell: str
    change: Literal["new", "gone", "value", "standing", "alternatives", "since", "voices"]
    changed: tuple[What, ...]
    before: Cell | None
    after: Cell | None
    causes: tuple[Cause, ...]


class Diff(Struct, frozen=True, kw_only=True):
    """What changed from one moment to another, cells in the order of their keys; of `cells` something was known at all."""

    story: str
    before: Moment
    after: Moment
    rules: str
    cells: int
    changes: tuple[CellChange, ...]


def diff(
    database: Database,
    story: str,
    before: Moment,
    after: Moment,
    *,
    entity: str | None = None,
    attribute: Attribute | str | None = None,
    every: bool = False,
) -> Diff:
    """What changed from `before` to `after`: in the world, in knowledge, or in both, as the moments differ.

    A cell is told where its value, its standing or what else is said of it differs; with `every`, also where only times
    or voices do. Raises `UnknownStoryError`, and `InputError` for moments in the wrong order and for a name that means
    nobody or several.
    """
    if after.at < before.at or after.known_at < before.known_at:
        raise InputError("the first moment lies after the second: name the earlier one first")
    old, new = (
        ask_state(database, story, m.at, known_at=m.known_at, entity=entity, attribute=attribute)
        for m in (before, after)
    )
    pairs = [
        (a, b, differences(a, b))
        for a, b in _paired(old, new)
        if every or {"first", "nothing", "value", "standing", "alternatives"} & set(differences(a, b))
    ]
    known = len({cell.cell for answer in (old, new) for cell in answer.cells})
    with reading(database, story) as rows:
        moved = _moved(rows, pairs, after.known_at)
    changes = tuple(_change(a, b, changed, moved) for a, b, changed in pairs if changed)
    return Diff(story=story, before=before, after=after, rules=new.rules, cells=known, changes=changes)


def _paired(old: StateAnswer, new: StateAnswer) -> list[tuple[Cell | None, Cell | None]]:
    was, now = ({cell.cell: cell for cell in answer.cells} for answer in (old, new))
    return [(was.get(key), now.get(key)) for key in sorted(was.keys() | now.keys())]


_CHANGE = {"first": "new", "nothing": "gone"}


def _change(
    before: Cell | None, after: Cell | None, changed: tuple[What, ...], moved: dict[str, ClaimRow]
) -> CellChange:
    cell = after or before
    assert cell is not None
    return CellChange(
        subject=cell.subject,
        attribute=cell.attribute,
        entity=cell.entity,
        cell=cell.cell,
        change=_CHANGE.get(changed[0], changed[0]),  # type: ignore[arg-type]
        changed=changed,
        before=before,
        after=after,
        causes=_causes(before, after, moved),
    )


Pair = tuple[Cell | None, Cell | None, tuple[What, ...]]


def _moved(rows: Rows, pairs: list[Pair], known_at: datetime) -> dict[str, ClaimRow]:
    """The claims behind the second answers and not behind the first, and those withdrawn by `known_at` that were: in the
    canonical order."""
    new = {claim for before, after, _ in pairs for claim in behind(after) - behind(before)}
    old = {claim for before, after, _ in pairs for claim in behind(before) - behind(after)}
    facts = rows.facts(rows.find_in(tables.claims, "claim_id", new | old)).values()
    moved = [
        f
        for f in sorted(facts, key=lambda f: (f.order, f.claim_id))
        if f.claim_id in new or (f.withdrawn_at is not None and f.withdrawn_at <= known_at)
    ]
    named = Identities({}, rows.entities_of({key for f in moved for key in (f.subject_entity, f.voice_entity)}), {})
    return {row.claim: row for row in claim_rows(rows, moved, named)}


def _causes(before: Cell | None, after: Cell | None, moved: dict[str, ClaimRow]) -> tuple[Cause, ...]:
    was, now = behind(before), behind(after)
    mine = (moved[claim] for claim in was ^ now if claim in moved)
    return tuple(
        Cause(what="reported" if row.claim in now else "withdrawn", claim=row)
        for row in sorted(mine, key=lambda row: (row.reported_at, row.article, row.start, row.claim))
    )


def behind(cell: Cell | None) -> set[str]:
    """The claims that an answer rests on, and those against it."""
    if cell is None:
        return set()
    return {*cell.claims, *(claim for other in cell.alternatives for claim in other.claims)}
