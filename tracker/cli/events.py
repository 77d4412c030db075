"""`tracker verify` and `tracker rebuild`: is the truth whole, and make all else from it again."""

from __future__ import annotations

import click

from tracker.cli.options import database_option, opened
from tracker.cli.output import progress
from tracker.model.errors import InputError, UnknownStoryError


@click.command()
@click.option("--story", default="*", show_default=True, metavar="STORY", help="Story, or * for all.")
@click.option(
    "--expect", metavar="POSITION:HASH", help="A head that was printed earlier: the log must still contain it."
)
@database_option
@click.pass_context
def verify(ctx: click.Context, story: str, expect: str | None, db: str | None) -> None:
    """Recompute every hash of events and documents, print each story's head, and name the first thing that does not fit.

    Exit code 1 where something does not fit. Keep a printed head elsewhere: with --expect, even a log whose end was
    cut off neatly is found out.

    \b
    Example: tracker verify --story kyrgyzstan
    """
    from tracker.store import verify as store_verify

    with opened(db) as database:
        stories = store_verify.stored_stories(database)
        if story != "*":
            if story not in stories:
                raise UnknownStoryError(story, stories)
            stories = [story]
        if expect and len(stories) != 1:
            raise InputError("--expect is the head of one story: name it with --story")
        failed = False
        if broken := store_verify.damage(database):
            failed = True
            click.echo(f"{database.name}: {broken}", err=True)
        with progress("verifying", store_verify.rows_to_check(database)) as bar:
            found = [store_verify.verify(database, each, expect=expect, progress=bar.update) for each in stories]
        for each in found:
            failed |= bool(each.problem)
            state = f"FAILED: {each.problem}" if each.problem else "ok"
            click.echo(f"{each.story} {each.head or '0:-'} {each.events} events, {each.documents} documents: {state}")
    ctx.exit(1 if failed else 0)


@click.command()
@click.option("--story", default="*", show_default=True, metavar="STORY", help="Story, or * for all.")
@database_option
def rebuild(story: str, db: str | None) -> None:
    """Make all read models anew from the event log, while the old ones go on serving until the switch.

    \b
    Example: tracker rebuild --story kyrgyzstan
    """
    from tracker.projections import runner
    from tracker.store.log import EventLog

    with opened(db) as database:
        log = EventLog(database)
        known = log.stories()
        if story != "*" and story not in known:
            raise UnknownStoryError(story, known)
        for each in known if story == "*" else [story]:
            head = log.head(each)
            with progress(f"rebuilding {each}", head.position if head else 0) as bar:
                count = runner.rebuild(log, each, progress=bar.update)
            click.echo(f"{each}: read models rebuilt from {count} events")


COMMANDS = (verify, rebuild)
