"""One person on duty asks another to take a shift."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "shift_swap",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("shift_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("to_id", KEY, nullable=False),
        sa.Column("instead_id", KEY, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_shift_swap_by_id")),
        sa.ForeignKeyConstraint(["to_id"], ["official.id"], name=op.f("fk_shift_swap_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_swap")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shift_swap_state", "shift_swap", ["district_id", "state"], unique=False)
