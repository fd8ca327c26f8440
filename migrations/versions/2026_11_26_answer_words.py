"""The message in which an answer was typed, and the hour of a promise."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_answer_words"
down_revision = "2026_11_26_reactions_of_others"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("typed_id", sa.BigInteger()))
    op.create_index("ix_answer_typed", "answer", ["district_id", "author_id", "typed_id"])
    op.add_column("promise", sa.Column("hour", sa.Time()))
