"""`tracker sql` can only read: every known way to write, to reach files or other processes, or to run for ever is tried."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tracker.model.errors import InputError
from tracker.model.events import STORY_STREAM, NewEvent, StoryDefined
from tracker.reporting.readers import TooSlow
from tracker.reporting.sql import ask
from tracker.store.database import Database
from tracker.store.log import EventLog

BOTH = (
    "INSERT INTO heads VALUES ('x', 1, 'x', '2020-01-01')",
    "UPDATE heads SET position = 9",
    "DELETE FROM heads",
    "DROP TABLE heads",
    "DROP VIEW report_claims",
    "CREATE TABLE loot (x INTEGER)",
    "CREATE TEMP TABLE loot (x INTEGER)",
    "CREATE TEMP TABLE loot AS SELECT * FROM events",
    "ALTER TABLE heads ADD COLUMN x INTEGER",
    "VACUUM",
    "ANALYZE",
    "REINDEX heads",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT x",
    "SELECT 1; DELETE FROM heads",
    "SELECT 1; COMMIT; DELETE FROM heads",
    "SELECT 1 /* ; */ ; DROP TABLE heads --",
    "WITH x AS (DELETE FROM heads RETURNING *) SELECT * FROM x",
    "WITH x AS (SELECT 1) DELETE FROM heads",
    "WITH x AS (SELECT 1 AS a) INSERT INTO heads SELECT 'x', 1, 'x', '2020-01-01' FROM x",
    "WITH x AS (SELECT 1) UPDATE heads SET position = 9",
    "EXPLAIN DELETE FROM heads",
    "EXPLAIN ANALYZE DELETE FROM heads",
    "-- SELECT\nDELETE FROM heads",
    "/* SELECT */ DELETE FROM heads",
    "(DELETE FROM heads)",
    "",
    ";",
    "\0",
    "SELECT 1 \0 ; DELETE FROM heads",
    "SELECT '\udcff'",
)
SQLITE = (
    "ATTACH DATABASE '{folder}/loot.db' AS loot",
    "DETACH DATABASE main",
    "VACUUM INTO '{folder}/loot.db'",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA query_only = OFF",
    "PRAGMA user_version = 7",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "SELECT * FROM pragma_journal_mode('DELETE')",
    "SELECT load_extension('{folder}/loot.so')",
    "SELECT writefile('{folder}/loot', 'x')",
    "SELECT readfile('{folder}/tracker.db')",
    "SELECT fts3_tokenizer('simple', x'0000000000000000')",
    "REPLACE INTO heads VALUES ('x', 1, 'x', 'x')",
    "CREATE VIRTUAL TABLE loot USING fts5(x)",
    "UPDATE sqlite_master SET sql = ''",
    "SELECT hex(zeroblob(2000000000))",
    "SELECT randomblob(2000000000)",
    "SELECT group_concat(hex(zeroblob(20000000))) FROM (SELECT 1 UNION ALL SELECT 2)",
)
POSTGRESQL = (
    "SELECT * INTO loot FROM events",
    "SELECT * INTO TEMP loot FROM events",
    "COPY heads TO PROGRAM 'touch {folder}/loot'",
    "COPY heads TO '{folder}/loot'",
    "COPY heads FROM PROGRAM 'echo x'",
    "SELECT set_config('transaction_read_only', 'off', true)",
    "SELECT set_config('role', 'postgres', false)",
    "SELECT pg_catalog.set_config('statement_timeout', '0', false)",
    "SELECT \"set_config\"('statement_timeout', '0', false)",
    "SELECT/**/set_config/**/('statement_timeout', '0', false)",
    "SELECT /* /* */ ' */ set_config('statement_timeout', '0', false) --'",
    "SELECT $x$ ' $x$, SET_CONFIG('statement_timeout', '0', false) --'",
    "SELECT U&\"set\\005fconfig\"('statement_timeout', '0', false)",
    "SELECT lo_import('/etc/hostname')",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_export(1, '{folder}/loot')",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT pg_ls_dir('/')",
    "SELECT pg_sleep(60)",
    "SELECT pg_terminate_backend(1)",
    "SELECT pg_reload_conf()",
    "SELECT pg_notify('x', 'y')",
    "SELECT pg_advisory_lock(1)",
    "SELECT nextval('x')",
    "SELECT query_to_xml('DELETE FROM heads', true, true, '')",
    "SELECT query_to_xml('SELECT lo_cr' || 'eate(0)', true, true, '')",
    "SELECT * FROM heads FOR UPDATE",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "DO $$ BEGIN DELETE FROM heads; END $$",
    "CALL x()",
    "EXECUTE x",
    "PREPARE x AS DELETE FROM heads",
    "LOCK TABLE heads",
    "TRUNCATE heads",
    "GRANT ALL ON heads TO public",
    "CREATE EXTENSION dblink",
    "LISTEN x",
    "TABLE heads; DELETE FROM heads",
)


@pytest.fixture
def filled(log: EventLog) -> EventLog:
    log.append("s", STORY_STREAM, 0, [NewEvent(StoryDefined(title="t"), "test")])
    return log


def rows(database: Database, statement: str, **options: Any) -> list[dict[str, Any]]:
    with ask(database, statement, **options) as answer:
        return list(answer)


def contents(database: Database) -> list[Any]:
    """All that an attack of this list could have changed in the database."""
    catalogue = (
        "SELECT name, sql FROM sqlite_master ORDER BY 1"
        if database.is_sqlite
        else "SELECT n.nspname || '.' || relname, relacl::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE n.nspname IN ('public', 'report') UNION SELECT oid::text, '' FROM pg_largeobject_metadata ORDER BY 1"
    )
    with database.reading() as connection:
        return [
            connection.execute(text(query)).all()
            for query in ("SELECT * FROM heads", "SELECT * FROM events", "SELECT * FROM alembic_version", catalogue)
        ]


def refuse_all(database: Database, attacks: tuple[str, ...], folder: Path) -> None:
    before, files = contents(database), {path.name for path in folder.iterdir()}
    for attack in attacks:
        with pytest.raises(InputError) as refusal:
            rows(database, attack.replace("{folder}", str(folder)))
            pytest.fail(f"answered: {attack}")
        assert "\n" not in str(refusal.value) and not isinstance(refusal.value, TooSlow), attack
        assert contents(database) == before, attack
    assert {path.name for path in folder.iterdir()} == files


def test_writes_are_refused(filled: EventLog, tmp_path: Path) -> None:
    refuse_all(filled.database, BOTH, tmp_path)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_sqlite_own_ways_out_are_refused(filled: EventLog, tmp_path: Path) -> None:
    refuse_all(filled.database, SQLITE, tmp_path)


@pytest.mark.parametrize("backend", ["postgresql"])
def test_postgresql_own_ways_out_are_refused(filled: EventLog, tmp_path: Path) -> None:
    refuse_all(filled.database, POSTGRESQL, tmp_path)


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_function_of_the_users_own_with_effects_is_refused(filled: EventLog) -> None:
    with filled.database.writing() as connection:
        connection.execute(
            text("CREATE FUNCTION innocent() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN pg_backend_pid(); END $$")
        )
    with pytest.raises(InputError, match="innocent may have effects"):
        rows(filled.database, "SELECT innocent()")


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_write_that_hides_in_a_harmless_function_meets_the_read_only_transaction(filled: EventLog) -> None:
    """What the check of names cannot see, the transaction refuses, and its role has no superuser's rights."""
    with filled.database.writing() as connection:
        for name, body in (("hidden", "DELETE FROM heads"), ("files", "PERFORM pg_read_file('/etc/hostname')")):
            connection.execute(
                text(
                    f"CREATE FUNCTION {name}() RETURNS int STABLE LANGUAGE plpgsql AS"
                    f" $$ BEGIN EXECUTE '{body.replace('PERFORM', 'SELECT').replace(chr(39), chr(39) * 2)}';"
                    " RETURN 1; END $$"
                )
            )
    before = contents(filled.database)
    for name in ("hidden", "files"):
        with pytest.raises(InputError, match=r"can only read|cannot be answered"):
            rows(filled.database, f"SELECT {name}()")
    assert contents(filled.database) == before


def test_a_runaway_statement_is_stopped(filled: EventLog) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {} FROM n"
    for columns in ("count(*)", "max(i)"):
        started = time.monotonic()
        with pytest.raises(TooSlow, match=r"more than 0\.3 s"):
            rows(filled.database, endless.format(columns), seconds=0.3)
        assert time.monotonic() - started < 5
    with pytest.raises(TooSlow), ask(filled.database, endless.format("i"), seconds=0.1, limit=None) as answer:
        for _ in answer:  # rows that come one by one, for ever
            pass


def test_time_in_which_nobody_reads_is_free(filled: EventLog) -> None:
    with ask(filled.database, "SELECT 1 AS one UNION ALL SELECT 2", seconds=0.5, limit=2) as answer:
        first = iter(answer)
        next(first)
        time.sleep(0.7)
        assert next(first) == {"one": 2}


def test_other_statements_work_after_a_refused_one(filled: EventLog) -> None:
    for _ in range(3):
        with pytest.raises(InputError):
            rows(filled.database, "SELECT nothing FROM nowhere")
    filled.append("s", "article-x", 0, [NewEvent(StoryDefined(title="t"), "test")])
    assert rows(filled.database, "SELECT count(*) AS n FROM events") == [{"n": 2}]
