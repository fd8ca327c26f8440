"""Turns: of posts at the reader, of updates at the worker."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_turns_of_posts"
down_revision = "2026_11_25_first_indexes"
branch_labels = None
depends_on = None

UNREAD = sa.text("taken_at IS NULL AND set_aside_at IS NULL")


def upgrade() -> None:
    op.add_column("post", sa.Column("calm", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("post", sa.Column("nth", sa.Integer(), server_default="1", nullable=False))
    op.drop_index("ix_post_unread", table_name="post")
    columns = ["district_id", "calm", "nth", "published_at", "id"]
    op.create_index("ix_post_unread", "post", columns, postgresql_where=UNREAD, sqlite_where=UNREAD)
    op.create_index("ix_post_author_id_published_at", "post", ["district_id", "network", "author_id", "published_at"])
    op.add_column("inbox", sa.Column("stranger", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index("ix_inbox_state_id", table_name="inbox")
    op.create_index("ix_inbox_state_stranger", "inbox", ["district_id", "state", "stranger", "id"])
