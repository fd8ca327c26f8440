"""Leave: the deputy gets cards and reminders, then everything comes back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from incidents.desk.refresh import refresh
from incidents.errors import Unchanged, WrongStep
from incidents.ids import OfficialId
from incidents.official import IN_DEPARTMENT, Official
from incidents.people.leave import may_replace
from incidents.people.messages import LeaveBegan, LeaveOver, LeavePlanned, StandsIn, StoodIn
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

LONGEST = timedelta(days=400)


def check_leave(official: Official, *, by: Official) -> None:
    """An official arranges their own leave, a coordinator anyone's. Raises Forbidden."""
    if by.id != official.id:
        check_right(by, Right.LEAVE_FOR_OTHERS)


def check_dates(since: date, until: date, *, today: date) -> None:
    """`until` is the first day of work again. Raises WrongStep with what to do."""
    if until <= today:
        raise WrongStep("Этот день уже наступил. Назовите день, когда снова на работу")
    if until <= since:
        raise WrongStep("На работу нужно вернуться позже, чем уйти. Назовите другой день")
    if until - since > LONGEST:
        raise WrongStep("Это больше года. Проверьте день возвращения и назовите его ещё раз")


async def arrange(
    tx: Transaction, id: OfficialId, *, since: date, until: date, deputy: OfficialId, by: Official, today: date, now: datetime
) -> Official:
    """Set or change a leave. One that has begun already takes effect at once."""
    await tx.officials.lock()
    official = await tx.officials.get(id)
    check_leave(official, by=by)
    check_dates(since, until, today=today)
    if not official.active:
        raise WrongStep("Этот человек больше не подключён. Список сотрудников: /people")
    stand_in = next((each for each in may_replace(official, await tx.officials.all()) if each.id == deputy), None)
    if stand_in is None:
        raise WrongStep("Этот человек не может замещать: нужен коллега из того же отдела или координатор. Выберите другого")
    if stand_in.away and stand_in.away_until is not None and stand_in.away_until > since:
        raise WrongStep("Замещающий в эти дни сам в отпуске. Выберите другого")
    planned = replace(official, away_from=since, away_until=until, deputy_id=deputy)
    await tx.officials.save(planned)
    data: dict[str, int | str | None] = {
        "official": id,
        "deputy": deputy,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "by": by.id,
    }
    await tx.audit.add("leave", user_id=planned.user_id, at=now, data=data)
    if since <= today:
        return await begin(tx, planned)
    await tx.outbox.say(planned.user_id, LeavePlanned(official=id), sound=False)
    return planned


async def begin(tx: Transaction, official: Official) -> Official:
    """The leave starts, or its deputy changed in the middle: cards go to the deputy, both are told."""
    gone = replace(official, away=True)
    await tx.officials.save(gone)
    await _refresh_theirs(tx, gone)
    await tx.outbox.say(gone.user_id, LeaveBegan(official=gone.id), sound=False)
    if gone.deputy_id is not None:
        deputy = await tx.officials.get(gone.deputy_id)
        await tx.outbox.say(deputy.user_id, StandsIn(official=gone.id))
    return gone


async def end(tx: Transaction, id: OfficialId, *, by: Official | None, now: datetime) -> Official:
    """Back at work (or the plan is dropped): what is theirs comes back. `by` None: the day has come."""
    await tx.officials.lock()
    official = await tx.officials.get(id)
    if by is not None:
        check_leave(official, by=by)
    if official.away_until is None:
        raise Unchanged
    deputy = await tx.officials.get(official.deputy_id) if official.deputy_id is not None else None
    back = replace(official, away=False, away_from=None, away_until=None, deputy_id=None)
    await tx.officials.save(back)
    await tx.audit.add("leave_over", user_id=back.user_id, at=now, data={"official": id, "by": by.id if by else None})
    if not official.away:
        return back
    await _refresh_theirs(tx, back)
    await tx.outbox.say(back.user_id, LeaveOver(official=id))
    if deputy is not None and deputy.active:
        await tx.outbox.say(deputy.user_id, StoodIn(official=id), sound=False)
    return back


async def turn_leaves(tx: Transaction, *, today: date, now: datetime) -> int:
    """Start and end what the calendar says; gives back how many. A second call on the same day does nothing."""
    turned = 0
    await tx.officials.lock()
    for official in await tx.officials.all():
        if official.away_until is not None and official.away_until <= today:
            await end(tx, official.id, by=None, now=now)
        elif not official.away and official.away_from is not None and official.away_from <= today:
            await begin(tx, official)
        else:
            continue
        turned += 1
    return turned


async def _refresh_theirs(tx: Transaction, official: Official) -> None:
    """Cards that are shown to the official or to the deputy: of the department, or of everyone for a role without one."""
    for incident in await tx.incidents.unfinished():
        own = official.id == incident.holder_id or official.department_id == incident.department_id
        if own or official.role not in IN_DEPARTMENT:
            await refresh(tx, incident)
