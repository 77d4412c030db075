"""Where Alembic meets the program's tables. Online only: a migration needs to know its back end."""

from __future__ import annotations

import os

from alembic import context

from tracker.store.catalog import all_tables
from tracker.store.database import Database


def migrate(connection) -> None:
    context.configure(connection=connection, target_metadata=all_tables(), transactional_ddl=False)
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    url = os.environ.get("TRACKER_DB") or context.config.get_main_option("sqlalchemy.url")
    with Database(url).writing() as connection:
        migrate(connection)
