"""When all were rung last for a danger that nobody took, since when «Опасно?» waits; the machine's act may be taken back too."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_danger_rings"
down_revision = "2026_11_26_lookalikes"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("incident", sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("incident", sa.Column("danger_title", sa.Text(), nullable=True))
    op.add_column("incident", sa.Column("danger_asked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("undo") as undo:
        undo.alter_column("by_id", existing_type=KEY, nullable=True)
