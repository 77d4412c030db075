"""`state`: what was known of a story at a moment. Three roads, one answer: the timeline, the claims, or the log's prefix."""

from __future__ import annotations

from datetime import datetime

from tracker.model.claim import Attribute
from tracker.model.errors import InputError
from tracker.projections.cells import CASUALTIES
from tracker.projections.rows import Rows
from tracker.projections.runner import PAGE
from tracker.projections.states import assertions_by_cell, folded_row
from tracker.projections.story import Settled, Story, settle
from tracker.projections.tables import RULES
from tracker.queries.answers import Cell, StateAnswer, cell_of_row
from tracker.queries.newest import folded_cells
from tracker.queries.reading import entities_named, find_entities, reading, require_story
from tracker.store.database import Database
from tracker.store.log import EventLog


def state(
    database: Database,
    story: str,
    at: datetime,
    *,
    known_at: datetime | None = None,
    recorded_at: datetime | None = None,
    entity: str | None = None,
    attribute: Attribute | str | None = None,
) -> StateAnswer:
    """The state of a story at `at`, as it had been reported by `known_at` (None: `at`), cells in the order of their keys.

    `recorded_at`: only what the database had recorded by then. `entity`, `attribute`: only these cells.
    Raises `UnknownStoryError`, `InputError` for an entity that the story does not know, and `DatabaseError`.
    """
    cut = at if known_at is None else known_at
    if recorded_at is not None:
        cells = _recorded(database, story, at, cut, recorded_at, entity, attribute)
    else:
        with reading(database, story) as rows:
            chosen = _chosen(rows, entity, attribute)
            known = _known_then(rows, at, chosen) if cut == at else folded_cells(rows, at, cut, chosen, attribute)
            cells = [cell for cell in known if attribute in (None, cell.attribute)]
    return StateAnswer(
        story=story,
        at=at,
        known_at=cut,
        recorded_at=recorded_at,
        rules=RULES,
        cells=tuple(sorted(cells, key=lambda c: c.cell)),
    )


def _chosen(rows: Rows, entity: str | None, attribute: str | None) -> set[str] | None:
    """The keys of the cells of an entity, given by its key or by a name; None: all."""
    if entity is None:
        return None
    own, keys = set(rows.cells_of(entity)), {entity}
    if not own:
        keys = entities_named(rows, entity)
        own = {cell for key in keys for cell in rows.cells_of(key)}
    if attribute is None or attribute in CASUALTIES:
        # Claims of victims may be filed under an incident that is named otherwise
        own |= {cell for key in keys for cell in rows.incidents_of(key)}
    return own if attribute is None else {cell for cell in own if cell.startswith(f"{attribute}/")}


def _known_then(rows: Rows, at: datetime, chosen: set[str] | None) -> list[Cell]:
    return [cell_of_row(row) for row in rows.states_at(at, chosen)]


def _recorded(
    database: Database,
    story: str,
    at: datetime,
    known_at: datetime,
    recorded_at: datetime,
    entity: str | None,
    attribute: str | None,
) -> list[Cell]:
    settled = recorded(database, story, recorded_at)
    keys: set[str] | None = None
    if entity is not None:
        try:
            keys = find_entities(settled.identities, entity)
        except InputError:
            with reading(database, story) as rows:  # known by now, not then: an empty answer
                find_entities(rows.identities(), entity)
            keys = set()
    facts = [f for f in settled.placed.facts if f.cell and attribute in (None, f.attribute)]
    if keys is not None:
        own = {f.cell for f in facts if f.subject_entity in keys}
        own |= {key for key, cell in settled.placed.cells.items() if cell.entity in keys}
        facts = [f for f in facts if f.cell in own]
    by_cell = assertions_by_cell(facts, settled.identities)
    cells = settled.placed.cells
    folded = (folded_row(cells[key], by_cell[key], settled.identities, at, known_at) for key in by_cell)
    return [cell_of_row(row) for row in folded if row is not None]


def recorded(database: Database, story: str, recorded_at: datetime) -> Settled:
    """The story's claims with their entities and cells as of a record time: the log's prefix, folded in memory."""
    with database.reading() as connection:
        require_story(connection, story)
    log, model, after = EventLog(database), Story(), 0
    while page := log.read(story, after, PAGE, recorded_until=recorded_at):
        for event in page:
            model.apply(event)
        after = page[-1].position
    return settle(model)
