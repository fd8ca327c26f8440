"""Sources are added, paused and removed in the chat; links wait to be looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("source", sa.Column("added_by", KEY, nullable=True))
    op.add_column("source", sa.Column("paused_at", MOMENT, nullable=True))
    op.add_column("source", sa.Column("removed_at", MOMENT, nullable=True))
    op.create_table(
        "source_job",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("official_id", KEY, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_source_job_official_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_job")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_source_job_state", "source_job", ["district_id", "state", "due_at"], unique=False)
