"""All read models of a story at once, for a rebuild: three passes over what is stored, none of which holds all claims.

1. the log: articles, names, declarations, and what claims have in common (titles of a person, spans of victims);
2. the log again: each claim with its entities and its cell;
3. the claims, cell by cell: the as-known-then timeline of each.

The result is that of folding the log page by page; a test holds it to that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from msgspec.structs import asdict, astuple
from sqlalchemy import Connection, select

from tracker.model.claim import Office
from tracker.model.events import STORY_STREAM, ClaimAdded, ClaimRecorded, ClaimWithdrawn, StoredEvent
from tracker.projections import tables
from tracker.projections.cells import CASUALTIES, Cell, CellPlan, identified
from tracker.projections.decisions import DECISIONS, Decision, Ruling
from tracker.projections.facts import FIELDS, ClaimFact, names_of, recorded, withdrawn
from tracker.projections.identity import Identities, NameKey, Seen
from tracker.projections.incidents import NodeKey
from tracker.projections.loading import STATE_COLUMNS, insert, state_values
from tracker.projections.rows import CHUNK, Rows
from tracker.projections.said import by_cell
from tracker.projections.states import timeline_rows
from tracker.projections.story import Story
from tracker.store.log import EventLog
from tracker.store.tables import events

PAGE = 5000
"""Events, or rows to write, in memory at a time."""

Writing = Callable[[], AbstractContextManager[Connection]]
"""A transaction that writes to the generation; it fails where another rebuild has taken over."""


def fill(
    log: EventLog, story: str, generation: int, upto: int, writing: Writing, progress: Callable[[int], object]
) -> None:
    """Fill an empty generation with the log up to a position. `progress`: told each event once, as the passes go on."""
    scan = _Scan(_ruling(log, story, upto))
    for page in _pages(log, story, upto):
        scan.take(page, _recorded_before(log, story, page, scan.facts))
        progress(len(page) // 2)
    identities = scan.story.identities()
    with writing() as connection:
        _write_small(Rows(connection, story, generation), scan, identities)
    plan = scan.plan(identities)
    cells: dict[str, Cell] = {}
    for page in _pages(log, story, upto):
        rows = [_placed(scan.latest(event, identities), plan, cells) for event in page if _is_claim(event)]
        with writing() as connection:
            insert(connection, tables.claims, story, generation, FIELDS, rows)
        progress(len(page) - len(page) // 2)
    with writing() as connection:
        Rows(connection, story, generation).put_cells(cells[key] for key in sorted(cells))
    _fill_states(log, story, generation, cells, identities, writing)


def _is_claim(event: StoredEvent) -> bool:
    return isinstance(event.payload, ClaimRecorded | ClaimAdded)


def _ruling(log: EventLog, story: str, upto: int) -> Ruling:
    """What was decided on names, voices and claims up to a position: all of that is in the story's own stream."""
    decided = [e for e in log.read_stream(story, STORY_STREAM) if isinstance(e.payload, DECISIONS)]
    return Ruling.of(Decision.of(e) for e in decided if e.position <= upto)


def _pages(log: EventLog, story: str, upto: int) -> Iterator[list[StoredEvent]]:
    after = 0
    while after < upto:
        page = log.read(story, after, min(PAGE, upto - after))
        if not page:
            return
        yield page
        after = page[-1].position


def _recorded_before(
    log: EventLog, story: str, page: list[StoredEvent], known: dict[str, ClaimFact]
) -> dict[str, ClaimFact]:
    """The claims that the page withdraws, as they were recorded."""
    gone = {e.payload.claim_event for e in page if isinstance(e.payload, ClaimWithdrawn)} - set(known)
    found: dict[str, ClaimFact] = {}
    ids = sorted(gone)
    for start in range(0, len(ids), CHUNK):
        query = select(events).where(events.c.story == story, events.c.event_id.in_(ids[start : start + CHUNK]))
        with log.database.reading() as connection:
            for event in log.fetch(connection, query):
                if isinstance(event.payload, ClaimRecorded):
                    found[event.event_id] = recorded(event, event.payload)
    return found


