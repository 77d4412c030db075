"""One article's way into the log: document, extraction, claims. The only module that knows all of these steps.

Appending is idempotent: the same article again appends nothing; a changed text becomes a revision, whose claims are
matched to the earlier ones by fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

from tracker.extraction import extract
from tracker.model.article import Article, Extraction
from tracker.model.claim import fingerprint
from tracker.model.errors import ConcurrencyError, TrackerError
from tracker.model.events import (
    STORY_STREAM,
    ArticleExtracted,
    ArticleObserved,
    ArticleRevised,
    ClaimRecorded,
    ClaimWithdrawn,
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
        known = _Known.of(log.read_stream(story, stream))
        if known and known.document == article.document:
            return Ingested(article.id, "unchanged")
        result, events = _first(article) if known is None else _revision(article, known)
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


class _Known(Struct):
    """What the log holds of an article: its present document, and the claims that stand, by fingerprint."""

    version: int
    document: str
    reported_at: datetime
    standing: dict[str, str]

    @classmethod
    def of(cls, events: Iterable[StoredEvent]) -> _Known | None:
        known: _Known | None = None
        for event in events:
            match event.payload:
                case ArticleObserved(document=document, published_at=published_at):
                    known = cls(event.version, document, published_at, {})
                case ArticleRevised(document=document, reported_at=reported_at) if known:
                    known.document, known.reported_at = document, reported_at
                case ClaimRecorded(fingerprint=mark) if known:
                    known.standing[mark] = event.event_id
                case ClaimWithdrawn(fingerprint=mark) if known:
                    known.standing.pop(mark, None)
            if known:
                known.version = event.version
        return known


def _first(article: Article) -> tuple[Result, list[Event]]:
    found = _read(article)
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


def _revision(article: Article, known: _Known) -> tuple[Result, list[Event]]:
    """A changed text. Where it states no later time of its own, its words became public at the look that found them."""
    found = _read(article)
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


def _read(article: Article) -> Extraction:
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
