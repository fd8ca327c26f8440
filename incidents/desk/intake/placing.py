"""How a reading becomes a card: its route, its doubt, its clocks.

The same for a new post and for one whose text changed.
"""

from dataclasses import dataclass
from datetime import datetime

from incidents.answers.thanks import as_doubted, is_doubted
from incidents.danger.doubts import is_asked
from incidents.desk.ask_danger import held_back
from incidents.incident import Doubt, Incident
from incidents.intake.new_incident import drafted
from incidents.intake.rumours import as_rumour, is_rumour
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.routing.route_now import way_of
from incidents.routing.rules import Route
from incidents.sameness.matching import Match
from incidents.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A card that is not saved, its way, and whether «Опасно?» is to be asked."""

    draft: Incident
    way: Route
    asked: bool
    goes: bool  # to the department of the draft


async def placed(
    tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, found: Match | None, *, now: datetime, may_ask: bool = True
) -> Placed:
    """The card that the reading opens. `may_ask`: False where the question about danger has its answer."""
    praised = is_doubted(post.post.words, reading) and not is_asked(reading, policy.topics)
    way = await way_of(tx, reading, post=post, praised=praised)
    way = as_doubted(way) if praised else way
    draft = drafted(tx.district_id, policy, post, reading, way, found, now=now)
    asked = may_ask and is_asked(reading, policy.topics) and way.doubt is not Doubt.OUTSIDE
    if asked:
        draft = held_back(draft, way, now=now)
    elif is_rumour(reading, way):
        draft = as_rumour(draft, way)
    return Placed(draft=draft, way=way, asked=asked, goes=draft.department_id is not None)
