"""`tracker history`, `diff`, `conflicts`, `timeline`, `entities` and `state --office` as people type them."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest
from cli_support import Run

from tracker.cli.reference import contexts, root

COAST = [
    {
        "id": "third",
        "outlet": "The Ledger",
        "published_at": "2021-05-04T09:00:00Z",
        "timezone": "Europe/Lisbon",
        "text": "President Ana Duarte was in Faro, her spokesman said.\n\nPresident Ana Duarte was in Porto, the interior "
        "ministry said.",
    }
]


@pytest.fixture
def coast(run: Run, wire: Path) -> Run:
    """A database with three articles of the invented story."""
    with wire.open("a", encoding="utf-8") as file:
        file.write("".join(json.dumps(record) + "\n" for record in COAST))
    assert run("ingest", wire, "--story", "coast").exit_code == 0
    return run


def answer(run: Run, *arguments: str) -> object:
    done = run(*arguments, "--story", "coast", "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def rows(run: Run, *arguments: str) -> list[dict[str, str]]:
    done = run(*arguments, "--story", "coast", "--format", "csv")
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


FROM_TO = ("--from", "2021-05-02T16:00Z", "--to", "2021-05-04T10:00Z")
LEARNT = ("--at", "2021-05-02T16:00Z", "--known-at", "2021-05-02T16:00Z", "--known-at", "2021-05-04T10:00Z")


def test_history_shows_both_clocks_and_the_claims(coast: Run) -> None:
    shown = coast("history", "Duarte", "location", "--story", "coast").stdout
    assert "Ana Duarte · location" in shown
    assert "2021-05-02 15:00Z" in shown, "known from"
    assert "+ interior ministry: Porto (2021-04-30 – 05-01)" in shown or "+ interior ministry: Porto" in shown
    (cell,) = answer(coast, "history", "Duarte", "location")["cells"]  # type: ignore[index]
    assert {"known_from", "known_to", "changed", "state", "causes"} == set(cell["changes"][0])
    (first, *_) = rows(coast, "history", "Duarte", "location")
    assert (first["known_from"], first["value"]) == ("2021-05-02T15:00:00Z", "Porto")


def test_diff_in_the_world_and_in_knowledge(coast: Run) -> None:
    world = answer(coast, "diff", *FROM_TO)
    assert {c["attribute"] for c in world["changes"]} >= {"killed", "location"}  # type: ignore[index]
    learnt = rows(coast, "diff", *LEARNT)
    assert [(row["attribute"], row["before_value"], row["after_value"]) for row in learnt] == [
        ("killed", "at least 12", "15")
    ]
    shown = coast("diff", *LEARNT, "--story", "coast").stdout
    assert "learnt from 2021-05-02 16:00Z to 2021-05-04 10:00Z" in shown and "+ health ministry:" in shown
    both = coast("diff", *FROM_TO, "--known-at", "2021-05-04T10:00Z", "--story", "coast")
    assert "as known at 2021-05-04 10:00Z" in both.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["diff"], "give --from and --to, or --at and two --known-at"),
        (["diff", *FROM_TO[:2]], "give --from and --to"),
        (["diff", *FROM_TO, "--at", "2021-05-02T16:00Z"], "one or the other"),
        (["diff", *LEARNT[:4]], "--at needs two --known-at"),
        (["diff", *FROM_TO, *LEARNT[2:]], "one --known-at for both"),
        (["diff", "--from", "2021-05-03T00:00Z", "--to", "2021-05-02T00:00Z"], "--to lies before --from"),
        (["diff", *LEARNT[:2], *LEARNT[4:], *LEARNT[2:4]], "the second --known-at lies before the first"),
        (["timeline", "--from", "2021-05-03T00:00Z", "--to", "2021-05-02T00:00Z"], "--to does not lie after --from"),
        (["claims", "--since", "2021-05-03T00:00Z", "--until", "2021-05-02T00:00Z"], "--until lies before --since"),
        (["state", "--office", "president", "--attribute", "location"], "exclude each other"),
        (["history", "Duarta"], "did you mean 'Ana Duarte'"),
        (["conflicts", "--entity", "zzz"], "no entity 'zzz'"),
    ],
)
def test_contradictory_and_unknown_questions_are_one_line_and_exit_2(
    coast: Run, arguments: list[str], says: str
) -> None:
    done = coast(*arguments, "--story", "coast")
    assert done.exit_code == 2
    (error,) = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert says in error


@pytest.mark.parametrize(
    "arguments",
    [
        ["state", "--at", "2001-01-01T00:00Z"],
        ["state", "--at", "2001-01-01T00:00Z", "--office", "president"],
        ["diff", "--from", "2000-01-01T00:00Z", "--to", "2001-01-01T00:00Z"],
        ["conflicts", "--at", "2001-01-01T00:00Z"],
        ["timeline", "--from", "2000-01-01T00:00Z", "--to", "2001-01-01T00:00Z"],
        ["why", "Duarte", "--at", "2001-01-01T00:00Z"],
        ["history", "Duarte", "status"],
    ],
)
def test_before_anything_is_known_the_answer_says_so(coast: Run, arguments: list[str]) -> None:
    done = coast(*arguments, "--story", "coast")
    assert done.exit_code == 0, done.output
    assert "nothing" in done.stdout


def test_conflicts_of_the_day(coast: Run) -> None:
    (found,) = answer(coast, "conflicts", "--at", "2021-05-04T10:00Z", "--attribute", "location")["conflicts"]  # type: ignore[index]
    assert (found["voices_for"], found["voices_against"]) == (1, 1)
    shown = coast("conflicts", "--at", "2021-05-04T10:00Z", "--story", "coast").stdout
    assert "Porto" in shown and "Faro" in shown
    assert rows(coast, "conflicts", "--at", "2021-05-04T10:00Z")[0]["subject"] == "Ana Duarte"
    calm = coast("conflicts", "--at", "2021-05-02T16:00Z", "--story", "coast")
    assert "no open contradictions" in calm.stdout


@pytest.mark.parametrize("width", [60, 100, 160])
def test_the_chart_fits_its_width_and_draws_bands_and_lanes(coast: Run, width: int) -> None:
    shown = coast("timeline", "--story", "coast", "--width", width).stdout
    assert max(map(len, shown.splitlines()[1:])) <= max(width, 106), "but for the legend"
    charted = [line for line in shown.splitlines() if "|" in line]
    assert all(len(line) <= width for line in charted)
    assert "KILLED" in shown and "LOCATION" in shown and "#" in shown and "Porto" in shown


def test_the_chart_takes_its_width_from_the_terminal_also_in_a_pipe(
    coast: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    lines = coast("timeline", "--story", "coast").stdout.splitlines()
    assert max(len(line) for line in lines if "|" in line) == 72


def test_a_timeline_for_programs(coast: Run) -> None:
    found = answer(coast, "timeline")
    assert {lane["attribute"] for lane in found["lanes"]} == {"killed", "location"}  # type: ignore[index]
    tolls = [row for row in rows(coast, "timeline", "--attribute", "killed") if row["standing"] != "lapsed"]
    assert [row["low"] for row in tolls][:2] == ["12", "15"]


def test_entities_with_keys_that_other_commands_take(coast: Run) -> None:
    ana = answer(coast, "entities", "--kind", "person")[0]  # type: ignore[index]
    assert (ana["name"], ana["kind"]) == ("Ana Duarte", "person")
    assert coast("state", "--entity", ana["entity"], "--story", "coast", "--at", "2021-05-02T16:00Z").exit_code == 0
    assert "Ana Duarte" in coast("entities", "Duarte", "--story", "coast").stdout
    assert coast("entities", "--kind", "force", "--story", "coast").exit_code == 0


def test_who_is_president(coast: Run) -> None:
    (cell,) = answer(coast, "state", "--office", "president", "--at", "2021-05-02T16:00Z")["cells"]  # type: ignore[index]
    assert (cell["subject"], cell["value"]) == ("Ana Duarte", "holds president")
    shown = coast("state", "--office", "president", "--at", "2021-05-02T16:00Z", "--story", "coast").stdout
    assert "Ana Duarte" in shown and "how sure" in shown and "age" in shown


def test_all_stories_leave_out_those_that_do_not_know_the_name(coast: Run, wire: Path) -> None:
    other = Path("other.jsonl")
    other.write_text(json.dumps({**COAST[0], "text": "Clashes in Braga left 3 people dead, police said."}) + "\n")
    assert coast("ingest", other, "--story", "inland").exit_code == 0
    done = coast("state", "--story", "*", "--entity", "Duarte", "--at", "2021-05-02T16:00Z", "--format", "json")
    assert [each["story"] for each in json.loads(done.stdout)] == ["coast"]
    assert coast("history", "Nobody At All", "--story", "*").exit_code == 2


QUESTIONS = ("state", "claims", "why", "history", "diff", "conflicts", "timeline", "entities")


def test_every_example_of_a_question_runs(run: Run) -> None:
    """Against the bundled story, as `tracker demo` makes it."""
    assert run("demo", "--db", "demo.db").exit_code == 0
    helps = {
        c.info_name: c.command.help or "" for c in contexts(root()) if c.parent and c.parent.info_name == "tracker"
    }
    for name in QUESTIONS:
        examples = [line.split("Example:")[1] for line in helps[name].splitlines() if "Example:" in line]
        assert examples, name
        for example in examples:
            program, *arguments = shlex.split(example)
            assert program == "tracker"
            for format_ in ("table", "json"):
                done = run("--db", "demo.db", *arguments, "--format", format_)
                assert done.exit_code == 0, (example, done.output)
                assert len(done.stdout.splitlines()) > 3, example
