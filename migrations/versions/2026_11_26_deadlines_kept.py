"""The deadline that held when an answer was published; of the answers of before, where the incident still knows it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_deadlines_kept"
down_revision = "2026_11_26_dangers_kept"
branch_labels = None
depends_on = None

FIRST_AND_ONLY = """
UPDATE answer SET due_by = (SELECT incident.answer_by FROM incident WHERE incident.id = answer.incident_id)
WHERE answer.state = 'published' AND answer.kind = 'final' AND EXISTS (
    SELECT 1 FROM incident WHERE incident.id = answer.incident_id AND incident.answered_at = answer.published_at
    AND incident.clock_from <= answer.published_at AND incident.status IN ('answered', 'closed')
) AND NOT EXISTS (
    SELECT 1 FROM answer AS other WHERE other.incident_id = answer.incident_id AND other.kind = 'interim' AND other.state = 'published'
)
"""
"""An interim answer and a question that came back have moved the deadline since."""


def upgrade() -> None:
    op.add_column("answer", sa.Column("due_by", sa.DateTime(timezone=True), nullable=True))
    op.execute(FIRST_AND_ONLY)
