"""A story of three articles, written as events: a president who is in two places, and a toll that rises and is revised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.model.article import document_hash
from tracker.model.claim import Attribute, Claim, Kind, Name, Quantity, Value, fingerprint
from tracker.model.events import (
    ArticleExtracted,
    ArticleObserved,
    ArticleRevised,
    ClaimRecorded,
    ClaimWithdrawn,
    Event,
    NewEvent,
    article_stream,
)
from tracker.model.time import Interval
from tracker.projections.runner import catch_up
from tracker.store.log import EventLog

STORY = "harbour"
DAWN = datetime(2031, 5, 2, 6, tzinfo=UTC)
PRESIDENT = Name("the president", "Ana Duarte", "person")
CLASHES = Name("the clashes", "clashes at the gate", "incident")


def hours(count: float) -> datetime:
    return DAWN + timedelta(hours=count)


def claim(attribute: Attribute, subject: Name, value: Value, voice: str, at: datetime, kind: Kind = "outlet") -> Claim:
    return Claim(
        attribute=attribute,
        subject=subject,
        value=value,
        voice=Name(voice, voice, kind),
        valid=Interval.at(at),
        start=3,
        end=20,
        rule="test",
    )


def observed(article: str, outlet: str, at: datetime, *claims: Claim) -> list[Event]:
    document = document_hash(article)
    first = ArticleObserved(
        article=article,
        outlet=outlet,
        published_at=at,
        published_basis="given",
        document=document,
        url=f"https://{outlet.lower()}.example/{article}",
    )
    extracted = ArticleExtracted(article=article, document=document, extractor="test", claims=len(claims))
    return [first, extracted, *(recorded(article, document, at, each) for each in claims)]


def recorded(article: str, document: str, at: datetime, found: Claim) -> ClaimRecorded:
    return ClaimRecorded(
        article=article, document=document, fingerprint=fingerprint(article, found), reported_at=at, claim=found
    )


def append(log: EventLog, article: str, events: list[Event]) -> None:
    log.append(STORY, article_stream(article), None, [NewEvent(event, "test") for event in events], texts=[article])


def tell(log: EventLog) -> None:
    """Append the story and bring the read models up to date."""
    in_faro = claim("location", PRESIDENT, Name("Faro", "Faro", "place"), "Wire", hours(0))
    toll = claim("killed", CLASHES, Quantity(5, 5), "Ministry", hours(1), "organisation")
    append(log, "wire-1", observed("wire-1", "Wire", hours(0), in_faro))
    append(log, "herald-1", observed("herald-1", "Herald", hours(1), toll))
    in_beja = claim("location", PRESIDENT, Name("Beja", "Beja", "place"), "Wire", hours(2))
    append(log, "wire-2", observed("wire-2", "Wire", hours(2), in_beja))
    risen = claim("killed", CLASHES, Quantity(7, None), "Ministry", hours(3), "organisation")
    stream = log.read_stream(STORY, article_stream("herald-1"))
    old = next(event for event in stream if isinstance(event.payload, ClaimRecorded))
    document = document_hash("herald-1, revised")
    revised = ArticleRevised(
        article="herald-1",
        document=document,
        previous=document_hash("herald-1"),
        reported_at=hours(3),
        reported_basis="stated",
    )
    gone = ClaimWithdrawn(
        article="herald-1",
        fingerprint=fingerprint("herald-1", toll),
        claim_event=old.event_id,
        reason="revised",
        reported_at=hours(3),
    )
    append(log, "herald-1", [revised, recorded("herald-1", document, hours(3), risen), gone])
    catch_up(log, STORY)
