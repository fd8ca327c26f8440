"""Modes of departments: a trial week, by the coordinator's hand, on their own."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("department", sa.Column("mode", sa.String(), nullable=True))
    op.add_column("department", sa.Column("mode_until", sa.Date(), nullable=True))
    op.add_column("department", sa.Column("mode_since", MOMENT, nullable=True))
    op.add_column("incident", sa.Column("proposed_id", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("sorted_id", sa.String(), nullable=True))
