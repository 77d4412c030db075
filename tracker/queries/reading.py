"""What all questions share: the generation that answers, and which entity a name means. Reads only."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, and_, bindparam, select

from tracker.model.claim import folded
from tracker.model.errors import InputError, UnknownStoryError
from tracker.projections.identity import Identities
from tracker.projections.rows import Rows
from tracker.projections.runner import require_active
from tracker.projections.tables import RULES, projections
from tracker.projections.words import person, place
from tracker.store.database import Database
from tracker.store.log import read_head
from tracker.store.tables import heads

NEAR = 60
"""Of 100 (rapidfuzz's WRatio): from here on, a name is worth suggesting for another."""


@contextlib.contextmanager
def reading(database: Database, story: str) -> Iterator[Rows]:
    """One moment of a story's read models.

    Raises `UnknownStoryError`, and `DatabaseError` where they were made by other rules.
    """
    with database.reading() as connection:
        row = connection.execute(_READY, {"story": story}).one_or_none()
        if row is None or row.rules not in (None, RULES):  # not as it should be: say why
            require_story(connection, story)
            require_active(connection, story)
        yield Rows(connection, story, (row.generation if row else None) or 0)


_READY = (
    select(heads.c.position, projections.c.generation, projections.c.rules)
    .select_from(heads.outerjoin(projections, and_(projections.c.story == heads.c.story, projections.c.active)))
    .where(heads.c.story == bindparam("story"), heads.c.position > 0)
)


def require_story(connection: Connection, story: str) -> None:
    """Raise `UnknownStoryError` unless the story has events."""
    if read_head(connection, story) is None:
        known = connection.execute(select(heads.c.story).where(heads.c.position > 0).order_by(heads.c.story))
        raise UnknownStoryError(story, list(known.scalars()))


def entities_named(rows: Rows, name: str) -> set[str]:
    """The keys of the entities that a name means, as `find_entities`; a key by itself costs one seek."""
    if rows.entity_of(name) is not None:
        return {name}
    return find_entities(rows.identities(), name)


def find_entities(identities: Identities, name: str) -> set[str]:
    """The keys of the entities that a name means: a key, a canonical name, or any name that articles use.

    Raises `InputError` with the nearest names where there is none.
    """
    if name in identities.entities:
        return {name}
    exact = {key for key, e in identities.entities.items() if folded(e.name) == folded(name)}
    exact = exact or {key for (known, _), key in identities.of.items() if folded(known) == folded(name)}
    if exact:
        return exact
    forms = {place(name), " ".join(person(name))}
    loose = {key for (known, _), key in identities.of.items() if forms & {place(known), " ".join(person(known))}}
    loose = loose or {
        key
        for key, e in identities.entities.items()
        if e.kind == "person" and len(person(name)) == 1 and person(e.name)[-1:] == person(name)
    }
    if loose:
        return loose
    near = nearest(name, (known for known, _ in identities.of), (e.name for e in identities.entities.values()))
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "see `tracker entities` for those it knows"
    raise InputError(f"this story knows no entity {name!r}: {hint}")


def nearest(name: str, *known: Iterable[str], most: int = 3) -> list[str]:
    """The names that are written most alike, the most alike first; those that differ in accents or case alone count once."""
    from rapidfuzz import fuzz, process  # only where a name is not known

    names: dict[str, str] = {}
    for each in known:
        names |= {folded(n): n for n in sorted(each)}
    found = process.extract(folded(name), sorted(names), scorer=fuzz.WRatio, limit=most, score_cutoff=NEAR)
    return [names[n] for n, score, _ in found if score > found[0][1] - 15]
