"""Mass events: incidents that stand for one, with the cause that an official typed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mass",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Float(), nullable=False),
        sa.Column("is_apart", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("cause_by", KEY, nullable=True),
        sa.Column("cause_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["cause_by"], ["official.id"], name=op.f("fk_mass_cause_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_mass_incident_id")),
        sa.PrimaryKeyConstraint("district_id", "incident_id", name=op.f("pk_mass")),
    )
