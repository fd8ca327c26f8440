"""Reactions: what authors say after our answers."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reaction",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kept_by", KEY, nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_reaction_incident_id")),
        sa.ForeignKeyConstraint(["kept_by"], ["official.id"], name=op.f("fk_reaction_kept_by")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_reaction_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaction")),
        sa.UniqueConstraint("district_id", "post_id", name=op.f("uq_reaction_district_id_post_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reaction_incident_id", "reaction", ["district_id", "incident_id"], unique=False)
    op.create_index("ix_reaction_at", "reaction", ["district_id", "at"], unique=False)
