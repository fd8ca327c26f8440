"""Indexes for the questions that read whole tables: voices of a card, the region's numbers, answers that wait, figures of a period."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_first_indexes"
down_revision = "2026_11_25_open_links"
branch_labels = None
depends_on = None

IN_REGION = sa.text("region_number IS NOT NULL OR entered_at IS NOT NULL")
UNSETTLED = sa.text("look_at IS NOT NULL OR state IN ('scheduled', 'publishing')")


def upgrade() -> None:
    op.create_index("ix_voice_of_incident", "voice", ["district_id", "incident_id", "joined_at", "post_id"])
    op.drop_index("ix_voice_incident_id", "voice")
    op.create_index("ix_voice_in_region", "voice", ["district_id"], sqlite_where=IN_REGION, postgresql_where=IN_REGION)
    op.create_index("ix_answer_unsettled", "answer", ["district_id"], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED)
    for moment in ("opened_at", "answered_at", "closed_at"):
        op.create_index(f"ix_incident_{moment}", "incident", ["district_id", moment])
    op.create_index("ix_event_act_at", "event", ["district_id", "act", "at"])
