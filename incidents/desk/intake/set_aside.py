"""Posts that open no card before anything is matched: announcements, filtered ones."""

from datetime import datetime

from incidents.danger.doubts import is_asked
from incidents.desk.outcome import Outcome
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.recipients import coordinators
from incidents.sources.word_filters import because_of, dropped_by
from incidents.transaction import Transaction
from incidents.works.announcements import is_announcement
from incidents.works.messages import WorksAnnounced


async def set_aside(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome | None:
    """What becomes of it; None: it goes on. The filters of its source judge appeals only: the rest is dropped anyway."""
    if post.parent_id is None and is_announcement(post.post.words, reading):
        return await _announce(tx, post)
    if not reading.is_appeal:
        return None
    is_danger = reading.danger or is_asked(reading, policy.topics)
    dropped = dropped_by(await tx.sources.seen(post.source_id), post, is_danger=is_danger)
    if dropped is None:
        return None
    await tx.sources_health.keep_filtered(post.id, dropped, at=now)
    return Outcome(incident=None, because=f"отсеял фильтр источника: {because_of(dropped)}")


async def _announce(tx: Transaction, post: StoredPost) -> Outcome:
    """The coordinators are asked whether to enter it into the planned works."""
    for official in coordinators(await tx.officials.all()):
        await tx.outbox.say(official.user_id, WorksAnnounced(post=post.id), sound=False)
    return Outcome(incident=None, because="не обращение: объявление")
