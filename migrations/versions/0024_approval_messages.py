"""Where each approver sees an answer that waits."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "approval_message",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("answer_id", KEY, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_approval_message_answer_id")),
        sa.PrimaryKeyConstraint("district_id", "answer_id", "chat_id", name=op.f("pk_approval_message")),
    )
