"""A danger, calls for help, the coordinator's nudge."""

from collections.abc import Sequence

from handlers.acts.together import ask_for_help_words
from handlers.danger import danger_words
from handlers.kit.buttons import Menu
from handlers.kit.place import what_where
from handlers.kit.rendering import Call, with_buttons
from handlers.kit.renders import renders
from handlers.kit.text import escape, name, on_day, weekday_moment
from incidents.acts.undo import may_undo
from incidents.answers.values import AnswerKind
from incidents.audience import audience
from incidents.danger.danger_marks import marks
from incidents.danger.messages import (
    CallMenu,
    CalmMenu,
    ColleagueMenu,
    ConfirmDangerMenu,
    DangerAnswered,
    DangerConfirmed,
    DangerOver,
    Entrusted,
    EntrustMenu,
    HelpAsked,
    HelpMenu,
    Nudged,
)
from incidents.deadlines.values import deadline
from incidents.ids import ChatId, OfficialId
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.official import Department, Official, service_name
from incidents.recipients import colleagues
from incidents.role_rights import Right, has_right
from incidents.transaction import Transaction


@renders(CalmMenu)
async def _calm(call: Call, said: CalmMenu) -> Message:
    incident, where = await call.incident(said.incident)
    due = deadline(
        norms=call.policy.norms,
        calendar=call.policy.calendar,
        group=incident.group,
        topic=incident.topic,
        danger=None,
        clock_from=incident.clock_from,
        now=call.now,
    )
    by = due.answer_by
    return danger_words.menu_calm(incident_id=incident.id, number=incident.number, what_where=where, answer_by=by, tz=call.tz, now=call.now)


@renders(DangerAnswered)
async def _answered(call: Call, said: DangerAnswered) -> Message:
    incident, where = await call.incident(said.incident)
    kept, reader = await call.tx.undos.of(incident.id), await call.tx.officials.by_user(call.chat_id)
    is_theirs = reader is not None and kept is not None and may_undo(reader, kept)
    undo = kept if is_theirs else None
    return danger_words.answered(number=incident.number, what_where=where, grade=said.grade, undo=undo, tz=call.tz, now=call.now)


@renders(CallMenu)
async def _call(call: Call, said: CallMenu) -> Message:
    incident, where = await call.incident(said.incident)
    people, reader = await _to_call(call, incident), await call.tx.officials.by_user(call.chat_id)
    keeps = has_right(reader, Right.KEEP_PEOPLE)
    return danger_words.menu_call(
        incident=incident, number=incident.number, what_where=where, phones=call.phones, people=people, keeps=keeps
    )


async def _to_call(call: Call, incident: Incident) -> Sequence[Official]:
    """Who holds it first, then the department's others."""
    own = [o for o in await call.tx.officials.all() if o.active and o.user_id != call.chat_id]
    theirs = [o for o in own if o.id == incident.holder_id or (incident.department_id and o.department_id == incident.department_id)]
    return sorted(theirs, key=lambda o: o.id != incident.holder_id)


@renders(DangerConfirmed)
async def _confirmed(call: Call, said: DangerConfirmed) -> Message:
    incident, _ = await call.incident(said.incident)
    where = what_where(call.short(incident.topic), incident.place, full=True, limit=100)
    lines = []
    by = marks(await call.tx.log.of(incident.id)).confirmed
    if by is not None:
        lines.append(f"Подтвердили {on_day(by.at, call.tz, call.now)}: {escape(await _title(call, by.by))}.")
    if incident.accepted_at is not None:
        who = await acceptor_of(call, incident)
        lines.append(f"Приняли {on_day(incident.accepted_at, call.tz, call.now)}{f': {escape(name(who, 60))}' if who else ''}.")
    warned = [a.published_at for a in await call.tx.answers.of(incident.id) if a.kind is AnswerKind.SAFETY and a.published_at is not None]
    if warned:
        lines.append(f"Жителей предупредили {on_day(warned[0], call.tz, call.now)}.")
    elif incident.answered_at is not None:
        lines.append(f"Жителям ответили {on_day(incident.answered_at, call.tz, call.now)}.")
    return danger_words.confirmed(incident=incident, what_where=where, hurt=said.hurt, lines=lines, cut_off=said.cut_off)


