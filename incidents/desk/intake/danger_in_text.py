"""What a later text of an incident says of danger."""

from dataclasses import replace
from datetime import datetime

from incidents.danger.doubts import with_danger_words
from incidents.desk.ask_danger import with_danger_decided
from incidents.desk.routing.reroute import reroute
from incidents.incident import OPEN, Act, Incident
from incidents.policy import Policy
from incidents.reading import DangerGrade, Reading
from incidents.transaction import Transaction


async def more_at_risk(tx: Transaction, policy: Policy, incident: Incident, reading: Reading, *, now: datetime) -> Incident:
    """A later voice may tell of a risk; one that tells of a danger there now rings everybody (`raise_danger`). The grade only grows.

    What was held back for the question goes on its way; a rumour that is told as a danger is a danger first: it goes to its department.
    """
    after = incident
    if reading.danger_grade is DangerGrade.RISK and incident.danger_grade is None:
        after = await with_danger_decided(tx, policy, with_danger_words(incident, reading), DangerGrade.RISK, now=now)
    if not after.rumour or after.danger_grade is None or after.status not in OPEN:
        return after
    return await reroute(tx, policy, replace(after, rumour=False, holder_id=None, accepted_at=None), "опасное не ждёт проверки", now=now)


async def asked(tx: Transaction, incident: Incident, reading: Reading, *, now: datetime) -> Incident:
    """A later voice of which the reader is not sure: somebody is asked, once an incident, and whoever has the card has it."""
    if not reading.danger_asked or not await may_ask(tx, incident):
        return incident
    return replace(with_danger_words(incident, reading), danger_asked_at=now)


async def may_ask(tx: Transaction, incident: Incident) -> bool:
    """Whether nobody was asked yet, and nobody has said that it is dangerous or is not."""
    calm = incident.danger_grade is None and incident.danger_asked_at is None and incident.status in OPEN
    if not calm or incident.rumour:
        return False
    log = await tx.log.of(incident.id)
    return not any(event.act in {Act.DANGER_GRADED, Act.DANGER_DENIED, Act.SAFE} or event.data.get("asked") for event in log)
