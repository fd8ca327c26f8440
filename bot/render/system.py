"""Messages about the bot itself: enrolment, help, sources, deliveries, refusals."""

from collections.abc import Mapping

from bot.cards import guide, system
from bot.cards.text import escape
from bot.render.call import Call, Render, fixed
from bot.screens.delivery import not_sent_data
from bot.storage.delivery.given_up import NOT_SENT
from incidents.errors import NotFound
from incidents.ids import PostId, SourceId
from incidents.messenger import Message


async def _welcome(call: Call) -> Message:
    official = await call.official()
    titles = {d.id: d.title for d in await call.tx.departments()}
    return system.welcome(role=official.role, department_title=titles.get(official.department_id) if official.department_id else None)


async def _refusal(call: Call) -> Message:
    return Message(html=escape(call.text("text")))


async def _help(call: Call) -> Message:
    return guide.help_for(role=(await call.official()).role)


async def _chat_dead(call: Call) -> Message:
    return system.chat_dead(who=(await call.official()).title)


async def _post_unread(call: Call) -> Message:
    return system.post_unread(url=(await call.tx.post(PostId(call.number("post")))).post.url)


async def _source(call: Call) -> Message:
    id = SourceId(call.number("source"))
    source = next((s for s in await call.tx.sources() if s.id == id), None)
    if source is None:
        raise NotFound
    if source.is_broken:
        return system.source_broken(title=source.title, because=source.broken_because or "")
    return system.source_back(title=source.title)


SAYS: Mapping[str, Render] = {
    "welcome": _welcome,
    "refusal": _refusal,
    "stranger": fixed(system.stranger),
    "group_reply": fixed(system.group_reply_not_published),
    "not_understood": fixed(system.not_understood),
    "asked_enough": fixed(system.asked_enough),
    "help": _help,
    "chat_dead": _chat_dead,
    "dead_letter": fixed(lambda: system.dead_letter(number=1)),
    NOT_SENT: not_sent_data.render,
    "post_unread": _post_unread,
    "source_broken": _source,
    "source_back": _source,
}
