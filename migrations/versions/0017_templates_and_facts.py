"""Templates of answers, editable in the chat, and the facts that departments give."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "template",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("fact", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_template_district_id", "template", ["district_id"], unique=False)
    op.create_table(
        "fact",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_fact_by_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_fact_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fact_incident_id", "fact", ["district_id", "incident_id"], unique=False)
