"""A page that moves no name: only its own claims and their cells are read and written, whatever the size of the story.

What a name means depends on all names of the story. It stays the same where a page uses only names that are there
already, and how often and how early each is used decides nothing: neither what some name means (`weighs`) nor what its
own entity is called. Any other page is left to `page`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from tracker.model.events import (
    ArticleExtracted,
    ArticleGone,
    ArticleObserved,
    ArticleRevised,
    ClaimRecorded,
    ClaimWithdrawn,
    StoredEvent,
)
from tracker.model.time import BEGINNING
from tracker.projections.cells import CASUALTIES, Cell, CellPlan, filed, identified
from tracker.projections.decisions import Ruling
from tracker.projections.facts import ClaimFact, names_of
from tracker.projections.identity import Entity, Identities, NameKey, Seen, called
from tracker.projections.loading import put_timeline
from tracker.projections.rows import Rows
from tracker.projections.said import asserted, of_cell
from tracker.projections.states import timeline_rows
from tracker.projections.story import Story
from tracker.projections.tables import articles, cells, claims

KNOWN = (ArticleObserved, ArticleExtracted, ArticleRevised, ArticleGone, ClaimRecorded, ClaimWithdrawn)
"""Events that may be all of such a page: what an analyst decides is never one of them."""

MOST = 50
"""Claims of such a page at most: many claims are written faster together with the names that they bring."""


def apply_narrowly(rows: Rows, events: list[StoredEvent]) -> bool:
    """Fold a page of events that moves no name; False, with nothing written, where it may."""
    payloads = [event.payload for event in events]
    if not all(isinstance(p, KNOWN) for p in payloads) or sum(isinstance(p, ClaimRecorded) for p in payloads) > MOST:
        return False
    return _Narrow(rows, events).apply()


class _Narrow:
    def __init__(self, rows: Rows, events: list[StoredEvent]) -> None:
        self.rows, self.events = rows, events
        self.model = Story()

    def apply(self) -> bool:
        """See `apply_narrowly`."""
        if not self._load():
            return False
        stored = dict(self.model.facts)
        for event in self.events:
            self.model.apply(event)
        ruling = Ruling.of(self.rows.decisions().values())
        if not self._names_stand(ruling):
            return False
        new = [ruling.decided(self.model.facts[i]) for i in sorted(self.model.touched_facts)]
        placed = self._placed(new, stored)
        if placed is None:
            return False
        facts, found = placed
        self.rows.put(articles, [asdict(self.model.articles[a]) for a in sorted(self.model.touched_articles)])
        names = [self.model.names[name] for name in sorted(self.model.touched_names)]
        self.rows.put_names(names, self.of, self.weighs)
        self.rows.put_facts(facts)
        self._write(_since(facts, stored), found)
        return True

    def _load(self) -> bool:
        """Bring into memory what the page uses; False where it uses a name that is not there."""
        payloads: list[Any] = [event.payload for event in self.events]
        self.model.articles = self.rows.articles({p.article for p in payloads})
        back = {p.claim_event for p in payloads if isinstance(p, ClaimWithdrawn)}
        self.model.facts = self.rows.facts(self.rows.find_in(claims, "claim_id", back))
        used: set[NameKey] = {(p.outlet, "outlet") for p in payloads if isinstance(p, ArticleObserved)}
        for p in payloads:
            if isinstance(p, ClaimRecorded):
                used |= {(name.name, name.kind) for name in names_of(p.claim)}
        known = self.rows.names_of(name for name, _ in used)
        self.before: dict[NameKey, Seen] = {key: seen for key, (seen, _, _) in known.items()}
        self.of: dict[NameKey, str] = {key: entity for key, (_, entity, _) in known.items()}
        self.weighs: dict[NameKey, int] = {key: weighs for key, (_, _, weighs) in known.items()}
        self.model.names = dict(self.before)
        return used <= known.keys()

    def _names_stand(self, ruling: Ruling) -> bool:
        """Whether resolving all names would give what it gave before the page."""
        if not self.model.touched_names <= self.before.keys():
            return False  # a withdrawal may take back the uses of other names
        changed = [n for n in sorted(self.model.touched_names) if self.model.names[n] != self.before[n]]
        placed = any(d.within for d in ruling.declared.values())
        if not all(self._stands(name, placed) for name in changed):
            return False
        keys = {self.of[name] for name in self.model.touched_names}
        self.entities = self.rows.entities_of(keys)
        moved = {self.of[name] for name in changed} - {key for key in keys if self.entities[key].declared}
        return all(self._called_the_same(key, names) for key, names in self.rows.names_meaning(moved).items())

    def _stands(self, name: NameKey, placed: bool) -> bool:
        old, new = self.before[name], self.model.names[name]
        if new.within != old.within or (old.uses <= 0 and old.kind != "outlet"):
            return False
        if new.uses < old.uses or (new.uses > old.uses and self.weighs[name] > 1):
            return False
        # The first of several names stands for them where their kind is not known, and gives what contains it its time
        return new.first == old.first or not (old.kind == "other" or old.within or placed)

    def _called_the_same(self, key: str, names: list[Seen]) -> bool:
        now = [self.model.names.get((s.name, s.kind), s) for s in names]
        entity = self.entities[key]
        return called(names) == called(now) == (entity.name, entity.kind)

    def _placed(
        self, new: list[ClaimFact], stored: dict[str, ClaimFact]
    ) -> tuple[list[ClaimFact], dict[str, Cell]] | None:
        """The claims that the page brings or changes, with the cells of those that count; None where others' may move."""
        identities = Identities(self.of, self.entities, {})
        plan = CellPlan(identities, {}, {})
        facts, found = [], dict[str, Cell]()
        for fact in new:
            old = stored.get(fact.claim_id)
            if old is not None:
                if fact.void != old.void or fact.attribute in CASUALTIES:
                    return None
                facts.append(fact)
                continue
            fact = identified(fact, identities)
            if fact.void:
                facts.append(filed(fact, None, fact.value_text))
                continue
            if fact.attribute in CASUALTIES:
                return None
            cell = self._office(fact) if fact.attribute == "office" else plan.place(fact)
            if cell is None or cell[0] is None:
                return None
            found[cell[0].key] = cell[0]
            facts.append(filed(fact, *cell))
        return facts, found

    def _office(self, fact: ClaimFact) -> tuple[Cell, str] | None:
        """The cell of a title that the person is known to have; which office a new one is, all of them decide together."""
        like = self.rows.find(
            claims,
            claims.c.subject_entity == fact.subject_entity,
            claims.c.attribute == "office",
            claims.c.office_title == fact.office_title,
            claims.c.cell != "",
        )
        row = next(like, None)
        if row is None:
            return None
        subject = self.entities[fact.subject_entity]
        shown = row["value_key"].partition(" ")[2]
        return Cell(row["cell"], subject.key, subject.name, "office"), f"{fact.office_status} {shown}"

    def _write(self, since: dict[str, datetime], found: dict[str, Cell]) -> None:
        """Write the timelines anew from where the page changes them."""
        known = self.rows.cells(self.rows.find_in(cells, "cell", since))
        self.rows.put_cells(found[key] for key in sorted(found.keys() - known.keys()))
        for key in sorted(since):
            told = of_cell(self.rows.connection, self.rows.story, self.rows.generation, key)
            needed = {c.voice_entity for c in told} | {c.value_entity for c in told if c.value_entity}
            entities: dict[str, Entity] = self.entities | self.rows.entities_of(needed - self.entities.keys())
            identities = Identities(self.of, entities, {}, self.rows.ranks())
            begin = self.rows.begun(key, since[key]) or BEGINNING
            rows = timeline_rows(known.get(key) or found[key], asserted(iter(told), identities), identities, begin)
            put_timeline(self.rows, key, begin, rows)


def _since(facts: Iterable[ClaimFact], stored: dict[str, ClaimFact]) -> dict[str, datetime]:
    """The cells whose timeline changes, and from which moment on."""
    found: dict[str, datetime] = {}
    for fact in facts:
        old = stored.get(fact.claim_id)
        at = fact.withdrawn_at if old is not None and old.withdrawn_at is None else fact.reported_at
        if fact.cell and fact != old and at is not None:
            found[fact.cell] = min(found.get(fact.cell, at), at)
    return found
