"""A danger, calls for help, the coordinator's nudge."""

from collections.abc import Mapping, Sequence

from bot.screens.acts import ask_for_help
from bot.screens.danger import danger
from bot.screens.kit.context import Call, Render, with_buttons
from bot.screens.kit.text import escape, on_day, weekday_moment
from handlers.buttons import Menu
from incidents.acts.notes_and_requests import HelpKind
from incidents.answers.values import AnswerKind
from incidents.danger.danger_marks import marks
from incidents.deadlines.values import deadline
from incidents.ids import OfficialId
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.official import Official
from incidents.recipients import colleagues


async def _calm(call: Call) -> Message:
    incident, where = await call.incident()
    due = deadline(
        norms=call.district.norms,
        calendar=call.district.calendar,
        group=incident.group,
        topic=incident.topic,
        danger=None,
        clock_from=incident.clock_from,
        now=call.now,
    )
    by = due.answer_by
    return danger.menu_calm(incident_id=incident.id, number=incident.number, what_where=where, answer_by=by, tz=call.tz, now=call.now)


async def _call(call: Call) -> Message:
    incident, where = await call.incident()
    return danger.menu_call(
        incident=incident, number=incident.number, what_where=where, phones=call.district.phones, people=await _to_call(call, incident)
    )


async def _to_call(call: Call, incident: Incident) -> Sequence[Official]:
    """Who holds it first, then the department's others."""
    own = [o for o in await call.tx.officials() if o.active and o.user_id != call.row.chat_id]
    theirs = [o for o in own if o.id == incident.holder_id or (incident.department_id and o.department_id == incident.department_id)]
    return sorted(theirs, key=lambda o: o.id != incident.holder_id)


async def _confirmed(call: Call) -> Message:
    incident, where = await call.incident()
    lines = []
    by = marks(await call.tx.events(incident.id)).confirmed
    if by is not None:
        lines.append(f"Подтвердили {on_day(by.at, call.tz, call.now)}: {escape(await _title(call, by.by))}.")
    if incident.accepted_at is not None:
        lines.append(f"Приняли {on_day(incident.accepted_at, call.tz, call.now)}: {escape(await _has(call, incident))}.")
    warned = [a.published_at for a in await call.tx.answers_of(incident.id) if a.kind is AnswerKind.SAFETY and a.published_at is not None]
    if warned:
        lines.append(f"Жителей предупредили {on_day(warned[0], call.tz, call.now)}.")
    elif incident.answered_at is not None:
        lines.append(f"Жителям ответили {on_day(incident.answered_at, call.tz, call.now)}.")
    hurt, cut_off = (call.row.params.get(name) == 1 for name in ("hurt", "cut_off"))
    return danger.confirmed(incident=incident, what_where=where, hurt=hurt, lines=lines, cut_off=cut_off)


async def _over(call: Call) -> Message:
    incident, where = await call.incident()
    said = marks(await call.tx.events(incident.id))
    line = "Отметку сняли"
    if said.safe is not None:
        line = f"Безопасно {on_day(said.safe.at, call.tz, call.now)}: {escape(await _title(call, said.safe.by))}"
    elif said.denied is not None:
        line = f"Не подтвердилось {on_day(said.denied.at, call.tz, call.now)}: {escape(await _title(call, said.denied.by))}"
    return danger.over(incident=incident, what_where=where, line=line)


async def _title(call: Call, id: OfficialId) -> str:
    official = await call.tx.official(id)
    titles = {d.id: d.title for d in await call.tx.departments()}
    return danger.who_said(official, titles.get(official.department_id) if official.department_id else None)


async def _has(call: Call, incident: Incident) -> str:
    titles = {d.id: d.title for d in await call.tx.departments()}
    if incident.department_id in titles:
        return titles[incident.department_id]
    return await _title(call, incident.holder_id) if incident.holder_id is not None else "дежурный"


async def _colleague(call: Call) -> Message:
    incident, where = await call.incident()
    people = colleagues(incident, await call.tx.officials(), but=await call.official())
    return ask_for_help.menu_colleague(incident_id=incident.id, number=incident.number, what_where=where, people=people)


async def _entrust(call: Call) -> Message:
    incident, where = await call.incident()
    people = colleagues(incident, await call.tx.officials(), but=await call.official())
    ask = "Кому поручить? Карточка перейдёт к нему, срок прежний"
    return ask_for_help.menu_colleague(
        incident_id=incident.id, number=incident.number, what_where=where, people=people, menu=Menu.ENTRUST, ask=ask
    )


async def _entrusted(call: Call) -> Message:
    incident, where = await call.incident()
    who = await call.tx.official(OfficialId(call.number("by")))
    due = f"Ответить до {weekday_moment(incident.due_by, call.tz, call.now)}" if incident.due_by else "Срок на карточке"
    return ask_for_help.entrusted(incident_id=incident.id, number=incident.number, what_where=where, who=who.title, due=due)


async def _help_asked(call: Call) -> Message:
    incident, where = await call.incident()
    who = await call.tx.official(OfficialId(call.number("by")))
    kind = HelpKind(call.text("kind"))
    return ask_for_help.help_asked(incident_id=incident.id, number=incident.number, what_where=where, who=who.title, kind=kind)


async def _nudged(call: Call) -> Message:
    incident, where = await call.incident()
    by = incident.due_by
    return ask_for_help.nudged(incident_id=incident.id, number=incident.number, what_where=where, answer_by=by, tz=call.tz, now=call.now)


SAYS: Mapping[str, Render] = {
    "menu_confirm": with_buttons(danger.menu_confirm),
    "menu_calm": _calm,
    "menu_call": _call,
    "danger_confirmed": _confirmed,
    "danger_over": _over,
    "menu_help": with_buttons(ask_for_help.menu_help),
    "menu_colleague": _colleague,
    "help_asked": _help_asked,
    "nudged": _nudged,
    "menu_entrust": _entrust,
    "entrusted": _entrusted,
}
