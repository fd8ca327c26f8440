"""Not only the author says in a thread that the trouble is over."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_reactions_of_others"
down_revision = "2026_11_26_similar_pairs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reaction", sa.Column("by_author", sa.Boolean(), nullable=False, server_default=sa.true()))
