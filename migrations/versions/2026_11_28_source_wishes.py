"""A source has a priority, a department and filters; its failures are counted."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_source_wishes"
down_revision = "2026_11_28_pushed"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("source", sa.Column("priority", sa.String(), server_default="usual", nullable=False))
    op.add_column("source", sa.Column("department_id", sa.String()))
    op.add_column("source", sa.Column("keywords", sa.Text(), server_default="[]", nullable=False))
    op.add_column("source", sa.Column("stop_words", sa.Text(), server_default="[]", nullable=False))
    op.add_column("source", sa.Column("quota", sa.Text()))
    op.create_index("ix_post_source_id_detected_at", "post", ["district_id", "source_id", "detected_at"])
    op.create_table(
        "filtered_post",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("filter", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_filtered_post_post_id")),
        sa.PrimaryKeyConstraint("district_id", "post_id", name=op.f("pk_filtered_post")),
    )
    op.create_table(
        "source_error",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("source_id", KEY, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_error_source_id")),
        sa.PrimaryKeyConstraint("district_id", "source_id", "day", name=op.f("pk_source_error")),
    )
