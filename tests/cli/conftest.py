"""The command line as a user types it, against a real database file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_support import Run
from click.testing import CliRunner, Result

from tracker.cli import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `tracker ARGUMENTS…` in an empty folder, where the default database would be made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACKER_DB", raising=False)

    def run(*arguments: str, **options: object) -> Result:
        return CliRunner().invoke(main, [str(a) for a in arguments], **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """An index of two short articles of an invented story."""
    records = [
        {
            "id": "first",
            "outlet": "Coast Wire",
            "published_at": "2021-05-02T15:00:00Z",
            "timezone": "Europe/Lisbon",
            "text": "President Ana Duarte arrived in Porto on Friday, the interior ministry said.\n\n"
            "At least 12 people were killed in clashes in Lisbon, police said.",
        },
        {
            "id": "second",
            "outlet": "The Ledger",
            "published_at": "2021-05-03T09:00:00Z",
            "timezone": "Europe/Lisbon",
            "text": "Clashes in Lisbon left 15 people dead, the health ministry said on Saturday.",
        },
    ]
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
