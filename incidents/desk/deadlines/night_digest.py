"""The coordinator's morning: night cards let go or held, dropped posts judged."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from incidents.answers.thanks import is_thanks
from incidents.deadlines.messages import NightDigest
from incidents.deadlines.night_digest import DropVerdict, Night, work_begins, work_ended
from incidents.desk.intake.take_in import take_in
from incidents.desk.outcome import Outcome
from incidents.errors import NotFound, Unchanged, WrongStep
from incidents.ids import PostId
from incidents.incident import RejectReason
from incidents.intake.catch_up import is_old
from incidents.official import Official
from incidents.policy import Policy
from incidents.reading import Kind
from incidents.recipients import coordinators
from incidents.role_rights import Right, check_right
from incidents.routing.reading_corrections import Correction, CorrectionKind
from incidents.transaction import Transaction

HOLD_UNTIL = time(10, 0)
NIGHT_JOB = "night"
_REASONS = {Kind.AD: RejectReason.AD, Kind.THANKS: RejectReason.THANKS, Kind.RUMOUR: RejectReason.RUMOUR}


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


async def overrule(tx: Transaction, policy: Policy, id: PostId, *, by: Official, now: datetime) -> Outcome:
    """«Это обращение»: the post becomes a voice by the coordinator's word, its deadline runs from now, the reader learns."""
    post, read = await tx.posts.get(id), await tx.readings.of(id)
    if read is None:
        raise NotFound("Этот пост ещё не прочитан")
    await _judge(tx, id, DropVerdict.APPEAL, by=by, now=now)
    was_appeal = read.is_appeal  # the reader was right: a filter of its source dropped it
    kind = read.kind if read.kind in {Kind.COMPLAINT, Kind.QUESTION, Kind.REQUEST, Kind.SUGGESTION} else Kind.REQUEST
    outcome = await take_in(tx, policy, replace(post, detected_at=now), replace(read, is_appeal=True, kind=kind), now=now, is_sure=True)
    if was_appeal:
        return outcome
    reason = _REASONS.get(read.kind, RejectReason.CHAT)
    correction = Correction(post_id=id, kind=CorrectionKind.NOT_APPEAL, before=reason, after="", by=by.id, at=now)
    await tx.corrections.add(correction)
    return outcome


async def uphold(tx: Transaction, id: PostId, *, by: Official, now: datetime) -> None:
    """«Верно отсеяли». Raises NotFound."""
    await tx.posts.get(id)
    await _judge(tx, id, DropVerdict.RIGHTLY, by=by, now=now)


async def _judge(tx: Transaction, id: PostId, verdict: DropVerdict, *, by: Official, now: datetime) -> None:
    check_right(by, Right.JUDGE_DROPPED)
    if await tx.voices.incident_of(id) is not None or not await tx.dropped_posts.judge(id, verdict, by=by.id, at=now):
        raise Unchanged("Про этот пост уже решили")
    await tx.audit.add(f"dropped_{verdict}", user_id=by.user_id, at=now, data={"post": id})


def previous_digest(policy: Policy, due: datetime) -> datetime:
    """The same hour of the working day before: since then posts were dropped that nobody has looked through."""
    local = due.astimezone(policy.calendar.timezone)
    for back in range(1, 15):
        moment = local - timedelta(days=back)
        if work_begins(policy.calendar, moment) is not None:
            return moment
    return local - timedelta(days=1)
