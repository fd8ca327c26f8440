"""What was erased and by whom, which messages quote whom, nightly heads."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_erasures"
down_revision = "2026_11_26_restorations"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


NO_REPLACE = (
    "CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE district_id = NEW.district_id "
    "AND incident_id = NEW.incident_id AND line = NEW.line) BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
)
"""INSERT OR REPLACE of SQLite passes the triggers of UPDATE and DELETE."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(NO_REPLACE)
    op.create_table(
        "erasure",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("by", KEY, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("incidents", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("backups_until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["official.id"], name=op.f("fk_erasure_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasure_at", "erasure", ["district_id", "at"])
    op.create_table(
        "shown",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("key", KEY, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "chat_id", "message_id", "what", "key", name=op.f("pk_shown")),
    )
    op.create_index("ix_shown_what_key", "shown", ["district_id", "what", "key"])
    op.create_index("ix_shown_at", "shown", ["district_id", "at"])
    op.create_table(
        "chain_head",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("incidents", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "day", name=op.f("pk_chain_head")),
    )
