"""Chats of the messenger that are read as sources, or may be."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_source_chats"
down_revision = "2026_11_28_places_of_voices"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "source_chat",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("asked_by", KEY, nullable=True),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("source_id", KEY, nullable=True),
        sa.Column("lacks", sa.String(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["official.id"], name=op.f("fk_source_chat_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["official.id"], name=op.f("fk_source_chat_decided_by")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_chat_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_chat")),
        sa.UniqueConstraint("district_id", "chat_id", name=op.f("uq_source_chat_district_id_chat_id")),
        sqlite_autoincrement=True,
    )
