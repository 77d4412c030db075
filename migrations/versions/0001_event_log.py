"""The truth: heads, events, documents, and the guards that keep them from being rewritten.

Never batch-alter `events` or `documents` on SQLite: the copy loses its triggers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.store.tables import Instant

revision = "0001"
down_revision = None

TABLES = ("documents", "events", "heads")

SQLITE_GUARDS = (
    # INSERT OR REPLACE deletes the old row without firing its DELETE trigger, so an existing key is refused at INSERT.
    """
    CREATE TRIGGER events_guard_replace BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE story = NEW.story AND position = NEW.position)
      OR EXISTS (SELECT 1 FROM events WHERE story = NEW.story AND event_id = NEW.event_id)
      OR EXISTS (SELECT 1 FROM events WHERE story = NEW.story AND stream = NEW.stream AND version = NEW.version)
    BEGIN SELECT RAISE(ABORT, 'events are never replaced: this position, event id or stream version exists'); END
    """,
    """
    CREATE TRIGGER events_guard_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never updated'); END
    """,
    """
    CREATE TRIGGER events_guard_delete BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
    # Nor may it take a row away by its hidden key, the rowid, which is -1 here where the INSERT names none.
    """
    CREATE TRIGGER documents_guard_replace BEFORE INSERT ON documents
    WHEN EXISTS (SELECT 1 FROM documents WHERE story = NEW.story AND sha256 = NEW.sha256)
      OR EXISTS (SELECT 1 FROM documents WHERE rowid = NEW.rowid AND rowid <> -1)
    BEGIN SELECT RAISE(ABORT, 'documents are never replaced: this one exists'); END
    """,
    # An erasure comes with its event in one transaction, so the search from the end of the log finds that at once.
    """
    CREATE TRIGGER documents_guard_update BEFORE UPDATE ON documents
    WHEN NOT (
        NEW.story IS OLD.story AND NEW.sha256 IS OLD.sha256
        AND NEW.body IS NULL AND NEW.body_sha256 IS NULL AND NEW.characters IS 0
        AND (
            SELECT 1 FROM events, json_each(events.payload, '$.documents') AS erased
            WHERE events.story = OLD.story AND events.type = 'ArticleErased' AND erased.value = OLD.sha256
            ORDER BY events.position DESC LIMIT 1
        ) IS NOT NULL
    )
    BEGIN SELECT RAISE(ABORT, 'documents are never updated; only erased, under an ArticleErased event'); END
    """,
    """
    CREATE TRIGGER documents_guard_delete BEFORE DELETE ON documents
    BEGIN SELECT RAISE(ABORT, 'documents are never deleted'); END
    """,
)

POSTGRESQL_GUARDS = (
    """
    CREATE FUNCTION tracker_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% are never changed: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE FUNCTION tracker_allow_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        named boolean;
    BEGIN
        -- The schema is named: a temporary table called `events` would come first on any search path.
        EXECUTE format(
            'SELECT true FROM %I.events WHERE story = $1 AND type = ''ArticleErased''
               AND CASE WHEN type = ''ArticleErased'' THEN payload::jsonb -> ''documents'' ? $2 END
             ORDER BY position DESC LIMIT 1', TG_TABLE_SCHEMA
        ) INTO named USING OLD.story, OLD.sha256;
        IF named AND NEW.story = OLD.story AND NEW.sha256 = OLD.sha256
            AND NEW.body IS NULL AND NEW.body_sha256 IS NULL AND NEW.characters = 0
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'documents are never updated; only erased, under an ArticleErased event'
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    "CREATE TRIGGER events_guard_change BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION tracker_refuse()",
    "CREATE TRIGGER events_guard_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION tracker_refuse()",
    "CREATE TRIGGER documents_guard_update BEFORE UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION tracker_allow_erasure()",
    "CREATE TRIGGER documents_guard_delete BEFORE DELETE ON documents FOR EACH ROW EXECUTE FUNCTION tracker_refuse()",
    "CREATE TRIGGER documents_guard_truncate BEFORE TRUNCATE ON documents"
    " FOR EACH STATEMENT EXECUTE FUNCTION tracker_refuse()",
)


def upgrade() -> None:
    op.create_table(
        "heads",
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        comment="One row per story: the last position of its log and the head of its hash chain. Locked at every append.",
    )
    op.create_table(
        "events",
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("cause", sa.Text),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sqlite_with_rowid=False,
        comment="The event log: append-only, gapless positions per story, each row chained to the one before by its hash.",
    )
    op.create_index("uq_events_story_stream_version", "events", ["story", "stream", "version"], unique=True)
    op.create_index("uq_events_story_event_id", "events", ["story", "event_id"], unique=True)
    op.create_table(
        "documents",
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("body_sha256", sa.Text),
        comment="Article texts, addressed by the SHA-256 of their UTF-8 text, compressed (zlib); an erased one has no body.",
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_GUARDS if sqlite else POSTGRESQL_GUARDS:
        # Not `op.execute`: it would take a `:` for a parameter. psycopg wants its `%` doubled.
        op.get_bind().exec_driver_sql(statement if sqlite else statement.replace("%", "%%"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION tracker_refuse()")
        op.execute("DROP FUNCTION tracker_allow_erasure()")
