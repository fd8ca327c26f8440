"""Which commands the messenger shows an official."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("official", sa.Column("menu", sa.String(), nullable=True))
