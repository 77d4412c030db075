"""The command reference, docs/cli.md, written from the commands themselves: `python -m tracker.cli.reference`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tracker.cli import main

WIDTH = 110

HEAD = """# Commands

Written by `make docs` from the commands themselves; a test holds it fresh. `tracker COMMAND --help` prints the same.

Exit codes: 0 done; 1 the answer is no, or some records failed; 2 wrong usage or bad input, said in one line on
standard error. Times are ISO 8601; one without a zone is taken as UTC. `-` is standard input. Long jobs show their
progress on a terminal and nothing in a pipe.
"""


def reference() -> str:
    """The page, in Markdown."""
    return HEAD + "".join(_section(context) for context in contexts(root()))


def root() -> click.Context:
    """The context of the program itself, of a fixed width. click caches a command's help option, so there is one way here."""
    return click.Context(main, info_name="tracker", terminal_width=WIDTH, **main.context_settings)


def contexts(parent: click.Context) -> Iterator[click.Context]:
    """A context for every command below one, in the order of `--help`; a group comes before its commands."""
    group = parent.command
    assert isinstance(group, click.Group)
    for name, command in group.commands.items():
        context = click.Context(command, info_name=name, parent=parent)
        yield context
        if isinstance(command, click.Group):
            yield from contexts(context)


def _section(context: click.Context) -> str:
    path = context.command_path
    return f"\n{'#' * len(path.split())} {path}\n\n```\n{context.get_help()}\n```\n"


if __name__ == "__main__":
    click.echo(reference(), nl=False)
