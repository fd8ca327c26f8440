"""Orders of the head with a moment to report by."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "head_order",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("reported_by_id", KEY, nullable=True),
        sa.Column("reported_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_head_order_by_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_head_order_incident_id")),
        sa.ForeignKeyConstraint(["reported_by_id"], ["official.id"], name=op.f("fk_head_order_reported_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head_order")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_head_order_due_at", "head_order", ["district_id", "due_at"], unique=False)
