"""Processes that deliver keep a heartbeat, and a claimed row names its process."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_courier_heartbeats"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "courier",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "name", name=op.f("pk_courier")),
    )
    op.add_column("outbox", sa.Column("claimed_by", sa.String(), nullable=True))
