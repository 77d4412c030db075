"""`tracker entity …` and `tracker voice …`: which names are one, and whose word weighs more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from tracker.cli.deciding import because_option, deciding, printed
from tracker.cli.options import current, database_option, format_option, story_option
from tracker.cli.output import ROW_FORMATS, as_json, plain, print_rows, safe, shown
from tracker.model.claim import Kind
from tracker.model.events import Rank

if TYPE_CHECKING:
    from tracker.queries import DecisionRow, EntityRow

KIND = click.Choice(get_args(Kind))
RANK = click.Choice(get_args(Rank))


@click.group()
def entity() -> None:
    """List and show who and what a story speaks of; merge, split and name them."""


@entity.command("list")
@story_option
@click.option("--kind", type=KIND, help="Only entities of this kind.")
@format_option(*ROW_FORMATS)
@database_option
def entity_list(story: str, kind: str | None, format_: str, db: str | None) -> None:
    """List the entities of a story, those first that most claims speak of.

    \b
    Example: tracker entity list --story kyrgyzstan --kind person
    """
    from tracker.queries import entities

    with current(db, story) as (database, log):
        rows = [
            plain(row)
            for each in (log.stories() if story == "*" else [story])
            for row in entities(database, each, kind=kind)
        ]
    print_rows(rows, format_, columns=("entity", "name", "kind", "claims", "names") if format_ == "table" else None)


@entity.command("show")
@click.argument("name", metavar="NAME")
@story_option
@format_option("table", "json")
@database_option
def entity_show(name: str, story: str, format_: str, db: str | None) -> None:
    """Show an entity: all its names, and what was decided about it, by whom and why.

    \b
    Example: tracker entity show Bakiyev --story kyrgyzstan
    """
    from tracker.queries import decisions, entities

    with current(db, story) as (database, _):
        found = [(row, decisions(database, story, entity=row.entity)) for row in entities(database, story, entity=name)]
    if format_ == "json":
        click.echo(as_json([{**plain(row), "decisions": decided} for row, decided in found], indent=2))
        return
    click.echo("\n\n".join(_entity_text(row, decided) for row, decided in found))


def _entity_text(row: EntityRow, decided: list[DecisionRow]) -> str:
    lines = [click.style(safe(row.name), bold=True) + f"  {row.kind}, {row.claims} claims, key {row.entity}"]
    lines.append(f"names: {safe(', '.join(row.names)) or '(none in articles)'}")
    if row.within:
        lines.append(f"within: {safe(', '.join(row.within))}")
    lines += [decision_line(each) for each in decided]
    return "\n".join(lines)


def decision_line(row: DecisionRow) -> str:
    """A decision on one line: when, who, what, why, and whether it was taken back."""
    why = f": {safe(row.because)}" if row.because else ""
    undone = f"  (undone by {row.reversed_by})" if row.reversed_by else ""
    return f"{shown(row.recorded_at)}  {safe(row.actor)}  {row.kind} {safe(row.target)}{why}  [{row.decision}]{undone}"


@entity.command("merge")
@click.argument("name", metavar="NAME")
@click.argument("into", metavar="INTO")
@story_option
@because_option
@database_option
def entity_merge(name: str, into: str, story: str, because: str, db: str | None) -> None:
    """Make one entity of two, called as INTO is.

    \b
    Example: tracker entity merge 'the strongman' Bakiyev --story kyrgyzstan --because 'the article says so'
    """
    from tracker.decisions import merge_entities

    with deciding(db, story, "entity merge") as decided:
        printed(merge_entities, decided, name, into, because=because)


@entity.command("split")
@click.argument("name", metavar="NAME")
@click.argument("other", metavar="OTHER")
@story_option
@because_option
@database_option
def entity_split(name: str, other: str, story: str, because: str, db: str | None) -> None:
    """Make two entities of one: the names NAME and OTHER, as articles write them, do not mean the same.

    \b
    Example: tracker entity split 'Ivan Petrov' 'Petrov' --story kyrgyzstan --because 'his brother'
    """
    from tracker.decisions import split_entity

    with deciding(db, story, "entity split") as decided:
        printed(split_entity, decided, name, other, because=because)


@entity.command("alias")
@click.argument("name", metavar="NAME")
@click.argument("alias", metavar="ALIAS")
@story_option
@click.option("--because", metavar="TEXT", help="Why; kept with the decision.")
@database_option
def entity_alias(name: str, alias: str, story: str, because: str | None, db: str | None) -> None:
    """Give an entity another name, ALIAS, that no other entity has.

    \b
    Example: tracker entity alias Osh 'the southern capital' --story kyrgyzstan
    """
    from tracker.decisions import add_alias

    with deciding(db, story, "entity alias") as decided:
        printed(add_alias, decided, name, alias, because=because)


@click.group()
def voice() -> None:
    """List who speaks in a story, and rate how much a voice weighs."""


@voice.command("list")
@story_option
@click.option("--rank", type=RANK, help="Only voices of this rank.")
@format_option(*ROW_FORMATS)
@database_option
def voice_list(story: str, rank: Any, format_: str, db: str | None) -> None:
    """List the voices of a story, those first that say most, with their ranks, who gave these and why.

    \b
    Example: tracker voice list --story kyrgyzstan
    """
    from tracker.queries import voices

    with current(db, story) as (database, log):
        rows = [
            plain(row)
            for each in (log.stories() if story == "*" else [story])
            for row in voices(database, each, rank=rank)
        ]
    print_rows(rows, format_)


@voice.command("rate")
@click.argument("name", metavar="VOICE")
@click.argument("rank", type=RANK)
@story_option
@because_option
@database_option
def voice_rate(name: str, rank: Any, story: str, because: str, db: str | None) -> None:
    """Weigh a voice: a preferred one heads before others, a deprecated one neither heads nor contests.

    \b
    Example: tracker voice rate 'ministry of health' preferred --story kyrgyzstan --because 'it counts the dead itself'
    """
    from tracker.decisions import rate_voice

    with deciding(db, story, "voice rate") as decided:
        printed(rate_voice, decided, name, rank, because=because)


COMMANDS = (entity, voice)
