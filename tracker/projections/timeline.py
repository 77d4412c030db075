"""The as-known-then timeline of a cell: what the fold answers at every moment for that moment, in interval form. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from tracker.model.claim import Attribute
from tracker.model.time import BEGINNING, FOREVER
from tracker.projections.answers import CellState
from tracker.projections.fold import Word, judged, word_of
from tracker.projections.values import Assertion, lapses_at


class Span(Struct, frozen=True):
    """A state and when it was the answer: `[known_from, known_to)`, UTC; `FOREVER` where it still is."""

    known_from: datetime
    known_to: datetime
    state: CellState


def timeline(attribute: Attribute, assertions: Sequence[Assertion], start: datetime = BEGINNING) -> list[Span]:
    """The spans that begin at `start` or later, in order; there is none where nothing was known.

    Agrees with `fold(at=T, known_at=T)` for every T. `start` has to be the beginning of a span, or before all of them.
    """
    points = [point for point in changes(attribute, assertions) if point >= start]
    words = _Words(attribute, assertions)
    spans: list[Span] = []
    for point, following in zip(points, [*points[1:], FOREVER], strict=True):
        state = judged(attribute, words.at(point), point)
        if state is None:
            continue
        if spans and spans[-1].known_to == point and spans[-1].state == state:
            spans[-1] = Span(spans[-1].known_from, following, state)
        else:
            spans.append(Span(point, following, state))
    return spans


class _Words:
    """What each voice holds at moments that only go forward: worked out anew only where its own claims come or go."""

    def __init__(self, attribute: Attribute, assertions: Sequence[Assertion]) -> None:
        self.attribute = attribute
        self.said: dict[str, list[Assertion]] = defaultdict(list)
        for a in assertions:
            self.said[a.voice].append(a)
        # Due at its first look, then whenever a claim of its own comes or goes
        self.due = {
            voice: sorted(
                {BEGINNING, *(t for a in own for t in (a.reported_at, a.withdrawn_at, a.until) if t is not None)}
            )
            for voice, own in self.said.items()
        }
        self.known: dict[str, tuple[int, Word | None]] = {}

    def at(self, point: datetime) -> list[Word]:
        """The words of all voices that have one then, in the order of their keys."""
        found = []
        for voice in sorted(self.said):
            version = bisect_right(self.due[voice], point)
            if self.known.get(voice, (0, None))[0] != version:
                visible = [a for a in self.said[voice] if a.visible(point, point)]
                self.known[voice] = (version, word_of(self.attribute, visible) if visible else None)
            word = self.known[voice][1]
            if word is not None:
                found.append(word)
        return found


def changes(attribute: Attribute, assertions: Sequence[Assertion]) -> list[datetime]:
    """The moments at which the answer may change: reports, withdrawals, ends that a text states, and lapses."""
    points: set[datetime] = set()
    for a in assertions:
        later = (a.withdrawn_at, a.until, lapses_at(attribute, a))
        points.add(a.reported_at)
        points.update(p for p in later if p is not None and p > a.reported_at)
    return sorted(points)
