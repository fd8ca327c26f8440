"""Incidents of old posts, and the digest that told of each."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_caught_up"
down_revision = "2026_11_27_new_text"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "caught_up",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, autoincrement=False, nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_caught_up_incident_id")),
        sa.PrimaryKeyConstraint("district_id", "incident_id", name=op.f("pk_caught_up")),
    )
    op.create_index("ix_caught_up_told_at", "caught_up", ["district_id", "told_at"])
