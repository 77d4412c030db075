"""The database's schema, by Alembic migrations alone: upgrade, downgrade, current, check.

Alembic is imported only by what needs it, since a question about a state should not wait for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

if TYPE_CHECKING:
    from alembic.config import Config

    from tracker.store.database import Database

GUARDS = ("events", "documents")
"""The tables whose rows the database itself protects, by triggers named `<table>_guard_…`."""


@cache
def migrations_folder() -> Path:
    """Where the migrations are: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"


@cache
def known_revisions() -> list[str]:
    """The revisions this program knows, oldest first. A file is named `<revision>_<what>.py`, in order."""
    return [path.name.split("_")[0] for path in sorted((migrations_folder() / "versions").glob("[0-9]*.py"))]


def upgrade(database: Database, revision: str = "head") -> None:
    """Migrate up to `revision`, in one transaction."""
    from alembic import command

    with database.writing() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Migrate down to `revision` ("base": no tables at all), in one transaction."""
    from alembic import command

    with database.writing() as connection:
        command.downgrade(_config(connection), revision)


def differences(database: Database) -> list[str]:
    """What the database lacks or has beside the tables, indexes and guards that this program knows; empty if they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from tracker.store.catalog import all_tables, all_views

    with database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": False, "include_object": lambda *a: _is_ours(*a)}
        )
        found = [_describe(step) for step in compare_metadata(context, all_tables())]
        dialect = connection.dialect.name
        triggers = set(connection.execute(text(_TRIGGERS[dialect])).scalars())
        for table in GUARDS:
            if not any(name.startswith(f"{table}_guard_") for name in triggers):
                found.append(f"no trigger guards {table}")
        views = set(connection.execute(text(_VIEWS[dialect])).scalars())
        found += [f"no view {view}" for view in all_views(dialect) if view not in views]
    return found


_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
_VIEWS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'view'",
    "postgresql": "SELECT schemaname || '.' || viewname FROM pg_views",
}


def _config(connection: Any) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    return config


def _is_ours(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    return not (kind == "table" and name == "alembic_version")


def _describe(step: Any) -> str:
    if isinstance(step, list):
        return "; ".join(_describe(part) for part in step)
    what, *items = step
    named = [str(getattr(item, "name", item)) for item in items if item is not None]
    return f"{str(what).replace('_', ' ')}: {' '.join(named)}"
