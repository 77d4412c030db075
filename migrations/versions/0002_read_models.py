"""Read models: what is folded from the events, in generations. All of it can be dropped and rebuilt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.store.tables import Instant

revision = "0002"
down_revision = "0001"

TABLES = ("projections", "articles", "names", "entities", "aliases", "claims", "cells", "states", "sources")


def keys() -> list[sa.Column]:
    return [
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
    ]


def upgrade() -> None:
    op.create_table(
        "projections",
        *keys(),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("rules", sa.Text, nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        comment="One row per generation of a story's read models: how far it has read the log, and by which rules.",
    )
    op.create_table(
        "articles",
        *keys(),
        sa.Column("article", sa.Text, primary_key=True),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("timezone", sa.Text),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("revisions", sa.Integer, nullable=False),
        sa.Column("extractor", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        comment="Each article as its latest revision has it; status: observed, extracted or erased.",
    )
    op.create_table(
        "names",
        *keys(),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("within", sa.Text, nullable=False),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.Column("first_reported_at", Instant, nullable=False),
        sa.Column("first_article", sa.Text, nullable=False),
        sa.Column("first_start", sa.Integer, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        comment="Each distinct name and kind that claims use, how often, where first, and the entity that it means.",
    )
    op.create_table(
        "entities",
        *keys(),
        sa.Column("entity", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("within", sa.Text, nullable=False),
        sa.Column("declared", sa.Boolean, nullable=False),
        comment="The entities of a story: readable key, canonical name, kind, and the places that contain it (JSON, keys).",
    )
    op.create_table(
        "aliases",
        *keys(),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("aliases", sa.Text, nullable=False),
        sa.Column("within", sa.Text),
        sa.Column("since", Instant),
        sa.Column("until", Instant),
        comment="What analysts declared: entities with their aliases (JSON) and, of an incident, its time; by position.",
    )
    op.create_table(
        "claims",
        *keys(),
        sa.Column("claim_id", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("attribute", sa.Text, nullable=False),
        sa.Column("cell", sa.Text, nullable=False),
        sa.Column("subject_entity", sa.Text, nullable=False),
        sa.Column("subject_name", sa.Text, nullable=False),
        sa.Column("subject_kind", sa.Text, nullable=False),
        sa.Column("value_entity", sa.Text),
        sa.Column("value_name", sa.Text),
        sa.Column("value_kind", sa.Text),
        sa.Column("value_text", sa.Text, nullable=False),
        sa.Column("value_key", sa.Text, nullable=False),
        sa.Column("low", sa.Integer),
        sa.Column("high", sa.Integer),
        sa.Column("office_status", sa.Text),
        sa.Column("office_title", sa.Text),
        sa.Column("polarity", sa.Text, nullable=False),
        sa.Column("certainty", sa.Text, nullable=False),
        sa.Column("voice_entity", sa.Text, nullable=False),
        sa.Column("voice_name", sa.Text, nullable=False),
        sa.Column("voice_kind", sa.Text, nullable=False),
        sa.Column("via", sa.Text, nullable=False),
        sa.Column("aspect", sa.Text, nullable=False),
        sa.Column("valid_from", Instant, nullable=False),
        sa.Column("valid_to", Instant, nullable=False),
        sa.Column("until", Instant),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("reported_at", Instant, nullable=False),
        sa.Column("withdrawn_at", Instant),
        sa.Column("withdrawal", sa.Text),
        sa.Column("start_char", sa.Integer, nullable=False),
        sa.Column("end_char", sa.Integer, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        comment="Every claim, with its cell; withdrawn_at: the report time from which it counts no more, or null.",
    )
    op.create_index("ix_claims_cell", "claims", ["story", "generation", "cell", "reported_at"])
    op.create_index(
        "ix_claims_subject", "claims", ["story", "generation", "subject_entity", "attribute", "reported_at"]
    )
    op.create_index("ix_claims_attribute", "claims", ["story", "generation", "attribute", "reported_at"])
    op.create_index("ix_claims_article", "claims", ["story", "generation", "article", "start_char"])
    op.create_table(
        "cells",
        *keys(),
        sa.Column("cell", sa.Text, primary_key=True),
        sa.Column("attribute", sa.Text, nullable=False),
        sa.Column("subject_entity", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        comment="What a story has answers about: an entity and an attribute, an office of a person, an incident.",
    )
    op.create_table(
        "states",
        *keys(),
        sa.Column("cell", sa.Text, primary_key=True),
        sa.Column("known_from", Instant, primary_key=True),
        sa.Column("known_to", Instant, nullable=False),
        sa.Column("subject_entity", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("attribute", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("low", sa.Integer),
        sa.Column("high", sa.Integer),
        sa.Column("range_low", sa.Integer),
        sa.Column("range_high", sa.Integer),
        sa.Column("polarity", sa.Text, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("since_earliest", Instant, nullable=False),
        sa.Column("since_latest", Instant, nullable=False),
        sa.Column("reported_at", Instant, nullable=False),
        sa.Column("voices", sa.Text, nullable=False),
        sa.Column("alternatives", sa.Text, nullable=False),
        sa.Column("claims", sa.Text, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        comment="What was known then: one row per cell and span [known_from, known_to) in which its answer stayed the same.",
    )
    op.create_index("ix_states_known", "states", ["story", "generation", "known_to", "known_from"])
    op.create_table(
        "sources",
        *keys(),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("every_seconds", sa.Integer, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("timezone", sa.Text),
        sa.Column("active", sa.Boolean, nullable=False),
        comment="Watched places: what is read from where, how often; a removed one is not active.",
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
