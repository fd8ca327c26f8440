"""What reminders are rendered from, read from the database."""

from dataclasses import replace

from handlers.danger.danger_data import told_chats
from handlers.danger.danger_words import to_call
from handlers.danger.who_was_called_words import who_knows
from handlers.deadlines import reminders_words
from handlers.deadlines.reminder_view_words import ReminderView
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.approval.where_it_lay import lay
from incidents.danger.danger_marks import DangerMarks, marks
from incidents.danger.doubts import goes_on
from incidents.deadlines.messages import Remind
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.reading import DangerGrade


async def reminder_view(call: Call, incident: Incident) -> ReminderView:
    """One incident with its times: how much is left, where it lay."""
    tx, now = call.tx, call.now
    calendar = call.policy.calendar
    departments = await tx.departments.all()
    titles = {d.id: d.title for d in departments}
    officials = {o.id: o for o in await tx.officials.all()}
    voices = await tx.voices.of(incident.id)
    delay = await tx.delays.of(incident.id)
    lies = await lay(tx.log, tx.approvals, incident, calendar=calendar, until=now)
    is_now = incident.danger_grade is DangerGrade.NOW
    told = await told_chats(tx, incident, list(officials.values()), departments) if is_now else ()
    said = marks(await tx.log.of(incident.id)) if is_now else DangerMarks()
    stored = [await tx.posts.get(voice.post_id) for voice in (voices if incident.danger_words else voices[:1])]
    first = stored[0].post if stored else None
    holder = officials.get(incident.holder_id) if incident.holder_id else None
    return ReminderView(
        incident=incident,
        topic_short=call.title(incident),
        timezone=call.tz,
        now=now,
        department=titles.get(incident.department_id) if incident.department_id else None,
        holder=holder.title if holder else None,
        post_url=first.url if first is not None else None,
        people=tuple(dict.fromkeys(each for one in stored for each in one.people)),
        words=first.words if first is not None and (is_now or incident.danger_asked_at is not None) else None,
        left=calendar.between(now, incident.due_by) if incident.due_by else None,
        route_time=lies.where.route,
        department_time=lies.where.department,
        approval_time=lies.where.approval,
        approval_since=lies.approval_since,
        told=who_knows(told, officials.values(), titles),
        told_since=said.rose_at or incident.opened_at,
        is_again=said.is_again,
        goes_on=goes_on(incident, departments),
        phones=to_call(incident, call.phones) if is_now else (),
        reason=delay.text if delay else None,
    )


@renders(Remind)
async def _remind(call: Call, said: Remind) -> Message:
    incident, _where = await call.incident(said.incident)
    view = await reminder_view(call, incident)
    reader = await call.tx.officials.by_user(call.chat_id)
    is_theirs = reader is None or reader.department_id == incident.department_id
    return reminders_words.remind(said.reminder, replace(view, to_department=is_theirs))
