"""The whole way on real articles, where someone has them: from the index to the states that a careful reader expects."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from cli_support import Run

TRACKER = [sys.executable, "-m", "tracker"]


def test_at_least_half_of_the_expected_states_hold(run: Run, shared: Path, tmp_path: Path) -> None:
    done = run("ingest", shared / "articles" / "index.jsonl", "--story", "kyrgyzstan")
    assert done.stdout.startswith("kyrgyzstan: 5 new, 0 revised, 0 unchanged, 0 failed"), done.output
    checks = shared / "gold" / "states.jsonl"
    command = [sys.executable, shared / "tools" / "check_states.py", checks, "--"]
    asked = subprocess.run([*command, *TRACKER, "state", "--story", "kyrgyzstan"], capture_output=True, text=True)
    assert asked.returncode in (0, 1), asked.stdout + asked.stderr
    passed, failed = (int(word) for word in asked.stdout.splitlines()[-1].replace(",", "").split() if word.isdigit())
    assert passed >= (passed + failed) / 2, asked.stdout


def test_extraction_can_be_scored(run: Run, shared: Path, tmp_path: Path) -> None:
    done = run("extract", "--index", shared / "articles" / "index.jsonl", "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    predictions = tmp_path / "claims.jsonl"
    predictions.write_text(done.stdout, encoding="utf-8")
    scorer = [
        sys.executable,
        str(shared / "tools" / "score_claims.py"),
        str(shared / "gold"),
        str(predictions),
        "--json",
    ]
    scores = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)["all"]
    assert scores["f1"] > 0 and scores["predicted"] > 0


def test_real_articles_twice_are_the_same_events(run: Run, shared: Path) -> None:
    index = shared / "articles" / "index.jsonl"
    run("ingest", index, "--story", "kyrgyzstan")
    before = run("verify").stdout
    assert "0 new, 0 revised, 5 unchanged, 0 failed" in run("ingest", index, "--story", "kyrgyzstan").stdout
    assert run("verify").stdout == before
