"""`tracker conflicts`, `tracker timeline` and `tracker entities`: a story at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

import click

from tracker.cli.asked import asked
from tracker.cli.options import INSTANT, database_option, format_option, story_option
from tracker.cli.output import ROW_FORMATS, as_json, plain, print_rows, shown, table
from tracker.cli.questions import ATTRIBUTE
from tracker.cli.state_table import against_words, age_words, value_words, voices_words
from tracker.model.claim import Kind
from tracker.model.errors import InputError

if TYPE_CHECKING:
    from tracker.queries import Conflicts, Timeline
    from tracker.store.database import Database


@click.command()
@story_option
@click.option("--at", type=INSTANT, default="now", show_default=True, metavar="TIME", help="The moment asked about.")
@click.option("--known-at", type=INSTANT, metavar="TIME", help="What had been reported by then [default: as --at].")
@click.option("--entity", metavar="NAME", help="Only cells of this entity.")
@click.option("--attribute", type=ATTRIBUTE, help="Only cells of this attribute.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@format_option("table", "json", "csv")
@database_option
def conflicts(
    story: str,
    at: datetime,
    known_at: datetime | None,
    entity: str | None,
    attribute: str | None,
    limit: int | None,
    format_: str,
    db: str | None,
) -> None:
    """List the contradictions that are open at a moment, most disputed first.

    Most disputed is what most voices speak against; of equals, the one with the newest report. What nobody has repeated
    for long is not open any more.

    \b
    Example: tracker conflicts --story kyrgyzstan --at 2010-04-08T18:00Z
    """
    from tracker.queries import conflicts as ask

    def one(database: Database, each: str) -> Conflicts:
        return ask(database, each, at, known_at=known_at, entity=entity, attribute=attribute, limit=limit)

    found = asked(db, story, one)
    if format_ == "json":
        click.echo(as_json(found[0] if story != "*" else found, indent=2))
    elif format_ == "csv":
        print_rows((row for each in found for row in _conflict_rows(each)), "csv", columns=CONFLICT_COLUMNS)
    else:
        click.echo("\n\n".join(_conflicts_text(each) for each in found))


CONFLICT_COLUMNS = (
    *("story", "at", "known_at", "cell", "subject", "attribute", "value", "polarity"),
    *("voices_for", "voices_against", "newest", "voices", "alternatives"),
)


def _conflict_rows(found: Conflicts) -> Iterator[dict[str, Any]]:
    for each in found.conflicts:
        cell = plain(each.state)
        yield {
            **{key: cell[key] for key in ("cell", "subject", "attribute", "polarity")},
            "story": found.story,
            "at": found.at,
            "known_at": found.known_at,
            "value": value_words(cell["value"], "positive"),
            "voices_for": each.voices_for,
            "voices_against": each.voices_against,
            "newest": each.newest,
            "voices": "; ".join(each.state.voices),
            "alternatives": "; ".join(value_words(o["value"], o["polarity"]) for o in cell["alternatives"]),
        }


def _conflicts_text(found: Conflicts) -> str:
    then = "as known then" if found.known_at == found.at else f"as known at {shown(found.known_at)}"
    head = f"{found.story} at {shown(found.at)}, {then}"
    if not found.conflicts:
        return f"{head}\n" + ("no open contradictions" if found.cells else "nothing was known yet")
    rows = []
    for each in found.conflicts:
        cell = plain(each.state)
        value = value_words(cell["value"], cell["polarity"])
        rows.append(
            (
                f"{each.voices_against} : {each.voices_for}",
                cell["attribute"],
                cell["subject"],
                f"{value} ({voices_words(cell['voices'], 3)})",
                against_words(cell["alternatives"]),
                age_words(found.at, each.newest),
            )
        )
    return f"{head}\n{table(rows, ('against : for', '', 'who or what', 'state', 'against it', 'age'))}"


@click.command()
@story_option
@click.option(
    "--from", "begin", type=INSTANT, metavar="TIME", help="Where the chart begins [default: the first report]."
)
@click.option("--to", "end", type=INSTANT, metavar="TIME", help="Where the chart ends [default: the last report].")
@click.option(
    "--known-at", type=INSTANT, metavar="TIME", help="How it went as could be told then; now: with hindsight."
)
@click.option("--entity", metavar="NAME", help="Only cells of this entity.")
@click.option(
    "--attribute", "attributes", type=ATTRIBUTE, multiple=True, help="Only of these; may be given repeatedly."
)
@click.option(
    "--most", type=click.IntRange(min=1), metavar="N", help="At most so many cells  [default: 12 in a chart]."
)
@click.option(
    "--width", type=click.IntRange(min=40), metavar="COLUMNS", help="Width of the chart [default: the terminal]."
)
@format_option("table", "json", "csv")
@database_option
def timeline(
    story: str,
    begin: datetime | None,
    end: datetime | None,
    known_at: datetime | None,
    entity: str | None,
    attributes: tuple[str, ...],
    most: int | None,
    width: int | None,
    format_: str,
    db: str | None,
) -> None:
    """Draw how a story went: tolls as a band from the lowest to the highest number, everything else as lanes.

    Each moment is told as it was known then, unless --known-at gives the knowledge of another one. Without --entity or
    --attribute it shows tolls, control and locations, of the cells that are claimed most. All characters are plain.

    \b
    Example: tracker timeline --story kyrgyzstan --from 2010-04-06 --to 2010-04-22
    """
    from tracker.cli.chart import chart
    from tracker.queries import timeline as ask

    if begin is not None and end is not None and end <= begin:
        raise InputError("--to does not lie after --from: give the earlier moment as --from")

    def one(database: Database, each: str) -> Timeline:
        return ask(
            database,
            each,
            entity=entity,
            attributes=attributes,
            begin=begin,
            end=end,
            known_at=known_at,
            most=most or (12 if format_ == "table" else None),
        )

    found = asked(db, story, one)
    if format_ == "json":
        click.echo(as_json(found[0] if story != "*" else found, indent=2))
    elif format_ == "csv":
        print_rows((row for each in found for row in _lane_rows(each)), "csv", columns=LANE_COLUMNS)
    else:
        click.echo("\n\n".join(chart(each, width) for each in found))


LANE_COLUMNS = (
    *("story", "cell", "subject", "attribute", "begins", "ends", "value", "polarity", "standing"),
    *("low", "high", "range_low", "range_high", "voices"),
)


def _lane_rows(found: Timeline) -> Iterator[dict[str, Any]]:
    for lane in found.lanes:
        for span in lane.spans:
            state = plain(span.state)
            count = state["value"] if isinstance(state["value"], dict) else {}
            whole = state.get("range") or {}
            yield {
                "story": found.story,
                "cell": lane.cell,
                "subject": lane.subject,
                "attribute": lane.attribute,
                "begins": span.begins,
                "ends": span.ends,
                "value": value_words(state["value"], "positive"),
                "polarity": span.state.polarity,
                "standing": span.state.standing,
                "low": count.get("low"),
                "high": count.get("high"),
                "range_low": whole.get("low"),
                "range_high": whole.get("high"),
                "voices": "; ".join(span.state.voices),
            }


@click.command()
@click.argument("name", required=False)
@story_option
@click.option("--kind", type=click.Choice(get_args(Kind)), help="Only of this kind.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@format_option(*ROW_FORMATS)
@database_option
def entities(name: str | None, story: str, kind: str | None, limit: int | None, format_: str, db: str | None) -> None:
    """List who and what a story speaks of: kind, names used, number of claims, and the key that other commands take.

    With NAME, only what that name may mean. The first are those about whom most is claimed.

    \b
    Example: tracker entities --story kyrgyzstan --kind person
    """
    from tracker.queries import entities as ask

    found = asked(db, story, lambda database, each: (each, ask(database, each, kind=kind, entity=name)[:limit]))
    rows = [{"story": each, **plain(row)} for each, own in found for row in own]
    if format_ != "table":
        print_rows(rows, format_)
    elif rows:
        print_rows(_entity_rows(rows, several=story == "*"), format_)
    else:
        click.echo("no such entities")


def _entity_rows(rows: Iterable[dict[str, Any]], *, several: bool) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        others = [name for name in row["names"] if name != row["name"]]
        found.append(
            {
                **({"story": row["story"]} if several else {}),
                "name": row["name"],
                "kind": row["kind"],
                "claims": row["claims"],
                "also called": voices_words(others, 6),
                "key": row["entity"],
            }
        )
    return found


COMMANDS = (conflicts, timeline, entities)
