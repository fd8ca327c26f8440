"""Who hears a reminder, and the list of the hour."""

from collections.abc import Iterable, Mapping, Sequence

from incidents.audience import checkers, duty_first, duty_second
from incidents.deadlines.reminders import Reminder, is_still_true
from incidents.incident import Incident
from incidents.official import IN_DEPARTMENT, Official, Role, Watch
from incidents.people.leave import seats
from incidents.recipients import in_role
from incidents.transaction import Transaction


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


def is_listed(code: Reminder, incident: Incident, officials: Iterable[Official]) -> bool:
    """Whether the list of the hour tells it.

    It is hours late, or nobody took it where only coordinators can be called.
    """
    if code is not Reminder.NOT_ACCEPTED:
        return code is Reminder.OVERDUE_COORDINATOR
    heard = officials_to_remind(code, incident, officials)
    return tuple(in_role(heard, Role.COORDINATOR)) == heard


async def listed(tx: Transaction) -> Mapping[Reminder, Sequence[Incident]]:
    """What the list of the hour tells now, by why.

    The earliest deadline first; what is late is not named as untaken too.
    """
    unfinished, officials = await tx.incidents.unfinished(), await tx.officials.all()
    late = [each for each in unfinished if is_still_true(Reminder.OVERDUE_COORDINATOR, each)]
    untaken = [
        each
        for each in unfinished
        if is_still_true(Reminder.NOT_ACCEPTED, each)
        and not is_still_true(Reminder.OVERDUE_COORDINATOR, each)
        and is_listed(Reminder.NOT_ACCEPTED, each, officials)
    ]
    return {Reminder.OVERDUE_COORDINATOR: late, Reminder.NOT_ACCEPTED: untaken}
