"""Send due reminders to the right people, each once (docs/voice.md, «Clocks»)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.audience import came_late
from incidents.danger.danger_marks import CALLED
from incidents.danger.head_hears import all_due
from incidents.deadlines.messages import OverdueList, Remind
from incidents.deadlines.reminders import OF_THE_DANGER, Reminder, is_for_the_night
from incidents.desk.boards import LADDER, call_by_board
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.ids import IncidentId
from incidents.incident import Act, Event, Incident
from incidents.lifecycle import can
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction
from incidents.who_is_reminded import is_listed, officials_to_remind

WORDS = {Reminder.HALF: "половина срока прошла"}
GATHER = timedelta(minutes=1)
"""How long a list of what is overdue waits for others that fall due in the same minute: after a night there are many."""

_OF_FIRST_STEPS = frozenset({Reminder.NOT_ROUTED, Reminder.NOT_ACCEPTED})

SILENT = frozenset({Reminder.NOT_ACCEPTED_SOON, Reminder.OVERDUE_COORDINATOR})


async def escalate(tx: Transaction, policy: Policy, id: IncidentId, *, now: datetime) -> Outcome:
    """Post what is due for this incident. A second call at the same moment posts nothing."""
    incident = await tx.incidents.get(id)
    codes = [item.code for item in all_due(incident, norms=policy.norms, calendar=policy.calendar, now=now)]
    if not codes or not can(incident.status, Act.ESCALATE):
        return Outcome(incident=incident, because="ничего не подошло")
    officials = await tx.officials.all()
    called: tuple[Official, ...] = ()
    at_night = is_for_the_night(incident, policy.calendar.timezone, now)
    for code in codes:
        if is_listed(code, incident, officials):
            await _list_overdue(tx, policy, officials_to_remind(code, incident, officials), now=now, sound=_rings(code, incident))
            continue
        heard = () if code is Reminder.HALF else officials_to_remind(code, incident, officials, at_night=at_night)
        for official in heard:
            if code in LADDER and await call_by_board(tx, incident, official.user_id):
                continue
            await tx.outbox.say(official.user_id, Remind(incident=id, reminder=code), under=id, sound=_rings(code, incident))
        called = heard if code in OF_THE_DANGER and code is not Reminder.HEAD_HEARS else called
    because = ", ".join(WORDS.get(code, f"напомнили: {code}") for code in codes)
    rung_at = now if Reminder.DANGER_10 in codes else incident.rung_at
    after = replace(incident, reminded=tuple(dict.fromkeys((*incident.reminded, *codes))), rung_at=rung_at)
    data = {CALLED: " ".join(str(each.id) for each in called)} if called else {}
    event = Event(
        act=Act.ESCALATE, at=now, by=None, because=because, status_before=incident.status, status_after=incident.status, data=data
    )
    after = await tx.incidents.save(after, event)
    await refresh(tx, after)
    return Outcome(incident=after, because=because)


def _rings(code: Reminder, incident: Incident) -> bool:
    """What was found days late makes no sound before somebody has it; its deadline, where that was over before, never."""
    if code in SILENT or code in OF_THE_DANGER or not came_late(incident):
        return code not in SILENT
    was_over = incident.due_by is not None and incident.due_by <= incident.opened_at
    return code not in _OF_FIRST_STEPS and not was_over


async def _list_overdue(tx: Transaction, policy: Policy, coordinators: Iterable[Official], *, now: datetime, sound: bool) -> None:
    """R7: at most one list an hour, of everything; what falls due later in the hour waits for the first working minute after it."""
    zone, calendar = policy.calendar.timezone, policy.calendar
    minute = now.astimezone(zone)
    gathers = f"R7 {minute:%H:%M} {'aloud' if sound else 'silently'}", minute.date()
    if await tx.slots.taken([gathers]):
        return  # the list that waits for this minute will tell it
    hour = minute.replace(minute=0, second=0, microsecond=0)
    later = calendar.add(hour + timedelta(hours=1), GATHER)
    for moment, said_at in ((hour, now + GATHER), (later.astimezone(zone), later)):
        if await tx.slots.take(f"R7 {moment.hour}", moment.date(), at=now):
            if said_at == now + GATHER:
                await tx.slots.take(*gathers, at=now)
            for official in coordinators:
                await tx.outbox.say(official.user_id, OverdueList(), sound=sound, not_before=said_at)
            return
