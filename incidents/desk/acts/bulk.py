"""One act over several cards, each by its own rights."""

from collections.abc import Collection, Sequence
from datetime import datetime

from incidents.acts.bulk import allows
from incidents.desk.act import act
from incidents.desk.acts.close_and_reopen import Close, asks_first
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
    """Do it to each that allows it at this moment, and asks nothing before.

    Gives back those that were changed, and those that were left alone.
    """
    changed: list[IncidentId] = []
    left: list[IncidentId] = []
    for each in await tx.incidents.these(ids):  # in order of numbers: two at once wait for one another, they do not lock each other up
        try:
            incident = await tx.incidents.get(each.id)
            asks = isinstance(choice, Close) and await asks_first(tx, policy, incident, choice.outcome, by=by)
            is_done = allows(by, what, incident) and not asks
            if is_done:
                await act(tx, policy, each.id, what, by=by, now=now, choice=choice)
        except DomainError:
            is_done = False
        (changed if is_done else left).append(each.id)
    return changed, left
