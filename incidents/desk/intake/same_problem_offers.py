"""Offers of open incidents that a post may be the same as.

Only where the rules did not join it.
"""

from datetime import datetime, timedelta

from incidents.intake.one_problem import MOST_CANDIDATES, Offer, offers
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.transaction import Transaction

LATELY = timedelta(days=7)
"""A trouble that nobody spoke of for a week is not offered."""


async def similar_to(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> tuple[Offer, ...]:
    """The likeliest incidents, best first; none where the policy has no weights. What asks several things is like nothing."""
    if policy.sameness is None or reading.parts or reading.appeal_score < policy.sameness.doubtful:
        return ()
    main = reading.main
    place = [id for id in (main.street_id, main.landmark_id, main.settlement_id) if id]
    groups = [group for group, _ in reading.groups]
    known = await tx.lookalikes.near(groups=groups, place=place, since=now - LATELY, limit=MOST_CANDIDATES)
    return offers(policy.sameness, reading, post.source_id, known)
