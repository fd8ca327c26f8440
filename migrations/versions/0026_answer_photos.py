"""Photos that officials add to answers."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "answer_photo",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("answer_id", KEY, nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("attachment", sa.Text(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_photo_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_photo")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answer_photo_answer_id", "answer_photo", ["district_id", "answer_id"], unique=False)
    op.create_index("ix_answer_photo_state", "answer_photo", ["district_id", "state", "due_at"], unique=False)
