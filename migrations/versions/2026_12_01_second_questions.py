"""A voice keeps the clock of its post's second question: no act on the card ends it but the coordinator's word."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_second_questions"
down_revision = "2026_12_01_untold"
branch_labels = None
depends_on = None

ASKS = sa.text("question_since IS NOT NULL")
OPEN = ("new", "assigned", "accepted", "outside", "postponed", "reopened")

incident = sa.table("incident", *(sa.column(name) for name in ("district_id", "id", "doubt", "status", "published_at")))
voice = sa.table("voice", *(sa.column(name) for name in ("district_id", "post_id", "incident_id", "joined_at", "question_since")))


def upgrade() -> None:
    op.add_column("voice", sa.Column("question_since", sa.DateTime(timezone=True)))
    op.create_index("ix_voice_question", "voice", ["district_id", "question_since"], sqlite_where=ASKS, postgresql_where=ASKS)
    op.execute(_of_first_voices())


def _of_first_voices() -> sa.Update:
    """What waits for the coordinator now waits on."""
    theirs = (incident.c.district_id == voice.c.district_id, incident.c.id == voice.c.incident_id)
    asks = (*theirs, incident.c.doubt == "questions", incident.c.status.in_(OPEN))
    other = voice.alias()
    ours = (other.c.district_id == voice.c.district_id, other.c.incident_id == voice.c.incident_id)
    first = sa.select(other.c.post_id).where(*ours).order_by(other.c.joined_at, other.c.post_id).limit(1).scalar_subquery()
    since = sa.select(incident.c.published_at).where(*theirs).scalar_subquery()
    return sa.update(voice).where(sa.exists().where(*asks), voice.c.post_id == first).values(question_since=since)
