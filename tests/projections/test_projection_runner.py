"""The runner: what it writes is what folding the whole log in memory gives, whatever the pages and whoever is killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict, replace
from sqlalchemy import select, text, update
from sqlalchemy.event import listen

from tests.projections.making import append, payloads, stories
from tracker.model.errors import DatabaseError
from tracker.model.events import STORY_STREAM, ClaimWithdrawn, DecisionReversed, Event, NewEvent
from tracker.projections import bulk, runner, tables
from tracker.projections import page as page_module
from tracker.projections.rows import Rows
from tracker.projections.runner import active, catch_up, rebuild
from tracker.projections.story import Story, settle, states
from tracker.store import schema
from tracker.store.database import Database
from tracker.store.log import EventLog

FIXED = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fill(
    log: EventLog, story: str, articles: list[list[Event]], shuffle: random.Random, decided: Sequence[Event] = ()
) -> None:
    """Append the articles in a random order, some in two halves, and decisions in theirs somewhere between them.

    Withdrawals and reversals get the ids of the events that they are about.
    """
    ids: dict[str, list[str]] = {}
    parts = []
    for number, own in enumerate(articles):
        cut = shuffle.randint(1, len(own))
        parts += [(number, own[:cut], 0), (number, own[cut:], 1)]
    shuffle.shuffle(parts)
    parts.sort(key=lambda part: part[2])
    due = sorted(shuffle.randint(0, len(parts)) for _ in decided)
    made: list[str] = []
    for index, (number, own, _) in enumerate([*parts, (0, [], 2)]):
        for payload in decided[len(made) : sum(at <= index for at in due)]:
            if isinstance(payload, DecisionReversed):
                payload = replace(payload, decision=made[int(payload.decision)])
            event = NewEvent(payload, "user:ana")
            log.append(story, STORY_STREAM, None, [event])
            made.append(event.event_id)
        article = f"a{number}"
        for payload in own:
            if isinstance(payload, ClaimWithdrawn):
                payload = replace(payload, claim_event=ids[article][int(payload.claim_event)])
            ids.setdefault(article, []).extend(append(log, story, article, [payload]))


def in_tables(log: EventLog, story: str) -> dict[str, Any]:
    """What the active generation holds."""
    with log.database.reading() as connection:
        found = active(connection, story)
        assert found is not None
        rows = {}
        for table in tables.READ_MODELS:
            mine = (table.c.story == story, table.c.generation == found.generation)
            rows[table.name] = sorted(
                [
                    {k: v for k, v in row.items() if k not in ("story", "generation") and not table.c[k].computed}
                    for row in connection.execute(select(table).where(*mine)).mappings()
                ],
                key=str,
            )
        return rows


def in_memory(log: EventLog, story: str) -> dict[str, Any]:
    """What folding the whole log gives for the same tables."""
    model = Story()
    for event in log.read(story, limit=100_000):
        model.apply(event)
    done = settle(model)
    return {
        "articles": sorted((asdict(a) for a in model.articles.values()), key=str),
        "claims": {f.claim_id: asdict(f) for f in done.placed.facts},
        "entities": {key: e.name for key, e in done.identities.entities.items()},
        "names": {name: done.identities.of[name] for name in model.names},
        "weighs": {name: done.identities.weighs.get(name, 0) for name in model.names},
        "voices": {key: d.event_id for key, d in model.ruling().rated(done.identities.of).items()},
        "decisions": {d.event_id: model.ruling().reversed_by.get(d.event_id) for d in model.decisions.values()},
        "declared": set(model.ruling().declared),
        "cells": {key: (c.subject, c.entity) for key, c in done.placed.cells.items()},
        "states": sorted(states(done), key=lambda r: (r["cell"], r["known_from"])),
    }


def agrees(log: EventLog, story: str) -> None:
    rows, memory = in_tables(log, story), in_memory(log, story)
    assert rows["articles"] == memory["articles"]
    assert {r["claim_id"]: r for r in rows["claims"]} == memory["claims"]
    assert {r["entity"]: r["name"] for r in rows["entities"]} == memory["entities"]
    assert {(r["name"], r["kind"]): r["entity"] for r in rows["names"]} == memory["names"]
    assert {(r["name"], r["kind"]): r["weighs"] for r in rows["names"]} == memory["weighs"]
    assert {r["entity"]: r["event_id"] for r in rows["voices"]} == memory["voices"]
    assert {r["event_id"]: r["reversed_by"] for r in rows["decisions"]} == memory["decisions"]
    assert {r["position"] for r in rows["aliases"]} == memory["declared"]
    assert {r["cell"]: (r["subject"], r["subject_entity"]) for r in rows["cells"]} == memory["cells"]
    assert sorted(rows["states"], key=lambda r: (r["cell"], r["known_from"])) == memory["states"]


@FIXED
@given(stories(), st.randoms(use_true_random=False), st.sampled_from([1, 2, 5, 1000]))
def test_the_tables_are_the_fold_of_the_log(
    log: EventLog, told: tuple[list[list[Event]], list[Event]], shuffle: random.Random, page: int
) -> None:
    story = uuid.uuid4().hex
    fill(log, story, told[0], shuffle, told[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "PAGE", page)
        patch.setattr(bulk, "PAGE", page)
        assert catch_up(log, story) == len(log.read(story, limit=10_000))
        agrees(log, story)
        assert rebuild(log, story) == len(log.read(story, limit=10_000))
    agrees(log, story)


def some_articles(log: EventLog, story: str = "s", seed: int = 1, count: int = 4) -> None:
    """A few random articles, the same for one seed."""
    shuffle = random.Random(seed)
    drawn: list[list[list[Event]]] = []

    @settings(max_examples=count, derandomize=True, database=None, deadline=None)
    @given(payloads())
    def draw(articles: list[list[Event]]) -> None:
        drawn.append(articles)

    draw()
    best = max(drawn, key=lambda articles: sum(len(own) for own in articles))
    fill(log, story, best, shuffle)


def test_nothing_to_do_writes_nothing(log: EventLog) -> None:
    assert catch_up(log, "empty") == 0
    some_articles(log)
    told: list[int] = []
    assert catch_up(log, "s", progress=told.append) == sum(told) > 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log.database, "writing", lambda: pytest.fail("wrote"))
        assert catch_up(log, "s") == 0


def test_a_read_only_database_answers_when_it_is_up_to_date(log: EventLog, backend: str, database_url: str) -> None:
    if backend != "sqlite":
        pytest.skip("a file's permissions")
    some_articles(log)
    catch_up(log, "s")
    log.database.dispose()
    name = database_url.removeprefix("sqlite:///")
    read_only = Database(f"sqlite:///file:{name}?mode=ro&uri=true")
    assert catch_up(EventLog(read_only), "s") == 0
    read_only.dispose()


def test_a_failing_page_leaves_the_page_before(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    some_articles(log)
    monkeypatch.setattr(runner, "PAGE", 5)
    real, calls = page_module.apply_page, []

    def failing(*given: Any) -> None:
        calls.append(1)
        real(*given)
        if len(calls) == 3:
            raise RuntimeError("killed")

    monkeypatch.setattr(runner, "apply_page", failing)
    with pytest.raises(RuntimeError):
        catch_up(log, "s")
    with log.database.reading() as connection:
        found = active(connection, "s")
    assert found is not None and found.position == 10
    assert catch_up(log, "s") > 0
    agrees(log, "s")


def test_a_killed_rebuild_leaves_the_old_one_serving(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    some_articles(log)
    catch_up(log, "s")
    before = in_tables(log, "s")
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "PAGE", 5)
        patch.setattr(runner, "_switch", lambda *_: pytest.fail("switched"))
        patch.setattr(bulk, "insert", stop_at(3))
        with pytest.raises(RuntimeError):
            rebuild(log, "s")
    assert in_tables(log, "s") == before
    rebuild(log, "s")
    assert in_tables(log, "s") == before
    with log.database.reading() as connection:
        for table in (*tables.READ_MODELS, tables.projections):
            assert len(set(connection.execute(select(table.c.generation)).scalars())) <= 1, f"{table} keeps old rows"


def stop_at(number: int) -> Any:
    calls: list[int] = []
    insert = bulk.insert

    def apply(*given: Any) -> None:
        calls.append(1)
        if len(calls) == number:
            raise RuntimeError("killed")
        insert(*given)

    return apply


def test_a_rebuild_that_another_one_took_over_stops(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    some_articles(log)
    catch_up(log, "s")
    monkeypatch.setattr(bulk, "PAGE", 5)
    told: list[int] = []

    def progress(count: int) -> None:
        told.append(count)
        if len(told) == 2:
            rebuild(log, "s")

    with pytest.raises(DatabaseError, match="another rebuild"):
        rebuild(log, "s", progress=progress)
    agrees(log, "s")


def test_a_rebuild_takes_in_what_is_appended_meanwhile(log: EventLog) -> None:
    some_articles(log)
    catch_up(log, "s")
    told: list[int] = []

    def progress(_: int) -> None:
        if not told:
            some_articles(log, seed=2)
        told.append(1)

    rebuild(log, "s", progress=progress)
    agrees(log, "s")


def test_read_models_of_other_rules_are_refused(log: EventLog) -> None:
    some_articles(log)
    catch_up(log, "s")
    with log.database.writing() as connection:
        connection.execute(update(tables.projections).values(rules="states-0"))
    with pytest.raises(DatabaseError, match="tracker rebuild"):
        catch_up(log, "s")
    rebuild(log, "s")
    assert catch_up(log, "s") == 0
    agrees(log, "s")


def test_a_rebuild_without_anything_before_it(log: EventLog) -> None:
    some_articles(log)
    rebuild(log, "s")
    agrees(log, "s")


def test_the_tables_are_those_of_the_migration(database: Database) -> None:
    ours = {table.name for table in (*tables.READ_MODELS, tables.projections)}
    assert not [line for line in schema.differences(database) if any(name in line for name in ours)]


def _catch_up(url: str, story: str) -> None:
    runner.PAGE = 3
    database = Database(url)
    catch_up(EventLog(database), story)
    database.dispose()


def test_two_processes_at_once_take_turns(log: EventLog, database_url: str) -> None:
    some_articles(log)
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_catch_up, args=(database_url, "s")) for _ in range(2)]
    for other in others:
        other.start()
    for other in others:
        other.join(60)
    assert [other.exitcode for other in others] == [0, 0]
    assert catch_up(log, "s") == 0
    agrees(log, "s")


@pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=pytest.mark.stress)])
def test_killed_at_any_moment_it_goes_on(log: EventLog, database_url: str, rounds: int) -> None:
    some_articles(log)
    context = multiprocessing.get_context("spawn")
    for number in range(rounds):
        other = context.Process(target=_catch_up, args=(database_url, "s"))
        other.start()
        time.sleep(0.4 + 0.03 * number)
        if other.pid and other.is_alive():
            os.kill(other.pid, signal.SIGKILL)
        other.join(30)
    catch_up(log, "s")
    agrees(log, "s")


def test_hot_reads_use_their_index(log: EventLog, backend: str) -> None:
    if backend != "sqlite":
        pytest.skip("the planner of PostgreSQL prefers a scan of so few rows")
    plans = {
        "ix_claims_cell": "SELECT * FROM claims WHERE story='s' AND generation=1 AND cell='c' AND reported_at <= 'x'",
        "ix_claims_subject": "SELECT * FROM claims WHERE story='s' AND generation=1 AND subject_entity='e'",
        "ix_cells_subject": "SELECT cell FROM cells WHERE story='s' AND generation=1 AND subject_entity='e'",
        "sqlite_autoindex_states": "SELECT * FROM states WHERE story='s' AND generation=1 AND cell='c' AND known_from < 'x'",
    }
    with log.database.reading() as connection:
        for index, query in plans.items():
            plan = " ".join(str(row) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}")))
            assert index in plan


def test_the_daily_questions_seek_on_both_back_ends(log: EventLog, backend: str) -> None:
    """One seek a cell, whatever the length of its timeline: no scan of states."""
    asked: list[tuple[str, Any]] = []
    with log.database.reading() as connection:
        if backend == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))  # of so few rows it would rather scan
        listen(connection, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
        rows = Rows(connection, "s", 1)
        rows.states_at(datetime(2030, 1, 1, tzinfo=UTC), ["c"])
        rows.states_at(datetime(2030, 1, 1, tzinfo=UTC))
        rows.cells_of("e")
        for sql, values in list(asked):
            explain = "EXPLAIN QUERY PLAN " if backend == "sqlite" else "EXPLAIN "
            plan = "\n".join(map(str, connection.exec_driver_sql(explain + sql, values)))
            assert ("SEARCH" if backend == "sqlite" else "Index") in plan, plan
            assert "SCAN" not in plan and "Seq Scan" not in plan, plan
