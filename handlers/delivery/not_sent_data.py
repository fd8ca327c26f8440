"""Read what was not delivered or not read: message, incident, recipient."""

from collections.abc import Mapping
from contextlib import suppress

from handlers.delivery.not_sent_words import UNREAD, Missing, chat_shut, not_sent, rows_set_aside
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from handlers.kit.text import stamp
from incidents.deadlines.reminders import Reminder
from incidents.delivery import NotSent
from incidents.errors import NotFound
from incidents.head.summary import SUMMARY_JOB
from incidents.ids import ChatId, IncidentId, PostId
from incidents.messages import ChatShut, NotDelivered, RowsSetAside
from incidents.messenger import Message

_WORDS: Mapping[str, str] = {
    **dict.fromkeys(Reminder, "Напоминание"),
    SUMMARY_JOB: "Сводка",
    "summary_picture": "Картинка к сводке",
    "approval": "Ответ на согласование",
    "draft": "Ответ жителю на проверку",
    "answer": "Известие об ответе жителю",
    "order": "Поручение",
    "agenda": "Вопросы к главе",
    "invitation": "Приглашение",
    "welcome": "Приветствие",
    "chat_dead": "Известие о закрытом чате",
    "delete": "Уборка старого сообщения",
}
"""Of the outbox's codes those that a coordinator knows by name."""


@renders(RowsSetAside)
async def _set_aside(call: Call, said: RowsSetAside) -> Message:
    """To a coordinator."""
    whom = await _whom(call)
    cards: dict[int, IncidentId] = {}
    for id in said.incidents:
        with suppress(NotFound):
            cards[(await call.tx.incidents.get(id)).number] = id
    urls = await call.tx.posts.addresses([PostId(row) for row in said.rows]) if said.queue == UNREAD else ()
    people = [whom[chat] for chat in said.chats if chat in whom]
    return rows_set_aside(queue=said.queue, rows=said.rows, people=people, cards=cards, urls=urls)


async def _whom(call: Call) -> dict[ChatId, str]:
    whom = {official.user_id: official.title for official in await call.tx.officials.all()}
    return whom | {d.chat_id: f"группа: {d.title}" for d in await call.tx.departments.all() if d.chat_id is not None}


@renders(ChatShut)
async def _chat_shut(call: Call, said: ChatShut) -> Message:
    """To a coordinator. Raises Unneeded where it has opened meanwhile."""
    if said.until <= call.now:
        raise Unneeded
    whom = (await _whom(call)).get(said.chat, "чат не из сотрудников")
    return chat_shut(whom=whom, until=stamp(said.until, call.tz, call.now))


@renders(NotDelivered)
async def render(call: Call, said: NotDelivered) -> Message:
    """To a coordinator. What got through meanwhile is not told; raises Unneeded where nothing is left."""
    rows = await call.tx.outbox.not_sent(" ".join(said.rows))
    if not rows:
        raise Unneeded
    whom = await _whom(call)
    return not_sent([await _missing(call, each, whom) for each in rows])


async def _missing(call: Call, lost: NotSent, whom: Mapping[ChatId, str]) -> Missing:
    incident_id, about, number = lost.incident_id, "", None
    if incident_id is not None:
        try:
            incident = await call.tx.incidents.get(incident_id)
            about, number = call.about(incident), incident.number
        except NotFound:
            incident_id = None
    to = whom.get(lost.chat_id, "не из сотрудников")
    return Missing(what=_what(lost), whom=to, incident_id=incident_id, number=number, about=about, is_tried=lost.is_tried)


def _what(lost: NotSent) -> str:
    if lost.is_card:
        return "Карточка"
    if lost.is_photos:
        return "Фото к карточке" if lost.post_id is not None else "Фото к ответу"
    return _WORDS.get(lost.code or "", "Сообщение бота")
