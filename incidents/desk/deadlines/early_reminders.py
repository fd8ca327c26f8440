"""Reminders that a clock which ran ahead posted before their time."""

from dataclasses import replace
from datetime import datetime

from incidents.deadlines.reminders import Reminder, accept_ladder, answer_ladder
from incidents.desk.outcome import note_event
from incidents.desk.refresh import refresh
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.policy import Policy
from incidents.reading import DangerGrade
from incidents.transaction import Transaction


async def forget_early(tx: Transaction, policy: Policy, id: IncidentId, *, now: datetime) -> bool:
    """Forget what was posted too early: it comes in its time.

    False: nothing was.
    """
    incident = await tx.incidents.get(id)
    early = _early_steps(incident, policy, now)
    if not early:
        return False
    left = tuple(code for code in incident.reminded if code not in early)
    event = note_event(incident, "часы сервера спешили, напомним в срок", now=now)
    await refresh(tx, await tx.incidents.save(replace(incident, reminded=left), event))
    return True


def _early_steps(incident: Incident, policy: Policy, now: datetime) -> frozenset[Reminder]:
    """Steps towards acceptance and answer that were posted too early.

    What rings of a danger goes on by `rung_at`.
    """
    is_now = incident.danger_grade is DangerGrade.NOW
    accept = () if is_now else accept_ladder(incident, policy.norms, policy.calendar)
    ladder = (*answer_ladder(incident, None if is_now else policy.calendar), *accept)
    return frozenset(each.code for each in ladder if each.since > now and each.code in incident.reminded)
