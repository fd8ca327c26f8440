"""Set announcements and filtered posts aside: they open no card."""

from incidents.danger.doubts import is_asked
from incidents.desk.outcome import Outcome
from incidents.intake.arrived import Arrived
from incidents.policy import Policy
from incidents.recipients import coordinators
from incidents.sources.word_filters import FilteredBy, because_of, dropped_by
from incidents.transaction import Transaction
from incidents.works.announcements import is_announcement
from incidents.works.messages import WorksAnnounced


async def announcement(_tx: Transaction, _policy: Policy, arrived: Arrived) -> bool | None:
    """True: works are announced. None: they are not."""
    post, reading = arrived.post, arrived.reading
    return True if not arrived.is_sure and post.parent_id is None and is_announcement(post.post.words, reading) else None


async def ask_coordinators(tx: Transaction, _policy: Policy, arrived: Arrived, _found: bool) -> Outcome:
    """The coordinators are asked whether to enter it into the planned works."""
    for official in coordinators(await tx.officials.all()):
        await tx.outbox.say(official.user_id, WorksAnnounced(post=arrived.post.id), sound=False)
    return Outcome(incident=None, because="не обращение: объявление")


async def filtered_by(tx: Transaction, policy: Policy, arrived: Arrived) -> FilteredBy | None:
    """The filter of its source that drops it.

    Filters judge appeals only: the rest is dropped anyway.
    """
    post, reading = arrived.post, arrived.reading
    if arrived.is_sure or not reading.is_appeal:
        return None
    is_danger = reading.danger or is_asked(reading, policy.topics)
    return dropped_by(await tx.sources.seen(post.source_id), post, is_danger=is_danger)


async def keep_filtered(tx: Transaction, _policy: Policy, arrived: Arrived, dropped: FilteredBy) -> Outcome:
    """The post is kept with what dropped it, for the digest of doubtful ones."""
    await tx.sources_health.keep_filtered(arrived.post.id, dropped, at=arrived.now)
    return Outcome(incident=None, because=f"отсеял фильтр источника: {because_of(dropped)}")
