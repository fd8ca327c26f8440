"""Departments that give facts for one answer."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "co_executor",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, autoincrement=False, nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("wait_until", MOMENT, nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("facts_by", KEY, nullable=True),
        sa.Column("facts_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_co_executor_by_id")),
        sa.ForeignKeyConstraint(["facts_by"], ["official.id"], name=op.f("fk_co_executor_facts_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_co_executor_incident_id")),
        sa.PrimaryKeyConstraint("district_id", "incident_id", "department_id", name=op.f("pk_co_executor")),
    )
    op.add_column("incident", sa.Column("co_departments", sa.Text(), nullable=True))
