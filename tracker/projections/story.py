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
    AliasDeclared,
    ArticleErased,
    ArticleExtracted,
    ArticleObserved,
    ArticleRevised,
    ClaimRecorded,
    ClaimWithdrawn,
    EntityDeclared,
    SourceAdded,
    SourceRemoved,
    StoredEvent,
    StoryDefined,
)
from tracker.model.time import FOREVER
from tracker.projections.cells import Placed, identified, place_claims
from tracker.projections.facts import ClaimFact, names_of, recorded, withdrawn
from tracker.projections.identity import Declared, Identities, NameKey, Seen, resolve
from tracker.projections.states import assertions_by_cell, timeline_rows


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
        self.declared: dict[int, Declared] = {}
        self.names: dict[NameKey, Seen] = {}
        self.facts: dict[str, ClaimFact] = {}
        self.touched_articles: set[str] = set()
        self.touched_names: set[NameKey] = set()
        self.touched_facts: set[str] = set()

    def apply(self, event: StoredEvent) -> None:
        """Take one event in. Types that no read model needs pass by."""
        match event.payload:
            case ClaimRecorded() as payload:
                self._claim(recorded(event, payload), payload)
            case ClaimWithdrawn() as payload:
                self._withdrawal(payload)
            case ArticleObserved() | ArticleRevised() | ArticleExtracted() | ArticleErased() as payload:
                self._article(payload)
            case EntityDeclared() as e:
                self.declared[event.position] = Declared(e.name, e.kind, e.aliases, e.within, e.from_, e.until)
            case AliasDeclared() as payload:
                self.declared[event.position] = Declared(payload.name, None, (payload.alias,))
            case StoryDefined() as payload:
                for outlet in payload.outlets:
                    self._name(outlet, "outlet", (), 0, (FOREVER, "", 0))
            case SourceAdded() as s:
                place = {name: getattr(s, name) for name in s.__struct_fields__}
                self.sources[s.source] = SourceFact(**place)
            case SourceRemoved(source=source) if source in self.sources:
                self.sources[source] = msgspec.structs.replace(self.sources[source], active=False)

    def identities(self) -> Identities:
        """The entities of all names so far."""
        return resolve(self.names.values(), [self.declared[position] for position in sorted(self.declared)])

    def _claim(self, fact: ClaimFact, payload: ClaimRecorded) -> None:
        self.facts[fact.claim_id] = fact
        self.touched_facts.add(fact.claim_id)
        for name in names_of(payload.claim):
            self._name(name.name, name.kind, name.within, 1, fact.order)

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
        if new.void and not old.void:
            used: list[Any] = [(new.subject_name, new.subject_kind), (new.voice_name, new.voice_kind)]
            used += [(new.value_name, new.value_kind)] if new.value_name is not None else []
            for name, kind in used:
                self._name(name, kind, (), -1, new.order)

    def _article(self, payload: ArticleObserved | ArticleRevised | ArticleExtracted | ArticleErased) -> None:
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
        self.articles[payload.article] = new
        self.touched_articles.add(payload.article)


def _changed(old: ArticleFact, payload: ArticleRevised | ArticleExtracted | ArticleErased) -> ArticleFact:
    match payload:
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


class Settled(Struct, frozen=True):
    """A story's claims with entities and cells."""

    identities: Identities
    placed: Placed


def settle(story: Story) -> Settled:
    """Entities and cells of all claims of a story that is wholly in memory."""
    identities = story.identities()
    return Settled(identities, place_claims([identified(f, identities) for f in story.facts.values()], identities))


def states(settled: Settled) -> list[dict[str, Any]]:
    """All rows of the as-known-then timelines of a settled story, by cell and time."""
    by_cell = assertions_by_cell(settled.placed.facts, settled.identities)
    return [
        row
        for key in sorted(by_cell)
        for row in timeline_rows(settled.placed.cells[key], by_cell[key], settled.identities)
    ]
