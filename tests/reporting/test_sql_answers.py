"""`tracker sql` answers: parameters, names that serve both back ends, limits, formats, and errors on one line."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from reporting_story import STORY, hours, tell

from tracker.cli import main
from tracker.model.errors import InputError
from tracker.reporting.sql import ask, translate
from tracker.store.database import Database
from tracker.store.log import EventLog


@pytest.fixture
def told(log: EventLog) -> EventLog:
    tell(log)
    return log


@pytest.fixture
def sql(told: EventLog, database_url: str):
    def run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, ["sql", "--db", database_url, *arguments], input=stdin)

    return run


def answered(database: Database, statement: str, **params: str) -> list[tuple[object, ...]]:
    with ask(database, statement, params) as answer:
        return [tuple(row.values()) for row in answer]


def test_both_spellings_of_a_view_serve_both_back_ends(told: EventLog) -> None:
    for text in (
        "SELECT count(*) FROM report_claims",
        "SELECT count(*) FROM report.claims",
        'SELECT count("report_claims"."x") FROM (SELECT 1 AS x FROM Report_Claims) AS "report_claims"',
        "SELECT count(report_claims.value) FROM report_claims -- report_claims, it's here",
        "SELECT count(report.claims.value) FROM report.claims /* report.claims' */;",
    ):
        assert answered(told.database, text) == [(4,)], text
    assert answered(told.database, "SELECT 'report_claims', 'report.claims'") == [("report_claims", "report.claims")]


def test_parameters_are_compared_as_what_they_are_compared_with(told: EventLog) -> None:
    at = "SELECT count(*) FROM report_claims WHERE reported_at "
    assert answered(told.database, at + "<= :t", t="2031-05-02T07:00Z") == [(2,)]
    assert answered(told.database, at + "<= :t", t="2031-05-02 09:00+02:00") == [(2,)]
    assert answered(told.database, at + ">= :t", t="2031-05-02") == [(4,)]
    assert answered(told.database, at + "> :t", t="now") == [(4 if hours(0) > datetime.now(UTC) else 0,)]
    assert answered(told.database, "SELECT value FROM report_claims WHERE low > :n", n="5") == [("at least 7",)]
    assert answered(told.database, "SELECT count(*) FROM report_claims WHERE value = :v", v="5") == [(1,)]
    like = "SELECT count(*) FROM report_claims WHERE value LIKE '%ar%' AND voice = :v AND voice LIKE 'W%'"
    assert answered(told.database, like, v="Wire") == [(1,)]
    hostile = "'; DROP TABLE heads; --"
    assert answered(told.database, "SELECT count(*) FROM report_claims WHERE voice = :v", v=hostile) == [(0,)]
    with pytest.raises(InputError, match="needs a value for :t: give it with -p t VALUE"):
        answered(told.database, "SELECT :t")
    with pytest.raises(InputError, match="has no :u"):
        answered(told.database, "SELECT ':u', 12:3, '12:30'", u="1")


def test_postgresql_casts_and_percent_signs_are_left_alone() -> None:
    text, values = translate("SELECT a::text, 5 % 2, ':x', \"%\" FROM t WHERE b = :x", {"x": "1"}, "postgresql")
    assert text == "SELECT a::text, 5 %% 2, ':x', \"%%\" FROM t WHERE b = %(x)s"
    assert values == {"x": "1"}
    assert translate("SELECT 5 % 2", {}, "postgresql")[0] == "SELECT 5 % 2"


def test_lists_in_a_column_can_be_taken_apart(told: EventLog) -> None:
    each = "json_each(voices)" if told.database.is_sqlite else "jsonb_array_elements_text(voices::jsonb) AS each(value)"
    text = f"SELECT DISTINCT each.value FROM report_state_changes, {each} AS each"
    if not told.database.is_sqlite:
        text = text.removesuffix(" AS each")
    assert {name for (name,) in answered(told.database, text)} == {"Wire", "Ministry"}


def test_values_of_every_type_can_be_printed(told: EventLog) -> None:
    if told.database.is_sqlite:
        assert answered(told.database, "SELECT 1.5, NULL, x'00ff', 9e999, '2031-05-02T06:00:00.000000Z'") == [
            (1.5, None, "00ff", "inf", hours(0))
        ]
        return
    text = (
        "SELECT 1.5, 2.0::numeric, NULL, '\\x00ff'::bytea, 'NaN'::float8, 'NaN'::numeric, ARRAY[1.5, NULL], "
        "'{\"a\": [1]}'::jsonb, DATE '2031-05-02', INTERVAL '1 h', TIMESTAMP '2031-05-02 06:00', true, 'a'::text AS \"?\""
    )
    row = answered(told.database, text)[0]
    assert row[:4] == (1.5, 2, None, "00ff") and row[6:9] == ([1.5, None], {"a": [1]}, "2031-05-02")
    json.dumps(row, allow_nan=False)


def test_columns_of_one_name_are_told_apart(told: EventLog) -> None:
    with ask(told.database, "SELECT 1 AS a, 2 AS a, 3 AS b") as answer:
        assert list(answer) == [{"a": 1, "a_2": 2, "b": 3}]


def test_a_cut_answer_says_so_and_a_whole_one_does_not(sql) -> None:
    cut = sql("SELECT value FROM report_claims ORDER BY position", "--limit", "2", "--format", "csv")
    assert (cut.exit_code, cut.stdout) == (0, "value\nFaro\n5\n")
    assert cut.stderr == "cut after 2 rows: raise --limit for more (0: all)\n"
    for limit in ("4", "0"):
        whole = sql("SELECT value FROM report_claims", "--limit", limit, "--format", "jsonl")
        assert len(whole.stdout.splitlines()) == 4 and whole.stderr == ""


def test_every_format_is_the_same_answer_on_both_back_ends(sql) -> None:
    question = (
        "SELECT article, low, reported_at FROM report_claims WHERE attribute = :a ORDER BY position",
        "-p",
        "a",
        "killed",
    )
    wanted = [
        {"article": "herald-1", "low": 5, "reported_at": "2031-05-02T07:00:00Z"},
        {"article": "herald-1", "low": 7, "reported_at": "2031-05-02T09:00:00Z"},
    ]
    assert json.loads(sql(*question, "--format", "json").stdout) == wanted
    assert [json.loads(line) for line in sql(*question, "--format", "jsonl").stdout.splitlines()] == wanted
    rows = list(csv.DictReader(io.StringIO(sql(*question, "--format", "csv").stdout)))
    assert rows == [{key: str(value) for key, value in row.items()} for row in wanted]
    assert "2031-05-02 07:00Z" in sql(*question).stdout
    assert sql("SELECT 1 AS a WHERE 1 = 0", "--format", "csv").stdout == "a\n"


def test_a_statement_comes_from_standard_input(sql) -> None:
    assert sql("-", "--format", "csv", stdin="SELECT count(*) AS n\nFROM report_claims;\n").stdout == "n\n4\n"


def test_read_models_that_are_behind_are_brought_up_first(log: EventLog, sql, told: EventLog) -> None:
    from reporting_story import append, claim, observed

    from tracker.model.claim import Name

    late = claim("location", Name("Rui", "Rui Costa", "person"), Name("Faro", "Faro", "place"), "Wire", hours(4))
    append(log, "wire-3", observed("wire-3", "Wire", hours(4), late))
    assert sql("SELECT count(*) AS n FROM report_claims", "--format", "csv").stdout == "n\n5\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("SELECT * FROM nowhere",), "nowhere"),
        (("SELECT nothing FROM report_claims",), "nothing"),
        (("SELEC 1",), "begin with SELECT, WITH or VALUES, not SELEC"),
        (("DELETE FROM events",), "can only read"),
        (("SELECT 1; SELECT 2",), "one statement at a time"),
        (("SELECT :t",), "give it with -p t VALUE"),
        (("SELECT 'open",), "cannot be answered"),
        ((), "there is no statement"),
        (("-",), "there is no statement"),
        (("SELECT 1", "--limit", "-1"), "--limit"),
    ],
)
def test_errors_are_one_line_and_exit_2(sql, arguments: tuple[str, ...], said: str) -> None:
    result = sql(*arguments, stdin="")
    assert result.exit_code == 2
    assert said in result.stderr.splitlines()[-1] and result.stdout == ""


@pytest.mark.parametrize("backend", ["sqlite"])
def test_list_describes_every_view_and_column(sql) -> None:
    listed = sql("--list").stdout
    for words in ("report_claims: One row per claim", "reported_at", "report_states_now", "known_to"):
        assert words in listed
    rows = [json.loads(line) for line in sql("--list", "--format", "jsonl").stdout.splitlines()]
    assert {(row["view"], row["column"]) for row in rows} >= {("report_state_changes", "known_from")}
    assert STORY not in listed
