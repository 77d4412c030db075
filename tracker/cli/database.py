"""`tracker init` and `tracker db …`: the database and its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.options import database_name, database_option
from tracker.model.errors import DatabaseError, InputError

if TYPE_CHECKING:
    from tracker.store.database import Database


@click.command()
@database_option
def init(db: str | None) -> None:
    """Make a new database, or bring an existing one up to date.

    \b
    Example: tracker init --db tracker.db
    """
    from tracker.store import schema
    from tracker.store.database import Database

    database = Database(database_name(db))
    before = _revision_or_none(database)
    schema.upgrade(database)
    after = database.schema_revision()
    click.echo(f"{database.name} is ready (schema {after})" if before != after else f"{database.name} is ready already")


@click.group("db")
def db_group() -> None:
    """Migrate the database's schema, and check it."""


@db_group.command()
@click.argument("revision", default="head")
@database_option
def upgrade(revision: str, db: str | None) -> None:
    """Migrate the schema up to REVISION (default: the newest).

    \b
    Example: tracker db upgrade
    """
    _migrate("upgrade", revision, db)


@db_group.command()
@click.argument("revision")
@database_option
@click.confirmation_option(prompt="Read models and, at 'base', all events and documents are deleted. Go on?")
def downgrade(revision: str, db: str | None) -> None:
    """Migrate the schema down to REVISION; 'base' deletes every table with all that it holds.

    \b
    Example: tracker db downgrade 0001 --yes
    """
    _migrate("downgrade", revision, db)


@db_group.command()
@database_option
def current(db: str | None) -> None:
    """Print the database's schema revision and the newest that this program knows.

    \b
    Example: tracker db current
    """
    from tracker.store.database import Database
    from tracker.store.schema import known_revisions

    database = Database(database_name(db))
    click.echo(
        f"{database.name}: schema {_existing(database).schema_revision() or 'none'}, newest {known_revisions()[-1]}"
    )


@db_group.command()
@database_option
@click.pass_context
def check(ctx: click.Context, db: str | None) -> None:
    """Say whether the database has the tables, indexes, guards and views that this program expects; exit 1 if not.

    \b
    Example: tracker db check
    """
    from tracker.store import schema
    from tracker.store.database import open_database

    database = open_database(database_name(db))
    found = schema.differences(database)
    for difference in found:
        click.echo(difference)
    if found:
        ctx.exit(1)
    click.echo(f"{database.name} agrees with this program (schema {schema.known_revisions()[-1]})")


def _migrate(direction: str, revision: str, db: str | None) -> None:
    from tracker.store import schema
    from tracker.store.database import Database

    database = _existing(Database(database_name(db)))
    known = schema.known_revisions()
    if revision not in (*known, "head", "base"):
        raise InputError(f"no schema revision {revision!r}: this program knows base, {', '.join(known)} and head")
    getattr(schema, direction)(database, revision)
    click.echo(f"{database.name} is at schema {database.schema_revision() or 'base'}")


def _existing(database: Database) -> Database:
    """The database, unless it is a SQLite file that is not there: only `init` and `ingest` make one."""
    if problem := database.missing():
        raise DatabaseError(problem)
    return database


def _revision_or_none(database: Database) -> str | None:
    return None if database.missing() else database.schema_revision()


COMMANDS = (init, db_group)
