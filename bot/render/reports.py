"""What tells of many incidents or of time: lists, reminders, the head's summary."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.cards import lists, reminders, summary
from bot.cards.summary_for import asked_for
from bot.render.call import Call, Render
from bot.report_data import reminder_view, summary_figures
from bot.storage import Tx
from incidents.incident import FINAL, Incident
from incidents.messenger import Message
from incidents.people import IN_DEPARTMENT, Official, Role
from incidents.reading import DangerGrade
from incidents.reminders import Reminder
from incidents.summary import Period, Summary, span

LATE = timedelta(minutes=30)  # a summary later than this says so


async def _my(call: Call) -> Message:
    reader = await call.official()
    waiting = await _waiting(call.tx, reader)
    pages = max(1, -(-len(waiting) // lists.PAGE_SIZE))
    page = min(call.number("page"), pages - 1)
    items = [lists.ListItem(incident=i, topic_short=call.short(i.topic)) for i in waiting]
    shown = items[page * lists.PAGE_SIZE : (page + 1) * lists.PAGE_SIZE]
    promise = await _promise(call, reader) if not waiting else None
    return lists.my_list(role=reader.role, items=shown, page=page, pages=pages, total=len(items), tz=call.tz, now=call.now, promise=promise)


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
            return [await tx.incident(answer.incident_id) for answer in answers]
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
    return reminders.remind(Reminder(call.row.code or ""), view)


async def _summary(call: Call) -> Message:
    since, until = datetime.fromisoformat(call.text("since")), datetime.fromisoformat(call.text("until"))
    late_by = datetime.fromisoformat(call.text("at")) - until
    return await _figures(call, await summary_figures(call.tx, call.district.calendar, since=since, until=until), late_by)


async def _summary_for(call: Call) -> Message:
    """The summary that somebody asked for, with the other periods under it."""
    key = call.row.params.get("key")
    period = Period(key) if key in set(Period) else Period.TODAY
    since, until = span(period, now=call.now, timezone=call.tz)
    message = await _figures(call, await summary_figures(call.tx, call.district.calendar, since=since, until=until), timedelta(0))
    return asked_for(message, period=period)


async def _figures(call: Call, figures: Summary, late_by: timedelta) -> Message:
    return summary.daily(
        summary=figures,
        department_titles={d.id: d.title for d in await call.tx.departments()},
        topic_shorts={slug: topic.short for slug, topic in call.district.topics.items()},
        now=call.now,
        tz=call.tz,
        late_by=late_by if late_by >= LATE else None,
    )


SAYS: Mapping[str, Render] = {
    "my": _my,
    "summary": _summary,
    "summary_for": _summary_for,
    **dict.fromkeys(set(Reminder) - {Reminder.HALF, Reminder.OVERDUE_COORDINATOR}, _remind),
}
