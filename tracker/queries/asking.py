"""`ask_state`: the question as people put it: an entity by any of its names, an office by its title. Reads only."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tracker.model.claim import Attribute
from tracker.model.errors import InputError
from tracker.queries.answers import StateAnswer
from tracker.queries.as_of import state
from tracker.queries.meaning import meant
from tracker.queries.offices import of_office
from tracker.queries.reading import reading
from tracker.store.database import Database


def ask_state(
    database: Database,
    story: str,
    at: datetime,
    *,
    known_at: datetime | None = None,
    recorded_at: datetime | None = None,
    entity: str | None = None,
    attribute: Attribute | str | None = None,
    office: str | None = None,
) -> StateAnswer:
    """As `state`; `entity` may be any name that means one entity, and `office` keeps the cells of that office.

    Raises `UnknownStoryError`, `DatabaseError`, and `InputError` for a name that means nobody or several, and where
    `office` is asked together with another attribute.
    """
    if office is not None:
        if attribute not in (None, "office"):
            raise InputError(f"an office and the attribute {attribute!r} exclude each other: leave one of them out")
        attribute = "office"
    # A key of today may not have been one then, so the past looks for the name itself
    if entity is not None and recorded_at is None:
        with reading(database, story) as rows:
            entity = meant(rows, entity)
    answer = state(database, story, at, known_at=known_at, recorded_at=recorded_at, entity=entity, attribute=attribute)
    if office is None:
        return answer
    with reading(database, story) as rows:
        return msgspec.structs.replace(answer, cells=tuple(of_office(rows, answer.cells, office)))
