"""Messages about the bot itself: enrolment, help, sources, deliveries, refusals."""

from handlers import about_the_bot_words, command_help_words
from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from handlers.kit.text import escape
from incidents.errors import NotFound
from incidents.messages import (
    AskedEnough,
    ChatDead,
    DeadLetter,
    GroupReply,
    Help,
    NothingToCancel,
    NotUnderstood,
    PostUnread,
    Refusal,
    Restored,
    SourceBack,
    SourceFails,
    ToStranger,
    Welcome,
)
from incidents.messenger import Message


@renders(Welcome)
async def _welcome(call: Call, said: Welcome) -> Message:
    official = await call.tx.officials.get(said.official)
    titles = {d.id: d.title for d in await call.tx.departments.all()}
    return about_the_bot_words.welcome(
        role=official.role, department_title=titles.get(official.department_id) if official.department_id else None
    )


@renders(Refusal)
async def _refusal(_call: Call, said: Refusal) -> Message:
    return Message(html=escape(said.text))


@renders(Help)
async def _help(call: Call, said: Help) -> Message:
    return command_help_words.help_for(role=(await call.tx.officials.get(said.official)).role)


@renders(ChatDead)
async def _chat_dead(call: Call, said: ChatDead) -> Message:
    return about_the_bot_words.chat_dead(who=(await call.tx.officials.get(said.official)).title)


@renders(PostUnread)
async def _post_unread(call: Call, said: PostUnread) -> Message:
    return about_the_bot_words.post_unread(url=(await call.tx.posts.get(said.post)).post.url)


@renders(Restored)
async def _restored(call: Call, said: Restored) -> Message:
    return about_the_bot_words.restored(taken_at=said.taken_at, erased=said.erased if said.is_known else None, tz=call.tz, now=call.now)


async def _source(call: Call, said: SourceFails | SourceBack) -> Message:
    sources = await call.tx.sources.all()
    source = next((each for each in sources if each.id == said.source), None)
    if source is None:
        raise NotFound
    if source.is_broken:
        same = (source.network, source.broken_because)
        alike = [each.title for each in sources if each.paused_at is None and (each.network, each.broken_because) == same]
        if len(alike) > 1 and isinstance(said, SourceFails):
            return about_the_bot_words.sources_broken(titles=alike, because=source.broken_because or "")
        return about_the_bot_words.source_broken(title=source.title, because=source.broken_because or "")
    return about_the_bot_words.source_back(title=source.title)


renders(SourceFails)(_source)
renders(SourceBack)(_source)
renders(ToStranger)(fixed(about_the_bot_words.stranger))
renders(GroupReply)(fixed(about_the_bot_words.group_reply_not_published))
renders(NotUnderstood)(fixed(about_the_bot_words.not_understood))
renders(NothingToCancel)(fixed(about_the_bot_words.nothing_to_cancel))
renders(AskedEnough)(fixed(about_the_bot_words.asked_enough))
renders(DeadLetter)(fixed(lambda: about_the_bot_words.dead_letter(number=1)))
