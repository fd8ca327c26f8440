"""«Занести в работы?»: an announcement becomes planned works by one press."""

from datetime import datetime

from incidents.desk.works.works import add
from incidents.errors import DomainError, NotFound, Unchanged
from incidents.ids import PostId
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction
from incidents.works.announcements import announced
from incidents.works.values import Works


async def enter(tx: Transaction, policy: Policy, post_id: PostId, *, by: Official, now: datetime) -> Works:
    """Works as the announcement tells them. Raises DomainError that says what it lacks, Unchanged where they are entered already."""
    check_right(by, Right.PLAN_WORKS)
    post, reading = await tx.posts.get(post_id), await tx.readings.of(post_id)
    if reading is None:
        raise NotFound
    told = announced(post, reading, policy.places, now=now, timezone=policy.calendar.timezone)
    if told.lacks is not None or told.family is None or told.since is None or told.until is None:
        raise DomainError(f"Занести не получится: {told.lacks}. Занесите сами: /works")
    span = told.since, told.until
    for known in await tx.works.after(now):
        if (known.family, known.places, (known.since, known.until)) == (told.family, told.places, span):
            raise Unchanged("Эти работы уже занесены: /works")
    return await add(tx, told.family, told.places, span, told.text, by=by, now=now)
