"""What a fold answers: a headline, how it stands, since when, and what else is said. Entities by key; frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from tracker.projections.values import Assertion

Standing = Literal["agreed", "contested", "unconfirmed", "lapsed"]


class Position(Struct, frozen=True):
    """A value, or that it is not so, with the voices that hold it and the claims it rests on."""

    value: str
    positive: bool
    low: int | None
    high: int | None
    voices: tuple[str, ...]
    claims: tuple[str, ...]


class CellState(Struct, frozen=True):
    """The answer for a cell. `since`: the span in which it became so; `reported_at`: the latest report of it.

    `span`: of victims, the lowest and the highest number that still stands. `because`: the rule that chose the headline.
    """

    headline: Position
    standing: Standing
    since: tuple[datetime, datetime]
    reported_at: datetime
    alternatives: tuple[Position, ...]
    because: str
    span: tuple[int | None, int | None] | None = None


def position(own: Sequence[Assertion], voices: Sequence[Assertion] | None = None) -> Position:
    """The position that assertions of one value make; `voices`: those that agree with it too, that value's own included."""
    one = own[0]
    if len(own) == 1 and (voices is None or len(voices) == 1):
        return Position(one.value, one.positive, one.low, one.high, (one.voice,), (one.claim,))
    every = _told(sorted(voices if voices is not None else own, key=lambda a: (a.reported_at, a.tie, a.claim)))
    return Position(
        value=one.value,
        positive=one.positive,
        low=one.low,
        high=one.high,
        voices=tuple(dict.fromkeys([a.voice for a in every])),
        claims=tuple([a.claim for a in every]),
    )


def _told(assertions: list[Assertion]) -> list[Assertion]:
    """Of each voice the first and the newest claim of each value: repeating it between adds nothing but length."""
    ends: dict[tuple[str, str, bool, int | None, int | None], tuple[Assertion, Assertion]] = {}
    for a in assertions:
        key = (a.voice, a.value, a.positive, a.low, a.high)
        known = ends.get(key)
        ends[key] = (a if known is None else known[0], a)
    if len(ends) == len(assertions):
        return assertions
    kept = {a.claim for same in ends.values() for a in same}
    return [a for a in assertions if a.claim in kept]


def standing_of(supporters: Sequence[Assertion], against: Sequence[Assertion], lapsed_all: bool) -> Standing:
    """How sure the headline is. A voice does not contest itself: of two places in one breath, one is a stop on the way."""
    if lapsed_all:
        return "lapsed"
    voices = {a.voice for a in supporters}
    if any(a.voice not in voices for a in against):
        return "contested"
    if any(a.endorsed for a in supporters):
        return "agreed"
    lone_party = len(voices) == 1 and all(a.role == "party" for a in supporters)
    return "unconfirmed" if lone_party or all(a.hedged for a in supporters) else "agreed"
