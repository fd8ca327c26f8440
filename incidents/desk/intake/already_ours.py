"""A revision that is a line of its card already."""

from incidents.desk.outcome import Outcome
from incidents.incident import Incident
from incidents.intake.arrived import Arrived
from incidents.policy import Policy
from incidents.transaction import Transaction


async def known_revision(tx: Transaction, _: Policy, arrived: Arrived) -> Incident | None:
    """The card that tells of this very revision."""
    if arrived.incident_id is None:
        return None
    log = await tx.log.of(arrived.incident_id)
    turn = arrived.post.id, arrived.post.revision
    is_told = any((event.data.get("post"), event.data.get("revision")) == turn for event in log)
    return await tx.incidents.get(arrived.incident_id) if is_told else None


async def leave_as_it_is(_tx: Transaction, _policy: Policy, _arrived: Arrived, known: Incident) -> Outcome:
    """It came a second time: nothing changes."""
    return Outcome(incident=known, because="этот текст уже разобран")