@renders(DangerOver)
async def _over(call: Call, said: DangerOver) -> Message:
    incident, _ = await call.incident(said.incident)
    where = what_where(call.short(incident.topic), incident.place, full=True, limit=100)
    marked = marks(await call.tx.log.of(incident.id))
    line = "Отметку сняли"
    if marked.safe is not None:
        line = f"Безопасно {on_day(marked.safe.at, call.tz, call.now)}: {escape(await _title(call, marked.safe.by))}"
    elif marked.denied is not None:
        line = f"Не подтвердилось {on_day(marked.denied.at, call.tz, call.now)}: {escape(await _title(call, marked.denied.by))}"
    return danger_words.over(incident=incident, what_where=where, line=line)


async def _title(call: Call, id: OfficialId) -> str:
    official = await call.tx.officials.get(id)
    titles = {d.id: d.title for d in await call.tx.departments.all()}
    return service_name(official, titles.get(official.department_id) if official.department_id else None)


async def acceptor_of(call: Call, incident: Incident) -> str:
    """Who accepted, whoever has it now: a service, a department or «координатор»; "" where nobody knows any more."""
    by = incident.accepted_by or incident.holder_id
    return await _title(call, by) if by is not None else ""


@renders(ColleagueMenu)
async def _colleague(call: Call, said: ColleagueMenu) -> Message:
    incident, where = await call.incident(said.incident)
    people = colleagues(incident, await call.tx.officials.all(), but=await call.tx.officials.get(said.official))
    return ask_for_help_words.menu_colleague(incident_id=incident.id, number=incident.number, what_where=where, people=people)


@renders(EntrustMenu)
async def _entrust(call: Call, said: EntrustMenu) -> Message:
    incident, where = await call.incident(said.incident)
    people = colleagues(incident, await call.tx.officials.all(), but=await call.tx.officials.get(said.official))
    ask = "Кому поручить? Карточка перейдёт к нему, срок прежний"
    return ask_for_help_words.menu_colleague(
        incident_id=incident.id, number=incident.number, what_where=where, people=people, menu=Menu.ENTRUST, ask=ask
    )


@renders(Entrusted)
async def _entrusted(call: Call, said: Entrusted) -> Message:
    incident, where = await call.incident(said.incident)
    who = await call.tx.officials.get(said.by)
    due = f"Ответить до {weekday_moment(incident.due_by, call.tz, call.now)}" if incident.due_by else "Срок на карточке"
    return ask_for_help_words.entrusted(incident_id=incident.id, number=incident.number, what_where=where, who=who.title, due=due)


@renders(HelpAsked)
async def _help_asked(call: Call, said: HelpAsked) -> Message:
    incident, where = await call.incident(said.incident)
    who = await call.tx.officials.get(said.by)
    return ask_for_help_words.help_asked(incident_id=incident.id, number=incident.number, what_where=where, who=who.title, kind=said.kind)


@renders(Nudged)
async def _nudged(call: Call, said: Nudged) -> Message:
    incident, where = await call.incident(said.incident)
    by = incident.due_by
    return ask_for_help_words.nudged(
        incident_id=incident.id, number=incident.number, what_where=where, answer_by=by, tz=call.tz, now=call.now
    )


async def told_chats(
    tx: Transaction, incident: Incident, officials: Sequence[Official], departments: Sequence[Department]
) -> Sequence[ChatId]:
    """Chats of those who must know, where the card stands or is being sent for the first time. Whoever only looked it up is not told."""
    reached = {*await tx.copies.chats_of(incident.id), *await tx.outbox.on_the_way(incident.id)}
    wanted = audience(incident, officials=officials, departments=departments)
    return [each.chat_id for each in wanted if each.chat_id in reached]


renders(ConfirmDangerMenu)(with_buttons(danger_words.menu_confirm))
renders(HelpMenu)(with_buttons(ask_for_help_words.menu_help))
