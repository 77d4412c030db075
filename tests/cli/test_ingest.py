"""Articles in by command line: what is counted, what is refused, and that nothing is lost or done twice."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from cli_support import Run


def events(path: str = "tracker.db") -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT * FROM events ORDER BY story, position").fetchall()
    connection.close()
    return rows


def test_a_first_ingest_makes_the_database_and_counts(run: Run, wire: Path) -> None:
    done = run("ingest", wire, "--story", "coast")
    assert done.exit_code == 0, done.output
    assert "made a new database, tracker.db" in done.stderr
    assert done.stdout.startswith("coast: 2 new, 0 revised, 0 unchanged, 0 failed; ")


def test_ingesting_again_changes_nothing(run: Run, wire: Path) -> None:
    run("ingest", wire, "--story", "coast")
    before = events()
    again = run("ingest", wire, "--story", "coast")
    assert "0 new, 0 revised, 2 unchanged, 0 failed; 0 claims recorded, 0 withdrawn" in again.stdout
    assert events() == before


def test_a_changed_text_is_a_revision_whose_claims_are_matched(run: Run, wire: Path) -> None:
    run("ingest", wire, "--story", "coast")
    lines = [json.loads(line) for line in wire.read_text(encoding="utf-8").splitlines()]
    lines[0]["text"] = lines[0]["text"].replace("At least 12", "At least 14")
    lines[0]["published_at"] = "2021-05-02T18:00:00Z"
    wire.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    done = run("ingest", wire, "--story", "coast")
    assert "0 new, 1 revised, 1 unchanged" in done.stdout
    assert "1 claims recorded, 1 withdrawn" in done.stdout
    shown = json.loads(
        run("claims", "--story", "coast", "--attribute", "killed", "--withdrawn", "--format", "json").stdout
    )
    values = {(claim["value"], claim["withdrawal"]) for claim in shown}
    assert values >= {("at least 12", "revised"), ("at least 14", None)}


def test_a_bad_record_stops_no_other(run: Run, wire: Path) -> None:
    with wire.open("a", encoding="utf-8") as file:
        file.write('{"id": "third", "outlet": "Coast Wire"}\n')
        file.write("not json at all\n")
    done = run("ingest", wire, "--story", "coast")
    assert done.exit_code == 1
    assert "2 new, 0 revised, 0 unchanged, 2 failed" in done.stdout
    assert "wire.jsonl:3" in done.stderr and "wire.jsonl:4" in done.stderr
    assert len(json.loads(run("article", "list", "--story", "coast", "--format", "json").stdout)) == 2


def test_standard_input_with_options(run: Run) -> None:
    text = "Clashes in Lisbon left 15 people dead, the health ministry said on Saturday.\n"
    done = run("ingest", "-", "--outlet", "Ledger", "--published", "2021-05-03T09:00Z", "--story", "coast", input=text)
    assert done.exit_code == 0, done.output
    assert "1 new" in done.stdout


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["missing.jsonl"], "missing.jsonl"),
        (["-", "--timezone", "Mars/Olympus"], "Mars/Olympus"),
        (["-", "--published", "2010-13-45"], "--published"),
        (["-", "--story", "  "], "story"),
        ([], "PATH"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(run: Run, arguments: list[str], says: str) -> None:
    done = run("ingest", *arguments, input="x")
    assert done.exit_code == 2
    errors = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert len(errors) == 1 and says in errors[0]
    assert not Path("tracker.db").exists()


def test_the_log_verifies_and_the_head_is_expected_again(run: Run, wire: Path) -> None:
    run("ingest", wire, "--story", "coast")
    printed = run("verify", "--story", "coast").stdout
    head = printed.split()[1]
    assert printed.endswith(": ok\n")
    assert run("verify", "--story", "coast", "--expect", head).exit_code == 0
    position, digits = head.split(":")
    longer = run("verify", "--story", "coast", "--expect", f"{int(position) + 1}:{digits}")
    assert longer.exit_code == 1 and "the tail was cut" in longer.stdout


def test_extract_prints_claims_and_needs_no_database(run: Run, wire: Path) -> None:
    done = run("extract", "--index", wire, "--format", "jsonl")
    assert done.exit_code == 0, done.output
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    tolls = [c["value"] for c in claims if c["attribute"] == "killed"]
    assert {"low": 12, "high": None} in tolls and {"low": 15, "high": 15} in tolls
    assert all(c["quote"] for c in claims)
    assert not Path("tracker.db").exists()


def test_explain_prints_each_sentence_with_its_claims_and_rules(run: Run, wire: Path) -> None:
    printed = run("extract", wire, "--explain").stdout
    sentence, claim, said = printed.splitlines()[1:4]
    assert sentence == "President Ana Duarte arrived in Porto on Friday, the interior ministry said."
    assert "Ana Duarte" in claim
    assert "rule " in said and "says " in said
