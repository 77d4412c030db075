"""The fold of victims: numbers of one incident, by many voices, that rise, are corrected and are rounded. Pure.

Numbers as in `Quantity`: both ends included, None is open. docs/states.md tells the order with an example.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tracker.model.claim import Attribute, Quantity
from tracker.projections.answers import CellState, Standing, position, standing_of
from tracker.projections.values import Assertion, lapsed

CURRENT = timedelta(hours=24)
"""Reports this close to the newest are weighed by who counts rather than by who spoke last."""

RANKS = (
    "a voice that analysts prefer",
    "of the reports of one day, a body that counts before an outlet's own summary",
    "the latest report",
    "a precise number before a vague one",
    "the higher number",
    "the first by name, all else being equal",
)


def fold_casualties(attribute: Attribute, counts: list[Assertion], at: datetime) -> CellState | None:
    """The number of victims by what each voice last said; None where only denials of a number are left."""
    held = [a for a in counts if a.positive]
    if not held:
        return None
    fresh = [a for a in held if not lapsed(attribute, a, at)]
    # A precise number is never displaced by a vague one that agrees with it, however old it is
    precise = [a for a in held if quantity(a).precise]
    pool = fresh or held
    vague = [a for a in pool if not quantity(a).precise]
    backed = [p for p in precise if p not in pool and vague and all(quantity(p).agrees(quantity(v)) for v in pool)]
    pool = pool + backed
    candidates = [a for a in pool if not _covered(a, pool)]
    newest = max(a.reported_at for a in candidates)
    ranked = sorted(candidates, key=lambda a: _rank(a, newest), reverse=True)
    best = ranked[0]
    supporters = [a for a in pool if quantity(a).agrees(quantity(best))]
    against = [a for a in pool if a not in supporters]
    same = [a for a in supporters if quantity(a) == quantity(best)]
    begun = min(same, key=lambda a: (a.latest, a.earliest, a.claim))
    groups: dict[tuple[int | None, int | None], list[Assertion]] = {}
    for a in sorted(against, key=lambda a: _rank(a, newest), reverse=True):
        groups.setdefault((a.low, a.high), []).append(a)
    return CellState(
        headline=position(same, supporters),
        standing=_standing(supporters, against, all(lapsed(attribute, a, at) for a in supporters)),
        since=(begun.earliest, begun.latest),
        reported_at=max(a.reported_at for a in supporters),
        alternatives=tuple(position(group) for group in groups.values()),
        because=_decided(best, [a for a in ranked if a in against], newest),
        span=_span(candidates),
    )


def quantity(a: Assertion) -> Quantity:
    """The number that a claim gives."""
    return Quantity(a.low, a.high)


def latest_counts(said: Sequence[Assertion]) -> list[Assertion]:
    """Of one voice its latest report; several numbers in one report all stand, and so does its earlier precise number
    that a later vague one agrees with."""
    ordered = sorted(said, key=lambda a: (a.reported_at, a.latest, a.tie, a.claim))
    last = [a for a in ordered if a.reported_at == ordered[-1].reported_at]
    if not any(a.positive and quantity(a).precise for a in last):
        earlier = [a for a in ordered if a.positive and quantity(a).precise]
        if earlier and all(quantity(earlier[-1]).agrees(quantity(a)) for a in last if a.positive):
            return [earlier[-1], *last]
    return last


def _covered(a: Assertion, pool: list[Assertion]) -> bool:
    """A vague number that some precise one agrees with says nothing of its own."""
    mine = quantity(a)
    return not mine.precise and any(quantity(b).precise and mine.agrees(quantity(b)) for b in pool)


def _rank(a: Assertion, newest: datetime) -> tuple[Any, ...]:
    return (
        a.rank > 0,
        a.role == "official" and newest - a.reported_at <= CURRENT,
        a.reported_at,
        quantity(a).precise,
        a.high if a.high is not None else a.low or 0,
        tuple(-ord(c) for c in a.voice),
    )


def _decided(best: Assertion, rivals: list[Assertion], newest: datetime) -> str:
    if not rivals:
        return "nobody contradicts it"
    pairs = zip(_rank(best, newest), _rank(rivals[0], newest), RANKS, strict=True)
    return next((name for mine, other, name in pairs if mine != other), RANKS[-1])


def _standing(supporters: list[Assertion], against: list[Assertion], lapsed_all: bool) -> Standing:
    if not lapsed_all and against:
        return "contested"  # even where one voice gives both: two counts of the dead are not a stop on the way
    return standing_of(supporters, (), lapsed_all)


def _span(candidates: list[Assertion]) -> tuple[int | None, int | None]:
    """The lowest and the highest number; open where one of them is."""
    lows = [a.low for a in candidates if a.low is not None]
    highs = [a.high for a in candidates if a.high is not None]
    return (min(lows, default=None), max(highs) if len(highs) == len(candidates) else None)
