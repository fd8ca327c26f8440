"""Promises: days that answers name."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "promise",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("answer_id", KEY, nullable=False),
        sa.Column("official_id", KEY, nullable=False),
        sa.Column("department_id", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("broken_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_promise_answer_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_promise_incident_id")),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_promise_official_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_promise_incident_id", "promise", ["district_id", "incident_id"], unique=False)
    op.create_index("ix_promise_state_due", "promise", ["district_id", "state", "due"], unique=False)
