"""Connect a chat or a topic to a department; send its digest."""

from datetime import date, datetime

from incidents.deadlines.worktime import WorkCalendar
from incidents.desk.refresh import refresh
from incidents.desk.sources import chats
from incidents.errors import NotFound, Unchanged, WrongStep
from incidents.ids import ChatId, DepartmentId
from incidents.incident import UNFINISHED
from incidents.official import Department, Official, Role
from incidents.people.department_groups import digest_of
from incidents.people.messages import DepartmentDigest, GroupGone
from incidents.recipients import in_role
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction


async def connect(tx: Transaction, id: DepartmentId, chat_id: ChatId, topic_id: int | None, *, by: Official, now: datetime) -> Department:
    """The department's cards stand in this chat too, from now on; what is open comes at once."""
    check_right(by, Right.KEEP_GROUPS)
    department = next((each for each in await tx.departments.all() if each.id == id), None)
    if department is None:
        raise NotFound("Такого отдела больше нет. Пришлите /connect ещё раз")
    await chats.check_no_source(tx, chat_id)
    if (department.chat_id, department.topic_id) == (chat_id, topic_id):
        raise Unchanged
    await tx.departments.set_chat(id, chat_id, topic_id)
    await tx.audit.add("group_connected", user_id=by.user_id, at=now, data={"department": id, "chat": chat_id, "topic": topic_id})
    await _refresh(tx, id)
    if department.chat_id is not None:
        await _forget_if_nobodys(tx, department.chat_id)
    return department


async def disconnect(tx: Transaction, chat_id: ChatId, topic_id: int | None, *, by: Official, now: datetime) -> tuple[Department, ...]:
    """No more cards here: of the departments of this topic, or, outside of any topic, of the whole chat."""
    check_right(by, Right.KEEP_GROUPS)
    here = [d for d in await tx.departments.all() if d.chat_id == chat_id and topic_id in (None, d.topic_id)]
    if not here:
        raise WrongStep("К этой группе ничего не подключено. Подключить отдел: /connect")
    await _let_go(tx, here, chat_id, now)
    return tuple(here)


async def thrown_out(tx: Transaction, chat_id: ChatId, *, now: datetime) -> None:
    """The bot was taken out of a chat: its departments have none now, a source is silent, and the coordinators are told."""
    await chats.thrown_out(tx, chat_id, now=now)
    here = [d for d in await tx.departments.all() if d.chat_id == chat_id]
    if not here:
        return
    await _let_go(tx, here, chat_id, now)
    for official in in_role(await tx.officials.all(), Role.COORDINATOR):
        for department in here:
            await tx.outbox.say(official.user_id, GroupGone(department=department.id))


async def recheck(tx: Transaction, chat_id: ChatId) -> None:
    """The bot's rights in a group changed: what it lacks there is looked at anew."""
    await tx.departments.recheck_chat(chat_id)
    await tx.source_chats.recheck(chat_id)


async def post_digests(tx: Transaction, calendar: WorkCalendar, *, day: date, job: str, now: datetime) -> int:
    """R10 into every connected group where something is at work, once a slot; gives back into how many."""
    groups = [each for each in await tx.departments.all() if each.chat_id is not None]
    if not groups or not await tx.slots.take(job, day, at=now):
        return 0
    posted = 0
    for department in groups:
        assert department.chat_id is not None
        held = await tx.incidents.held_by(official=None, department=department.id, statuses=UNFINISHED)
        if digest_of(held, calendar=calendar, now=now) is not None:
            digest = DepartmentDigest(department=department.id)
            await tx.outbox.say(department.chat_id, digest, topic_id=department.topic_id, sound=False)
            posted += 1
    return posted


async def _let_go(tx: Transaction, departments: list[Department], chat_id: ChatId, now: datetime) -> None:
    for department in departments:
        await tx.departments.set_chat(department.id, None)
        await tx.audit.add("group_disconnected", user_id=None, at=now, data={"department": department.id, "chat": chat_id})
    await _forget_if_nobodys(tx, chat_id)
    for department in departments:
        await _refresh(tx, department.id)


async def _forget_if_nobodys(tx: Transaction, chat_id: ChatId) -> None:
    """A chat that serves no department any more shows nothing new."""
    if all(each.chat_id != chat_id for each in await tx.departments.all()):
        await tx.outbox.forget_chat(chat_id)


async def _refresh(tx: Transaction, id: DepartmentId) -> None:
    for incident in await tx.incidents.unfinished():
        if incident.department_id == id:
            await refresh(tx, incident)
