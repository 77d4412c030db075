"""The schedule of the watched places."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.store.tables import Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "schedule",
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("next_look_at", Instant, nullable=False),
        sa.Column("last_look_at", Instant),
        sa.Column("last_result", sa.Text),
        sa.Column("last_error", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("lease_owner", sa.Text),
        sa.Column("lease_until", Instant),
        sa.Column("fence", sa.Integer, nullable=False),
        comment="When each watched place is looked at next, what the last look found, and which process looks at it now.",
    )
    op.create_index("ix_schedule_next_look_at", "schedule", ["next_look_at"])


def downgrade() -> None:
    op.drop_table("schedule")
