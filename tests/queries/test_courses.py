"""The courses of cells against the naive way: asking `state` at every moment."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.projections.making import append, hour, payloads
from tracker.model.events import STORY_STREAM, ClaimWithdrawn, DecisionReversed, Event, NewEvent
from tracker.model.time import FOREVER
from tracker.projections.runner import catch_up
from tracker.queries import Cell, Moment, conflicts, diff, state
from tracker.queries.courses import Stretch, about, as_known_then, cells_asked, claims_of, with_knowledge
from tracker.queries.reading import reading
from tracker.store.log import EventLog


def stored(log: EventLog, articles: list[list[Event]], decided: Sequence[Event] = ()) -> str:
    """A fresh story with these articles and decisions, withdrawals and reversals naming the events that they undo."""
    story = uuid.uuid4().hex
    for number, own in enumerate(articles):
        ids = append(log, story, f"a{number}", [e for e in own if not isinstance(e, ClaimWithdrawn)])
        gone = [replace(e, claim_event=ids[int(e.claim_event)]) for e in own if isinstance(e, ClaimWithdrawn)]
        append(log, story, f"a{number}", gone)
    events: list[str] = []
    for each in decided:
        undoes = replace(each, decision=events[int(each.decision)]) if isinstance(each, DecisionReversed) else each
        new = NewEvent(undoes, "test")
        log.append(story, STORY_STREAM, None, [new])
        events.append(new.event_id)
    catch_up(log, story)
    return story


def at(courses: dict[str, list[Stretch]], moment: datetime) -> dict[str, Cell]:
    held = {
        cell: s.state
        for cell, own in courses.items()
        for s in own
        if s.begins <= moment < s.ends and s.state is not None
    }
    return dict(sorted(held.items()))


def whole(courses: dict[str, list[Stretch]]) -> bool:
    """Whether each course is without holes, up to the end of time, and changes at every joint."""
    return all(
        own[-1].ends == FOREVER and all(a.ends == b.begins and a.state != b.state for a, b in itertools.pairwise(own))
        for own in courses.values()
    )


def asked(log: EventLog, story: str, moment: datetime, known: datetime) -> dict[str, Cell]:
    return {cell.cell: cell for cell in state(log.database, story, moment, known_at=known).cells}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads(), st.integers(0, 400), st.lists(st.integers(0, 400), min_size=1, max_size=4))
def test_every_course_is_what_the_question_answers_at_each_moment(
    log: EventLog, articles: list[list[Event]], fixed: int, moments: Sequence[int]
) -> None:
    story = stored(log, articles)
    with reading(log.database, story) as rows:
        cells = cells_asked(rows, None)
        claims = claims_of(rows, cells)
        then, grown = as_known_then(rows, cells), about(rows, claims, hour(fixed))
        told = with_knowledge(rows, claims, hour(fixed))
    assert whole(then) and whole(grown) and whole(told)
    for moment in map(hour, moments):
        assert at(then, moment) == asked(log, story, moment, moment)
        assert at(grown, moment) == asked(log, story, hour(fixed), moment)
        assert at(told, moment) == asked(log, story, moment, hour(fixed))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads(), st.integers(0, 300), st.integers(0, 100))
def test_a_difference_and_the_conflicts_are_those_of_two_answers(
    log: EventLog, articles: list[list[Event]], first: int, more: int
) -> None:
    story = stored(log, articles)
    one, two = hour(first), hour(first) + timedelta(hours=more)
    for before, after in (
        (Moment(one, one), Moment(two, two)),
        (Moment(one, one), Moment(one, two)),
    ):
        found = diff(log.database, story, before, after, every=True)
        was, now = (asked(log, story, m.at, m.known_at) for m in (before, after))
        changed = {key for key in was.keys() | now.keys() if _said(was.get(key)) != _said(now.get(key))}
        assert {change.cell for change in found.changes} == changed
        assert all((c.before, c.after) == (was.get(c.cell), now.get(c.cell)) for c in found.changes)
    open_ = conflicts(log.database, story, two)
    contested = [cell for cell in asked(log, story, two, two).values() if cell.standing == "contested"]
    assert {c.state.cell for c in open_.conflicts} == {cell.cell for cell in contested}
    against = [len({v for a in c.state.alternatives for v in a.voices}) for c in open_.conflicts]
    assert against == sorted(against, reverse=True) == [c.voices_against for c in open_.conflicts]


def _said(cell: Cell | None) -> object:
    """What of an answer a reader could tell apart."""
    if cell is None:
        return None
    others = {(a.value, a.polarity) for a in cell.alternatives}
    return cell.value, cell.polarity, cell.standing, cell.since, cell.voices, others
