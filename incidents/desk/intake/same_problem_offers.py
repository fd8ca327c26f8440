"""Offers of open incidents that a post may be the same as.

Only where the rules did not join it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from incidents.desk.acts.similar_pairs import first_post
from incidents.ids import IncidentId, PostId
from incidents.intake.one_problem import MOST_CANDIDATES, Offer, offers
from incidents.intake.similar_pairs import SimilarPair
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


async def keep_offers(tx: Transaction, id: IncidentId, post: PostId, found: Sequence[Offer], *, now: datetime) -> None:
    """The card of a new incident carries them until somebody says «Объединить» or «Не то»."""
    for each in found:
        other = await first_post(tx, each.incident_id)
        if other is not None:
            pair = SimilarPair(incident_id=id, other_id=each.incident_id, post_id=post, other_post_id=other, p=each.p, at=now)
            await tx.similar_pairs.keep(pair)
