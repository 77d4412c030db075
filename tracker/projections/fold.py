"""The fold: what the claims of one cell say of the world at one time, as known at another. Pure; docs/states.md has examples.

Four steps: what is visible (clocks), what each voice holds (its consistent set), what later changes have ended, and
which of the remaining positions heads the answer (a documented order). Casualties go their own way: see `casualties`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from tracker.model.claim import Attribute
from tracker.projections.answers import CellState, position, standing_of
from tracker.projections.casualties import fold_casualties, latest_counts
from tracker.projections.values import Assertion, Relations, clash, holds_office, lapsed

Groups = dict[tuple[str, bool], list[Assertion]]
"""Claims by (value, whether it is so)."""


def fold(attribute: Attribute, assertions: Sequence[Assertion], at: datetime, known_at: datetime) -> CellState | None:
    """The state of a cell at `at` as reported by `known_at`; None where nothing was known."""
    by_voice: dict[str, list[Assertion]] = defaultdict(list)
    for a in assertions:
        if a.visible(at, known_at):
            by_voice[a.voice].append(a)
    return judged(Relations(attribute), [word_of(attribute, by_voice[voice]) for voice in sorted(by_voice)], at)


class Word(Struct, frozen=True):
    """What one voice holds of a cell, and its plain changes: of each position the one that begins last."""

    held: tuple[Assertion, ...]
    changes: tuple[Assertion, ...]


def word_of(attribute: Attribute, said: Sequence[Assertion]) -> Word:
    """The word of one voice, by what of it is visible."""
    if attribute in ("killed", "injured"):
        return Word(tuple(latest_counts(said)), ())
    changes: dict[tuple[str, bool], Assertion] = {}
    for c in sorted((a for a in said if a.change and not a.hedged), key=lambda a: (a.earliest, a.claim)):
        changes[c.value, c.positive] = c
    return Word(tuple(_held(attribute, said)), tuple(changes.values()))


def judged(relations: Relations, words: Sequence[Word], at: datetime) -> CellState | None:
    """The state that the words of all voices, in the order of their keys, make at `at`."""
    attribute = relations.attribute
    # A deprecated voice counts only where nobody else speaks
    words = [word for word in words if word.held[0].rank >= 0] or words
    held = [a for word in words for a in word.held]
    if attribute in ("killed", "injured"):
        return fold_casualties(attribute, held, at)
    standing = unended(relations, grouped(held), latest_changes(c for word in words for c in word.changes))
    fresh = {key: [a for a in group if not lapsed(attribute, a, at)] for key, group in standing.items()}
    fresh = {key: group for key, group in fresh.items() if group}
    return answer(relations, fresh or standing, lapsed_all=not fresh) if standing else None


def _held(attribute: Attribute, said: Iterable[Assertion]) -> list[Assertion]:
    """A voice's consistent set: its claims in order of time, a later one replacing what it clashes with."""
    kept: Groups = {}
    for new in sorted(said, key=in_time):
        hold(attribute, kept, new)
    return [a for group in kept.values() for a in group]


def in_time(a: Assertion) -> tuple[object, ...]:
    """The order in which a voice's claims replace each other."""
    return (a.latest, a.reported_at, a.change, a.tie, a.claim)


def hold(attribute: Attribute, kept: Groups, new: Assertion) -> None:
    """Take a claim into what a voice holds already, by claims that come before it in time."""
    rivals = [key for key, old in kept.items() if clash(attribute, old[0], new)]
    if any(_precedes(attribute, new, old) for key in rivals for old in kept[key]):
        return
    for key in rivals:
        kept[key] = [old for old in kept[key] if _tied(attribute, old, new)]
        if not kept[key]:
            del kept[key]
    kept.setdefault((new.value, new.positive), []).append(new)


def _time(a: Assertion) -> tuple[datetime, datetime, bool]:
    """When its word is of: later valid time, later report; in one span, a state comes before the change that ends it."""
    return (a.latest, a.reported_at, a.change)


def _tied(attribute: Attribute, a: Assertion, b: Assertion) -> bool:
    # The order of a text proves nothing: two places of one span, told at once, both stay
    return _time(a) == _time(b) and not _precedes(attribute, a, b)


def _precedes(attribute: Attribute, a: Assertion, b: Assertion) -> bool:
    """Whether, of two clashing claims of a voice, `a` came before `b` although its span ends no earlier: within one
    interval a presence in P (or the control of it) comes before a departure from P (its loss)."""
    return (
        attribute in ("location", "control")
        and a.positive
        and not b.positive
        and a.earliest <= b.earliest <= a.latest
        and b.latest >= a.earliest
    )


def latest_changes(changes: Iterable[Assertion]) -> dict[tuple[str, bool], Assertion]:
    """Of each position the change to it that begins last."""
    latest: dict[tuple[str, bool], Assertion] = {}
    for c in changes:
        known = latest.get((c.value, c.positive))
        if known is None or c.earliest > known.earliest:
            latest[c.value, c.positive] = c
    return latest


