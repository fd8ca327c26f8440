"""Whether an incident is a resident's suggestion."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_suggestion"
down_revision = "2026_12_01_missed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("suggestion", sa.Boolean(), nullable=False, server_default=sa.false()))
