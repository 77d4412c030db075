"""The Python API: its documentation runs, and it says what the command line says."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.projections.making import hour
from tracker import Tracker
from tracker.model.errors import InputError, UnknownStoryError
from tracker.store.database import Database

ROOT = Path(__file__).resolve().parents[2]


def test_the_examples_of_the_documentation_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(
        str(ROOT / "docs" / "api.md"), module_relative=False, optionflags=doctest.ELLIPSIS, encoding="utf-8"
    )
    assert tried > 20 and failed == 0


def test_importing_the_package_loads_nothing_else() -> None:
    code = (
        "import sys, tracker; before = {'sqlalchemy', 'msgspec', 'spacy'} & set(sys.modules); tracker.Tracker;"
        "print(sorted(before), sorted({'spacy', 'alembic', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "[] []"


def test_unknown_attributes_of_the_package_are_errors() -> None:
    import tracker

    with pytest.raises(AttributeError, match="no attribute 'Tracer'"):
        _ = tracker.Tracer


def test_it_answers_as_the_command_line_does(database: Database, database_url: str, story: str) -> None:
    from click.testing import CliRunner

    from tracker.cli import main
    from tracker.cli.output import as_json

    at = "2030-05-01T20:00Z"
    with Tracker(database_url) as tracker:
        asked = {
            ("state", "--at", at): tracker.state(story, at),
            ("history", "Marlow"): tracker.history(story, "Marlow"),
            ("diff", "--from", at, "--to", "2030-05-02T20:00Z"): tracker.diff(story, begin=at, end="2030-05-02T20:00Z"),
            ("conflicts", "--at", at): tracker.conflicts(story, at),
            ("timeline",): tracker.timeline(story),
            ("claims", "--withdrawn"): tracker.claims(story, withdrawn=True),
            ("why", "Marlow", "--at", at): tracker.why(story, "Marlow", at=at),
        }
    for arguments, answer in asked.items():
        done = CliRunner().invoke(main, ["--db", database_url, *arguments, "--story", story, "--format", "json"])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout) == json.loads(as_json(answer)), arguments


def test_times_may_be_of_any_kind(database_url: str, story: str) -> None:
    with Tracker(database_url) as tracker:
        aware = tracker.state(story, hour(20))
        assert aware == tracker.state(story, hour(20).replace(tzinfo=None))
        assert aware == tracker.state(story, hour(20).isoformat())
        assert tracker.state(story, "now").at <= datetime.now(UTC)
        for wrong in ({}, {"at": "now"}, {"begin": "now"}, {"at": "now", "begin": "now", "known_at": ("now", "now")}):
            with pytest.raises(InputError, match="either begin and end, or at"):
                tracker.diff(story, **wrong)  # type: ignore[arg-type]
        with pytest.raises(UnknownStoryError):
            tracker.state("zembla")
        with pytest.raises(UnknownStoryError):
            tracker.entities("zembla")


def test_what_cannot_be_read_is_refused_and_stops_nothing(database_url: str, tmp_path: Path) -> None:
    index = tmp_path / "index.jsonl"
    index.write_text(
        '{"id": "one", "outlet": "Coast Wire"}\n'
        '{"id": "two", "outlet": "Coast Wire", "published_at": "2021-05-02T15:00Z", "text": "Nobody was hurt in Porto."}\n'
    )
    with Tracker(database_url, actor="user:ada") as tracker:
        tally = tracker.ingest("coast", index)
        assert (tally.new, len(tally.refused)) == (1, 1) and "index.jsonl:1" in tally.refused[0]
        assert {event.actor for event in tracker.log.read("coast")} == {"user:ada"}
        with pytest.raises(InputError):
            tracker.ingest("coast", tmp_path / "missing.jsonl")
