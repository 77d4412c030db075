"""The command reference, docs/cli.md, written from the commands themselves: `python -m tracker.cli.reference`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tracker.cli import main

HEAD = """# Commands

Written by `make docs` from the commands themselves; a test holds it fresh. `tracker COMMAND --help` prints the same.

Exit codes: 0 done; 1 the answer is no, or some records failed; 2 wrong usage or bad input, said in one line on
standard error. Times are ISO 8601; one without a zone is taken as UTC. `-` is standard input. Long jobs show their
progress on a terminal and nothing in a pipe.
"""


def reference() -> str:
    """The page, in Markdown."""
    return HEAD + "".join(_section(path, command) for path, command in _commands(main, ("tracker",)))


def _commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


def _section(path: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(path), max_content_width=110, terminal_width=110)
    return f"\n{'#' * len(path)} {' '.join(path)}\n\n```\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    click.echo(reference(), nl=False)
