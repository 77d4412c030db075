"""The database's schema, by Alembic migrations alone: upgrade, downgrade, current, check.

Alembic is imported only by what needs it, since a question about a state should not wait for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from tracker.model.errors import DatabaseError

if TYPE_CHECKING:
    from tracker.store.database import Database

GUARDS: dict[str, dict[str, tuple[str, ...]]] = {
    "sqlite": {
        "events": ("events_guard_replace", "events_guard_update", "events_guard_delete"),
        "documents": ("documents_guard_replace", "documents_guard_update", "documents_guard_delete"),
    },
    "postgresql": {
        "events": ("events_guard_change", "events_guard_truncate"),
        "documents": ("documents_guard_update", "documents_guard_delete", "documents_guard_truncate"),
    },
}
"""By back end: the tables whose rows the database itself protects, and the triggers that do it."""


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
    """Migrate up to `revision`, in one transaction; raises `DatabaseError` where it or the database's own is not known."""
    _migrate(database, "upgrade", revision)


def downgrade(database: Database, revision: str) -> None:
    """Migrate down to `revision` ("base": no tables at all), in one transaction; raises as `upgrade` does."""
    _migrate(database, "downgrade", revision)


def differences(database: Database) -> list[str]:
    """What the database lacks or has beside the tables, indexes and guards that this program knows; empty if they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from tracker.store.catalog import all_tables, all_views

    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_ours})
        found = [_describe(step) for step in compare_metadata(context, all_tables())]
        dialect = connection.dialect.name
        triggers = {(table, name) for table, name in connection.execute(text(_TRIGGERS[dialect]))}
        for table, names in GUARDS[dialect].items():
            found += [f"no trigger {name} guards {table}" for name in names if (table, name) not in triggers]
        views = set(connection.execute(text(_VIEWS[dialect])).scalars())
        found += [f"no view {view}" for view in all_views(dialect) if view not in views]
    return found


_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)
    """,
}
_VIEWS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'view'",
    "postgresql": "SELECT schemaname || '.' || viewname FROM pg_views",
}


def _migrate(database: Database, direction: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    database.require_own_file()
    with database.writing() as connection:
        if not database.is_sqlite:  # SQLite's write lock is held already; of two migrations one must wait here, too
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('tracker.migrations'))"))
        config.attributes["connection"] = connection
        try:
            getattr(command, direction)(config, revision)
        except CommandError as error:
            raise DatabaseError(
                f"cannot {direction} {database.name} to {revision!r} ({error}): this program knows "
                f"{', '.join(known_revisions())}; a database of a newer one needs a newer tracker"
            ) from None


def _is_ours(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    return not (kind == "table" and name == "alembic_version")


def _describe(step: Any) -> str:
    if isinstance(step, list):
        return "; ".join(_describe(part) for part in step)
    what, *items = step
    named = [str(getattr(item, "name", item)) for item in items if item is not None]
    return f"{str(what).replace('_', ' ')}: {' '.join(named)}"
