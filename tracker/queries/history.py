"""`history`: how the answer of each cell of an entity changed over report time, and which claims did it. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from tracker.model.claim import Attribute
from tracker.model.events import ClaimWithdrawn, article_stream
from tracker.model.time import FOREVER
from tracker.projections import tables
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Identities
from tracker.projections.rows import Rows
from tracker.projections.values import lapses_at
from tracker.queries.answers import Cell, ClaimRow
from tracker.queries.courses import Claims, Stretch, about, as_known_then, cells_asked, claims_of
from tracker.queries.listing import Texts, claim_rows
from tracker.queries.meaning import meant
from tracker.queries.reading import reading
from tracker.store.database import Database
from tracker.store.log import EventLog

What = Literal["first", "value", "standing", "alternatives", "since", "voices", "nothing"]
"""In which part an answer differs from the one before it; `nothing`: nothing is known any more."""

TELLING = frozenset(("first", "value", "standing", "nothing"))
"""What makes a change one that a reader asks for; the rest is told with `every`."""


class Cause(Struct, frozen=True, kw_only=True):
    """A claim that came (`reported`) or went: its publisher took it back, its text bounds it, or nobody repeated it."""

    what: Literal["reported", "withdrawn", "ended", "lapsed"]
    claim: ClaimRow


class Change(Struct, frozen=True, kw_only=True):
    """An answer that was new at the report time `known_from`. `state`: None where nothing was known any more.

    `known_to`: when the next one followed, None where none has. `changed`: what differs from the answer before it;
    `causes`: the claims of the cell that came or went just then. The other clock is in `state.since` and the claims' `valid`.
    """

    known_from: datetime
    known_to: datetime | None
    changed: tuple[What, ...]
    state: Cell | None
    causes: tuple[Cause, ...]


class TakenBack(Struct, frozen=True, kw_only=True):
    """A claim that counts at no report time: a better reading or a person took it back. `recorded_at`: when (record time)."""

    claim: ClaimRow
    reason: str
    recorded_at: datetime | None


class CellHistory(Struct, frozen=True, kw_only=True):
    """The changes of one cell in order. `at`: the moment that all its answers are about, None: each about its own."""

    subject: str
    attribute: Attribute
    entity: str
    cell: str
    at: datetime | None
    changes: tuple[Change, ...]


class History(Struct, frozen=True, kw_only=True):
    """An entity's cells with their changes, and the claims about it that were taken back."""

    story: str
    entity: str
    cells: tuple[CellHistory, ...]
    taken_back: tuple[TakenBack, ...]


def history(
    database: Database,
    story: str,
    entity: str,
    attribute: Attribute | str | None = None,
    *,
    at: datetime | None = None,
    every: bool = False,
) -> History:
    """How the answers about an entity changed as more was reported, cells in the order of their keys.

    `at`: the answers about that moment (hindsight grows); None: each about the moment at which it was given. A change is
    told where the value or its standing differs, or where a publisher took something back; with `every`, wherever
    voices, alternatives or times differ too. Raises `UnknownStoryError`, and `InputError` for a name that means nobody
    or several.
    """
    with reading(database, story) as rows:
        key = meant(rows, entity)
        cells = cells_asked(rows, key, () if attribute is None else (attribute,))
        claims = claims_of(rows, cells)
        courses = as_known_then(rows, cells) if at is None else about(rows, claims, at)
        texts = Texts(rows)
        told = [
            CellHistory(
                subject=first.subject,
                attribute=first.attribute,
                entity=first.entity,
                cell=cell,
                at=at,
                changes=_changes(rows, claims, stretches, every=every, lapses=at is None, texts=texts),
            )
            for cell, stretches in courses.items()
            if (first := stretches[0].state) is not None
        ]
        void = _void(rows, key, attribute)
        named = Identities({}, rows.entities_of({k for f in void for k in (f.subject_entity, f.voice_entity)}), {})
        shown = claim_rows(rows, void, named, texts)
    times = _withdrawal_times(EventLog(database), story, void)
    taken_back = tuple(
        TakenBack(claim=row, reason=fact.withdrawal or "rejected", recorded_at=times.get(fact.claim_id))
        for fact, row in zip(void, shown, strict=True)
    )
    return History(story=story, entity=key, cells=tuple(told), taken_back=taken_back)


