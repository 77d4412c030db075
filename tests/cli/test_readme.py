"""The README shows what the program prints, to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_support import Run

README = Path(__file__).resolve().parents[2] / "README.md"
BLOCKS = re.findall(r"^```\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
WHY = ("why", "Bakiyev", "office", "--story", "kyrgyzstan", "--at", "2010-04-21T18:00Z", "--db", "demo.db")


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def test_the_screen_and_the_quotes_are_those_of_the_demo(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    screen, quotes = map(trimmed, BLOCKS)
    demo = trimmed(run("demo", "--db", "demo.db").stdout)
    assert screen in demo, "the README's screen is stale: paste it from `COLUMNS=110 tracker demo`"
    assert trimmed(run(*WHY).stdout).startswith(quotes), (
        "the README's quotes are stale: paste them from `tracker why …`"
    )
