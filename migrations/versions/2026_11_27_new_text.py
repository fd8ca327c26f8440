"""Since when a changed text says another topic or place than people chose."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_new_text"
down_revision = "2026_11_28_source_chats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("new_text_at", sa.DateTime(timezone=True)))
