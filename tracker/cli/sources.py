"""`tracker source …` and `tracker run`: which places are watched, and the service that looks at them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.options import actor, current, database_option, format_option, opened, story_option
from tracker.cli.output import ROW_FORMATS, print_rows
from tracker.model.errors import InputError

if TYPE_CHECKING:
    from tracker.jobs.places import Place
    from tracker.jobs.refresh import Look


def _every(_ctx: click.Context, _param: click.Parameter, value: str) -> timedelta:
    from tracker.jobs.every import parse_every

    try:
        return parse_every(value)
    except InputError as error:
        raise click.BadParameter(str(error)) from None


@click.group()
def source() -> None:
    """Watch folders and files: add, list and remove places that `tracker run` looks at."""


@source.command("add")
@click.argument("path", metavar="PATH")
@story_option
@click.option(
    "--every", callback=_every, default="10m", show_default=True, metavar="TIME", help="How often: 30s, 10m, 2h, 1d."
)
@click.option("--outlet", metavar="NAME", help="Outlet of articles that name none.")
@click.option("--timezone", metavar="ZONE", help="IANA time zone of their reports, such as Asia/Bishkek.")
@database_option
def source_add(
    path: str, story: str, every: timedelta, outlet: str | None, timezone: str | None, db: str | None
) -> None:
    """Watch a folder, an index of articles (JSON Lines) or a text file from now on.

    Adding a watched place again changes its settings. Its articles come in at the first look of `tracker run`.

    \b
    Example: tracker source add reports.jsonl --story kyrgyzstan --every 10m
    """
    from tracker.jobs.every import every_text
    from tracker.jobs.places import add_source
    from tracker.store.log import EventLog

    with opened(db, create=True) as database:
        added, news = add_source(
            EventLog(database), story, path, every, outlet=outlet, timezone=timezone, actor=actor()
        )
    done = "watching" if news else "already watching"
    click.echo(
        f"{story}: {done} {added.kind} {added.location} every {every_text(added.every_seconds)} as {added.source}"
    )


@source.command("list")
@click.option("--story", default="*", show_default=True, metavar="STORY", help="Story, or * for all.")
@format_option(*ROW_FORMATS)
@database_option
def source_list(story: str, format_: str, db: str | None) -> None:
    """List the watched places: how often, the last look, what it found or why it failed, and the next.

    \b
    Example: tracker source list --story kyrgyzstan
    """
    from tracker.jobs.places import watched

    with current(db, story) as (database, _):
        places = watched(database, None if story == "*" else story)
    if not places and format_ == "table":
        click.echo("nothing is watched: see `tracker source add --help`", err=True)
    print_rows([_row(place, format_) for place in places], format_, columns=tuple(COLUMNS))


@source.command("remove")
@click.argument("source_id", metavar="ID")
@click.option("--story", metavar="STORY", help="Story; needed where several have such an id.")
@database_option
def source_remove(source_id: str, story: str | None, db: str | None) -> None:
    """Watch a place no longer; what came from it stays in the story.

    \b
    Example: tracker source remove reports --story kyrgyzstan
    """
    from tracker.jobs.places import remove_source

    with current(db, story or "*") as (_, log):
        removed = remove_source(log, source_id, story=story, actor=actor())
    click.echo(f"{removed.story}: no longer watching {removed.location} ({removed.source})")


@click.command()
@click.option("--once", is_flag=True, help="Look at everything that is due, once, and end; exit code 1 if some failed.")
@database_option
@click.pass_context
def run(ctx: click.Context, once: bool, db: str | None) -> None:
    """Look at the watched places on their schedule, and take in what is new or changed, until told to end.

    Any number of these may run side by side on one database: each look is made by one of them. SIGTERM and Ctrl-C end
    it with exit code 0, after the article at hand. A place that fails says so and is tried again, ever more slowly.

    \b
    Example: tracker run --once
    """
    from tracker.jobs.places import watched
    from tracker.jobs.service import serve

    failed = False

    def report(look: Look) -> None:
        nonlocal failed
        failed |= look.failed
        click.echo(str(look), err=look.error is not None)
        if once or look.news:
            for problem in look.problems:
                click.echo(problem, err=True)

    with current(db, "*") as (database, _):
        if not once:
            count = len(watched(database))
            click.echo(f"watching {count} place{'' if count == 1 else 's'} in {database.name}; Ctrl-C ends it")
        serve(database, report, lambda problem: click.echo(problem, err=True), once=once)
    ctx.exit(1 if once and failed else 0)


COLUMNS = {
    "story": "story",
    "source": "source",
    "location": "location",
    "every": "every_seconds",
    "last_look": "last_look_at",
    "last_result": "last_result",
    "last_error": "last_error",
    "failures": "failures",
    "next_look": "next_look_at",
    "outlet": "outlet",
    "timezone": "timezone",
}


def _row(place: Place, format_: str) -> dict[str, Any]:
    from tracker.jobs.every import every_text

    row = {name: getattr(place, field) for name, field in COLUMNS.items()}
    if format_ == "table":
        row["next_look"] = place.next_look_at or "now"
    return row | {"every": every_text(place.every_seconds)}


COMMANDS = (source, run)
