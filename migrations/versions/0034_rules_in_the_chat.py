"""A rule may be switched off."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rule", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
