"""The read models of a story in memory: each event applied to plain dictionaries, nothing else. One fold for all uses.

The runner gives it the rows that a page of events touches and writes back what changed; a question about an earlier
record time gives it nothing and the log's prefix.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from tracker.model.claim import Kind
from tracker.model.events import (
    ArticleCorrected,
    ArticleErased,
    ArticleExtracted,
    ArticleGone,
    ArticleObserved,
    ArticleRemoved,
    ArticleRevised,
    ClaimAdded,
    ClaimRecorded,
    ClaimWithdrawn,
    DecisionReversed,
    SourceAdded,
    SourceRemoved,
    StoredEvent,
    StoryDefined,
)
from tracker.model.time import FOREVER
from tracker.projections.cells import Placed, identified, place_claims
from tracker.projections.decisions import DECISIONS, Decision, Ruling
from tracker.projections.facts import ClaimFact, names_of, recorded, withdrawn
from tracker.projections.identity import Identities, NameKey, Seen, resolve
from tracker.projections.states import assertions_by_cell, timeline_rows

ADDED = (FOREVER, "", 0)
"""Where a name that an analyst brings in stands in the canonical order: after all that articles use, which it does not move."""


class ArticleFact(Struct, frozen=True, kw_only=True):
    """An article by its latest revision; field names are the columns of `articles`."""

    article: str
    outlet: str
    title: str | None
    url: str | None
    published_at: datetime
    basis: str
    timezone: str | None
    document: str
    revisions: int = 1
    extractor: str | None = None
    status: str = "observed"


class SourceFact(Struct, frozen=True, kw_only=True):
    """A watched place; field names are the columns of `sources`."""

    source: str
    location: str
    kind: str
    every_seconds: int
    outlet: str | None
    timezone: str | None
    active: bool = True


class Story:
    """What the events of a story come to. Only what an event touched is in `touched_…`."""

    def __init__(self) -> None:
        self.articles: dict[str, ArticleFact] = {}
        self.sources: dict[str, SourceFact] = {}
        self.decisions: dict[str, Decision] = {}
        self.names: dict[NameKey, Seen] = {}
        self.facts: dict[str, ClaimFact] = {}
        self.touched_articles: set[str] = set()
        self.touched_names: set[NameKey] = set()
        self.touched_facts: set[str] = set()

    def apply(self, event: StoredEvent) -> None:
        """Take one event in. Types that no read model needs pass by."""
        before = self.ruling().undone if isinstance(event.payload, DecisionReversed) else frozenset[str]()
        if isinstance(event.payload, DECISIONS):
            self.decisions[event.event_id] = Decision.of(event)
        match event.payload:
            case ClaimRecorded() | ClaimAdded() as payload:
                self._claim(recorded(event, payload), payload)
            case DecisionReversed():
                self._added_claims(before)
            case ClaimWithdrawn() as payload:
                self._withdrawal(payload)
            case (
                ArticleObserved()
                | ArticleRevised()
                | ArticleExtracted()
                | ArticleCorrected()
                | ArticleRemoved()
                | ArticleGone()
                | ArticleErased()
            ) as payload:
                self._article(payload)
            case StoryDefined() as payload:
                for outlet in payload.outlets:
                    self._name(outlet, "outlet", (), 0, ADDED)
            case SourceAdded() as s:
                place = {name: getattr(s, name) for name in s.__struct_fields__}
                self.sources[s.source] = SourceFact(**place)
            case SourceRemoved(source=source) if source in self.sources:
                self.sources[source] = msgspec.structs.replace(self.sources[source], active=False)

    def ruling(self) -> Ruling:
        """What analysts decided so far, as far as it holds."""
        return Ruling.of(self.decisions.values())

    def identities(self) -> Identities:
        """The entities of all names so far, with the ranks of those that speak."""
        ruling = self.ruling()
        found = resolve(self.names.values(), [d for _, d in sorted(ruling.declared.items())], ruling.pairs)
        return msgspec.structs.replace(found, ranks=ruling.ranks(found.of))

    def _added_claims(self, undone: frozenset[str]) -> None:
        """Added claims that were taken back, or put in again, by a reversal: their names are used less, or more."""
        now = self.ruling().undone
        for claim_id in now ^ undone:
            added = self.decisions[claim_id].payload
            assert isinstance(added, ClaimAdded)
            for name in names_of(added.claim):
                self._name(name.name, name.kind, (), -1 if claim_id in now else 1, ADDED)

    def _claim(self, fact: ClaimFact, payload: ClaimRecorded | ClaimAdded) -> None:
        self.facts[fact.claim_id] = fact
        self.touched_facts.add(fact.claim_id)
        first = fact.order if isinstance(payload, ClaimRecorded) else ADDED
        for name in names_of(payload.claim):
            self._name(name.name, name.kind, name.within, 1, first)

    def _name(self, name: str, kind: Kind, within: Iterable[str], uses: int, first: tuple[datetime, str, int]) -> None:
        old = self.names.get((name, kind), Seen(name, kind, (), 0, first))
        inside = tuple(sorted({*old.within, *within}))
        self.names[name, kind] = Seen(name, kind, inside, old.uses + uses, min(old.first, first))
        self.touched_names.add((name, kind))

    def _withdrawal(self, payload: ClaimWithdrawn) -> None:
        old = self.facts.get(payload.claim_event)
        if old is None:
            return
        new = withdrawn(old, payload)
        self.facts[new.claim_id] = new
        self.touched_facts.add(new.claim_id)
        if new.misread and not old.misread:
            used: list[Any] = [(new.subject_name, new.subject_kind), (new.voice_name, new.voice_kind)]
            used += [(new.value_name, new.value_kind)] if new.value_name is not None else []
            for name, kind in used:
                self._name(name, kind, (), -1, new.order)

    def _article(self, payload: ArticleEvent) -> None:
        old = self.articles.get(payload.article)
        if isinstance(payload, ArticleObserved):
            p = payload
            new = ArticleFact(
                article=p.article,
                outlet=p.outlet,
                title=p.title,
                url=p.url,
                published_at=p.published_at,
                basis=p.published_basis,
                timezone=p.timezone,
                document=p.document,
            )
            # An article's outlet is an outlet, whatever a text calls it
            self._name(p.outlet, "outlet", (), 0, (p.published_at, p.article, 0))
        elif old is None:
            return
        else:
            new = _changed(old, payload)
        if isinstance(payload, ArticleCorrected) and payload.outlet:
            self._name(payload.outlet, "outlet", (), 0, (new.published_at, new.article, 0))
        self.articles[payload.article] = new
        self.touched_articles.add(payload.article)


ArticleEvent = (
    ArticleObserved
    | ArticleRevised
    | ArticleExtracted
    | ArticleCorrected
    | ArticleRemoved
    | ArticleGone
    | ArticleErased
)


def _changed(old: ArticleFact, payload: ArticleEvent) -> ArticleFact:
    match payload:
        case ArticleCorrected():
            return msgspec.structs.replace(
                old,
                outlet=payload.outlet or old.outlet,
                published_at=payload.published_at or old.published_at,
                basis="given" if payload.published_at else old.basis,
                timezone=old.timezone if payload.timezone is None else payload.timezone or None,
            )
        case ArticleRemoved():
            return msgspec.structs.replace(old, status="removed")
        case ArticleGone():
            return msgspec.structs.replace(old, status="gone")
        case ArticleRevised():
            return msgspec.structs.replace(
                old,
                document=payload.document,
                title=payload.title or old.title,
                revisions=old.revisions + 1,
                status="observed",
            )
        case ArticleExtracted():
            return msgspec.structs.replace(old, extractor=payload.extractor, status="extracted")
        case ArticleErased():
            return msgspec.structs.replace(old, status="erased")
        case ArticleObserved():
            raise AssertionError("an observation makes an article, it changes none")


class Settled(Struct, frozen=True):
    """A story's claims with entities and cells."""

    identities: Identities
    placed: Placed


def settle(story: Story) -> Settled:
    """Entities and cells of all claims of a story that is wholly in memory."""
    identities, ruling = story.identities(), story.ruling()
    facts = [identified(ruling.decided(f), identities) for f in story.facts.values()]
    return Settled(identities, place_claims(facts, identities))


def states(settled: Settled) -> list[dict[str, Any]]:
    """All rows of the as-known-then timelines of a settled story, by cell and time."""
    by_cell = assertions_by_cell(settled.placed.facts, settled.identities)
    return [
        row
        for key in sorted(by_cell)
        for row in timeline_rows(settled.placed.cells[key], by_cell[key], settled.identities)
    ]
