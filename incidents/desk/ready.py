"""Before a menu or a question is opened: may this person do it, and is it the time."""

from incidents.errors import WrongStep
from incidents.ids import IncidentId
from incidents.incident import FINAL, Act, Incident
from incidents.lifecycle import can, step
from incidents.people import Official
from incidents.ports import Transaction
from incidents.rights import check


async def ready(tx: Transaction, id: IncidentId, what: Act, *, by: Official) -> Incident:
    """The incident, if the act is theirs and possible now. Raises what the act itself would raise."""
    incident = await tx.incident(id)
    check(by, what, incident)
    if incident.status in FINAL and not can(incident.status, what):
        raise WrongStep("Карточка уже закрыта. Сначала нажмите на ней «Вернуть в работу»")
    step(incident.status, what)
    return incident
