"""When a source is read again."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_sources_next"
down_revision = "2026_11_26_card_photos"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source", sa.Column("next_at", sa.DateTime(timezone=True)))
