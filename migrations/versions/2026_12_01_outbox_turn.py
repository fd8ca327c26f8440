"""Whose message goes first: what answers a press, then what erases. What waits now keeps its place among the rest."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_outbox_turn"
down_revision = "2026_12_01_row_security"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("turn", sa.SmallInteger(), server_default="2", nullable=False))
