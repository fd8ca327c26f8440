"""One post to all: the short replies beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("answer", sa.Column("shares", KEY, nullable=True))
    op.create_table(
        "thread_lines",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("answer_id", KEY, autoincrement=False, nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("typed", sa.Boolean(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("barred_until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_thread_lines_answer_id")),
        sa.PrimaryKeyConstraint("district_id", "answer_id", name=op.f("pk_thread_lines")),
    )
    op.create_index("ix_thread_lines_until", "thread_lines", ["district_id", "until"], unique=False)
