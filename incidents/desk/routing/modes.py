"""Change a department's mode; end it on its last day.

A trial week ends without one old card in the department.
"""

from dataclasses import replace
from datetime import date, datetime

from incidents.desk.refresh import refresh
from incidents.errors import DomainError, NotFound, Unchanged
from incidents.ids import DepartmentId
from incidents.incident import Act, Doubt, Event, Incident
from incidents.lifecycle import step
from incidents.official import Department, Mode, Official, Role
from incidents.policy import Policy
from incidents.recipients import coordinators, in_role
from incidents.role_rights import Right, check_right
from incidents.routing.messages import ModeChanged, ModeOver, TrialCompared
from incidents.routing.modes import LONGEST_TRIAL, NEXT, TRIAL_DAYS, is_over
from incidents.routing.route_now import questions_asked
from incidents.transaction import Transaction

TRIAL_JOB = "trial"


async def set_mode(
    tx: Transaction, policy: Policy, id: DepartmentId, mode: Mode, *, by: Official, now: datetime, until: date | None = None
) -> Department:
    """A coordinator's word. A trial lasts a week if nothing else is said. Raises a DomainError that says what is wrong."""
    check_right(by, Right.KEEP_MODES)
    before = await _department(tx, id)
    today = now.astimezone(policy.calendar.timezone).date()
    if mode is Mode.TRIAL:
        until = until or today + TRIAL_DAYS
        if until <= today:
            raise DomainError("Этот день уже прошёл или идёт. Назовите день позже сегодняшнего")
        if until - today > LONGEST_TRIAL:
            raise DomainError("Дольше месяца учиться не стоит: жители ждут ответа. Назовите день поближе")
    else:
        until = None
    if (mode, until) == (before.mode, before.mode_until):
        raise Unchanged
    since = now if mode is not before.mode or before.mode_since is None else before.mode_since
    await _change(tx, policy, before, mode, until=until, since=since, now=now)
    data = {"department": id, "mode": mode, "until": until.isoformat() if until else None}
    await tx.audit.add("mode", user_id=by.user_id, at=now, data=data)
    for other in in_role(await tx.officials.all(), Role.COORDINATOR, but={by.id}):
        await tx.outbox.say(other.user_id, ModeChanged(department=id, official=by.id), sound=False)
    return replace(before, mode=mode, mode_until=until, mode_since=since)


async def end_modes(tx: Transaction, policy: Policy, *, now: datetime) -> int:
    """Modes whose last day is over give way to the next one; the coordinators hear of it. Gives back how many."""
    today = now.astimezone(policy.calendar.timezone).date()
    over = [each for each in await tx.departments.all() if is_over(each.mode, each.mode_until, today)]
    for each in over:
        await _change(tx, policy, each, NEXT[each.mode], until=None, since=now, now=now)
        await tx.audit.add("mode", user_id=None, at=now, data={"department": each.id, "mode": NEXT[each.mode]})
        for official in in_role(await tx.officials.all(), Role.COORDINATOR):
            await tx.outbox.say(official.user_id, ModeOver(department=each.id, former=each.mode))
    return len(over)


async def post_trial_line(tx: Transaction, policy: Policy, *, due: datetime, now: datetime) -> bool:
    """Once a day: how the bot's routing compares with the coordinator's own, while a department learns."""
    if not any(each.mode is Mode.TRIAL for each in await tx.departments.all()):
        return False
    if not await tx.slots.take(TRIAL_JOB, due.astimezone(policy.calendar.timezone).date(), at=now):
        return False
    for official in coordinators(await tx.officials.all()):
        await tx.outbox.say(official.user_id, TrialCompared(), sound=False)
    return True


async def _change(
    tx: Transaction, policy: Policy, before: Department, mode: Mode, *, until: date | None, since: datetime, now: datetime
) -> None:
    await tx.modes.set(before.id, mode, until=until, since=since)
    if before.mode is Mode.TRIAL and mode is not Mode.TRIAL:
        for incident in await tx.incidents.unfinished():
            if incident.doubt is Doubt.TRIAL and before.id in {incident.proposed_id, incident.sorted_id}:
                await _leave_trial(tx, policy, await tx.incidents.get(incident.id), now=now)


async def _leave_trial(tx: Transaction, policy: Policy, before: Incident, *, now: datetime) -> None:
    """What was routed by hand went its old way and is closed; what nobody has looked at waits for the coordinator."""
    if before.sorted_id is not None:
        act, after = Act.CLOSE, replace(before, status=step(before.status, Act.CLOSE), closed_at=now)
        because = "учебная неделя закончилась, вели по-старому"
    else:
        act, because = Act.NOTE, "учебная неделя закончилась"
        doubt = Doubt.QUESTIONS if await questions_asked(tx, before) else Doubt.CONFIRM
        after = policy.with_deadlines(replace(before, doubt=doubt, reminded=()), now=now, clock_from=now)
    event = Event(act=act, at=now, by=None, because=because, status_before=before.status, status_after=after.status)
    await refresh(tx, await tx.incidents.save(after, event))


async def _department(tx: Transaction, id: DepartmentId) -> Department:
    found = next((each for each in await tx.departments.all() if each.id == id), None)
    if found is None:
        raise NotFound("Такого отдела у нас нет")
    return found
