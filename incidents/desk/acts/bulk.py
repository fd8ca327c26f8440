"""One act over several cards, each by its own rights."""

from collections.abc import Collection, Sequence
from datetime import datetime

from incidents.acts.bulk import allows
from incidents.desk.act import act
from incidents.desk.effect import Choice
from incidents.errors import DomainError
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction


async def act_on_each(
    tx: Transaction, policy: Policy, ids: Collection[IncidentId], what: Act, *, by: Official, now: datetime, choice: Choice | None = None
) -> tuple[Sequence[IncidentId], Sequence[IncidentId]]:
    """Do it to each that allows it at this moment.

    Gives back those that were changed, and those that were left alone.
    """
    changed, left = [], []
    for each in await tx.incidents.these(ids):  # in order of numbers: two at once wait for one another, they do not lock each other up
        try:
            if not allows(by, what, await tx.incidents.get(each.id)):
                left.append(each.id)
                continue
            await act(tx, policy, each.id, what, by=by, now=now, choice=choice)
        except DomainError:
            left.append(each.id)
        else:
            changed.append(each.id)
    return changed, left
