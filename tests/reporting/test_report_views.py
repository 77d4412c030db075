"""The reporting views: what they answer, that migration and file agree, and that they follow the active generation."""

from __future__ import annotations

import importlib.util
from datetime import datetime
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from reporting_story import STORY, hours, tell
from sqlalchemy import text

from tracker.model.time import isoformat
from tracker.projections import tables
from tracker.projections.runner import rebuild
from tracker.reporting.sql import ask
from tracker.reporting.views import FOLDER, views
from tracker.store.catalog import VIEWS
from tracker.store.database import Database
from tracker.store.log import EventLog
from tracker.store.schema import differences, migrations_folder


@pytest.fixture
def told(log: EventLog) -> EventLog:
    tell(log)
    return log


def rows(database: Database, statement: str, **params: str) -> list[dict[str, Any]]:
    with ask(database, statement, params) as answer:
        return list(answer)


def state(database: Database, at: datetime) -> dict[str, str]:
    found = rows(
        database,
        "SELECT subject, attribute, value FROM report_state_changes"
        " WHERE story = :story AND known_from <= :t AND :t < known_to ORDER BY subject",
        story=STORY,
        t=isoformat(at),
    )
    return {f"{row['subject']} {row['attribute']}": row["value"] for row in found}


def newest_migrated_texts() -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted((migrations_folder() / "versions").glob("*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec and spec.loader
        module: ModuleType = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        texts |= getattr(module, "VIEWS", {})
    return texts


def test_files_say_what_the_newest_migration_makes() -> None:
    assert {path.stem for path in FOLDER.glob("*.sql")} == set(VIEWS)
    assert newest_migrated_texts() == {view.name: view.text for view in views()}


def test_every_view_and_column_is_described(database: Database) -> None:
    assert differences(database) == []
    for view in views():
        with ask(database, f"SELECT * FROM report_{view.name}") as answer:
            assert list(view.columns) == answer.columns
            assert list(answer) == []
        assert view.comment and all(view.columns.values())
        if database.is_sqlite:
            continue
        with database.reading() as connection:
            said = connection.execute(text(f"SELECT obj_description('report.{view.name}'::regclass)")).scalar()
            columns = connection.execute(
                text("SELECT col_description(CAST(:view AS regclass), n) FROM generate_series(1, :count) AS n"),
                {"view": f"report.{view.name}", "count": len(view.columns)},
            ).scalars()
            assert said == view.comment
            assert list(columns) == list(view.columns.values())


def test_claims_carry_all_three_clocks_and_their_origin(told: EventLog) -> None:
    found = rows(told.database, "SELECT * FROM report_claims ORDER BY position")
    assert [(row["article"], row["value"]) for row in found] == [
        ("wire-1", "Faro"),
        ("herald-1", "5"),
        ("wire-2", "Beja"),
        ("herald-1", "at least 7"),
    ]
    stored = {event.position: event for event in told.read(STORY)}
    for row in found:
        event = stored[row["position"]]
        assert (row["claim"], row["recorded_at"]) == (event.event_id, event.recorded_at)
        assert (row["quote_start"], row["quote_end"]) == (3, 20)
    faro, five, _, seven = found
    assert faro["subject"] == "Ana Duarte" and faro["voice"] == "Wire" and faro["via"] == "[]"
    assert faro["outlet"] == "Wire" and faro["url"] == "https://wire.example/wire-1"
    assert faro["valid_from"] == faro["reported_at"] == hours(0) and faro["until"] is None
    assert (five["low"], five["high"]) == (5, 5) and (seven["low"], seven["high"]) == (7, None)
    assert (five["withdrawn_at"], five["withdrawal"]) == (hours(3), "revised")
    assert seven["withdrawn_at"] is None and faro["polarity"] == "positive" and faro["certainty"] == "certain"


def test_state_as_of_is_one_plain_condition(told: EventLog) -> None:
    assert state(told.database, hours(-1)) == {}
    assert set(state(told.database, hours(0)).values()) == {"Faro"}
    assert set(state(told.database, hours(1.5)).values()) == {"Faro", "5"}
    assert set(state(told.database, hours(3)).values()) == {"Beja", "at least 7"}
    spans = rows(told.database, "SELECT cell, known_from, known_to FROM report_state_changes ORDER BY cell, known_from")
    for earlier, later in pairwise(spans):
        assert earlier["known_from"] < earlier["known_to"]
        assert earlier["cell"] != later["cell"] or earlier["known_to"] <= later["known_from"]


def test_states_now_has_one_row_per_cell_whose_span_holds_this_moment(told: EventLog) -> None:
    now = rows(told.database, "SELECT cell, value, standing, known_from FROM report_states_now ORDER BY cell")
    same = rows(
        told.database,
        "SELECT cell, value, standing, known_from FROM report.state_changes"
        " WHERE known_from <= :t AND :t < known_to ORDER BY cell",
        t="now",
    )
    assert now == same


def test_views_read_the_active_generation_alone(told: EventLog) -> None:
    question = "SELECT * FROM report_claims ORDER BY position"
    before = rows(told.database, question)
    with told.database.writing() as connection:  # what a rebuild under way, or a killed one, leaves beside it
        connection.execute(
            text(
                "INSERT INTO projections SELECT story, generation + 1, :off, position, rules, started_at FROM projections"
            ),
            {"off": False},
        )
        names = [column.name for column in tables.claims.columns if not column.computed]
        copied = ", ".join(f"{name} + 1" if name == "generation" else name for name in names)
        connection.execute(text(f"INSERT INTO claims ({', '.join(names)}) SELECT {copied} FROM claims"))
    assert rows(told.database, question) == before
    rebuild(told, STORY)
    assert rows(told.database, question) == before


def test_an_interval_question_uses_the_index(told: EventLog) -> None:
    """A plain WHERE on story and report time is answered from the index, not by reading every state."""
    question = (
        f"SELECT value FROM {{}} WHERE story = '{STORY}'"
        " AND known_from <= '2031-05-02T09:00:00.000000Z' AND '2031-05-02T09:00:00.000000Z' < known_to"
    )
    with told.database.reading() as connection:
        if told.database.is_sqlite:
            plan = connection.execute(text("EXPLAIN QUERY PLAN " + question.format("report_state_changes"))).all()
        else:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = connection.execute(text("EXPLAIN " + question.format("report.state_changes"))).all()
    assert "ix_states_known" in str(plan), plan
