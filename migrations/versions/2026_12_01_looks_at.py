"""When something may be due for an incident: a tick asks of what is due, not of what is open. Indexes of a period's figures."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_looks_at"
down_revision = "2026_11_30_leases"
branch_labels = None
depends_on = None

IN_REGION_TILL = sa.text("region_due IS NOT NULL")
LOOKED_AT = sa.text("look_at IS NOT NULL")
OPEN = ("new", "assigned", "accepted", "outside", "postponed", "reopened")

incident = sa.table("incident", sa.column("status", sa.String), sa.column("opened_at"), sa.column("look_at"))


def upgrade() -> None:
    op.add_column("incident", sa.Column("look_at", sa.DateTime(timezone=True)))
    op.execute(sa.update(incident).where(incident.c.status.in_(OPEN)).values(look_at=incident.c.opened_at))  # at the next tick
    op.create_index("ix_incident_look_at", "incident", ["district_id", "look_at"], sqlite_where=LOOKED_AT, postgresql_where=LOOKED_AT)
    op.create_index("ix_post_detected_at", "post", ["district_id", "detected_at"])
    op.create_index("ix_answer_post_id", "answer", ["district_id", "post_id"])
    op.create_index("ix_answer_published_at", "answer", ["district_id", "published_at"])
    op.create_index(
        "ix_voice_region_due", "voice", ["district_id", "region_due"], sqlite_where=IN_REGION_TILL, postgresql_where=IN_REGION_TILL
    )
    op.create_index("ix_voice_part_joined_at", "voice_part", ["district_id", "joined_at"])
