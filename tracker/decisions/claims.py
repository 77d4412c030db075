"""Decisions on claims: reject, endorse, add."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal, get_args

from msgspec import Struct

from tracker.decisions.deciding import Decided, asking, decide, name_of, one_claim, one_entity, reason
from tracker.model.claim import (
    Aspect,
    Attribute,
    Certainty,
    Claim,
    Condition,
    Kind,
    Name,
    Office,
    OfficeStatus,
    Quantity,
    Value,
    fingerprint,
    value_text,
)
from tracker.model.errors import InputError
from tracker.model.events import ClaimAdded, ClaimEndorsed, ClaimRejected
from tracker.model.time import Interval
from tracker.projections.decisions import Ruling
from tracker.projections.rows import Rows
from tracker.store.log import EventLog

NUMBER = re.compile(
    r"(?:(?P<low>at least|more than)|(?P<high>up to|at most))?\s*(?P<n>\d+)(?:\s*(?:-|–|to)\s*(?P<m>\d+))?"
)


class NewClaim(Struct, frozen=True, kw_only=True):
    """A claim as an analyst writes it. Names are those of known entities, or new ones whose kind is given.

    `value`: a name; a number ("75", "at least 60", "60 to 75"); a status and an office ("resigned president"); a word.
    `valid`: the span that it speaks of, UTC; None: the moment of `reported_at`, when the words became public.
    """

    attribute: Attribute
    subject: str
    value: str
    voice: str
    reported_at: datetime
    valid: tuple[datetime, datetime] | None = None
    until: datetime | None = None
    negative: bool = False
    certainty: Certainty = "certain"
    aspect: Aspect = "state"
    subject_kind: Kind | None = None
    value_kind: Kind | None = None
    voice_kind: Kind | None = None


def reject_claim(
    log: EventLog, story: str, claim: str, *, because: str, actor: str, cause: str | None = None
) -> Decided:
    """Let a claim, by its id or fingerprint, never count; nor when it is found again."""
    return _judge(log, story, claim, "rejected", because, actor, cause)


def endorse_claim(
    log: EventLog, story: str, claim: str, *, because: str, actor: str, cause: str | None = None
) -> Decided:
    """Vouch for a claim, by its id or fingerprint, as somebody who is no party to the story."""
    return _judge(log, story, claim, "endorsed", because, actor, cause)


def _judge(
    log: EventLog,
    story: str,
    claim: str,
    verdict: Literal["rejected", "endorsed"],
    because: str,
    actor: str,
    cause: str | None,
) -> Decided:
    why = reason(because)
    with asking(log, story) as rows:
        fact = one_claim(rows, claim)
    if fact.decision == verdict:
        raise InputError(f"claim {fact.claim_id} is {verdict} already: `tracker decisions` says by whom")
    if fact.decision == "undone":
        raise InputError(f"claim {fact.claim_id} was added and taken back: undo that first")
    event = ClaimRejected if verdict == "rejected" else ClaimEndorsed
    what = f"{verdict} {fact.attribute} of {fact.subject_name}: {fact.value_text}, says {fact.voice_name}"
    payload = event(fingerprint=fact.fingerprint, because=why)
    return decide(log, story, payload, what, actor=actor, cause=cause)


def add_claim(
    log: EventLog, story: str, new: NewClaim, *, because: str, actor: str, cause: str | None = None
) -> Decided:
    """Add a claim that no article carries; the analyst is who passes the voice's words on."""
    why = reason(because)
    with asking(log, story) as rows:
        claim = _claim(rows, new, actor, why)
        payload = ClaimAdded(fingerprint=fingerprint("", claim), reported_at=new.reported_at, claim=claim, because=why)
        undone = Ruling.of(rows.decisions().values()).undone
        if any(d.payload == payload and d.event_id not in undone for d in rows.decisions().values()):
            raise InputError("this claim was added already, with the same reason: `tracker decisions` shows it")
    what = f"added {claim.attribute} of {claim.subject.name}: {value_text(claim.value)}, says {claim.voice.name}"
    return decide(log, story, payload, what, actor=actor, cause=cause)


def _claim(rows: Rows, new: NewClaim, actor: str, why: str) -> Claim:
    try:
        valid = Interval(*new.valid) if new.valid else Interval.at(new.reported_at)
    except ValueError as error:
        raise InputError(f"the claim's time: {error}") from None
    return Claim(
        attribute=new.attribute,
        subject=_name(rows, new.subject, new.subject_kind, "subject"),
        value=_value(rows, new),
        voice=_name(rows, new.voice, new.voice_kind, "voice"),
        via=(Name(actor, actor),),
        valid=valid,
        until=new.until,
        polarity="negative" if new.negative else "positive",
        certainty=new.certainty,
        aspect=new.aspect,
        basis="calendar" if new.valid else "publication",
        start=0,
        end=len(why),
        rule="analyst",
    )


def _name(rows: Rows, text: str, kind: Kind | None, what: str) -> Name:
    """A known entity's name; with a kind, one that may be new."""
    text = " ".join(text.split())
    if not text or not text.isprintable():
        raise InputError(f"the {what} {text!r} is no name: write printable characters")
    if kind is not None:
        return Name(text, text, kind)
    identities = rows.identities()
    try:
        name, known = name_of(rows, identities, one_entity(identities, text))
    except InputError as error:
        raise InputError(f"{what}: {error}; a new name needs its kind: --{what}-kind") from None
    return Name(text, name, known)


def _value(rows: Rows, new: NewClaim) -> Value:
    text = " ".join(new.value.split())
    if new.attribute in ("location", "control"):
        return _name(rows, text, new.value_kind, "value")
    if new.attribute in ("killed", "injured"):
        return _quantity(text)
    if new.attribute == "status":
        if not text:
            raise InputError("the value of a status is a word, like closed")
        return Condition(text)
    status, _, title = text.partition(" ")
    known = get_args(OfficeStatus)
    if status not in known or not title:
        raise InputError(f"value {text!r}: write {'|'.join(known)} and the office, like 'resigned president'")
    return Office(status, title)  # type: ignore[arg-type]


def _quantity(text: str) -> Quantity:
    found = NUMBER.fullmatch(text)
    if not found or (found["m"] and (found["low"] or found["high"])):
        raise InputError(f"value {text!r}: write a number, like 75, 'at least 60', 'up to 100' or '60 to 75'")
    first, second = int(found["n"]), int(found["m"] or found["n"])
    try:
        return Quantity(None if found["high"] else first, None if found["low"] else second)
    except ValueError as error:
        raise InputError(f"value {text!r}: {error}") from None
