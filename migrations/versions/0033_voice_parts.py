"""One post may be parted into several incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "voice_part",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("part_id", KEY, autoincrement=False, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_voice_part_incident_id")),
        sa.ForeignKeyConstraint(["part_id"], ["incident.id"], name=op.f("fk_voice_part_part_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_voice_part_post_id")),
        sa.PrimaryKeyConstraint("district_id", "part_id", name=op.f("pk_voice_part")),
    )
    op.create_index("ix_voice_part_incident_id", "voice_part", ["district_id", "incident_id"], unique=False)
    op.create_index("ix_voice_part_post_id", "voice_part", ["district_id", "post_id"], unique=False)
