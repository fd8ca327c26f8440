"""Messages about the bot itself: enrolment, help, sources, deliveries, refusals."""

from collections.abc import Mapping

from bot.screens import about_the_bot, command_help
from bot.screens.delivery import not_sent_data
from bot.screens.kit.context import Call, Render, fixed
from bot.screens.kit.text import escape
from bot.storage.delivery.given_up import NOT_SENT
from incidents.errors import NotFound
from incidents.ids import PostId, SourceId
from incidents.messenger import Message


async def _welcome(call: Call) -> Message:
    official = await call.official()
    titles = {d.id: d.title for d in await call.tx.departments()}
    return about_the_bot.welcome(
        role=official.role, department_title=titles.get(official.department_id) if official.department_id else None
    )


async def _refusal(call: Call) -> Message:
    return Message(html=escape(call.text("text")))


async def _help(call: Call) -> Message:
    return command_help.help_for(role=(await call.official()).role)


async def _chat_dead(call: Call) -> Message:
    return about_the_bot.chat_dead(who=(await call.official()).title)


async def _post_unread(call: Call) -> Message:
    return about_the_bot.post_unread(url=(await call.tx.post(PostId(call.number("post")))).post.url)


async def _source(call: Call) -> Message:
    id = SourceId(call.number("source"))
    source = next((s for s in await call.tx.sources() if s.id == id), None)
    if source is None:
        raise NotFound
    if source.is_broken:
        return about_the_bot.source_broken(title=source.title, because=source.broken_because or "")
    return about_the_bot.source_back(title=source.title)


SAYS: Mapping[str, Render] = {
    "welcome": _welcome,
    "refusal": _refusal,
    "stranger": fixed(about_the_bot.stranger),
    "group_reply": fixed(about_the_bot.group_reply_not_published),
    "not_understood": fixed(about_the_bot.not_understood),
    "asked_enough": fixed(about_the_bot.asked_enough),
    "help": _help,
    "chat_dead": _chat_dead,
    "dead_letter": fixed(lambda: about_the_bot.dead_letter(number=1)),
    NOT_SENT: not_sent_data.render,
    "post_unread": _post_unread,
    "source_broken": _source,
    "source_back": _source,
}
