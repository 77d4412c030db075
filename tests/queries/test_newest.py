"""States with any other knowledge: from few claims where they suffice, and always the fold of all."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.event import listen

from tests.projections.making import a_claim, append, article_events, hour, name, stories
from tests.queries.test_courses import stored
from tracker.model.claim import Claim, Condition, Quantity
from tracker.model.events import STORY_STREAM, Event, NewEvent, VoiceRated
from tracker.model.time import Interval
from tracker.projections.cells import CASUALTIES
from tracker.projections.runner import catch_up
from tracker.queries import newest, state
from tracker.queries.as_of import recorded
from tracker.queries.reading import reading
from tracker.store.log import EventLog


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories(), st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=6))
def test_a_few_claims_at_first_give_the_answer_of_the_log(
    log: EventLog, told: tuple[list[list[Event]], list[Event]], moments: Sequence[tuple[int, int]]
) -> None:
    articles, decided = told
    story = stored(log, articles, decided)
    head = log.head(story)
    assert head is not None
    usual, newest.FIRST = newest.FIRST, 2
    newest._newest.cache_clear()
    try:
        for at, known in moments:
            found = state(log.database, story, hour(at), known_at=hour(known))
            folded = state(log.database, story, hour(at), known_at=hour(known), recorded_at=head.recorded_at)
            if at != known:
                assert found.cells == folded.cells
    finally:
        newest.FIRST = usual
        newest._newest.cache_clear()


def test_a_preferred_voice_keeps_its_rank_where_it_is_a_value_too(log: EventLog) -> None:
    town, army = name("Hill Town", "place"), name("the army", "force")
    told = [
        a_claim(town, army, name("Daily Lamp", "outlet"), Interval.at(hour(2)), attribute="control"),
        a_claim(town, name("rebels", "force"), army, Interval.at(hour(2)), attribute="control", at=20),
    ]
    append(log, "kg", "a1", article_events("a1", "Daily Lamp", hour(2), told))
    rated = VoiceRated(voice="the army", kind="force", rank="preferred", because="known")
    log.append("kg", STORY_STREAM, None, [NewEvent(rated, "user:ana")])
    catch_up(log, "kg")
    found = state(log.database, "kg", hour(3), known_at=hour(5)).cells
    assert [(cell.value, cell.because) for cell in found] == [("rebels", "a voice that analysts prefer")]


def busy(log: EventLog, story: str, agreed: bool) -> None:
    """Four hundred claims about one person, one thing and one toll, of thirty voices."""
    chance = random.Random(4)
    ada, house = name("Ada Marlow", "person"), name("Parliament", "organisation")
    towns = [name("Port Alba", "place", ("Arland",)), name("Hill Town", "place", ("Arland",))]
    for number in range(100):
        outlet, published = name(f"Outlet {number % 30}", "outlet"), hour(number * 5)
        spoken = published - timedelta(hours=chance.randrange(30))
        span = Interval(spoken - timedelta(hours=3), spoken)
        told: list[Claim] = [
            a_claim(ada, towns[0 if agreed else number % 2], outlet, span, at=0, aspect="change"),
            a_claim(ada, towns[chance.randrange(2)], outlet, Interval.at(spoken), at=20, polarity="negative"),
            a_claim(house, Condition(chance.choice(["open", "closed"])), outlet, span, at=40, aspect="change"),
            a_claim(name("clashes", "incident"), Quantity(number, number), outlet, span, at=60),
        ]
        append(log, story, f"a{number}", article_events(f"a{number}", outlet.name, published, told))
    catch_up(log, story)


@pytest.mark.parametrize("agreed", [False, True])
def test_a_busy_cell_is_not_read_whole_and_answers_as_if_it_were(log: EventLog, agreed: bool) -> None:
    story, chance = "busy", random.Random(5)
    busy(log, story, agreed)
    head = log.head(story)
    assert head is not None
    settled = recorded(log.database, story, head.recorded_at)
    assert len(settled.placed.facts) == 400
    for _ in range(25):
        at = hour(chance.randrange(600))
        known = at + timedelta(hours=chance.choice([-200, -20, 3, 30, 300]))
        found = state(log.database, story, at, known_at=known)
        assert found.cells == state(log.database, story, at, known_at=known, recorded_at=head.recorded_at).cells


def test_the_newest_claims_are_found_by_seeks(log: EventLog, backend: str) -> None:
    busy(log, "busy", agreed=False)
    asked: list[tuple[str, Any]] = []
    with log.database.writing() as connection:
        connection.execute(text("ANALYZE"))
    with reading(log.database, "busy") as rows:
        run = rows.connection
        if backend == "postgresql":
            # Of so few rows it would rather scan, or sort
            run.execute(text("SET LOCAL enable_seqscan = off"))
            run.execute(text("SET LOCAL enable_bitmapscan = off"))
        listen(run, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        clocks = {"at": hour(400), "known_at": hour(500), "upto": hour(400)}
        for victims in (False, True):
            for since in (None, hour(300)):
                own = [key for key, cell in rows.cells().items() if (cell.attribute in CASUALTIES) is victims]
                asked.clear()
                assert newest._read(rows, victims, own[:1], clocks, since)
                ((sql, values),) = asked
                explain = "EXPLAIN QUERY PLAN " if backend == "sqlite" else "EXPLAIN "
                plan = "\n".join(map(str, run.exec_driver_sql(explain + sql, values)))
                assert ("ix_claims_cell" if victims else "ix_claims_latest") in plan, plan
                assert "Seq Scan on claims" not in plan and "SCAN k" not in plan and "SCAN x" not in plan, plan
        asked.clear()
        cell = next(cell for cell in rows.cells().values() if cell.attribute == "location")
        assert len(newest._older(rows, cell, hour(300))) == 4
        ((sql, values),) = asked[-1:]
        plan = "\n".join(map(str, run.exec_driver_sql(explain + sql, values)))
        # Of so few rows PostgreSQL reads one end of a list rather than seek it
        assert plan.count("ix_claims_values") >= (3 if backend == "sqlite" else 2), plan
        assert "Seq Scan on claims" not in plan, plan
