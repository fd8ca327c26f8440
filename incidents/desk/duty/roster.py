"""Edit the duty roster by taps: a day, a person, a part.

The week before can be taken once more; gaps are told the working day before.
"""

from datetime import date, datetime, timedelta

from incidents.desk.duty.shifts import tell_shifts, turn_watch
from incidents.duty.lookups import may_stand
from incidents.duty.messages import RosterGaps
from incidents.duty.roster import DAY, WEEK, DayPart, check_free, gaps, is_away, look_ahead, monday, span, starting_on
from incidents.duty.values import REMEMBERED
from incidents.errors import NotFound, Unchanged, WrongStep
from incidents.ids import OfficialId
from incidents.official import Official
from incidents.policy import Policy
from incidents.recipients import coordinators
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

GAPS_JOB = "duty_gaps"


async def put_shift(tx: Transaction, policy: Policy, day: date, id: OfficialId, part: DayPart, *, by: Official, now: datetime) -> Official:
    """A shift of a person on a day. Raises WrongStep where the day is over or the person is not free."""
    check_right(by, Right.KEEP_ROSTER)
    person = next((each for each in may_stand(await tx.officials.all()) if each.id == id), None)
    if person is None:
        raise NotFound("Этого человека в графике быть не может: он не подключён или роль без дежурств. Люди: /people")
    start, end = span(day, part, policy.calendar.timezone)
    if end <= now:
        raise WrongStep("Эта смена уже прошла. Выберите день впереди")
    check_free(await tx.shifts.after(start), person, start, end)
    await tx.shifts.add(id, start, end)
    await tx.audit.add("shifts_added", user_id=by.user_id, at=now, data={"count": 1})
    await tell_shifts(tx, [id], now=now)
    await turn_watch(tx, now=now)
    return person


async def copy_week(tx: Transaction, policy: Policy, week: date, *, by: Official, now: datetime) -> tuple[int, int]:
    """The shifts of the week before once more, on days that have none. Gives back how many, and how many had to stay out."""
    check_right(by, Right.KEEP_ROSTER)
    zone, first = policy.calendar.timezone, monday(week)
    since = datetime.combine(first - WEEK, datetime.min.time(), zone)
    every = await tx.shifts.after(since)
    known = {each.id: each for each in may_stand(await tx.officials.all())}
    copied, left = set[OfficialId](), 0
    taken = {first + n * DAY: bool(starting_on(every, first + n * DAY, zone)) for n in range(7)}
    before = [each for each in every if since <= each.starts_at < since + WEEK]
    count = 0
    for each in before:
        start, end, person = each.starts_at + WEEK, each.ends_at + WEEK, known.get(each.official_id)
        day = start.astimezone(zone).date()
        if person is None or end <= now or taken.get(day, True) or is_away(person, start.astimezone(zone)):
            left += 1
            continue
        await tx.shifts.add(person.id, start, end)
        copied.add(person.id)
        count += 1
    if not before:
        raise Unchanged("На прошлой неделе смен нет, копировать нечего")
    if not count:
        raise Unchanged("Копировать нечего: на этой неделе смены уже есть или дни прошли")
    await tx.audit.add("shifts_added", user_id=by.user_id, at=now, data={"count": count})
    await tell_shifts(tx, copied, now=now)
    await turn_watch(tx, now=now)
    return count, left


async def post_gaps(tx: Transaction, policy: Policy, *, now: datetime) -> bool:
    """To the coordinators, once a working day: nobody stands for some hours before the next working day is over."""
    until = look_ahead(policy.calendar, now)
    found = gaps(
        await tx.shifts.after(now - REMEMBERED), await tx.officials.all(), since=now, until=until, timezone=policy.calendar.timezone
    )
    today = now.astimezone(policy.calendar.timezone).date()
    people = coordinators(await tx.officials.all())
    if not found or not people or not await tx.slots.take(GAPS_JOB, today, at=now):
        return False
    for each in people:
        await tx.outbox.say(each.user_id, RosterGaps(until=until))
    return True


def week_of(now: datetime, policy: Policy, page: int) -> date:
    """Monday of this week, or of the one so many weeks ahead."""
    return monday(now.astimezone(policy.calendar.timezone).date()) + timedelta(weeks=page)
