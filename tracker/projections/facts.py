"""A claim as the read models hold it: flat, with the article's own names; entities and cell are filled in by projection.

Field names are the columns of the `claims` table. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

from tracker.model.claim import Aspect, Attribute, Certainty, Claim, Kind, Name, Office, Polarity, Quantity, value_text
from tracker.model.events import ClaimAdded, ClaimRecorded, ClaimWithdrawn, StoredEvent


class ClaimFact(Struct, frozen=True, kw_only=True):
    """One claim. `claim_id` is the id of its event; `reported_at` and `withdrawn_at` are report time, UTC.

    `decision`: what analysts made of it: "rejected", "endorsed", of an added one that was taken back "undone".
    A claim that an analyst added has no article and no document.
    """

    claim_id: str
    position: int
    fingerprint: str
    article: str
    document: str
    attribute: Attribute
    subject_name: str
    subject_kind: str
    value_name: str | None
    value_kind: str | None
    value_text: str
    low: int | None
    high: int | None
    office_status: str | None
    office_title: str | None
    polarity: Polarity
    certainty: Certainty
    voice_name: str
    voice_kind: str
    via: str
    aspect: Aspect
    valid_from: datetime
    valid_to: datetime
    until: datetime | None
    basis: str
    reported_at: datetime
    start_char: int
    end_char: int
    rule: str
    withdrawn_at: datetime | None = None
    withdrawal: str | None = None
    subject_entity: str = ""
    value_entity: str | None = None
    value_key: str = ""
    voice_entity: str = ""
    cell: str = ""
    decision: str | None = None

    @property
    def order(self) -> tuple[datetime, str, int]:
        """The canonical order of a story's claims, whatever the order of their arrival."""
        return (self.reported_at, self.article, self.start_char)

    @property
    def misread(self) -> bool:
        """Whether a better reading of the text took it back, for every report time."""
        return self.withdrawn_at is not None and self.withdrawn_at <= self.reported_at

    @property
    def void(self) -> bool:
        """Whether it counts at no report time: misread, or thrown out by an analyst."""
        return self.misread or self.decision in ("rejected", "undone")


NameKey = tuple[str, Kind]

FIELDS = ClaimFact.__struct_fields__


def names_of(claim: Claim) -> list[Name]:
    """The names that a claim uses: subject, voice and, where it is one, the value."""
    found = [claim.subject, claim.voice]
    return [*found, claim.value] if isinstance(claim.value, Name) else found


NOBODY: dict[NameKey, str] = {}


def recorded(event: StoredEvent, payload: ClaimRecorded | ClaimAdded, of: Mapping[NameKey, str] = NOBODY) -> ClaimFact:
    """The fact that the event of a claim states; cell and decisions still open, entities by what the names mean in `of`."""
    claim = payload.claim
    subject, voice = claim.subject, claim.voice
    name = claim.value if isinstance(claim.value, Name) else None
    quantity = claim.value if isinstance(claim.value, Quantity) else None
    office = claim.value if isinstance(claim.value, Office) else None
    return ClaimFact(
        claim_id=event.event_id,
        position=event.position,
        fingerprint=payload.fingerprint,
        article=payload.article if isinstance(payload, ClaimRecorded) else "",
        document=payload.document if isinstance(payload, ClaimRecorded) else "",
        attribute=claim.attribute,
        subject_name=subject.name,
        subject_kind=subject.kind,
        value_name=name.name if name else None,
        value_kind=name.kind if name else None,
        value_text=value_text(claim.value),
        low=quantity.low if quantity else None,
        high=quantity.high if quantity else None,
        office_status=office.status if office else None,
        office_title=office.title if office else None,
        polarity=claim.polarity,
        certainty=claim.certainty,
        voice_name=voice.name,
        voice_kind=voice.kind,
        via=msgspec.json.encode([each.name for each in claim.via]).decode() if claim.via else "[]",
        aspect=claim.aspect,
        valid_from=claim.valid.earliest,
        valid_to=claim.valid.latest,
        until=claim.until,
        basis=claim.basis,
        reported_at=payload.reported_at,
        start_char=claim.start,
        end_char=claim.end,
        rule=claim.rule,
        subject_entity=of.get((subject.name, subject.kind), ""),
        value_entity=of.get((name.name, name.kind)) if name else None,
        voice_entity=of.get((voice.name, voice.kind), ""),
    )


def withdrawn(fact: ClaimFact, payload: ClaimWithdrawn) -> ClaimFact:
    """The fact after a withdrawal: a publisher's counts from its report time, any other for every report time."""
    at = payload.reported_at if payload.reason == "revised" else fact.reported_at
    if fact.withdrawn_at is not None and fact.withdrawn_at <= at:
        return fact
    return msgspec.structs.replace(fact, withdrawn_at=at, withdrawal=payload.reason)


def from_row(row: Any) -> ClaimFact:
    """The fact in a row of the `claims` table."""
    return ClaimFact(**{field: row[field] for field in FIELDS})


def to_row(fact: ClaimFact, story: str, generation: int) -> dict[str, Any]:
    """The row of a fact."""
    return {"story": story, "generation": generation, **asdict(fact)}
