"""Loops that one process at a time runs; sends that all processes count."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_30_leases"
down_revision = "2026_11_29_erasures"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "name", name=op.f("pk_lease")),
    )
    op.create_table(
        "sending",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sending")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sending_at", "sending", ["district_id", "at"])
