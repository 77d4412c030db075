"""What analysts decided, as far as it holds: which names are one entity, which claims count, whose word weighs more. Pure.

A decision holds unless a reversal of it holds. Nothing is forgotten: taking a decision back gives what was there before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from tracker.model.events import (
    AliasDeclared,
    ArticleCorrected,
    ArticleErased,
    ArticleRemoved,
    ClaimAdded,
    ClaimEndorsed,
    ClaimRejected,
    DecisionReversed,
    EntitiesMerged,
    EntitiesSplit,
    EntityDeclared,
    Event,
    Rank,
    StoredEvent,
    VoiceRated,
)
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Declared, NameKey, Pairs

DECISIONS = (
    EntityDeclared,
    AliasDeclared,
    EntitiesMerged,
    EntitiesSplit,
    VoiceRated,
    ClaimRejected,
    ClaimEndorsed,
    ClaimAdded,
    DecisionReversed,
    ArticleCorrected,
    ArticleRemoved,
    ArticleErased,
)
"""The event types that are decisions."""

WEIGHTS: dict[Rank, int] = {"preferred": 1, "normal": 0, "deprecated": -1}


class Decision(Struct, frozen=True):
    """A decision: its place in the log, who made it and when (UTC), and what it says."""

    position: int
    event_id: str
    actor: str
    recorded_at: datetime
    payload: Event

    @classmethod
    def of(cls, event: StoredEvent) -> Decision:
        return cls(event.position, event.event_id, event.actor, event.recorded_at, event.payload)

    @property
    def kind(self) -> str:
        return type(self.payload).__name__

    @property
    def because(self) -> str | None:
        return getattr(self.payload, "because", None)

    @property
    def target(self) -> str:
        """What it is about: a name, two names, a claim's fingerprint, an article, an event."""
        match self.payload:
            case EntityDeclared(name=name):
                return name
            case AliasDeclared(name=name, alias=alias):
                return f"{alias} = {name}"
            case EntitiesMerged(name=name, into=into):
                return f"{name} = {into}"
            case EntitiesSplit(name=name, other=other):
                return f"{name} ≠ {other}"
            case VoiceRated(voice=voice, rank=rank):
                return f"{voice}: {rank}"
            case DecisionReversed(decision=event_id):
                return event_id
            case payload:
                return str(getattr(payload, "fingerprint", None) or getattr(payload, "article", ""))


class Ruling(Struct, frozen=True):
    """All decisions that hold, by what they are about.

    `verdicts`: by fingerprint, "rejected" or "endorsed", with the decision behind it. `undone`: the ids of added claims
    that were taken back. `ratings`: the last one of each name. `reversed_by`: by event id, the reversal that holds.
    """

    declared: dict[int, Declared]
    pairs: Pairs
    ratings: dict[NameKey, Decision]
    verdicts: dict[str, tuple[str, Decision]]
    undone: frozenset[str]
    reversed_by: dict[str, str]

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Ruling:
        """The ruling of decisions in whatever order they are given; among those about one thing, the last one holds."""
        ordered = sorted(decisions, key=lambda d: d.position)
        reversed_by = _reversals(ordered)
        declared: dict[int, Declared] = {}
        pairs: dict[frozenset[NameKey], tuple[bool, NameKey, NameKey]] = {}
        ratings: dict[NameKey, Decision] = {}
        verdicts: dict[str, tuple[str, Decision]] = {}
        for d in ordered:
            if d.event_id in reversed_by:
                continue
            match d.payload:
                case EntityDeclared() as e:
                    declared[d.position] = Declared(e.name, e.kind, e.aliases, e.within, e.from_, e.until)
                case AliasDeclared(name=name, alias=alias):
                    declared[d.position] = Declared(name, None, (alias,))
                case EntitiesMerged() as e:
                    _last(pairs, True, (e.name, e.kind), (e.into, e.into_kind))
                case EntitiesSplit() as e:
                    _last(pairs, False, (e.name, e.kind), (e.other, e.other_kind))
                case VoiceRated() as e:
                    ratings.pop((e.voice, e.kind), None)  # the last one last
                    ratings[e.voice, e.kind] = d
                case ClaimRejected(fingerprint=mark):
                    verdicts[mark] = ("rejected", d)
                case ClaimEndorsed(fingerprint=mark):
                    verdicts[mark] = ("endorsed", d)
        added = {d.event_id for d in ordered if isinstance(d.payload, ClaimAdded)}
        return cls(
            declared,
            Pairs(
                merged=tuple((a, b) for one, a, b in pairs.values() if one),
                split=tuple((a, b) for one, a, b in pairs.values() if not one),
            ),
            ratings,
            verdicts,
            frozenset(added & set(reversed_by)),
            reversed_by,
        )

    def decided(self, fact: ClaimFact) -> ClaimFact:
        """The fact with what was decided about it."""
        decision = self.decision_on(fact.claim_id, fact.fingerprint)
        return fact if decision == fact.decision else msgspec.structs.replace(fact, decision=decision)

    def decision_on(self, claim_id: str, fingerprint: str) -> str | None:
        """ "rejected", "endorsed", of an added claim that was taken back "undone", or nothing."""
        if claim_id in self.undone:
            return "undone"
        found = self.verdicts.get(fingerprint)
        return found[0] if found else None

    def out(self, claim_id: str, fingerprint: str) -> bool:
        """Whether a claim counts at no time, by decision."""
        return self.decision_on(claim_id, fingerprint) in ("rejected", "undone")

    def ranks(self, of: Mapping[NameKey, str]) -> dict[str, int]:
        """By entity key, 1 of a preferred voice and -1 of a deprecated one, given what each name means."""
        found = {key: WEIGHTS[d.payload.rank] for key, d in self.rated(of).items() if isinstance(d.payload, VoiceRated)}
        return {key: rank for key, rank in found.items() if rank}

    def rated(self, of: Mapping[NameKey, str]) -> dict[str, Decision]:
        """By entity key, the last rating of any of its names."""
        ordered = sorted(self.ratings.items(), key=lambda item: item[1].position)
        return {of[name]: d for name, d in ordered if name in of}

    def changed(self, before: Ruling) -> set[str]:
        """The fingerprints and ids of claims that another ruling decides otherwise."""
        marks = self.verdicts.keys() | before.verdicts.keys()
        moved = {m for m in marks if self.verdicts.get(m, ("",))[0] != before.verdicts.get(m, ("",))[0]}
        return moved | (self.undone ^ before.undone)


def _reversals(ordered: list[Decision]) -> dict[str, str]:
    """By event id the reversal that holds. A reversal comes after what it reverses, so the last ones are settled first."""
    found: dict[str, str] = {}
    for d in reversed(ordered):
        if isinstance(d.payload, DecisionReversed) and d.event_id not in found:
            found.setdefault(d.payload.decision, d.event_id)
    return found


def _last(pairs: dict[frozenset[NameKey], tuple[bool, NameKey, NameKey]], one: bool, a: NameKey, b: NameKey) -> None:
    """Of the decisions about two names the last one holds, and takes its place in the order."""
    pairs.pop(frozenset((a, b)), None)
    pairs[frozenset((a, b))] = (one, a, b)
