"""The duty roster, and how each official stands in it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("official", sa.Column("watch", sa.String(), nullable=True))
    op.create_table(
        "shift",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("official_id", KEY, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_shift_official_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shift_starts_at", "shift", ["district_id", "starts_at"], unique=False)
