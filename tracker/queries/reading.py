"""What all questions share: the generation that answers, and which entity a name means. Reads only."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from tracker.model.claim import folded
from tracker.model.errors import InputError, UnknownStoryError
from tracker.projections.identity import Identities
from tracker.projections.rows import Rows
from tracker.projections.runner import require_active
from tracker.projections.words import person, place
from tracker.store.database import Database
from tracker.store.log import read_head
from tracker.store.tables import heads


@contextlib.contextmanager
def reading(database: Database, story: str) -> Iterator[Rows]:
    """One moment of a story's read models.

    Raises `UnknownStoryError`, and `DatabaseError` where they were made by other rules.
    """
    with database.reading() as connection:
        require_story(connection, story)
        found = require_active(connection, story)
        yield Rows(connection, story, found.generation if found else 0)


def require_story(connection: Connection, story: str) -> None:
    """Raise `UnknownStoryError` unless the story has events."""
    if read_head(connection, story) is None:
        known = connection.execute(select(heads.c.story).where(heads.c.position > 0).order_by(heads.c.story))
        raise UnknownStoryError(story, list(known.scalars()))


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
    names = {folded(e.name): e.name for e in identities.entities.values()}
    names |= {folded(known): known for known, _ in identities.of}
    near = [names[n] for n in difflib.get_close_matches(folded(name), sorted(names), n=3, cutoff=0.5)]
    hint = f"did you mean {', '.join(repr(n) for n in near)}?" if near else "see `tracker claims` for those it names"
    raise InputError(f"this story knows no entity {name!r}: {hint}")
