"""The documents say what the commands say."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tracker.cli.reference import contexts, reference, root

DOCS = Path(__file__).resolve().parents[2] / "docs"
COMMANDS = {context.command_path: context.command for context in contexts(root())}
LEAVES = {path: command for path, command in COMMANDS.items() if not isinstance(command, click.Group)}


def test_the_command_reference_is_fresh() -> None:
    written = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert written == reference(), "docs/cli.md is stale: run `make docs`"


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_says_what_it_does_in_one_sentence(path: str) -> None:
    first = (COMMANDS[path].help or "").split("\n\n")[0].strip()
    assert first.endswith("."), f"{path}: {first!r}"


@pytest.mark.parametrize("path", LEAVES)
def test_every_command_has_an_example(path: str) -> None:
    assert f"Example: {path}" in (LEAVES[path].help or "")
