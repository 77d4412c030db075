"""One event, one time: a change that the text dates in one place keeps that date where it is told again without one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from tracker.extraction.cast import folded
from tracker.model.claim import Claim, Name, Office, Quantity, Value

SINGLE = timedelta(days=370)
"""What is wider dates nothing."""


def dated(claims: Iterable[Claim]) -> list[Claim]:
    """The claims, undated changes with the time of the one dated change of the same subject and value in the article."""
    rows = list(claims)
    known: dict[tuple[str, ...], list[Claim]] = {}
    for claim in rows:
        if changed(claim) and claim.basis != "publication" and claim.valid.width <= SINGLE:
            known.setdefault(event(claim), []).append(claim)
    return [retold(claim, known.get(event(claim), [])) for claim in rows]


def retold(claim: Claim, known: list[Claim]) -> Claim:
    """The claim with the time of the known ones, where it has none of its own and they agree on one."""
    if claim.basis != "publication" or not changed(claim) or not known:
        return claim
    first = min(known, key=lambda c: (c.valid.width, c.start))
    if not all(c.valid.overlaps(first.valid) for c in known):
        return claim
    return replace(claim, valid=first.valid, basis=first.basis)


def changed(claim: Claim) -> bool:
    """Whether a claim tells of a change that happened once: a person's death, an office won or lost, a place reached."""
    if claim.polarity != "positive" or claim.certainty == "possible":
        return False
    if claim.attribute in ("killed", "injured"):
        return claim.subject.kind == "person" and claim.value == Quantity(1, 1) and claim.subject.name[:1].isupper()
    return claim.aspect == "change"


def event(claim: Claim) -> tuple[str, ...]:
    """What two tellings of one event have in common."""
    return (claim.attribute, folded(claim.subject.name), told(claim.value))


def told(value: Value) -> str:
    """What is told of the subject: of an office only what became of it."""
    match value:
        case Office():
            return value.status
        case Name():
            return folded(value.name)
        case _:
            return repr(value)
