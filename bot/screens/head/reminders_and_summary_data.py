"""What tells of many incidents or of time: lists, reminders, the head's summary."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.screens.acts import incident_lists
from bot.screens.deadlines import reminders
from bot.screens.deadlines.reminder_data import reminder_view
from bot.screens.head import summary, summary_fix
from bot.screens.head.head_agenda import line
from bot.screens.head.head_agenda_data import shorts
from bot.screens.head.summary_buttons import buttons
from bot.screens.head.summary_data import summary_figures
from bot.screens.head.summary_report import norm_line
from bot.screens.kit.context import Call, Render, Unneeded
from bot.storage.engine.transaction import Tx
from incidents.deadlines.reminders import Reminder
from incidents.head.head_agenda import Matter
from incidents.head.head_agenda import agenda as of_morning
from incidents.head.lookups import known_matters
from incidents.head.summary import Period, counts, span
from incidents.incident import FINAL, OPEN, Incident
from incidents.messenger import Message
from incidents.official import IN_DEPARTMENT, Official, Role
from incidents.reading import DangerGrade

LATE = timedelta(minutes=30)  # a summary later than this says so


async def _my(call: Call) -> Message:
    reader = await call.official()
    waiting = await _waiting(call.tx, reader)
    pages = max(1, -(-len(waiting) // incident_lists.PAGE_SIZE))
    page = min(call.number("page"), pages - 1)
    items = [incident_lists.ListItem(incident=i, topic_short=call.short(i.topic)) for i in waiting]
    shown = items[page * incident_lists.PAGE_SIZE : (page + 1) * incident_lists.PAGE_SIZE]
    promise = await _promise(call, reader) if not waiting else None
    return incident_lists.my_list(
        role=reader.role, items=shown, page=page, pages=pages, total=len(items), tz=call.tz, now=call.now, promise=promise
    )


async def _promise(call: Call, reader: Official) -> tuple[date, str] | None:
    """The nearest day that the reader's department (for others: the district) promised, and where."""
    for promise in await call.tx.open_promises():
        if reader.role not in IN_DEPARTMENT or reader.department_id == promise.department_id or reader.id == promise.official_id:
            return promise.due, call.about(await call.tx.incident(promise.incident_id))
    return None


async def _waiting(tx: Tx, official: Official) -> Sequence[Incident]:
    """The head's stand by how long they are watched, the approver's by how long they lie; the others' by danger and deadline."""
    match official.role:
        case Role.HEAD:
            ordered = [await tx.incident(order.incident_id) for order in await tx.orders_of(official.id)]
            return list({i.id: i for i in (*await tx.controlled(), *ordered) if i.status not in FINAL}.values())
        case Role.APPROVER:
            answers = [await tx.answer(each.answer_id) for each in await tx.waiting_approvals()]
            rumours = [i for i in await tx.open_incidents() if i.rumour and i.status in OPEN]
            return [*[await tx.incident(answer.incident_id) for answer in answers], *rumours]
        case Role.DUTY:
            found: Sequence[Incident] = [i for i in await tx.open_incidents() if i.danger_grade is not None]
        case role if role in IN_DEPARTMENT:
            found = await tx.held_by(official=official.id, department=official.department_id)
        case _:
            found = await tx.open_incidents()
    return sorted(found, key=lambda i: (i.danger_grade is not DangerGrade.NOW, i.danger_grade is None))


async def _remind(call: Call) -> Message:
    incident, _where = await call.incident()
    view = await reminder_view(call.tx, call.district, incident, now=call.now)
    reader = await call.tx.official_by_user(call.row.chat_id)
    is_theirs = reader is None or reader.department_id == incident.department_id
    return reminders.remind(Reminder(call.row.code or ""), replace(view, to_department=is_theirs))


async def _summary(call: Call) -> Message:
    since, until = datetime.fromisoformat(call.text("since")), datetime.fromisoformat(call.text("until"))
    late_by = datetime.fromisoformat(call.text("at")) - until
    fix = call.row.params.get("fix")
    fix_by = datetime.fromisoformat(fix) if isinstance(fix, str) else None
    decide = of_morning(await known_matters(call.tx, now=call.now))
    return await _figures(call, since, until, decide=decide, late_by=late_by, fix_by=fix_by)


async def _summary_for(call: Call) -> Message:
    """The summary of today that somebody asked for; buttons of older messages name other periods."""
    key = call.row.params.get("key")
    period = Period(key) if key in set(Period) else Period.TODAY
    since, until = span(period, now=call.now, timezone=call.tz)
    decide = of_morning(await known_matters(call.tx, now=call.now)) if period is Period.TODAY else []
    return await _figures(call, since, until, decide=decide)


async def _summary_span(call: Call) -> Message:
    """«За период…»."""
    since, until = datetime.fromisoformat(call.text("since")), datetime.fromisoformat(call.text("until"))
    return await _figures(call, since, until)


async def _figures(
    call: Call,
    since: datetime,
    until: datetime,
    *,
    decide: Sequence[Matter] = (),
    late_by: timedelta = timedelta(0),
    fix_by: datetime | None = None,
) -> Message:
    figures = await summary_figures(call.tx, call.district.calendar, since=since, until=until)
    day = until.astimezone(call.tz).date()
    return summary.daily(
        summary=figures,
        department_titles={d.id: d.title for d in await call.tx.departments()},
        topic_shorts=shorts(call),
        now=call.now,
        tz=call.tz,
        late_by=late_by if late_by >= LATE else None,
        decide=[_item(call, each, day) for each in decide],
        norm=norm_line(call.district.norms),
        fix_by=fix_by,
        rows=buttons(figures, decide=len(decide)),
    )


def _item(call: Call, matter: Matter, day: date) -> summary.Decide:
    short = call.short(matter.incident.topic)
    return summary.Decide(full=line(matter, short, day), brief=line(matter, short, day, brief=True))


async def _correction(call: Call) -> Message:
    """What came to be known after a doubtful summary; nothing came, nothing is said."""
    since, until = datetime.fromisoformat(call.text("since")), datetime.fromisoformat(call.text("until"))
    heard = {id: n for id, n in (await call.tx.late_voices(since, until)).items() if counts(await call.tx.incident(id))}
    if not heard:
        raise Unneeded
    fresh = [each for each in [await call.tx.incident(id) for id in heard] if each.opened_at >= until]
    figures = await summary_figures(call.tx, call.district.calendar, since=since, until=until)
    return summary_fix.correction(
        summary=figures, messages=sum(heard.values()), fresh=fresh, topic_shorts=shorts(call), tz=call.tz, rows=buttons(figures, decide=0)
    )


SAYS: Mapping[str, Render] = {
    "my": _my,
    "summary": _summary,
    "summary_for": _summary_for,
    "summary_span": _summary_span,
    "summary_correction": _correction,
    **dict.fromkeys(set(Reminder) - {Reminder.HALF, Reminder.OVERDUE_COORDINATOR}, _remind),
}
