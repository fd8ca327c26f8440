"""Cards that may be one trouble, and what officials said of them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_similar_pairs"
down_revision = "2026_11_26_deadlines_kept"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "similar_pair",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, autoincrement=False, nullable=False),
        sa.Column("other_id", KEY, autoincrement=False, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("other_post_id", KEY, nullable=False),
        sa.Column("p", sa.Float(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_similar_pair_incident_id")),
        sa.ForeignKeyConstraint(["other_id"], ["incident.id"], name=op.f("fk_similar_pair_other_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_similar_pair_post_id")),
        sa.ForeignKeyConstraint(["other_post_id"], ["post.id"], name=op.f("fk_similar_pair_other_post_id")),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_similar_pair_by_id")),
        sa.PrimaryKeyConstraint("district_id", "incident_id", "other_id", name=op.f("pk_similar_pair")),
    )
    op.create_index("ix_similar_pair_verdict", "similar_pair", ["district_id", "verdict", "at"])
