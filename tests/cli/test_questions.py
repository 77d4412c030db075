"""What an analyst types: states, the claims behind them, and the words behind those."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from cli_support import SEEDS, Run


@pytest.fixture
def coast(run: Run, wire: Path) -> Run:
    """A database with the two articles of the invented story."""
    assert run("ingest", wire, "--story", "coast").exit_code == 0
    return run


def cells(run: Run, *arguments: str) -> list[dict[str, object]]:
    done = run("state", "--story", "coast", "--format", "json", *arguments)
    assert done.exit_code == 0, done.output
    return list(json.loads(done.stdout)["cells"])


def test_the_state_grows_with_what_was_reported(coast: Run) -> None:
    assert cells(coast, "--at", "2021-05-02T12:00Z") == []
    first = cells(coast, "--at", "2021-05-02T16:00Z", "--attribute", "killed")
    assert [c["value"] for c in first] == [{"low": 12, "high": None}]
    later = cells(coast, "--at", "2021-05-03T10:00Z", "--attribute", "killed")
    assert [c["value"] for c in later] == [{"low": 15, "high": 15}]


def test_later_knowledge_does_not_leak_and_hindsight_has_it(coast: Run) -> None:
    then = cells(coast, "--at", "2021-05-02T16:00Z", "--attribute", "killed")
    hindsight = cells(coast, "--at", "2021-05-02T16:00Z", "--known-at", "now", "--attribute", "killed")
    assert [c["value"] for c in then] == [{"low": 12, "high": None}]
    assert [c["value"] for c in hindsight] == [{"low": 15, "high": 15}]


def test_recorded_at_answers_as_this_database_would_have(coast: Run) -> None:
    assert cells(coast, "--at", "2021-05-03T10:00Z", "--recorded-at", "2021-06-01T00:00Z") == []
    assert cells(coast, "--at", "2021-05-03T10:00Z", "--recorded-at", "now") == cells(
        coast, "--at", "2021-05-03T10:00Z"
    )


def test_a_table_names_state_voices_and_standing(coast: Run) -> None:
    shown = coast("state", "--story", "coast", "--at", "2021-05-02T16:00Z").stdout
    assert "coast at 2021-05-02 16:00Z, as known then (rules " in shown
    assert "at least 12" in shown and "police" in shown


def test_before_anything_the_table_says_so(coast: Run) -> None:
    done = coast("state", "--story", "coast", "--at", "2001-01-01T00:00Z")
    assert done.exit_code == 0 and "nothing was known yet" in done.stdout


def test_csv_has_one_row_a_cell(coast: Run) -> None:
    printed = coast("state", "--story", "coast", "--at", "2021-05-03T10:00Z", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert {"attribute", "subject", "value", "standing", "voices"} <= set(rows[0])
    assert any(row["attribute"] == "killed" and row["low"] == "15" for row in rows)


def test_why_shows_the_quote_with_its_place(coast: Run) -> None:
    done = coast("why", "Duarte", "location", "--story", "coast", "--at", "2021-05-02T16:00Z")
    assert done.exit_code == 0, done.output
    assert "Porto" in done.stdout and "interior ministry" in done.stdout and "article first, characters" in done.stdout


def test_a_time_without_zone_is_utc_and_said_so(coast: Run) -> None:
    done = coast("state", "--story", "coast", "--at", "2021-05-02T16:00")
    assert done.exit_code == 0
    assert "taken as UTC" in done.stderr
    assert done.stdout == coast("state", "--story", "coast", "--at", "2021-05-02T16:00Z").stdout


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["state", "--story", "nowhere"], "no story 'nowhere'"),
        (["state", "--story", "coast", "--at", "yesterday"], "--at"),
        (["state", "--story", "coast", "--entity", "Duarta"], "Ana Duarte"),
        (["why", "Nobody At All", "--story", "coast"], "Nobody At All"),
        (["article", "show", "third", "--story", "coast"], "third"),
        (["state", "--db", "absent.db"], "absent.db"),
        (["state", "--db", "mysql://x/y"], "SQLite and PostgreSQL"),
        (["state", "--db", "postgresql://nobody@127.0.0.1:1/none"], "127.0.0.1"),
    ],
)
def test_wrong_questions_get_one_clear_line(coast: Run, arguments: list[str], says: str) -> None:
    done = coast(*arguments)
    assert done.exit_code == 2
    errors = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert len(errors) == 1 and says in errors[0], done.stderr
    assert "Traceback" not in done.output


def test_a_story_file_brings_its_aliases(run: Run) -> None:
    done = run("story", "define", SEEDS / "story.toml", "--story", "kyrgyzstan")
    assert done.exit_code == 0, done.output
    again = run("story", "define", SEEDS / "story.toml", "--story", "kyrgyzstan")
    assert again.stdout.startswith("kyrgyzstan: 0 of ")
    assert "Asia/Bishkek" in run("story", "show", "kyrgyzstan").stdout


def test_the_demo_runs_twice_to_the_same_screen(run: Run) -> None:
    first, second = run("demo", "--db", "demo.db"), run("demo", "--db", "demo.db")
    assert first.exit_code == second.exit_code == 0, first.output
    assert first.stdout == second.stdout
    assert first.stdout.count("as known then") == 4
    assert "CONTESTED" in first.stdout
