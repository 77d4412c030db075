"""Options that many commands share, and what they stand for: the database, the story, times."""

from __future__ import annotations

import contextlib
import getpass
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker.model.errors import InputError, UnknownStoryError
from tracker.model.time import has_zone, parse_instant

if TYPE_CHECKING:
    from tracker.store.database import Database
    from tracker.store.log import EventLog

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_STORY = "default"
DEFAULT_DB = "tracker.db"


def database_option(command: Command) -> Command:
    """`--db`: a file name or a URL."""
    return click.option(
        "--db",
        envvar="TRACKER_DB",
        metavar="URL",
        help=f"Database: a SQLite file, or postgresql://…  [default: {DEFAULT_DB}; or TRACKER_DB]",
    )(command)


def story_option(command: Command) -> Command:
    """`--story`: one story."""
    return click.option("--story", default=DEFAULT_STORY, show_default=True, metavar="STORY", help="Story.")(command)


def format_option(*formats: str) -> Callable[[Command], Command]:
    """`--format`, the first one being the default."""
    return click.option("--format", "format_", type=click.Choice(formats), default=formats[0], show_default=True)


class InstantType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer click
    """ISO 8601, or `now`; a time without zone is taken as UTC, and said so on standard error."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        if value == "now":
            return datetime.now(UTC)
        named = param.opts[0] if param else "time"
        try:
            instant = parse_instant(value, what=named)
        except InputError as error:
            self.fail(str(error), param, ctx)
        if not has_zone(value):
            click.echo(f"note: {named} {value} names no zone: taken as UTC", err=True)
        return instant


INSTANT = InstantType()


def database_name(db: str | None) -> str:
    """The database that is meant: the command's own --db, the root's, TRACKER_DB, or the default."""
    ctx = click.get_current_context(silent=True)
    root = ctx.find_root().obj if ctx else None
    return db or root or os.environ.get("TRACKER_DB") or DEFAULT_DB


@contextlib.contextmanager
def opened(db: str | None, *, create: bool = False) -> Iterator[Database]:
    """The database of the command; with `create`, a SQLite file that is not there yet is made, and said so."""
    from tracker.store import schema
    from tracker.store.database import Database, open_database

    name = database_name(db)
    database = Database(name) if create else open_database(name)
    if create and database.missing() and not Path(str(database.url.database)).exists():
        schema.upgrade(database)
        click.echo(f"made a new database, {database.name}", err=True)
    elif create:
        database.dispose()
        database = open_database(name)
    try:
        yield database
    finally:
        database.dispose()


@contextlib.contextmanager
def current(db: str | None, story: str) -> Iterator[tuple[Database, EventLog]]:
    """A database whose read models of that story (`*`: of every story) are up to date, for commands that ask."""
    from tracker.projections.runner import catch_up
    from tracker.store.log import EventLog

    with opened(db) as database:
        log = EventLog(database)
        known = log.stories()
        if story != "*" and story not in known:
            raise UnknownStoryError(story, known)
        for each in known if story == "*" else [story]:
            catch_up(log, each)
        yield database, log


def actor() -> str:
    """Who types: `TRACKER_ACTOR`, or the user's login name."""
    try:
        return os.environ.get("TRACKER_ACTOR") or f"user:{getpass.getuser()}"
    except (OSError, KeyError):
        return "user:unknown"
