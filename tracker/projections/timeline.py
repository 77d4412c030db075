"""The as-known-then timeline of a cell: what the fold answers at every moment for that moment, in interval form. Pure.

Moments only go forward, so at each one only the voices are looked at whose claims come, go or lapse then. The fold of a
cell's claims at one moment (`fold`) is what this is tested against.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from msgspec import Struct

from tracker.model.claim import Attribute
from tracker.model.time import BEGINNING, FOREVER
from tracker.projections.answers import CellState
from tracker.projections.casualties import latest_counts
from tracker.projections.fold import Groups, Word, answer, grouped, hold, in_time, judged, latest_changes, unended
from tracker.projections.values import Assertion, Relations, lapses_at

COMES, GOES, LAPSES = range(3)

Moment = tuple[datetime, int, Assertion]
"""When a claim comes to be known, or ceases to count, or lapses."""


class Span(Struct, frozen=True):
    """A state and when it was the answer: `[known_from, known_to)`, UTC; `FOREVER` where it still is."""

    known_from: datetime
    known_to: datetime
    state: CellState


def timeline(attribute: Attribute, assertions: Sequence[Assertion], start: datetime = BEGINNING) -> list[Span]:
    """The spans that begin at `start` or later, in order; there is none where nothing was known.

    Agrees with `fold(at=T, known_at=T)` for every T. `start` has to be the beginning of a span, or before all of them.
    """
    course = _Course(attribute, assertions)
    spans: list[Span] = []
    since, known = start, None
    for point, moments in groupby(course.moments, key=itemgetter(0)):
        course.take(moments)
        if point < start:
            continue
        state = course.state(point)
        if state is known or state == known:
            continue
        if known is not None:
            spans.append(Span(since, point, known))
        since, known = point, state
    if known is not None:
        spans.append(Span(since, FOREVER, known))
    return spans


class _Voice:
    """What one voice holds of a cell. `fresh`: of that what has not lapsed; `came`, `gone`: not yet worked in."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.visible: list[Assertion] = []
        self.kept: Groups = {}
        self.held: list[Assertion] = []
        self.fresh: list[Assertion] = []
        self.changes: dict[tuple[str, bool], Assertion] = {}
        self.came: list[Assertion] = []
        self.gone: set[int] = set()

    def settle(self, attribute: Attribute) -> list[Assertion]:
        """Work in what came and went; returns the claims that were worked in, all of them where any went."""
        new = sorted(self.came, key=in_time) if len(self.came) > 1 else self.came
        if self.gone or (self.visible and new and in_time(new[0]) < in_time(self.visible[-1])):
            new = sorted((a for a in (*self.visible, *new) if id(a) not in self.gone), key=in_time)
            self.visible, self.kept, self.changes = [], {}, {}
        self.came, self.gone = [], set()
        self.visible += new
        if attribute in ("killed", "injured"):
            self.held = latest_counts(self.visible) if self.visible else []
            return new
        for a in new:
            hold(attribute, self.kept, a)
            if a.change and not a.hedged:
                known = self.changes.get((a.value, a.positive))
                if known is None or (a.earliest, a.claim) > (known.earliest, known.claim):
                    self.changes[a.value, a.positive] = a
        self.held = [a for group in self.kept.values() for a in group]
        return new


class _Course:
    """The state of a cell from moment to moment."""

    def __init__(self, attribute: Attribute, assertions: Sequence[Assertion]) -> None:
        self.attribute = attribute
        self.relations = Relations(attribute)
        self.moments: list[Moment] = []
        self._lapse: dict[int, datetime] = {}
        for a in assertions:
            self._moments_of(a)
        self.moments.sort(key=itemgetter(0))
        self._voices: dict[str, _Voice] = {}
        self._due: dict[str, _Voice] = {}
        self._fresh: list[str] = []  # the voices that have something fresh, sorted
        self._changes: dict[tuple[str, bool], Assertion] = {}
        self._whole = attribute in ("killed", "injured") or any(a.rank < 0 for a in assertions)
        self._state: CellState | None = None

    def _moments_of(self, a: Assertion) -> None:
        ends = [t for t in (a.withdrawn_at, a.until) if t is not None]
        end = min(ends) if ends else FOREVER
        if end <= a.reported_at:
            return
        self.moments.append((a.reported_at, COMES, a))
        if ends:
            self.moments.append((end, GOES, a))
        lapse = lapses_at(self.attribute, a)
        self._lapse[id(a)] = lapse or FOREVER
        if lapse is not None and a.reported_at < lapse < end:
            self.moments.append((lapse, LAPSES, a))

    def take(self, moments: Iterable[Moment]) -> None:
        """Note what happens at a moment; `state` works it in."""
        for _, what, a in moments:
            voice = self._voices.get(a.voice)
            if voice is None:
                voice = self._voices[a.voice] = _Voice(a.voice)
            if what == COMES:
                voice.came.append(a)
            elif what == GOES:
                voice.gone.add(id(a))
            self._due[a.voice] = voice

    def state(self, point: datetime) -> CellState | None:
        """The state at a moment, after all before it and its own were taken; the same object where nothing moved."""
        moved = False
        for voice in self._due.values():
            moved |= self._settle(voice, point)
        self._due.clear()
        if moved:
            self._state = self._judged(point)
        return self._state

    def _settle(self, voice: _Voice, point: datetime) -> bool:
        before = voice.fresh
        moved = bool(voice.came or voice.gone)
        if moved:
            lost = bool(voice.gone) and bool(voice.changes)
            new = voice.settle(self.attribute)
            if lost:
                self._changes = latest_changes(c for v in self._voices.values() for c in v.changes.values())
            else:
                for c in new:
                    known = self._changes.get((c.value, c.positive))
                    if c.change and not c.hedged and (known is None or c.earliest > known.earliest):
                        self._changes[c.value, c.positive] = c
        voice.fresh = [a for a in voice.held if self._lapse[id(a)] > point]
        if bool(before) != bool(voice.fresh):
            if voice.fresh:
                insort(self._fresh, voice.key)
            else:
                del self._fresh[bisect_left(self._fresh, voice.key)]
        return moved or len(before) != len(voice.fresh)

    def _judged(self, point: datetime) -> CellState | None:
        if self._whole:
            return self._plainly(point)
        fresh = grouped([a for key in self._fresh for a in self._voices[key].fresh])
        standing = unended(self.relations, fresh, self._changes)
        if not standing:
            return self._plainly(point)
        if len(standing) > 1 and any((value, not positive) in standing for value, positive in standing):
            # A denial and what it denies may tie in all: then the order of all voices decides
            return self._plainly(point)
        return answer(self.relations, standing, lapsed_all=False)

    def _plainly(self, point: datetime) -> CellState | None:
        """By all words, those of voices that have lapsed too."""
        held = [self._voices[key] for key in sorted(self._voices) if self._voices[key].held]
        return (
            judged(self.relations, [Word(tuple(v.held), tuple(v.changes.values())) for v in held], point)
            if held
            else None
        )
