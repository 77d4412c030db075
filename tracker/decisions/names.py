"""Decisions on names and voices: merge, split, alias, rate."""

from __future__ import annotations

from typing import get_args

from tracker.decisions.deciding import Decided, asking, decide, name_of, one_entity, reason
from tracker.model.claim import folded
from tracker.model.errors import InputError
from tracker.model.events import AliasDeclared, EntitiesMerged, EntitiesSplit, Rank, VoiceRated
from tracker.projections.decisions import WEIGHTS, Ruling
from tracker.projections.identity import Identities, NameKey
from tracker.projections.rows import Rows
from tracker.queries.reading import find_entities
from tracker.store.log import EventLog


def merge_entities(
    log: EventLog, story: str, name: str, into: str, *, because: str, actor: str, cause: str | None = None
) -> Decided:
    """Make one entity of two, called as `into` is."""
    why = reason(because)
    with asking(log, story) as rows:
        identities = rows.identities()
        key, other = one_entity(identities, name), one_entity(identities, into)
        if key == other:
            raise InputError(f"{name!r} and {into!r} are one entity already: {key}")
        _not_split(rows, identities, key, other)
        (text, kind), (into_text, into_kind) = name_of(rows, identities, key), name_of(rows, identities, other)
        what = f"{identities.entities[key].name} is {identities.entities[other].name}"
    payload = EntitiesMerged(name=text, kind=kind, into=into_text, into_kind=into_kind, because=why)
    return decide(log, story, payload, what, actor=actor, cause=cause)


def split_entity(
    log: EventLog, story: str, name: str, other: str, *, because: str, actor: str, cause: str | None = None
) -> Decided:
    """Make two entities of one: `name` and `other` are two of its names as articles write them."""
    why = reason(because)
    with asking(log, story) as rows:
        identities = rows.identities()
        names, others = _names(identities, name), _names(identities, other)
        shared = [(a, b) for a in names for b in others if a != b and names[a] == others[b]]
        if not shared:
            raise InputError(f"{name!r} and {other!r} are not names of one entity: there is nothing to split")
        seen, _ = rows.names()
        uses = {pair: sum(seen[each].uses for each in pair if each in seen) for pair in shared}
        one, two = max(shared, key=lambda pair: (uses[pair], pair))
    payload = EntitiesSplit(name=one[0], kind=one[1], other=two[0], other_kind=two[1], because=why)
    return decide(log, story, payload, f"{two[0]} is not {one[0]}", actor=actor, cause=cause)


def add_alias(
    log: EventLog, story: str, name: str, alias: str, *, because: str | None, actor: str, cause: str | None = None
) -> Decided:
    """Give an entity another name, one that no other entity has."""
    why = None if because is None else reason(because)
    alias = " ".join(alias.split())
    if not alias or not alias.isprintable():
        raise InputError(f"{alias!r} is no name: write printable characters")
    with asking(log, story) as rows:
        identities = rows.identities()
        key = one_entity(identities, name)
        owners = {of for (text, _), of in identities.of.items() if folded(text) == folded(alias)}
        owners |= {of for of, e in identities.entities.items() if folded(e.name) == folded(alias)}
        if owners == {key}:
            raise InputError(f"{alias!r} is a name of {key} already")
        if owners:
            raise InputError(f"{alias!r} is the name of {', '.join(sorted(owners))}: use `tracker entity merge`")
        shown, (text, _) = identities.entities[key].name, name_of(rows, identities, key)
    payload = AliasDeclared(name=text, alias=alias, because=why)
    return decide(log, story, payload, f"{alias} is {shown}", actor=actor, cause=cause)


def rate_voice(
    log: EventLog, story: str, voice: str, rank: Rank, *, because: str, actor: str, cause: str | None = None
) -> Decided:
    """Weigh a voice: preferred, normal or deprecated."""
    why = reason(because)
    if rank not in get_args(Rank):
        raise InputError(f"no rank {rank!r}: write one of {', '.join(get_args(Rank))}")
    with asking(log, story) as rows:
        identities = rows.identities()
        key = one_entity(identities, voice)
        if WEIGHTS[rank] == rows.ranks().get(key, 0):
            raise InputError(f"the voice {identities.entities[key].name!r} is {rank} already")
        text, kind = name_of(rows, identities, key)
        shown = identities.entities[key].name
    payload = VoiceRated(voice=text, kind=kind, rank=rank, because=why)
    return decide(log, story, payload, f"{shown} is {rank}", actor=actor, cause=cause)


def _names(identities: Identities, name: str) -> dict[NameKey, str]:
    """The names that are written so, with the keys of their entities; raises `InputError` where there is none."""
    # A place that articles only name as what contains others has no name of its own there
    every = {(e.name, e.kind): key for key, e in sorted(identities.entities.items())} | identities.of
    exact = {pair: key for pair, key in every.items() if folded(pair[0]) == folded(name)}
    if exact:
        return exact
    found = find_entities(identities, name)
    own = ", ".join(sorted({repr(text) for (text, _), key in every.items() if key in found}))
    raise InputError(f"no article writes {name!r}: write a name as articles do: {own}")


def _not_split(rows: Rows, identities: Identities, key: str, other: str) -> None:
    """Raise `InputError` where an earlier split, of other names, would keep the two apart."""
    ruling = Ruling.of(rows.decisions().values())
    chosen = {name_of(rows, identities, key), name_of(rows, identities, other)}
    for one, two in ruling.pairs.split:
        if {identities.of.get(one), identities.of.get(two)} == {key, other} and {one, two} != chosen:
            raise InputError(
                f"{two[0]!r} was split from {one[0]!r}: undo that first; `tracker decisions` gives its event"
            )
