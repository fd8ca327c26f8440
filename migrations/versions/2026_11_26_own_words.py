"""A source says in whose name its community writes; a post keeps what is attached to it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_own_words"
down_revision = "2026_11_26_danger_rings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source", sa.Column("mark", sa.String(), server_default="residents", nullable=False))
    op.add_column("post", sa.Column("attached", sa.Text(), server_default="[]", nullable=False))
