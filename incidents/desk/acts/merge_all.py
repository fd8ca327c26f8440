"""One tap merges the cards of one trouble, or tells them apart."""

from collections.abc import Sequence
from datetime import datetime

from incidents.desk.act import act
from incidents.desk.acts.merge_and_split import Merge
from incidents.desk.acts.similar_pairs import not_the_same
from incidents.errors import Unchanged
from incidents.ids import IncidentId
from incidents.incident import Act, Incident
from incidents.intake.burst import gathered
from incidents.official import Official
from incidents.policy import Policy
from incidents.rights import check, may
from incidents.sameness.lookups import offered
from incidents.transaction import Transaction


async def merge_all(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> Sequence[int]:
    """The oldest card takes in this one and the others offered.

    Gives back their numbers. This one goes last: its undo takes back the others. Raises Unchanged.
    """
    head, *others = await _gathered(tx, id, by=by)
    for other in others:
        await act(tx, policy, other.id, Act.MERGE, by=by, now=now, choice=Merge(into=head.id))
    choice = Merge(into=head.id, others=tuple(other.id for other in others))
    await act(tx, policy, id, Act.MERGE, by=by, now=now, choice=choice)
    return [each.number for each in (head, *others)]


async def none_the_same(tx: Transaction, id: IncidentId, *, by: Official, now: datetime) -> Sequence[int]:
    """«Не то» of all of them; gives back their numbers.

    Raises Unchanged.
    """
    return [await not_the_same(tx, id, other.id, by=by, now=now) for other in await _gathered(tx, id, by=by)]


async def _gathered(tx: Transaction, id: IncidentId, *, by: Official) -> Sequence[Incident]:
    incident = await tx.incidents.get(id)
    similar = await offered(tx.incidents, tx.similar_pairs, incident)
    cards = gathered(incident, [other for other in similar if may(by, Act.MERGE, other)])
    if not cards:
        for each in (incident, *similar):
            check(by, Act.MERGE, each)  # says whose it is
        raise Unchanged
    return cards
