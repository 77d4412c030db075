"""Whether the uses of a name decide what some name means, so that a claim about known names resolves none of them anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # 2: may decide anything, until the names of the story are resolved the next time
    op.add_column("names", sa.Column("weighs", sa.Integer, nullable=False, server_default=sa.text("2")))
    op.create_index("ix_names_entity", "names", ["story", "generation", "entity"])


def downgrade() -> None:
    op.drop_index("ix_names_entity", "names")
    op.drop_column("names", "weighs")
