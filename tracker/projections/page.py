"""One page of events into the read models of a generation, within one transaction: load, fold, write what changed.

Only what the page touches is loaded and written: its claims, those whose names now mean another entity, and the cells
that any of these are or were in. The result is that of folding the whole log at once; a test holds it to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import Connection, or_

from tracker.model.events import (
    ClaimWithdrawn,
    StoredEvent,
)
from tracker.model.time import BEGINNING, FOREVER
from tracker.projections.cells import CASUALTIES, Placed, identified, place_claims
from tracker.projections.decisions import Ruling
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Entity, Identities, NameKey
from tracker.projections.narrow import apply_narrowly
from tracker.projections.rows import CHUNK, Rows
from tracker.projections.states import assertions_by_cell, timeline_rows
from tracker.projections.story import ArticleEvent, Story
from tracker.projections.tables import articles, cells, claims, entities, sources, states


def apply_page(connection: Connection, story: str, generation: int, events: Iterable[StoredEvent]) -> None:
    """Fold a page of events into the rows of a generation."""
    rows, page = Rows(connection, story, generation), list(events)
    if not apply_narrowly(rows, page):
        _Page(rows, page).apply()


class _Page:
    def __init__(self, rows: Rows, events: list[StoredEvent]) -> None:
        self.rows, self.events = rows, events
        self.model = Story()

    def apply(self) -> None:
        old_of = self._load()
        for event in self.events:
            self.model.apply(event)
        self.ruling = self.model.ruling()
        self.rows.put(articles, [asdict(self.model.articles[a]) for a in sorted(self.model.touched_articles)])
        self.rows.put(sources, [asdict(s) for s in self.model.sources.values()])
        self._decisions()
        names_moved = self.model.touched_names or self._about_names(self.ruling) != self._about_names(
            self.ruling_before
        )
        if not (names_moved or self.model.touched_facts):
            return
        identities, moved = self._identify(old_of)
        self._states(identities, moved)

    def _load(self) -> dict[NameKey, str]:
        """Bring into memory what the page may change; returns the entity of each name so far."""
        payloads = [event.payload for event in self.events]
        ids = {p.article for p in payloads if isinstance(p, ArticleEvent)}
        self.model.articles = self.rows.articles(ids)
        self.model.sources = self.rows.sources()
        self.model.decisions = self.rows.decisions()
        self.decided_before = set(self.model.decisions)
        self.ruling_before = self.model.ruling()
        self.model.names, old_of = self.rows.names()
        back = {p.claim_event for p in payloads if isinstance(p, ClaimWithdrawn)}
        self.model.facts = self.rows.facts(self.rows.find_in(claims, "claim_id", back))
        return old_of

    def _decisions(self) -> None:
        """Write what the page decided, and bring into memory the stored claims that this is about."""
        before, now = self.ruling_before, self.ruling
        turned = {i for i, _ in before.reversed_by.items() ^ now.reversed_by.items()}
        changed = [d for i, d in self.model.decisions.items() if i not in self.decided_before or i in turned]
        self.rows.put_decisions(sorted(changed, key=lambda d: d.position), now)
        if now.declared != before.declared:
            self.rows.put_declared(now.declared)
        decided = now.changed(before)
        for column in ("fingerprint", "claim_id"):
            found = self.rows.facts(self.rows.find_in(claims, column, decided))
            self.model.facts = found | self.model.facts
            self.model.touched_facts |= set(found)

    @staticmethod
    def _about_names(ruling: Ruling) -> tuple[object, ...]:
        return ruling.declared, ruling.pairs, list(ruling.ratings.items())

    def _identify(self, old_of: dict[NameKey, str]) -> tuple[Identities, set[str]]:
        """Resolve all names anew and write it; returns it with the keys, old and new, of the entities that changed."""
        identities = self.model.identities()
        before = self.rows.entities()
        moved = {key for key, e in before.items() if identities.entities.get(key) != e}
        moved |= {key for key, e in identities.entities.items() if before.get(key) != e}
        renamed = {name for name, key in old_of.items() if identities.of[name] != key}
        moved |= {old_of[name] for name in renamed} | {identities.of[name] for name in renamed}
        # Declaring an incident may gather claims of other subjects
        if self.ruling.declared != self.ruling_before.declared:
            moved |= set(identities.incidents)
        ranks = self.rows.ranks()
        moved |= {key for key, _ in ranks.items() ^ identities.ranks.items()} & set(identities.entities)
        self.rows.put_voices(self.ruling.rated(identities.of))
        weighing = {name for name, _ in self.rows.weighing().items() ^ identities.weighs.items()}
        written = (self.model.touched_names | renamed | weighing) & set(self.model.names)
        self.rows.put_names([self.model.names[name] for name in sorted(written)], identities.of, identities.weighs)
        self.rows.drop_in(entities, "entity", set(before) - set(identities.entities))
        self.rows.put_entities(identities.entities[key] for key in sorted(moved & set(identities.entities)))
        self._places_moved = any(_is_place(each.get(key)) for key in moved for each in (before, identities.entities))
        return identities, moved

    def _states(self, identities: Identities, moved: set[str]) -> None:
        stored = self._affected(identities, moved)
        new = {i: f for i, f in self.model.facts.items() if i in self.model.touched_facts}
        now = {i: identified(self.ruling.decided(f), identities) for i, f in {**stored, **new}.items()}
        placed = place_claims(now.values(), identities)
        changed = [f for f in placed.facts if stored.get(f.claim_id) != f]
        self.rows.put_facts(changed)
        self._write(self._dirty(placed, changed, stored, moved), placed, identities)

    def _dirty(
        self, placed: Placed, changed: list[ClaimFact], stored: dict[str, ClaimFact], moved: set[str]
    ) -> dict[str, datetime]:
        """The cells whose timeline is no longer right, and from which report time on."""
        dirty: dict[str, datetime] = {}
        for fact in changed:
            before = stored.get(fact.claim_id)
            for key in {fact.cell, before.cell if before else ""} - {""}:
                dirty[key] = min(dirty.get(key, FOREVER), fact.reported_at)
        known = self.rows.cells(self.rows.find_in(cells, "cell", placed.cells))
        wholly = {f.cell for f in placed.facts if moved & {f.subject_entity, f.value_entity, f.voice_entity}}
        wholly |= {key for key, cell in placed.cells.items() if known.get(key) != cell}
        dirty |= dict.fromkeys(wholly - {""}, BEGINNING)
        return dirty

    def _write(self, dirty: dict[str, datetime], placed: Placed, identities: Identities) -> None:
        by_cell = assertions_by_cell((f for f in placed.facts if f.cell in dirty), identities)
        starts = self._clear(dirty)
        self.rows.drop_in(cells, "cell", set(dirty) - set(placed.cells))
        self.rows.put_cells(placed.cells[key] for key in sorted(set(dirty) & set(placed.cells)))
        for key in sorted(by_cell):
            self.rows.put(states, timeline_rows(placed.cells[key], by_cell[key], identities, starts[key]))

    def _clear(self, dirty: dict[str, datetime]) -> dict[str, datetime]:
        """Delete the rows that are no longer right; returns from where each timeline is to be written anew: the last span
        that began before the change, since its end may move."""
        starts = dict.fromkeys(dirty, BEGINNING)
        partly = {key for key, since in dirty.items() if since > BEGINNING}
        for row in self.rows.find_in(states, "cell", partly):
            if row["known_from"] < dirty[row["cell"]]:
                starts[row["cell"]] = max(starts[row["cell"]], row["known_from"])
        self.rows.drop_in(states, "cell", {key for key in dirty if starts[key] == BEGINNING})
        for key, start in starts.items():
            if start > BEGINNING:
                self.rows.drop_from(states, "cell", key, "known_from", start)
        return starts

    def _affected(self, identities: Identities, moved: set[str]) -> dict[str, ClaimFact]:
        """All stored claims of every subject that the page touches, by claim id."""
        found: dict[str, ClaimFact] = {}
        keys = sorted(moved)
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            fits = (claims.c.subject_entity.in_(some), claims.c.value_entity.in_(some), claims.c.voice_entity.in_(some))
            found |= self.rows.facts(self.rows.find(claims, or_(*fits)))
        touched = {**found, **{i: self.model.facts[i] for i in self.model.touched_facts}}
        old = self.rows.facts(self.rows.find_in(claims, "claim_id", self.model.touched_facts))
        subjects = {f.subject_entity for f in [*found.values(), *old.values()]}
        subjects |= {identified(f, identities).subject_entity for f in touched.values()}
        found |= self.rows.facts(self.rows.find_in(claims, "subject_entity", subjects - {""}))
        # A new place may tell "Kyrgyz president" from "president", and one incident from another
        whole = {"office"} if self._places_moved else set()
        # Incidents are told apart by each other: where one claim of victims is placed anew, all are, also where it was
        # only drawn in by its subject (a town that changed hands and has a toll)
        if self._places_moved or any(f.attribute in CASUALTIES for f in (*touched.values(), *found.values())):
            whole |= set(CASUALTIES)
        found |= self.rows.facts(self.rows.find_in(claims, "attribute", whole))
        return found


def _is_place(entity: Entity | None) -> bool:
    return entity is not None and entity.kind == "place"
