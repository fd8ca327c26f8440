"""Editable messages: fields of a template, corrections by an approver."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_edited_messages"
down_revision = "2026_11_26_answer_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("typed_fields", sa.Text()))
    op.add_column("approval", sa.Column("typed_id", sa.BigInteger()))
    op.create_index("ix_approval_typed", "approval", ["district_id", "decided_by", "typed_id"])
