"""Events: what happened to an article or was decided in a story. Frozen, versioned, never rewritten.

A type's `schema_version` goes up when its fields change meaning; `store/upcasters.py` then learns how an older
payload is read. Field names are the JSON keys of the stored payload.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

import msgspec
from msgspec import Struct

from tracker.model.article import PublishedBasis
from tracker.model.claim import Claim, Kind

STORY_STREAM = "story"

WithdrawalReason = Literal["revised", "reextracted", "article-corrected", "article-removed"]
Rank = Literal["preferred", "normal", "deprecated"]


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


class ArticleCorrected(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An analyst mended what is known of an article; what is None stays.

    `published_at`: of its first revision, UTC. `timezone`: empty where none is known.
    """

    article: str
    because: str
    outlet: str | None = None
    published_at: datetime | None = None
    timezone: str | None = None


class ArticleRemoved(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An analyst took a misfiled article out of the story: nothing of it counts, and it does not come back by itself."""

    article: str
    because: str


class ArticleGone(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The publisher took the article off its place; what it said stays said. `reported_at`: the look that found it gone."""

    article: str
    reported_at: datetime


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
    because: str | None = None


class EntitiesMerged(Event, frozen=True, kw_only=True, omit_defaults=True):
    """The entities that two names mean are one, and it is called what `into` is called."""

    name: str
    kind: Kind
    into: str
    into_kind: Kind
    because: str


class EntitiesSplit(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Two names do not mean one entity, whatever the rules say."""

    name: str
    kind: Kind
    other: str
    other_kind: Kind
    because: str


class VoiceRated(Event, frozen=True, kw_only=True, omit_defaults=True):
    """How much a voice's word weighs: the entity that the name `voice` of that kind means."""

    voice: str
    kind: Kind
    rank: Rank
    because: str


class ClaimRejected(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Claims of this fingerprint count never, for any report time; those that are recorded later neither."""

    fingerprint: str
    because: str


class ClaimEndorsed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """Claims of this fingerprint count as vouched for by somebody who is no party to the story."""

    fingerprint: str
    because: str


class ClaimAdded(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An analyst heard a voice say something that no article of the story carries. The claim's offsets count in `because`."""

    fingerprint: str
    reported_at: datetime
    claim: Claim
    because: str


class DecisionReversed(Event, frozen=True, kw_only=True, omit_defaults=True):
    """An earlier decision, named by the id of its event, does not hold any more."""

    decision: str
    because: str


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


Reversible = (
    EntityDeclared
    | AliasDeclared
    | EntitiesMerged
    | EntitiesSplit
    | VoiceRated
    | ClaimRejected
    | ClaimEndorsed
    | ClaimAdded
    | ArticleCorrected
    | ArticleRemoved
    | DecisionReversed
)
"""What a person decided and may take back; a reversal can itself be reversed."""

EVENT_TYPES: dict[str, type[Event]] = {cls.__name__: cls for cls in Event.__subclasses__()}


def _event_id() -> str:
    """A UUID of version 7: in the order of time, which keeps the index of ids fast."""
    import uuid6  # a question appends nothing and does not wait for it

    return str(uuid6.uuid7())


class NewEvent(Struct, frozen=True):
    """An event to append: its payload, who caused it (`actor`: a job or a person) and the command or event behind it (`cause`)."""

    payload: Event
    actor: str
    cause: str | None = None
    event_id: str = msgspec.field(default_factory=_event_id)


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
