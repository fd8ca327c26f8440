"""Many dangers are one message of a chat: the board of each chat and the dangers on it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_boards"
down_revision = "2026_12_02_disputed"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
POLICY = "CREATE POLICY own_district ON %(table)s USING (coalesce(current_setting('otklik.district', true), '') IN ('', district_id))"
OWN_ROWS = ("ALTER TABLE %(table)s ENABLE ROW LEVEL SECURITY", "ALTER TABLE %(table)s FORCE ROW LEVEL SECURITY", POLICY)


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.Integer()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("shown_at", MOMENT),
        sa.Column("shown", sa.String(64)),
        sa.Column("rang_at", MOMENT),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("gravest", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "chat_id", name="pk_board"),
    )
    op.create_table(
        "board_row",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("incident_id", KEY, autoincrement=False, nullable=False),
        sa.Column("heard", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_board_row_incident_id"),
        sa.PrimaryKeyConstraint("district_id", "chat_id", "incident_id", name="pk_board_row"),
    )
    op.create_index("ix_board_row_incident_id", "board_row", ["district_id", "incident_id"])
    if op.get_bind().dialect.name != "sqlite":
        for table in ("board", "board_row"):
            for step in OWN_ROWS:
                op.execute(sa.DDL(step, context={"table": table}))  # type: ignore[no-untyped-call]  # its signature has no types
