"""What coordinators say of the night's cards and of posts that the reader dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "night",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("hold_until", MOMENT, nullable=True),
        sa.Column("by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_night_by_id")),
        sa.PrimaryKeyConstraint("district_id", "day", name=op.f("pk_night")),
    )
    op.create_table(
        "drop_verdict",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_drop_verdict_by_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_drop_verdict_post_id")),
        sa.PrimaryKeyConstraint("district_id", "post_id", name=op.f("pk_drop_verdict")),
    )
