"""Rumours that the approver checks; an official's work phone, and who is the lawyer."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("rumour", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("official", sa.Column("phone", sa.Text(), server_default="", nullable=False))
    op.add_column("official", sa.Column("lawyer", sa.Boolean(), server_default=sa.false(), nullable=False))
