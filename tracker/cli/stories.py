"""`tracker story …` and `tracker article …`: what the database holds."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.options import actor, current, database_option, format_option, opened, story_option
from tracker.cli.output import ROW_FORMATS, as_json, plain, print_rows, shown
from tracker.model.errors import InputError


@click.group()
def story() -> None:
    """List, show and define stories."""


@story.command("list")
@format_option(*ROW_FORMATS)
@database_option
def story_list(format_: str, db: str | None) -> None:
    """List the stories, with their articles, claims and span of time.

    \b
    Example: tracker story list
    """
    from tracker.queries import stories

    with current(db, "*") as (database, _):
        rows = [plain(row) for row in stories(database)]
    print_rows(rows, format_)


@story.command("show")
@click.argument("name", metavar="STORY")
@format_option("table", "json")
@database_option
def story_show(name: str, format_: str, db: str | None) -> None:
    """Show one story: its definition, outlets and declared entities.

    \b
    Example: tracker story show kyrgyzstan
    """
    from tracker.model.events import STORY_STREAM, EntityDeclared, StoryDefined
    from tracker.queries import stories

    with current(db, name) as (database, log):
        summary = next(row for row in stories(database) if row.story == name)
        decisions = [event.payload for event in log.read_stream(name, STORY_STREAM)]
    definition = next((d for d in reversed(decisions) if isinstance(d, StoryDefined)), None)
    entities = list({d.name: d for d in decisions if isinstance(d, EntityDeclared)}.values())
    if format_ == "json":
        click.echo(as_json({**plain(summary), "definition": definition, "entities": entities}, indent=2))
        return
    for key, value in plain(summary).items():
        click.echo(f"{key.replace('_', ' ') + ':':18} {shown(value) if hasattr(value, 'isoformat') else value}")
    if definition:
        click.echo(f"{'time zone:':18} {definition.timezone or 'not declared'}")
        click.echo(f"{'outlets:':18} {', '.join(definition.outlets) or 'not declared'}")
    for entity in entities:
        others = f" ({', '.join(entity.aliases)})" if entity.aliases else ""
        click.echo(f"  {entity.kind:13} {entity.name}{others}")


@story.command("define")
@click.argument("file", type=click.Path(path_type=Path))
@story_option
@database_option
def story_define(file: Path, story: str, db: str | None) -> None:
    """Define a story by a TOML file: title, time zone, entities with aliases, incidents, outlets.

    Defining it again appends only what changed. docs/stories.md describes the file.

    \b
    Example: tracker story define seeds/kyrgyzstan/story.toml --story kyrgyzstan
    """
    from tracker.ingestion import decide
    from tracker.projections.runner import catch_up
    from tracker.sources.stories import read_story
    from tracker.store.log import EventLog, check_name

    check_name("story", story)
    decisions = read_story(file).events()
    with opened(db, create=True) as database:
        log = EventLog(database)
        count = decide(log, story, decisions, actor=actor(), cause="command:story define")
        catch_up(log, story)
    click.echo(f"{story}: {count} of {len(decisions)} definitions are new")


@click.group()
def article() -> None:
    """List and show articles; correct one, or take it out of a story."""


@article.command("list")
@story_option
@format_option(*ROW_FORMATS)
@database_option
def article_list(story: str, format_: str, db: str | None) -> None:
    """List a story's articles in the order of their publication (--story '*': of all stories).

    \b
    Example: tracker article list --story kyrgyzstan
    """
    from tracker.queries import articles

    with current(db, story) as (database, log):
        rows = [plain(row) for each in (log.stories() if story == "*" else [story]) for row in articles(database, each)]
    print_rows(
        rows,
        format_,
        columns=("article", "outlet", "published_at", "published_basis", "claims", "revisions", "status", "title"),
    )


@article.command("show")
@click.argument("name", metavar="ARTICLE")
@story_option
@click.option("--text", is_flag=True, help="Print the text of the newest revision instead.")
@format_option("table", "json")
@database_option
def article_show(name: str, story: str, text: bool, format_: str, db: str | None) -> None:
    """Show one article: what is known of it, its revisions, and its text with --text.

    \b
    Example: tracker article show wire-3 --story kyrgyzstan --text
    """
    from tracker.queries import article as one_article

    with current(db, story) as (database, log):
        found = one_article(database, story, name)
        words = log.document(story, found.document) if text else None
    if text:
        if words is None:
            raise InputError(f"the text of article {name!r} was erased")
        click.echo(words)
    elif format_ == "json":
        click.echo(as_json(found, indent=2))
    else:
        for key, value in plain(found).items():
            click.echo(f"{key.replace('_', ' ') + ':':18} {shown(value) if hasattr(value, 'isoformat') else value}")


COMMANDS = (story, article)
