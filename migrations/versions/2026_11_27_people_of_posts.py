"""A post keeps where its text names people, for the mask of names."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_people_of_posts"
down_revision = "2026_11_27_sources_next"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("post", sa.Column("people", sa.Text(), server_default="[]", nullable=False))
