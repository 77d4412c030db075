"""When a claim speaks of, clipped at its report, as a column; and the newest claims of a cell found by one seek."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.store.tables import Instant

revision = "0008"
down_revision = "0007"

LATEST = "CASE WHEN valid_to < reported_at THEN valid_to ELSE reported_at END"


def upgrade() -> None:
    stored = None if op.get_bind().dialect.name == "sqlite" else True  # SQLite computes an added one as it is read
    op.add_column("claims", sa.Column("latest", Instant, sa.Computed(LATEST, persisted=stored)))
    op.create_index("ix_claims_latest", "claims", ["story", "generation", "cell", "latest"])
    op.create_index("ix_claims_values", "claims", ["story", "generation", "cell", "polarity", "value_key", "latest"])


def downgrade() -> None:
    op.drop_index("ix_claims_values", "claims")
    op.drop_index("ix_claims_latest", "claims")
    op.drop_column("claims", "latest")
