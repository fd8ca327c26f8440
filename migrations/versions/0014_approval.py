"""Approval of answers: rounds, what is said in them, modes changed in the chat."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "approval_word",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("answer_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_approval_word_answer_id")),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_approval_word_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_word")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "approval",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("answer_id", KEY, nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("word_id", KEY, nullable=True),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("hurried_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_approval_answer_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["official.id"], name=op.f("fk_approval_decided_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_approval_incident_id")),
        sa.ForeignKeyConstraint(["word_id"], ["approval_word.id"], name=op.f("fk_approval_word_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_approval_answer_id", "approval", ["district_id", "answer_id"], unique=False)
    op.create_index("ix_approval_incident_id", "approval", ["district_id", "incident_id"], unique=False)
    op.create_index("ix_approval_state", "approval", ["district_id", "state"], unique=False)
    op.create_table(
        "approval_mode",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_approval_mode_by_id")),
        sa.PrimaryKeyConstraint("district_id", "department_id", name=op.f("pk_approval_mode")),
    )
