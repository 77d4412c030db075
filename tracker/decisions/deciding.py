"""What all decisions share: who decides why, one append, and which entity or claim is meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from tracker.model.errors import InputError
from tracker.model.events import STORY_STREAM, Event, NewEvent
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Identities, NameKey
from tracker.projections.rows import Rows
from tracker.projections.runner import catch_up
from tracker.projections.tables import claims
from tracker.queries.reading import find_entities, reading
from tracker.store.log import EventLog

LONGEST = 2000
"""Characters of a reason."""

SHORTEST_ID = 8
"""Characters of a claim's id, or of its fingerprint, from which on its beginning will do."""


class Decided(Struct, frozen=True):
    """A decision that was taken: the id of its event, which `undo` takes, and what was decided, in a sentence."""

    event_id: str
    what: str


def decide(log: EventLog, story: str, payload: Event, what: str, *, actor: str, cause: str | None) -> Decided:
    """Append a decision to the story's own stream, and bring the read models up to it."""
    event = NewEvent(payload, actor, cause)
    log.append(story, STORY_STREAM, None, [event])
    catch_up(log, story)
    return Decided(event.event_id, what)


def reason(because: str) -> str:
    """The reason as it is stored; raises `InputError` where there is none."""
    text = " ".join(because.split())
    if not text or len(text) > LONGEST or not text.isprintable():
        raise InputError(f"a decision needs a reason: 1 to {LONGEST} printable characters after --because")
    return text


@contextmanager
def asking(log: EventLog, story: str) -> Iterator[Rows]:
    """The read models of a story, up to date."""
    catch_up(log, story)
    with reading(log.database, story) as rows:
        yield rows


def one_entity(identities: Identities, name: str) -> str:
    """The key of the one entity that a name means; raises `InputError` with the nearest names, or with the candidates."""
    found = sorted(find_entities(identities, name))
    if len(found) > 1:
        shown = ", ".join(f"{key} ({identities.entities[key].kind} {identities.entities[key].name!r})" for key in found)
        raise InputError(f"{name!r} may be any of {len(found)} entities: write the key of one of them: {shown}")
    return found[0]


def name_of(rows: Rows, identities: Identities, key: str) -> NameKey:
    """The name and kind by which an event speaks of an entity: as it is called, else the one that is used most."""
    entity = identities.entities[key]
    seen, _ = rows.names()
    own = [name for name, of in identities.of.items() if of == key]
    if not own:
        return entity.name, entity.kind
    return min(own, key=lambda n: (n[1] != entity.kind, n[0] != entity.name, -seen[n].uses, n))


def one_claim(rows: Rows, claim: str) -> ClaimFact:
    """The claim with that id or fingerprint, or whose id or fingerprint begins so; raises `InputError`."""
    found = rows.facts(rows.find(claims, (claims.c.claim_id == claim) | (claims.c.fingerprint == claim)))
    if not found and len(claim) >= SHORTEST_ID:
        begins = claims.c.claim_id.startswith(claim, autoescape=True)
        found = rows.facts(rows.find(claims, begins | claims.c.fingerprint.startswith(claim, autoescape=True)))
    marks = {fact.fingerprint for fact in found.values()}
    if not marks:
        raise InputError(f"story {rows.story!r} has no claim {claim!r}: `tracker claims --format json` gives their ids")
    if len(marks) > 1:
        shown = ", ".join(sorted(found)[:5])
        raise InputError(f"{claim!r} begins the ids of {len(found)} claims: write more of one of them: {shown}")
    return max(found.values(), key=lambda f: (not f.misread, f.position))
