"""The coordinator's morning: night cards let go or held."""

from datetime import date, datetime, time

from incidents.answers.thanks import is_thanks
from incidents.deadlines.messages import NightDigest
from incidents.deadlines.night_digest import Night, work_begins, work_ended
from incidents.errors import Unchanged, WrongStep
from incidents.intake.catch_up import is_old
from incidents.official import Official
from incidents.policy import Policy
from incidents.recipients import coordinators
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

HOLD_UNTIL = time(10, 0)
NIGHT_JOB = "night"


async def post_digest(tx: Transaction, policy: Policy, *, due: datetime, dropped_since: datetime, now: datetime) -> bool:
    """C11, to every coordinator, once before a working day, if anything came or a danger rings on: True for the one run that did it."""
    zone = policy.calendar.timezone
    if work_begins(policy.calendar, due) is None:
        return False
    since = work_ended(policy.calendar, due)
    came = [
        each
        for each in await tx.incidents.between(since, due)
        if since <= each.opened_at < due and not is_thanks(each) and not is_old(each)
    ]
    people = coordinators(await tx.officials.all())
    if not people or not (came or await tx.dropped_posts.between(dropped_since, due) or await tx.reminders.ringing()):
        return False
    if not await tx.slots.take(NIGHT_JOB, due.astimezone(zone).date(), at=now):
        return False
    for each in people:
        await tx.outbox.say(each.user_id, NightDigest(since=since, until=due, dropped=dropped_since))
    return True


async def release(tx: Transaction, policy: Policy, *, by: Official, now: datetime) -> int:
    """«Отпустить все»: the night's cards go to the departments now. Gives back how many."""
    day = _before_work(policy, by, now)
    held = await tx.nights.count_held()
    if not held:
        raise Unchanged("Отпускать нечего: ни одна карточка не ждёт")
    await tx.nights.save(Night(day=day, released_at=now), by=by.id)
    await tx.nights.move_held(None)
    await tx.audit.add("night_released", user_id=by.user_id, at=now, data={"cards": held})
    return held


async def hold(tx: Transaction, policy: Policy, *, by: Official, now: datetime) -> datetime:
    """«Пауза до 10:00»: the night's cards wait for the coordinator. Gives back until when."""
    day = _before_work(policy, by, now)
    until = datetime.combine(day, HOLD_UNTIL, policy.calendar.timezone)
    begins = work_begins(policy.calendar, now)
    if begins is None or until <= begins:
        raise WrongStep("Рабочий день начинается позже, карточки и так подождут")
    await tx.nights.save(Night(day=day, hold_until=until), by=by.id)
    held = await tx.nights.move_held(until)
    await tx.audit.add("night_held", user_id=by.user_id, at=now, data={"cards": held})
    return until


def _before_work(policy: Policy, by: Official, now: datetime) -> date:
    """The working day that has not begun. Raises what to read instead."""
    check_right(by, Right.HOLD_NIGHT)
    begins = work_begins(policy.calendar, now)
    if begins is None or begins <= now:
        raise WrongStep("Рабочий день уже начался, карточки ночи ушли в отделы. Что ждёт вас: /queue")
    return now.astimezone(policy.calendar.timezone).date()
