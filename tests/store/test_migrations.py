"""Migrations: up, down and up again, one history in order, and `differences` that names what is missing."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from store_support import TEXT, ingest

from tracker.model.errors import DatabaseError
from tracker.store import schema
from tracker.store.catalog import all_tables
from tracker.store.database import Database
from tracker.store.log import EventLog
from tracker.store.verify import verify


@pytest.fixture
def empty(empty_url: str) -> Any:
    database = Database(empty_url)
    yield database
    database.dispose()


def shape(database: Database) -> list[str]:
    """Every table, index, view, trigger and function of the database, as it is defined, but alembic's own."""
    if database.is_sqlite:
        query = "SELECT type || name || sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    else:
        query = """
            SELECT concat_ws(' ', relkind, relnamespace::regnamespace, relname) FROM pg_class WHERE NOT relname LIKE 'alembic%'
              AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
            UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace::regnamespace::text = 'public'
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND NOT tablename LIKE 'alembic%'
            UNION ALL SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable) FROM information_schema.columns
              WHERE table_schema IN ('public', 'report') AND NOT table_name LIKE 'alembic%'
        """
    with database.reading() as connection:
        return sorted(connection.execute(text(query)).scalars())


def test_up_down_and_up_again(empty: Database) -> None:
    schema.upgrade(empty)
    assert empty.schema_revision() == schema.known_revisions()[-1]
    assert schema.differences(empty) == []
    first = shape(empty)
    ingest(EventLog(empty), "kg", "a1", TEXT)
    schema.downgrade(empty, "base")
    assert shape(empty) == []
    assert empty.schema_revision() is None
    schema.upgrade(empty)
    assert shape(empty) == first
    assert schema.differences(empty) == []
    assert verify(empty, "kg").events == 0


def test_one_step_at_a_time(empty: Database) -> None:
    """Each revision goes up and down to what the one before left."""
    shapes = [shape(empty)]
    for revision in schema.known_revisions():
        schema.upgrade(empty, revision)
        assert empty.schema_revision() == revision
        shapes.append(shape(empty))
    for revision, before in zip([*schema.known_revisions()[-2::-1], "base"], shapes[-2::-1], strict=True):
        schema.downgrade(empty, revision)
        assert shape(empty) == before


def test_read_models_come_and_go_and_the_truth_stays(log: EventLog) -> None:
    """Down to the first revision and up again: the log is as it was."""
    ingest(log, "kg", "a1", TEXT)
    before = verify(log.database, "kg")
    schema.downgrade(log.database, schema.known_revisions()[0])
    assert verify(log.database, "kg") == before
    schema.upgrade(log.database)
    assert verify(log.database, "kg") == before
    assert schema.differences(log.database) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    before = shape(database)
    schema.upgrade(database)
    assert shape(database) == before


def test_a_migration_that_fails_leaves_nothing(empty: Database) -> None:
    """The tables of the first migration are made in one transaction, `documents` among the last."""
    with empty.writing() as connection:
        connection.execute(text("CREATE TABLE documents (mine integer)"))
    before = shape(empty)
    with pytest.raises(DatabaseError, match="already exists"):
        schema.upgrade(empty)
    assert shape(empty) == before
    with empty.reading() as connection:
        assert inspect(connection).get_table_names() == ["documents"]


def test_two_upgrades_at_once(empty_url: str, empty: Database) -> None:
    """Of two processes that find an empty database one migrates it, and the other waits for that."""
    code = "import sys; from tracker.store import schema, database; schema.upgrade(database.Database(sys.argv[1]))"
    both = [subprocess.Popen([sys.executable, "-c", code, empty_url], stderr=subprocess.PIPE) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in both] == [(b"", 0)] * 3
    assert schema.differences(empty) == []


# The history


def test_the_history_has_one_head_and_is_in_the_order_of_its_files() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.migrations_folder()))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [schema.known_revisions()[-1]]
    assert [each.revision for each in script.walk_revisions()][::-1] == schema.known_revisions()
    for each in script.walk_revisions():
        assert re.fullmatch(rf"{each.revision}_[a-z_]+\.py", each.path.rpartition("/")[2])


@pytest.mark.parametrize("direction", ["upgrade", "downgrade"])
def test_a_revision_that_is_not_known(database: Database, direction: str) -> None:
    with pytest.raises(DatabaseError, match=f"cannot {direction} .*'nowhere'.*this program knows 0001") as caught:
        getattr(schema, direction)(database, "nowhere")
    assert "\n" not in str(caught.value)
    assert schema.differences(database) == []


def test_a_database_older_than_the_program_is_brought_up(database: Database) -> None:
    for revision in schema.known_revisions():
        schema.downgrade(database, revision) if database.schema_revision() != revision else None
        schema.upgrade(database)
        assert schema.differences(database) == []


# What is missing is named


def change(database: Database, statement: str) -> list[str]:
    with database.writing() as connection:
        connection.execute(text(statement))
    return schema.differences(database)


def test_every_dropped_guard_is_named(database: Database) -> None:
    gone = []
    for table, names in schema.GUARDS[database.engine.dialect.name].items():
        for name in names:
            gone.append(f"no trigger {name} guards {table}")
            drop = f"DROP TRIGGER {name}" + ("" if database.is_sqlite else f" ON {table}")
            assert change(database, drop) == gone


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_disabled_guard_is_named(database: Database) -> None:
    found = change(database, "ALTER TABLE events DISABLE TRIGGER events_guard_change")
    assert found == ["no trigger events_guard_change guards events"]


def test_a_dropped_index_is_named(database: Database) -> None:
    assert change(database, "DROP INDEX uq_events_story_event_id") == ["add index: uq_events_story_event_id"]


def test_a_dropped_table_is_named(database: Database) -> None:
    (found,) = change(database, "DROP TABLE heads")
    assert found == "add table: heads"


def test_a_table_of_someone_else_is_named(database: Database) -> None:
    assert change(database, "CREATE TABLE notes (words text)") == ["remove table: notes"]


def test_a_dropped_column_is_named(database: Database) -> None:
    for guard in schema.GUARDS[database.engine.dialect.name]["events"]:
        change(database, f"DROP TRIGGER {guard}" + ("" if database.is_sqlite else " ON events"))
    found = change(database, "ALTER TABLE events DROP COLUMN cause")
    assert any("add column" in each and "cause" in each for each in found)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_column_of_another_type_is_named(database: Database) -> None:
    found = change(database, "ALTER TABLE heads ALTER COLUMN position TYPE integer")
    assert any("type" in each and "position" in each for each in found)


def test_every_guard_is_on_a_table_of_the_truth() -> None:
    for guards in schema.GUARDS.values():
        assert guards.keys() == {"events", "documents"}
        assert guards.keys() <= set(all_tables().tables)
        assert all(name.startswith(f"{table}_guard_") for table, names in guards.items() for name in names)
