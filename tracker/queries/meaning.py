"""The one entity that a name in a question means. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column

from tracker.model.errors import InputError
from tracker.projections import tables
from tracker.projections.identity import Entity
from tracker.projections.rows import Rows
from tracker.queries.reading import find_entities


def meant(rows: Rows, name: str, prefer: Column[Any] = tables.cells.c.subject_entity) -> str:
    """The key of the one entity that a name means: a key, or a name that is used of one entity only.

    Of several, the one that alone stands in the column `prefer`: a person who has states, not a namesake only mentioned.
    Raises `InputError` with the candidates and their keys where it may mean several, with the nearest names where none.
    """
    if rows.entity_of(name) is not None:
        return name
    identities = rows.identities()
    found = find_entities(identities, name)
    if len(found) > 1:
        own = {row[prefer.name] for row in rows.find_in(prefer.table, prefer.name, found)}
        found = own if len(own) == 1 else found
    if len(found) > 1:
        raise InputError(
            f"{name!r} may mean {_candidates(identities.entities, found)}: name one by its key (in brackets)"
        )
    return next(iter(found))


def _candidates(entities: dict[str, Entity], keys: Iterable[str]) -> str:
    each = sorted((entities[key] for key in keys), key=lambda e: (e.name, e.key))
    listed = [f"{e.name}, {e.kind} [{e.key}]" for e in each]
    return "; ".join(listed[:8]) + (f"; and {len(listed) - 8} more" if len(listed) > 8 else "")