class _Scan:
    """What the log comes to without its claims: of them only those that were withdrawn are kept (`facts`)."""

    def __init__(self, ruling: Ruling) -> None:
        self.ruling = ruling
        self.story = Story()
        self.facts: dict[str, ClaimFact] = {}
        self.titles: Counter[tuple[NameKey, str]] = Counter()
        self.told: Counter[tuple[NameKey, Any, Any]] = Counter()

    def take(self, page: list[StoredEvent], withdrawn_now: dict[str, ClaimFact]) -> None:
        self.facts |= withdrawn_now
        names: dict[NameKey, list[Any]] = {}
        for event in page:
            payload = event.payload
            if isinstance(payload, ClaimRecorded):
                self._claim(payload, names)
                self._told(event, payload)
            elif isinstance(payload, ClaimAdded):
                self.story.apply(event)
                self._told(event, payload)
            elif isinstance(payload, ClaimWithdrawn):
                self._names(names)
                self._withdrawal(event, payload)
            else:
                self.story.apply(event)
        self._names(names)

    def _claim(self, payload: ClaimRecorded, names: dict[NameKey, list[Any]]) -> None:
        claim = payload.claim
        order = (payload.reported_at, payload.article, claim.start)
        for name in names_of(claim):
            known = names.get((name.name, name.kind))
            if known is None:
                names[name.name, name.kind] = [1, order, set(name.within)]
                continue
            known[0] += 1
            known[1] = min(known[1], order)
            if name.within:
                known[2].update(name.within)

    def _told(self, event: StoredEvent, payload: ClaimRecorded | ClaimAdded) -> None:
        """Count what a claim has in common with others, unless analysts threw it out."""
        if self.ruling.out(event.event_id, payload.fingerprint):
            return
        claim = payload.claim
        subject = (claim.subject.name, claim.subject.kind)
        if isinstance(claim.value, Office):
            self.titles[subject, claim.value.title] += 1
        elif claim.attribute in CASUALTIES:
            cut = payload.reported_at
            self.told[subject, min(claim.valid.earliest, cut), min(claim.valid.latest, cut)] += 1

    def _names(self, names: dict[NameKey, list[Any]]) -> None:
        """Add names, counted over a page, to those of the story."""
        for (name, kind), (uses, first, within) in names.items():
            old = self.story.names.get((name, kind), Seen(name, kind, (), 0, first))
            inside = tuple(sorted({*old.within, *within}))
            self.story.names[name, kind] = Seen(name, kind, inside, old.uses + uses, min(old.first, first))
        names.clear()

    def _withdrawal(self, event: StoredEvent, payload: ClaimWithdrawn) -> None:
        old = self.facts.get(payload.claim_event)
        if old is None:
            return
        new = self.facts[old.claim_id] = withdrawn(old, payload)
        self.story.facts[old.claim_id] = old
        self.story.apply(event)
        if new.misread and not old.misread and not self.ruling.out(new.claim_id, new.fingerprint):
            subject: NameKey = (new.subject_name, new.subject_kind)  # type: ignore[assignment]
            if new.attribute == "office":
                self.titles[subject, new.office_title or ""] -= 1
            elif new.attribute in CASUALTIES:
                cut = new.reported_at
                self.told[subject, min(new.valid_from, cut), min(new.valid_to, cut)] -= 1

    def plan(self, identities: Identities) -> CellPlan:
        titles: dict[str, set[str]] = defaultdict(set)
        for (subject, title), uses in self.titles.items():
            if uses > 0:
                titles[identities.of[subject]].add(title)
        told: Counter[NodeKey] = Counter()
        for (subject, earliest, latest), uses in self.told.items():
            told[identities.of[subject], earliest, latest] += uses
        return CellPlan(identities, titles, told)

    def latest(self, event: StoredEvent, identities: Identities) -> ClaimFact:
        """The fact of a claim's event with its entities, withdrawn where it was, with what was decided about it."""
        assert isinstance(event.payload, ClaimRecorded | ClaimAdded)
        known = self.facts.get(event.event_id)
        fact = identified(known, identities) if known else recorded(event, event.payload, identities.of)
        return self.ruling.decided(fact)


_CELL, _VALUE_KEY = FIELDS.index("cell"), FIELDS.index("value_key")


def _placed(fact: ClaimFact, plan: CellPlan, cells: dict[str, Cell]) -> list[Any]:
    """The fact's row, under its cell."""
    cell, key = plan.place(fact)
    row = list(astuple(fact))
    row[_VALUE_KEY] = key
    if cell is not None:
        row[_CELL] = cell.key
        cells.setdefault(cell.key, cell)
    return row


def _write_small(rows: Rows, scan: _Scan, identities: Identities) -> None:
    """All but claims, cells and states."""
    model = scan.story
    rows.put(tables.articles, [asdict(model.articles[a]) for a in sorted(model.articles)])
    rows.put(tables.sources, [asdict(s) for s in model.sources.values()])
    rows.put_declared(scan.ruling.declared)
    rows.put_decisions(sorted(model.decisions.values(), key=lambda d: d.position), scan.ruling)
    rows.put_voices(scan.ruling.rated(identities.of))
    rows.put_names((model.names[name] for name in sorted(model.names)), identities.of, identities.weighs)
    rows.put_entities(identities.entities[key] for key in sorted(identities.entities))


def _fill_states(
    log: EventLog, story: str, generation: int, cells: dict[str, Cell], identities: Identities, writing: Writing
) -> None:
    due: list[Any] = []
    with log.database.reading() as reading:
        for key, assertions in by_cell(reading, story, generation, identities):
            due += [state_values(row) for row in timeline_rows(cells[key], assertions, identities)]
            if len(due) >= PAGE:
                with writing() as connection:
                    insert(connection, tables.states, story, generation, STATE_COLUMNS, due)
                due = []
    with writing() as connection:
        insert(connection, tables.states, story, generation, STATE_COLUMNS, due)
