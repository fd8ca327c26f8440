"""What the coordinator says of what the head is asked to decide; orders given by voice."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "agenda_mark",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, autoincrement=False, nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("holds_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["official.id"], name=op.f("fk_agenda_mark_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_agenda_mark_incident_id")),
        sa.PrimaryKeyConstraint("district_id", "incident_id", name=op.f("pk_agenda_mark")),
    )
    op.add_column("head_order", sa.Column("voice_file_id", sa.Text(), nullable=True))
