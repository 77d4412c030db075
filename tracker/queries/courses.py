"""How a cell's answer went on: spans of it along report time or valid time. What `history` and `timeline` rest on.

Three courses. *As known then*: both clocks run together; the `states` table holds it. *About one moment*: valid time
stands still and report time runs, which is how knowledge of that moment grew. *With one knowledge*: report time stands
still and valid time runs, which is how the world went as somebody of that moment could tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import Struct

from tracker.model.claim import Attribute
from tracker.model.time import FOREVER
from tracker.projections import tables
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Identities
from tracker.projections.rows import Rows
from tracker.projections.states import assertions_by_cell, folded_row
from tracker.projections.values import Assertion, lapses_at
from tracker.queries.answers import Cell, cell_of_row
from tracker.queries.meaning import meant


class Stretch(Struct, frozen=True, kw_only=True):
    """A span `[begins, ends)` in which an answer stayed the same; `state` is None where nothing is known (any more)."""

    begins: datetime
    ends: datetime
    state: Cell | None


class Claims(Struct, frozen=True):
    """The claims of some cells, and what the fold makes of each (nothing of a forecast), by cell and claim."""

    facts: dict[str, list[ClaimFact]]
    assertions: dict[str, list[Assertion]]
    identities: Identities


def cells_asked(rows: Rows, entity: str | None, attributes: Iterable[str] = ()) -> set[str]:
    """The keys of the cells of an entity, by any name of it, or of the story; `attributes`: only of these (none: of all).

    Raises `InputError` for a name that means nobody or several.
    """
    wanted = set(attributes)
    if entity is None:
        found = {key: cell.attribute for key, cell in rows.cells().items()}
    else:
        key = meant(rows, entity)
        # Claims about victims may be filed under an incident that is named otherwise
        named = {row["cell"] for row in rows.find_in(tables.claims, "subject_entity", [key]) if row["cell"]}
        own = rows.find_in(tables.cells, "cell", {*rows.cells_of(key), *named})
        found = {row["cell"]: row["attribute"] for row in own}
    return {cell for cell, attribute in found.items() if not wanted or attribute in wanted}


def as_known_then(rows: Rows, cells: Iterable[str]) -> dict[str, list[Stretch]]:
    """The course of each cell in which both clocks run together, gaps told."""
    found: dict[str, list[Stretch]] = defaultdict(list)
    for row in rows.find_in(tables.states, "cell", cells):
        found[row["cell"]].append(Stretch(begins=row["known_from"], ends=row["known_to"], state=cell_of_row(row)))
    return {cell: _gaps_told(found[cell]) for cell in sorted(found)}


def claims_of(rows: Rows, cells: Iterable[str]) -> Claims:
    """The claims of some cells, in the canonical order."""
    by_cell: dict[str, list[ClaimFact]] = defaultdict(list)
    for fact in rows.facts(rows.find_in(tables.claims, "cell", cells)).values():
        by_cell[fact.cell].append(fact)
    facts = {cell: sorted(own, key=lambda f: (f.order, f.claim_id)) for cell, own in by_cell.items()}
    named = {
        key
        for own in facts.values()
        for f in own
        for key in (f.subject_entity, f.value_entity, f.voice_entity)
        if key is not None
    }
    identities = Identities({}, rows.entities_of(named), {})
    return Claims(facts, assertions_by_cell((f for own in facts.values() for f in own), identities), identities)


def about(rows: Rows, claims: Claims, at: datetime) -> dict[str, list[Stretch]]:
    """The course of each cell's answer about one moment, as more was reported. One fold for each report of it."""

    def points(_: Attribute, a: Assertion) -> Iterable[datetime | None]:
        return (a.reported_at, a.withdrawn_at) if a.latest <= at else ()

    return _courses(rows, claims, points, lambda point: (at, point))


def with_knowledge(rows: Rows, claims: Claims, known_at: datetime) -> dict[str, list[Stretch]]:
    """The course of the world in each cell, as it could be told at `known_at`. One fold for each thing that happened."""

    def points(attribute: Attribute, a: Assertion) -> Iterable[datetime | None]:
        seen = a.reported_at <= known_at and (a.withdrawn_at is None or known_at < a.withdrawn_at)
        return (a.latest, a.until, lapses_at(attribute, a)) if seen else ()

    return _courses(rows, claims, points, lambda point: (point, known_at))


Points = Callable[[Attribute, Assertion], Iterable[datetime | None]]
"""The moments at which a claim may change an answer."""


def _courses(
    rows: Rows, claims: Claims, points: Points, clocks: Callable[[datetime], tuple[datetime, datetime]]
) -> dict[str, list[Stretch]]:
    cells = rows.cells(rows.find_in(tables.cells, "cell", claims.assertions))
    found = {}
    for key, cell in sorted(cells.items()):
        own = claims.assertions[key]
        moments = sorted({p for a in own for p in points(cell.attribute, a) if p is not None})
        stretches: list[Stretch] = []
        for begins, ends in zip(moments, [*moments[1:], FOREVER], strict=False):
            row = folded_row(cell, own, claims.identities, *clocks(begins))
            state = None if row is None else cell_of_row(row)
            if stretches and stretches[-1].state == state:
                stretches[-1] = Stretch(begins=stretches[-1].begins, ends=ends, state=state)
            elif stretches or state is not None:
                stretches.append(Stretch(begins=begins, ends=ends, state=state))
        if stretches:
            found[key] = stretches
    return found


def _gaps_told(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches in order, and one without state wherever nothing is known between or after them."""
    told: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: s.begins):
        if told and told[-1].ends < stretch.begins:
            told.append(Stretch(begins=told[-1].ends, ends=stretch.begins, state=None))
        told.append(stretch)
    if told and told[-1].ends < FOREVER:
        told.append(Stretch(begins=told[-1].ends, ends=FOREVER, state=None))
    return told
