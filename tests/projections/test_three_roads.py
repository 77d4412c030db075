"""Timeline, general fold and a naive oracle give one answer; the order of arrival never changes it."""

from __future__ import annotations

import itertools
import random
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.projections.making import hour, payloads, said, stored, stories
from tracker.model.events import DecisionReversed, Event
from tracker.projections.fold import fold
from tracker.projections.states import assertions_by_cell
from tracker.projections.story import Settled, Story, settle, states
from tracker.projections.timeline import timeline
from tracker.projections.values import WINDOWS, Assertion


def settled(articles: list[list[Event]], decided: list[Event] | None = None, first: int = 0) -> Settled:
    story = Story()
    for event in stored(articles, decided or [], first):
        story.apply(event)
    return settle(story)


@settings(deadline=None)
@given(stories(), st.lists(st.integers(-10, 2000), min_size=1, max_size=20))
def test_the_timeline_is_the_fold_at_every_moment(
    told: tuple[list[list[Event]], list[Event]], hours: list[int]
) -> None:
    done = settled(*told)
    for key, assertions in assertions_by_cell(done.placed.facts, done.identities).items():
        attribute = done.placed.cells[key].attribute
        spans = timeline(attribute, assertions)
        assert all(a.known_to <= b.known_from for a, b in itertools.pairwise(spans))
        assert all(a.known_to < b.known_from or a.state != b.state for a, b in itertools.pairwise(spans))
        moments = [hour(n) + timedelta(seconds=n % 7) for n in hours]
        moments += [point for span in spans for point in (span.known_from, span.known_to - timedelta(seconds=1))]
        for at in moments:
            found = [s.state for s in spans if s.known_from <= at < s.known_to]
            assert found == [state for state in [fold(attribute, assertions, at, at)] if state is not None]


@settings(deadline=None)
@given(stories(), st.integers(0, 8), st.randoms(use_true_random=False))
def test_arrival_order_never_changes_an_answer(
    told: tuple[list[list[Event]], list[Event]], before: int, shuffle: random.Random
) -> None:
    articles, decided = told
    again = list(articles)
    shuffle.shuffle(again)
    first, second = settled(articles, decided), settled(again, decided, before)
    assert first.identities == second.identities
    assert states(first) == states(second)


@settings(deadline=None)
@given(stories())
def test_undoing_all_decisions_brings_back_every_answer(told: tuple[list[list[Event]], list[Event]]) -> None:
    articles, decided = told
    undone = [DecisionReversed(decision=str(n), because="all of it") for n in reversed(range(len(decided)))]
    assert states(settled(articles, [*decided, *undone])) == states(settled(articles))


@settings(deadline=None)
@given(payloads())
def test_alternatives_never_repeat_the_headline_and_every_claim_is_visible(articles: list[list[Event]]) -> None:
    done = settled(articles)
    by_id = {f.claim_id: f for f in done.placed.facts}
    by_cell = assertions_by_cell(done.placed.facts, done.identities)
    for key, assertions in by_cell.items():
        for span in timeline(done.placed.cells[key].attribute, assertions):
            head = span.state.headline
            said_again = [
                p
                for p in span.state.alternatives
                if (p.value, p.positive, p.low, p.high) == (head.value, head.positive, head.low, head.high)
            ]
            assert not said_again
            assert head.claims and head.voices
            assert all(by_id[claim].reported_at <= span.known_from for claim in head.claims)


def oracle(assertions: list[Assertion], at: datetime, known_at: datetime) -> tuple[str, bool] | None:
    """Who controls it, by brute force: plain states and changes of certain voices that name a holder, nothing negative."""
    seen = [a for a in assertions if a.reported_at <= known_at and a.latest <= at]
    window = WINDOWS["control"]
    assert window is not None
    words = {}
    for a in sorted(seen, key=lambda a: (a.latest, a.reported_at, a.change)):
        words[a.voice] = a  # distinct times: the last one of each voice is its word
    standing = []
    for voice, a in words.items():
        same = [b for b in seen if b.voice == voice and b.value == a.value]
        ended = [c for c in seen if c.change and c.value != a.value and c.earliest > max(b.latest for b in same)]
        if not ended:
            standing.append(a)
    fresh = [a for a in standing if at < a.latest + window] or standing
    if not fresh:
        return None
    best = max(fresh, key=lambda a: a.latest)
    return best.value, any(a.value != best.value for a in fresh)


words = st.tuples(
    st.sampled_from(["lamp", "wire", "echo"]),
    st.sampled_from(["rebels", "army", "militia"]),
    st.booleans(),
    st.integers(0, 30),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(words, min_size=1, max_size=8), st.integers(0, 1500), st.integers(0, 1500))
def test_control_is_what_a_naive_oracle_says(told: list[tuple[str, str, bool, int]], at: int, known: int) -> None:
    claims = []
    for n, (voice, value, change, width) in enumerate(told):
        report = n * 60 + 40 + n  # no two at one time, so that the order of ranks beyond time plays no part
        claims.append(said(voice, value, report, (report - width, report), change=change, claim=f"c{n}"))
    expected = oracle(claims, hour(at), hour(known))
    state = fold("control", claims, hour(at), hour(known))
    if expected is None or state is None:
        assert state is None and expected is None
    else:
        assert (state.headline.value, state.standing == "contested") == (
            expected[0],
            expected[1] and state.standing != "lapsed",
        )
