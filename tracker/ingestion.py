"""One article's way into the log: document, extraction, claims. The only module that knows all of these steps.

Appending is idempotent: the same article again appends nothing; a changed text becomes a revision, whose claims are
matched to the earlier ones by fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec
from msgspec import Struct

from tracker.extraction import extract
from tracker.model.article import Article, Extraction
from tracker.model.claim import fingerprint
from tracker.model.errors import ConcurrencyError, TrackerError
from tracker.model.events import (
    STORY_STREAM,
    ArticleCorrected,
    ArticleExtracted,
    ArticleObserved,
    ArticleRemoved,
    ArticleRevised,
    ClaimRecorded,
    ClaimWithdrawn,
    DecisionReversed,
    Event,
    NewEvent,
    StoredEvent,
    article_stream,
)
from tracker.store.log import EventLog

Result = Literal["new", "revised", "unchanged"]

RETRIES = 20
"""How often an append starts again because another process appended to the same stream first."""


class ExtractionError(TrackerError):
    """The extractor broke on an article: a fault of this program, reported without stopping the others."""


class Ingested(Struct, frozen=True):
    """What ingesting one article did, with the number of claims recorded and withdrawn by it."""

    article: str
    result: Result
    recorded: int = 0
    withdrawn: int = 0


def ingest(log: EventLog, story: str, article: Article, *, actor: str, cause: str | None = None) -> Ingested:
    """Take an article into a story. `actor`: who does it; `cause`: the command or job behind it.

    Raises `ExtractionError` where the article cannot be read, and what `EventLog.append` raises; then nothing was written.
    """
    stream = article_stream(article.id)
    for attempt in range(RETRIES):
        known = Known.of(log.read_stream(story, stream))
        if known and (known.document == article.document or known.removed):
            return Ingested(article.id, "unchanged")
        result, events = _first(article) if known is None else _revision(known.mended(article), known)
        new = _caused(events, actor, cause)
        try:
            log.append(story, stream, known.version if known else 0, new, texts=[article.text])
        except ConcurrencyError:
            if attempt == RETRIES - 1:
                raise
            continue
        kinds = [type(event) for event in events]
        return Ingested(article.id, result, kinds.count(ClaimRecorded), kinds.count(ClaimWithdrawn))
    raise AssertionError("the loop returns or raises")


def decide(log: EventLog, story: str, decisions: Sequence[Event], *, actor: str, cause: str | None = None) -> int:
    """Append decisions about the story itself, those that it does not hold already; returns how many were new."""
    for attempt in range(RETRIES):
        stored = log.read_stream(story, STORY_STREAM)
        latest = {_topic(event.payload): event.payload for event in stored}
        new = [NewEvent(event, actor, cause) for event in decisions if latest.get(_topic(event)) != event]
        if not new:
            return 0
        try:
            log.append(story, STORY_STREAM, stored[-1].version if stored else 0, new)
        except ConcurrencyError:
            if attempt == RETRIES - 1:
                raise
            continue
        return len(new)
    raise AssertionError("the loop returns or raises")


class Masthead(Struct, frozen=True):
    """What is known of an article besides its text, as corrected: who published it, when first (UTC), in which zone."""

    outlet: str
    published_at: datetime
    timezone: str | None

    def corrected(self, by: ArticleCorrected) -> Masthead:
        """The same after a correction; an empty zone is none."""
        zone = self.timezone if by.timezone is None else by.timezone or None
        return Masthead(by.outlet or self.outlet, by.published_at or self.published_at, zone)


class Known(Struct):
    """What the log holds of an article: its revisions, its claims, and what analysts decided about it.

    `claims`: by event id, those that were not misread, and from when on the publisher took them back (None: they stand).
    `decided`: corrections, removals and reversals, each with its event id and its cause, in order.
    """

    version: int
    observed: ArticleObserved
    revisions: list[ArticleRevised]
    claims: dict[str, tuple[ClaimRecorded, datetime | None]]
    decided: list[tuple[str, str | None, Event]]

    @classmethod
    def of(cls, events: Iterable[StoredEvent]) -> Known | None:
        """What a stream says of its article, or None where it says nothing."""
        known: Known | None = None
        for event in events:
            if known is None:
                if isinstance(event.payload, ArticleObserved):
                    known = cls(event.version, event.payload, [], {}, [])
                continue
            known.version = event.version
            match event.payload:
                case ArticleRevised() as payload:
                    known.revisions.append(payload)
                case ClaimRecorded() as payload:
                    known.claims[event.event_id] = (payload, None)
                case ClaimWithdrawn(claim_event=claim) as payload if claim in known.claims:
                    if payload.reason == "revised":
                        known.claims[claim] = (known.claims[claim][0], payload.reported_at)
                    else:
                        del known.claims[claim]
                case (ArticleCorrected() | ArticleRemoved() | DecisionReversed()) as payload:
                    known.decided.append((event.event_id, event.cause, payload))
        return known

    @property
    def document(self) -> str:
        return self.revisions[-1].document if self.revisions else self.observed.document

    @property
    def reported_at(self) -> datetime:
        """When the newest words became public."""
        return self.revisions[-1].reported_at if self.revisions else self.masthead.published_at

    @property
    def standing(self) -> dict[str, str]:
        """The events of the claims that stand, by fingerprint."""
        return {claim.fingerprint: event_id for event_id, (claim, gone) in self.claims.items() if gone is None}

    @property
    def removed(self) -> bool:
        """Whether an analyst took it out of the story."""
        return any(isinstance(decision, ArticleRemoved) for decision in self._holding())

    @property
    def masthead(self) -> Masthead:
        """Outlet, date and zone with all corrections that hold."""
        found = Masthead(self.observed.outlet, self.observed.published_at, self.observed.timezone)
        for decision in self._holding():
            if isinstance(decision, ArticleCorrected):
                found = found.corrected(decision)
        return found

    def mended(self, article: Article) -> Article:
        """An article that comes in again as it was, with what analysts corrected."""
        masthead, first = self.masthead, self.observed
        return msgspec.structs.replace(
            article,
            outlet=masthead.outlet if article.outlet == first.outlet else article.outlet,
            timezone=masthead.timezone if article.timezone == first.timezone else article.timezone,
            published_at=masthead.published_at if article.published_at == first.published_at else article.published_at,
        )

    def _holding(self) -> list[Event]:
        """The decisions that no reversal has undone, without the corrections that only carry out a reversal."""
        undone: set[str] = set()
        reversals = {event_id for event_id, _, decision in self.decided if isinstance(decision, DecisionReversed)}
        for event_id, _, decision in reversed(self.decided):
            if isinstance(decision, DecisionReversed) and event_id not in undone:
                undone.add(decision.decision)
        return [d for event_id, cause, d in self.decided if event_id not in undone and cause not in reversals]


def _first(article: Article) -> tuple[Result, list[Event]]:
    found = read(article)
    observed = ArticleObserved(
        article=article.id,
        outlet=article.outlet,
        published_at=article.published_at,
        published_basis=article.published_basis,
        document=article.document,
        timezone=article.timezone,
        title=article.title,
        url=article.url,
    )
    return "new", [observed, *_recorded(article, found, article.published_at, {})]


def _revision(article: Article, known: Known) -> tuple[Result, list[Event]]:
    """A changed text. Where it states no later time of its own, its words became public at the look that found them."""
    found = read(article)
    stated = article.published_at > known.reported_at
    reported_at = article.published_at if stated else datetime.now(UTC)
    revised = ArticleRevised(
        article=article.id,
        document=article.document,
        previous=known.document,
        reported_at=reported_at,
        reported_basis=article.published_basis if stated else "retrieved",
        title=article.title,
    )
    recorded = _recorded(article, found, reported_at, known.standing)
    kept = {fingerprint(article.id, claim) for claim in found.claims}
    gone = [
        ClaimWithdrawn(
            article=article.id, fingerprint=mark, claim_event=event_id, reason="revised", reported_at=reported_at
        )
        for mark, event_id in known.standing.items()
        if mark not in kept
    ]
    return "revised", [revised, *recorded, *gone]


def read(article: Article) -> Extraction:
    """The claims of an article; raises `ExtractionError`."""
    try:
        return extract(article)
    except Exception as error:
        raise ExtractionError(
            f"article {article.id!r}: the extractor broke on it ({type(error).__name__}: {error}); nothing was written,"
            " please report it"
        ) from error


def _recorded(article: Article, found: Extraction, reported_at: datetime, standing: dict[str, str]) -> list[Event]:
    """`ArticleExtracted`, and `ClaimRecorded` for each claim that does not stand yet; the same claim twice counts once."""
    events: list[Event] = [
        ArticleExtracted(
            article=article.id, document=article.document, extractor=found.extractor, claims=len(found.claims)
        )
    ]
    seen = set(standing)
    for claim in found.claims:
        mark = fingerprint(article.id, claim)
        if mark not in seen:
            seen.add(mark)
            events.append(
                ClaimRecorded(
                    article=article.id,
                    document=article.document,
                    fingerprint=mark,
                    reported_at=reported_at,
                    claim=claim,
                )
            )
    return events


def _caused(events: Sequence[Event], actor: str, cause: str | None) -> list[NewEvent]:
    """The first event is caused by the command; each later one by the event that led to it."""
    new: list[NewEvent] = []
    for event in events:
        behind = cause
        if isinstance(event, ArticleExtracted):
            behind = new[0].event_id
        elif new:
            behind = new[1].event_id
        new.append(NewEvent(event, actor, behind))
    return new


def _topic(event: Event) -> tuple[str, ...]:
    """What a decision is about: a later one about the same replaces it."""
    about = (getattr(event, key, "") for key in ("source", "name", "alias"))
    return (type(event).__name__.removesuffix("Added").removesuffix("Removed"), *about)
