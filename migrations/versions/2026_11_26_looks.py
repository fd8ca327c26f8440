"""Who looked at cards of others, and who asked to see one."""

import sqlalchemy as sa
from alembic import op

from bot.storage.engine.types import KEY, Moment

revision = "2026_11_26_looks"
down_revision = "2026_11_26_lookalikes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("district_id", sa.String, nullable=False),
        sa.Column("incident_id", KEY, sa.ForeignKey("incident.id")),
        sa.Column("official_id", KEY, sa.ForeignKey("official.id"), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("how", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_look_incident_id", "look", ["district_id", "incident_id", "id"])
    op.create_index("ix_look_at", "look", ["district_id", "at"])
    op.create_table(
        "read_request",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("district_id", sa.String, nullable=False),
        sa.Column("incident_id", KEY, sa.ForeignKey("incident.id"), nullable=False),
        sa.Column("official_id", KEY, sa.ForeignKey("official.id"), nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("decided_by", KEY, sa.ForeignKey("official.id")),
        sa.Column("decided_at", Moment),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_read_request_official_id", "read_request", ["district_id", "official_id", "incident_id"])
