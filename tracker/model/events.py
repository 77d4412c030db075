"""Events: what happened to an article or was decided in a story. Frozen, versioned, never rewritten.

A type's `schema_version` goes up when its fields change meaning; `store/upcasters.py` then learns how an older
payload is read. Field names are the JSON keys of the stored payload.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

import msgspec
import uuid6
from msgspec import Struct

from tracker.model.article import PublishedBasis
from tracker.model.claim import Claim, Kind

STORY_STREAM = "story"

WithdrawalReason = Literal["revised", "reextracted", "article-corrected", "article-removed"]


def article_stream(article: str) -> str:
    """The stream of one article of a story."""
    return f"article-{article}"


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all payloads."""

    schema_version: ClassVar[int] = 1


class ArticleObserved(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An article was seen for the first time. `document`: the SHA-256 of its text."""

    article: str
    outlet: str
    published_at: datetime
    published_basis: PublishedBasis
    document: str
    timezone: str | None = None
    title: str | None = None
    url: str | None = None


class ArticleRevised(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The text changed. `reported_at`: when the new words became public, as far as is known (`reported_basis`)."""

    article: str
    document: str
    previous: str
    reported_at: datetime
    reported_basis: PublishedBasis
    title: str | None = None


class ArticleExtracted(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A document was read by an extractor, which found that many claims (also when none)."""

    article: str
    document: str
    extractor: str
    claims: int


class ClaimRecorded(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A claim was found. `reported_at`: when the first revision that carries it was published, UTC."""

    article: str
    document: str
    fingerprint: str
    reported_at: datetime
    claim: Claim


class ClaimWithdrawn(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A claim no longer stands. By the publisher (`revised`): from `reported_at` on. Otherwise: it never stood."""

    article: str
    fingerprint: str
    claim_event: str
    reason: WithdrawalReason
    reported_at: datetime


class ArticleErased(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The words of these documents were deleted for a reason of law or privacy; their hashes stay in the chain."""

    article: str
    documents: tuple[str, ...]
    because: str


class StoryDefined(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A story was given a title, a time zone for its reports and the outlets that are known to carry it."""

    title: str
    timezone: str | None = None
    outlets: tuple[str, ...] = ()


class EntityDeclared(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An analyst names an entity of the story. `within`: of a place, what contains it; `from_`/`until`: of an incident."""

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    within: str | None = None
    from_: datetime | None = msgspec.field(default=None, name="from")
    until: datetime | None = None


class AliasDeclared(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Another name of a declared or found entity."""

    name: str
    alias: str


class SourceAdded(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A place is watched from now on: a folder or an index file, looked at every so many seconds."""

    source: str
    location: str
    kind: Literal["folder", "jsonl", "file"]
    every_seconds: int
    outlet: str | None = None
    timezone: str | None = None


class SourceRemoved(Event, frozen=True, kw_only=True, omit_defaults=True):
    """A place is no longer watched."""

    source: str


EVENT_TYPES: dict[str, type[Event]] = {cls.__name__: cls for cls in Event.__subclasses__()}


class NewEvent(Struct, frozen=True):
    """An event to append: its payload, who caused it (`actor`: a job or a person) and the command or event behind it (`cause`)."""

    payload: Event
    actor: str
    cause: str | None = None
    event_id: str = msgspec.field(default_factory=lambda: str(uuid6.uuid7()))


class StoredEvent(Struct, frozen=True):
    """An event as the log holds it. `position`: 1, 2, 3 … in its story; `version`: 1, 2, 3 … in its stream."""

    story: str
    position: int
    stream: str
    version: int
    event_id: str
    recorded_at: datetime
    actor: str
    cause: str | None
    payload: Event
