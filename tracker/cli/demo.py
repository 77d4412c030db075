"""`tracker demo`: the bundled story from its dispatches to its states."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.options import actor, database_option, opened
from tracker.cli.output import progress
from tracker.cli.state_table import state_table
from tracker.model.errors import InputError

if TYPE_CHECKING:
    from tracker.queries import Cell, StateAnswer

STORY = "kyrgyzstan"

MOMENTS = (
    (
        datetime(2005, 3, 25, 18, tzinfo=UTC),
        "March 2005: a president has left, and says that he still is the president",
    ),
    (datetime(2010, 4, 7, 20, tzinfo=UTC), "7 April 2010: tolls from every side, and where is the president?"),
    (datetime(2010, 4, 8, 20, tzinfo=UTC), "8 April 2010: two governments, and a president who will not resign"),
    (datetime(2010, 4, 21, 18, tzinfo=UTC), "21 April 2010: abroad, and his resignation in dispute"),
)

HIGHEST = re.compile(r"\w+ (acting |interim )?(president|prime minister)( of .*)?$")
RECENT = timedelta(days=60)

OFFER = "tracker why Bakiyev office --story kyrgyzstan --at 2010-04-21T18:00Z --db {db}"


@click.command()
@database_option
def demo(db: str | None) -> None:
    """Ingest the bundled story and print its states at four telling moments, with the voices behind each.

    \b
    Example: tracker demo --db demo.db
    """
    from tracker.ingestion import decide, ingest
    from tracker.projections.runner import catch_up
    from tracker.queries import state
    from tracker.sources import Rejected, count_records, read_articles
    from tracker.sources.stories import read_story
    from tracker.store.log import EventLog

    folder = seeds_folder() / STORY
    index = str(folder / "index.jsonl")
    with opened(db, create=True) as database:
        log, who = EventLog(database), actor()
        decide(log, STORY, read_story(folder / "story.toml").events(), actor=who, cause="command:demo")
        with progress("reading the dispatches", count_records([index])) as bar:
            for record in read_articles([index]):
                if isinstance(record, Rejected):
                    raise InputError(f"{record.where}: {record.why}")
                ingest(log, STORY, record, actor=who, cause="command:demo")
                bar.update(1)
        catch_up(log, STORY)
        for moment, title in MOMENTS:
            answer = state(database, STORY, moment)
            click.echo(click.style(title, bold=True))
            click.echo(state_table(answer, telling(answer)) + "\n")
        click.echo(f"The words behind any of it:  {OFFER.format(db=database.name)}")


def telling(answer: StateAnswer) -> list[Cell]:
    """What the demo shows of the news of the day: where presidents are, who rules, how many died, the highest offices."""
    offices = [(cell.subject, str(cell.value)) for cell in answer.cells if cell.attribute == "office"]
    persons = {name for name, _ in offices}
    presidents = {name for name, office in offices if HIGHEST.match(office)}

    def shows(cell: Cell) -> bool:
        match cell.attribute:
            case "location":
                return cell.subject in presidents
            case "control":
                return cell.subject.startswith("government of")
            case "killed":
                return cell.subject not in persons
            case "office":
                return HIGHEST.match(str(cell.value)) is not None
            case _:
                return False

    return [cell for cell in answer.cells if answer.at - cell.reported_at < RECENT and shows(cell)]


def seeds_folder() -> Path:
    """The bundled stories: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "seeds"
    return inside if inside.is_dir() else package.parent / "seeds"


COMMANDS = (demo,)
