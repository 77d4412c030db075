"""The cells of an entity, found by one seek."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("ix_cells_subject", "cells", ["story", "generation", "subject_entity"])


def downgrade() -> None:
    op.drop_index("ix_cells_subject", "cells")
