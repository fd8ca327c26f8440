"""Notes for colleagues, reasons of delay, questions to other organisations; until when a card is postponed, since when it is watched."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("incident", sa.Column("postponed_until", MOMENT, nullable=True))
    op.add_column("incident", sa.Column("controlled_since", MOMENT, nullable=True))
    _beside("note", sa.Column("at", MOMENT, nullable=False), sa.Column("text", sa.Text(), nullable=False))
    _beside(
        "delay",
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("taken_back", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _beside(
        "request",
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("promised_at", MOMENT, nullable=False),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("came_at", MOMENT, nullable=True),
        sa.Column("taken_back", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_request_remind_at", "request", ["district_id", "remind_at"], unique=False)


def _beside(table: str, *columns: sa.Column[object]) -> None:
    """A table of records beside incidents."""
    op.create_table(
        table,
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f(f"fk_{table}_by_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f(f"fk_{table}_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{table}_incident_id", table, ["district_id", "incident_id"], unique=False)
