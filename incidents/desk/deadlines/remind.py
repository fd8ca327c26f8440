"""Send due reminders to the right people, each once (docs/voice.md, «Clocks»)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.audience import came_late, checkers, duty_first, duty_second
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
from incidents.official import IN_DEPARTMENT, Official, Role, Watch
from incidents.people.leave import seats
from incidents.policy import Policy
from incidents.recipients import in_role
from incidents.transaction import Transaction

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
        if code is Reminder.OVERDUE_COORDINATOR:
            await _list_overdue(tx, policy, officials_to_remind(code, incident, officials), now=now)
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


async def _list_overdue(tx: Transaction, policy: Policy, coordinators: Iterable[Official], *, now: datetime) -> None:
    """R7: at most one list an hour, of everything; what falls due later in the hour waits for the first working minute after it."""
    zone, calendar = policy.calendar.timezone, policy.calendar
    hour = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    later = calendar.add(hour + timedelta(hours=1), GATHER)
    for moment, said_at in ((hour, now + GATHER), (later.astimezone(zone), later)):
        if await tx.slots.take(f"R7 {moment.hour}", moment.date(), at=now):
            for official in coordinators:
                await tx.outbox.say(official.user_id, OverdueList(), sound=False, not_before=said_at)
            return


def officials_to_remind(
    code: Reminder, incident: Incident, officials: Iterable[Official], *, at_night: bool = False
) -> tuple[Official, ...]:
    """Who hears a reminder: the nearest who can act; where the department has no such person, the coordinators. R3 is no message.

    What is of one on leave, the deputy hears. R9 that rings again calls everybody who may drive out or telephone;
    `at_night` whoever is on duty.
    """
    officials = tuple(officials)
    seat = seats(officials)
    people = [o for o in officials if o.id in seat]
    own = [o for o in people if o.role in IN_DEPARTMENT and o.department_id == incident.department_id]
    executors = in_role(own, Role.EXECUTOR)
    chiefs = in_role(own, Role.CHIEF)
    coordinators = in_role(people, Role.COORDINATOR)
    on_duty = [o for o in own if o.watch is Watch.NOW]
    holder = [o for o in people if o.id == incident.holder_id]
    all_duty = [*duty_second(people), *in_role(people, Role.DUTY)]
    everybody = [*all_duty, *(chiefs or executors), *coordinators]
    again = duty_first(people) if at_night else everybody
    choices: dict[Reminder, tuple[list[Official], ...]] = {
        Reminder.NOT_ROUTED: (checkers(incident, people), coordinators),
        Reminder.NOT_ACCEPTED_SOON: (executors, chiefs),
        Reminder.NOT_ACCEPTED: (on_duty, chiefs),
        Reminder.ANSWER_SOON: (holder, executors, chiefs),
        Reminder.OVERDUE: (holder, executors, chiefs),
        Reminder.OVERDUE_CHIEF: (chiefs,),
        Reminder.OVERDUE_COORDINATOR: (coordinators,),
        Reminder.HEAD_HEARS: (in_role(people, Role.HEAD),),
        Reminder.DANGER_5: (duty_second(people), chiefs),
        Reminder.DANGER_10: (again if Reminder.DANGER_10 in incident.reminded else [*chiefs, *coordinators],),
    }
    heard = next((group for group in choices[code] if group), coordinators)
    return tuple(dict.fromkeys(seat[o.id] for o in heard))
