"""`tracker source …` and `tracker run --once` as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jobs_support import FIVE, NINE, STORY, write_article, write_index

from tracker.cli import main

Tracker = Callable[..., Result]


@pytest.fixture
def tracker(database_url: str) -> Tracker:
    def run(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, [*arguments, "--db", database_url])
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return run


def test_watch_look_list_and_remove(tracker: Tracker, tmp_path: Path) -> None:
    index = write_index(tmp_path / "reports.jsonl", {"a": FIVE})
    added = tracker("source", "add", str(index), "--story", STORY, "--every", "90s")
    assert added.stdout == f"{STORY}: watching jsonl {index} every 1m30s as reports\n"
    again = tracker("source", "add", str(index), "--story", STORY, "--every", "90s")
    assert again.stdout.startswith(f"{STORY}: already watching")
    (row,) = json.loads(tracker("source", "list", "--format", "json").stdout)
    assert (row["source"], row["every"], row["last_look"], row["next_look"]) == ("reports", "1m30s", None, None)
    looked = tracker("run", "--once").stdout
    assert f"{STORY}/reports: 1 new, 0 revised, 0 unchanged, 0 failed; " in looked and len(looked.splitlines()) == 1
    assert tracker("run", "--once").stdout == ""
    (row,) = json.loads(tracker("source", "list", "--story", STORY, "--format", "json").stdout)
    assert row["last_look"].endswith("Z") and row["next_look"] > row["last_look"]
    assert row["last_result"].startswith("1 new") and row["last_error"] is None
    table = tracker("source", "list").stdout
    assert "reports" in table and "1m30s" in table
    removed = tracker("source", "remove", "reports")
    assert removed.stdout == f"{STORY}: no longer watching {index} (reports)\n"
    nothing = tracker("source", "list")
    assert nothing.stdout == "" and "nothing is watched" in nothing.stderr
    assert '"article": "a"' in tracker("article", "list", "--story", STORY, "--format", "jsonl").stdout


def test_once_says_what_failed_and_exits_1(tracker: Tracker, tmp_path: Path) -> None:
    gone = write_article(tmp_path / "folder", "one", FIVE)
    index = write_index(tmp_path / "bad.jsonl", {"a": NINE})
    index.write_text(index.read_text() + "{broken\n")
    tracker("source", "add", str(gone), "--story", STORY)
    tracker("source", "add", str(index), "--story", STORY)
    gone.unlink()
    result = tracker("run", "--once", code=1)
    assert "harbour/bad: 1 new, 0 revised, 0 unchanged, 1 failed" in result.stdout
    assert "harbour/one: failed: " in result.stderr and "is gone" in result.stderr
    assert "bad.jsonl:2" in result.stderr and "Traceback" not in result.output
    listed = tracker("source", "list", "--format", "json").stdout
    assert "is gone" in listed and "bad.jsonl:2" in listed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("source", "add", "nowhere", "--story", STORY), "no such file or folder"),
        (("source", "add", ".", "--every", "soon"), "'soon' is not a duration"),
        (("source", "add", ".", "--every", "0s"), "the shortest is 1s"),
        (("source", "add", ".", "--timezone", "Mars/Olympus"), "unknown time zone"),
        (("source", "add", ".", "--story", " "), "is not a name"),
        (("source", "remove", "nothing"), "no source 'nothing'"),
        (("source", "remove", "nothing", "--story", "nowhere"), "no story 'nowhere'"),
        (("source", "list", "--story", "nowhere"), "no story 'nowhere'"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(tracker: Tracker, arguments: tuple[str, ...], said: str) -> None:
    result = tracker(*arguments, code=2)
    assert said in result.stderr.splitlines()[-1] and result.stdout == ""


def test_run_needs_a_database(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["run", "--once", "--db", str(tmp_path / "none.db")])
    assert result.exit_code == 2 and "run `tracker init`" in result.stderr
