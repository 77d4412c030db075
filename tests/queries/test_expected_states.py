"""The state rules on gold claims: with perfect extraction every expected state has to come out."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.projections.gold_claims import load
from tracker.model.time import parse_instant
from tracker.projections.runner import catch_up
from tracker.queries import state
from tracker.store.log import EventLog


@pytest.fixture(scope="session")
def judge(shared: Path) -> Any:
    """The function of the checks' own tool that says what is wrong with an answer."""
    import sys

    tools = shared / "tools"
    sys.path.insert(0, str(tools))
    try:
        spec = importlib.util.spec_from_file_location("check_states", tools / "check_states.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(tools))
    return module.judge


def test_every_expected_state_follows_from_the_gold_claims(log: EventLog, shared: Path, judge: Any) -> None:
    load(log, shared, "gold")
    catch_up(log, "gold")
    checks = [
        json.loads(line) for line in (shared / "gold" / "states.jsonl").read_text(encoding="utf-8").splitlines() if line
    ]
    wrong = {}
    for check in checks:
        known = check.get("known_at")
        answer = state(
            log.database, "gold", parse_instant(check["at"]), known_at=parse_instant(known) if known else None
        )
        if why := judge(check, json.loads(msgspec.json.encode(answer))["cells"]):
            wrong[check["id"]] = why
    assert len(checks) == 20
    assert not wrong
