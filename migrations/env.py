"""Where Alembic meets the database: in the program's own transaction, or on the command line of a developer.

Online only: a migration needs to know its back end.
"""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection, MetaData

from tracker.store.catalog import all_tables
from tracker.store.database import Database


def migrate(connection: Connection, tables: MetaData | None) -> None:
    context.configure(connection=connection, target_metadata=tables, transactional_ddl=False)
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given, None)
else:
    url = os.environ.get("TRACKER_DB") or context.config.get_main_option("sqlalchemy.url")
    with Database(url).writing() as connection:
        migrate(connection, all_tables())  # for `alembic revision --autogenerate`