def _changes(
    rows: Rows, claims: Claims, stretches: list[Stretch], *, every: bool, lapses: bool, texts: Texts
) -> tuple[Change, ...]:
    cell = next(s.state.cell for s in stretches if s.state is not None)
    moves = _moves(claims, cell, lapses=lapses)
    kept: list[tuple[Stretch, tuple[What, ...]]] = []
    before: Cell | None = None
    for number, stretch in enumerate(stretches):
        changed: tuple[What, ...] = ("first",) if number == 0 else differences(before, stretch.state)
        taken = any(what == "withdrawn" for what, _ in moves[stretch.begins])
        if every or TELLING & set(changed) or taken:
            kept.append((stretch, changed))
        before = stretch.state
    needed = {fact for stretch, _ in kept for _, fact in moves[stretch.begins]}
    listed = sorted(needed, key=lambda f: (f.order, f.claim_id))
    shown = dict(zip((f.claim_id for f in listed), claim_rows(rows, listed, claims.identities, texts), strict=True))
    ends = [*(stretch.begins for stretch, _ in kept[1:]), FOREVER]
    return tuple(
        Change(
            known_from=stretch.begins,
            known_to=None if end >= FOREVER else end,
            changed=changed,
            state=stretch.state,
            causes=tuple(Cause(what=what, claim=shown[fact.claim_id]) for what, fact in moves[stretch.begins]),
        )
        for (stretch, changed), end in zip(kept, ends, strict=True)
    )


Move = tuple[Literal["reported", "withdrawn", "ended", "lapsed"], ClaimFact]


def _moves(claims: Claims, cell: str, *, lapses: bool) -> dict[datetime, list[Move]]:
    """Which claims of a cell came or went at which report time; `lapses`: also those that time alone ends."""
    facts = {fact.claim_id: fact for fact in claims.facts.get(cell, ())}
    moves: dict[datetime, list[Move]] = defaultdict(list)
    for a in claims.assertions.get(cell, ()):
        fact = facts[a.claim]
        moves[a.reported_at].append(("reported", fact))
        if a.withdrawn_at is not None:
            moves[a.withdrawn_at].append(("withdrawn", fact))
        if lapses:
            lapse = lapses_at(fact.attribute, a)
            if a.until is not None and a.until > a.reported_at:
                moves[a.until].append(("ended", fact))
            if lapse is not None and lapse > a.reported_at:
                moves[lapse].append(("lapsed", fact))
    return moves


def differences(before: Cell | None, after: Cell | None) -> tuple[What, ...]:
    """In which parts two answers of a cell differ; none where they say the same."""
    if after is None:
        return () if before is None else ("nothing",)
    if before is None:
        return ("first",)
    parts: tuple[tuple[What, Any, Any], ...] = (
        ("value", (before.value, before.polarity), (after.value, after.polarity)),
        ("standing", before.standing, after.standing),
        ("alternatives", _others(before), _others(after)),
        ("since", before.since, after.since),
        ("voices", before.voices, after.voices),
    )
    return tuple(what for what, old, new in parts if old != new)


def _others(cell: Cell) -> set[Any]:
    return {(other.value, other.polarity) for other in cell.alternatives}


def _void(rows: Rows, entity: str, attribute: str | None) -> list[ClaimFact]:
    """Claims about an entity that count at no report time, in the canonical order."""
    t = tables.claims
    chosen = [] if attribute is None else [t.c.attribute == attribute]
    found = rows.facts(rows.find(t, t.c.subject_entity == entity, *chosen, t.c.cell == ""))
    return sorted((f for f in found.values() if f.void), key=lambda f: (f.order, f.claim_id))


def _withdrawal_times(log: EventLog, story: str, facts: Iterable[ClaimFact]) -> dict[str, datetime]:
    """When this database learnt that claims were taken back, by claim id."""
    wanted = {fact.claim_id for fact in facts}
    found: dict[str, datetime] = {}
    for article in sorted({fact.article for fact in facts if fact.withdrawal}):
        for event in log.read_stream(story, article_stream(article)):
            if isinstance(event.payload, ClaimWithdrawn) and event.payload.claim_event in wanted:
                found[event.payload.claim_event] = event.recorded_at
    return found
