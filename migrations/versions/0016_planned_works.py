"""Planned works."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "works",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_by", KEY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["official.id"], name=op.f("fk_works_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_works")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_works_until", "works", ["district_id", "until"], unique=False)