def unended(relations: Relations, held: Groups, changes: dict[tuple[str, bool], Assertion]) -> Groups:
    """Positions that no plain change of a later time, by whatever voice, has ended; `changes` as `latest_changes` gives.

    Also a party's: what an outlet said of the time before does not contradict it, and its standing says who vouches.
    """
    if not changes:
        return held
    kept: Groups = {}
    for key, group in held.items():
        ends = [c.earliest for c in changes.values() if relations.clash(group[0], c)]
        left = [a for a in group if a.latest >= end] if ends and (end := max(ends)) else group
        if left:
            kept[key] = left
    return kept


def grouped(assertions: Iterable[Assertion]) -> Groups:
    """Claims by position: those of one value and polarity, whoever says them."""
    found: Groups = {}
    for a in assertions:
        found.setdefault((a.value, a.positive), []).append(a)
    return found


def answer(relations: Relations, groups: Groups, lapsed_all: bool) -> CellState:
    """The state that positions make which nothing has ended; `lapsed_all`: nobody has repeated any of them in time."""
    if len(groups) == 1:
        (best,) = groups.values()
        return _state(best, best, (), "nobody contradicts it", lapsed_all)
    rank = {key: _rank(relations, key, groups) for key in groups}
    ranked = [groups[key] for key in sorted(groups, key=lambda key: rank[key], reverse=True)]
    best = ranked[0]
    why = _decided(relations, best, ranked, rank)
    if not best[0].positive:
        compatible = [g for g in ranked if g[0].positive and not relations.clash(g[0], best[0])]
        if compatible:
            best, why = compatible[0], "a positive word beats a negative one that agrees with it"
    if relations.attribute == "location":
        while exact := [g for g in ranked if g[0].positive and _contains(best[0], g[0])]:
            best, why = exact[0], "a place within the one that the others name"
    others = [g for g in ranked if relations.clash(g[0], best[0])]
    # Who names another town of the region does not vouch for this one by naming the region too
    against = {a.voice for g in others for a in g}
    agreeing = [g for g in ranked if relations.agree(g[0], best[0])]
    supporters = [a for g in agreeing for a in g if g is best or a.voice not in against]
    return _state(best, supporters, others, why, lapsed_all)


def _state(
    best: list[Assertion], supporters: list[Assertion], others: Sequence[list[Assertion]], why: str, lapsed_all: bool
) -> CellState:
    begun = best[0] if len(best) == 1 else min(best, key=lambda a: (a.latest, a.earliest, a.claim))
    return CellState(
        headline=position(best, supporters),
        standing=standing_of(supporters, [a for group in others for a in group], lapsed_all),
        since=(begun.earliest, begun.latest),
        reported_at=max([a.reported_at for a in supporters]),
        alternatives=tuple([position(group) for group in others]),
        because=why,
    )


def _contains(a: Assertion, b: Assertion) -> bool:
    return a.positive and a.value in b.inside


RANKS = (
    "a voice that analysts prefer",
    "who holds an office before who runs for it",
    "a title in passing does not undo a loss of office that an outlet tells",
    "the latest word",
    "a plain word before a hedged one",
    "more outlets say so",
    "more voices say so",
    "the latest report",
    "the first by name, all else being equal",
)


def _rank(relations: Relations, key: tuple[str, bool], groups: Groups) -> tuple[Any, ...]:
    """The order of headlines, named part by part in RANKS; the greatest heads."""
    attribute, own = relations.attribute, groups[key]
    allies = [a for g in groups.values() if relations.agree(g[0], own[0]) for a in g]
    return (
        any(a.rank > 0 for a in own),
        attribute != "office" or not own[0].value.startswith("candidate "),
        attribute != "office" or not _mere_title(own, groups),
        max([a.latest for a in own]),
        not all(a.hedged for a in own),
        len({a.voice for a in allies if a.role == "outlet"}),
        len({a.voice for a in allies}),
        max([a.reported_at for a in own]),
        tuple([-ord(c) for c in own[0].value]),
    )


def _mere_title(own: list[Assertion], groups: Groups) -> bool:
    """The press goes on calling a president president: a title told as a state says little once a loss is reported."""
    if holds_office(own[0]) is not True or any(a.change for a in own):
        return False
    lost = [a for g in groups.values() if holds_office(g[0]) is False for a in g]
    return any(a.role == "outlet" and a.change and not a.hedged for a in lost)


def _decided(
    relations: Relations, best: list[Assertion], ranked: list[list[Assertion]], rank: dict[tuple[str, bool], Any]
) -> str:
    """The first rule of the order in which the headline and its best rival differ."""
    rival = next((g for g in ranked if relations.clash(g[0], best[0])), None)
    if rival is None:
        return "nobody contradicts it"
    mine, other = (rank[g[0].value, g[0].positive] for g in (best, rival))
    return next((name for x, y, name in zip(mine, other, RANKS, strict=True) if x != y), RANKS[-1])
