"""What networks push is kept raw until its collector has read it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_pushed"
down_revision = "2026_11_27_typed_by"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "pushed",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pushed")),
        sa.UniqueConstraint(
            "district_id", "network", "source", "external_id", name=op.f("uq_pushed_district_id_network_source_external_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pushed_done_at", "pushed", ["district_id", "done_at", "network", "source", "id"])
    op.create_index("ix_pushed_received_at", "pushed", ["district_id", "received_at"])
