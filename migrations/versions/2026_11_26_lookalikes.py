"""Indexes for the incidents that a new post may be the same as: the newest of a group, the newest of all."""

from alembic import op

revision = "2026_11_26_lookalikes"
down_revision = "2026_11_25_turns_of_posts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_incident_of_group", "incident", ["district_id", "group", "last_voice_at"])
    op.create_index("ix_incident_last_voice_at", "incident", ["district_id", "last_voice_at"])
