"""What the commands that decide share: the reason, who decides, and what is printed of a decision."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from tracker.cli.options import Command, actor, current
from tracker.cli.output import safe

if TYPE_CHECKING:
    from tracker.decisions import Decided
    from tracker.store.log import EventLog


def because_option(command: Command) -> Command:
    """`--because`: no decision without a reason."""
    return click.option("--because", required=True, metavar="TEXT", help="Why; kept with the decision.")(command)


class Deciding(Struct, frozen=True):
    """Who decides about which story, by which command."""

    log: EventLog
    story: str
    actor: str
    cause: str


@contextlib.contextmanager
def deciding(db: str | None, story: str, command: str) -> Iterator[Deciding]:
    """A story that is there, in a database whose read models are up to date."""
    if story == "*":
        raise click.UsageError("a decision is about one story: name it with --story")
    with current(db, story) as (_, log):
        yield Deciding(log, story, actor(), f"command:{command}")


def printed(decide: Callable[..., Decided], by: Deciding, *given: Any, **options: Any) -> None:
    """Take a decision and say what was decided and how to take it back."""
    done = decide(by.log, by.story, *given, actor=by.actor, cause=by.cause, **options)
    story = "" if by.story == "default" else f" --story {by.story}"
    click.echo(f"{by.story}: {safe(done.what)} (event {done.event_id})")
    if by.cause != "command:erase":
        click.echo(f"to take it back: tracker undo {done.event_id}{story} --because TEXT")
