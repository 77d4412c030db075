"""What the store's tests share: events of every kind, and a way around the guards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, text

from tracker.model.article import document_hash
from tracker.model.claim import Claim, Name, Quantity, fingerprint
from tracker.model.events import (
    ArticleErased,
    ArticleExtracted,
    ArticleObserved,
    ArticleRevised,
    ClaimRecorded,
    Event,
    NewEvent,
    article_stream,
)
from tracker.model.time import Interval
from tracker.store.database import Database
from tracker.store.log import Appended, EventLog

NOON = datetime(2010, 4, 8, 12, tzinfo=UTC)
TEXT = "Officials in Naryn said that 12 people had died. Аким города подтвердил это 🌍."


def new(payload: Event | None = None, **given: Any) -> NewEvent:
    return NewEvent(payload or extracted(), **{"actor": "job:test", **given})


def extracted(claims: int = 0, article: str = "a1") -> ArticleExtracted:
    return ArticleExtracted(article=article, document="d" * 64, extractor="1", claims=claims)


def observed(text: str = TEXT, article: str = "a1") -> ArticleObserved:
    return ArticleObserved(
        article=article,
        outlet="Ala-Too Courier",
        published_at=NOON,
        published_basis="given",
        document=document_hash(text),
    )


def revised(text: str, previous: str, article: str = "a1") -> ArticleRevised:
    return ArticleRevised(
        article=article,
        document=document_hash(text),
        previous=document_hash(previous),
        reported_at=NOON,
        reported_basis="stated",
    )


def erased(*texts: str, article: str = "a1") -> ArticleErased:
    return ArticleErased(article=article, documents=tuple(map(document_hash, texts)), because="a court's order")


def recorded(text: str = TEXT, article: str = "a1") -> ClaimRecorded:
    claim = Claim(
        attribute="killed",
        subject=Name("12 people", "deaths in Naryn", "incident"),
        value=Quantity(12, 12),
        voice=Name("Officials", "officials in Naryn", "group"),
        valid=Interval(NOON - timedelta(days=1), NOON),
        start=0,
        end=48,
    )
    return ClaimRecorded(
        article=article,
        document=document_hash(text),
        fingerprint=fingerprint(article, claim),
        reported_at=NOON,
        claim=claim,
    )


def ingest(log: EventLog, story: str, article: str, *texts: str) -> Appended:
    """An article that is observed with its first text and revised to each of the others."""
    payloads: list[Event] = [observed(texts[0], article), recorded(texts[0], article)]
    payloads += [revised(after, before, article) for before, after in pairwise(texts)]
    return log.append(story, article_stream(article), 0, [new(p) for p in payloads], texts=texts)


def count(database: Database, table: str) -> int:
    with database.reading() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


@contextmanager
def without_guards(database: Database) -> Iterator[Connection]:
    """A transaction that may do anything to the truth, as someone with the file or the superuser's password may."""
    with database.writing() as connection:
        if database.is_sqlite:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('events', 'documents')"
            for name in connection.exec_driver_sql(query).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER USER")
            connection.exec_driver_sql("ALTER TABLE documents DISABLE TRIGGER USER")
        yield connection


def tamper(database: Database, statement: str, **values: Any) -> None:
    with without_guards(database) as connection:
        assert connection.execute(text(statement), values).rowcount > 0
