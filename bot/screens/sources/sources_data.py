"""/sources and what is told of a link."""

from bot.screens.kit.context import Call, fixed
from bot.screens.kit.renders import renders
from bot.screens.kit.text import quoted
from bot.screens.sources import chats, sources
from bot.screens.sources.feed_line import feed_line
from incidents.messenger import Message
from incidents.sources.messages import (
    AskSource,
    AskSourceTown,
    OneSource,
    RemoveSourceMenu,
    SourceAdded,
    SourceChecking,
    SourceKnown,
    SourceRefused,
    SourcesList,
)
from incidents.sources.source_links import FeedGlance


@renders(SourcesList)
async def _listed(call: Call, said: SourcesList) -> Message:
    return sources.listed(sources=await call.tx.sources.all(), page=said.page, tz=call.tz, now=call.now)


@renders(OneSource)
async def _one(call: Call, said: OneSource) -> Message:
    source = await call.tx.sources.get(said.source)
    by = (await call.tx.officials.get(source.added_by)).title if source.added_by is not None else None
    spot = call.district.places.of(source.settlement_id) if source.settlement_id else None
    chat = await call.tx.source_chats.of_source(source.id)
    agreed = (await call.tx.officials.get(chat.decided_by)).title if chat is not None and chat.decided_by is not None else None
    told = chats.of_source(chat, agreed=agreed) if chat is not None else ()
    return sources.one(source=source, by=by, tz=call.tz, now=call.now, town=spot.place.settlement if spot else None, told=told)


@renders(RemoveSourceMenu)
async def _ask_remove(call: Call, said: RemoveSourceMenu) -> Message:
    return sources.ask_remove(source=await call.tx.sources.get(said.source))


@renders(SourceAdded)
async def _added(call: Call, said: SourceAdded) -> Message:
    source, told = await call.tx.sources.get(said.source), []
    if said.items is not None:
        feed = FeedGlance(items=said.items, latest=said.latest, ours=said.ours or 0, is_comments=said.is_comments)
        told = [feed_line(quoted(source.title, 60), feed, tz=call.tz, now=call.now)]
        told += [] if said.is_comments else [sources.COMMENTS_TOO]
    return sources.added(source=source, told=told)


@renders(SourceKnown)
async def _known(call: Call, said: SourceKnown) -> Message:
    return sources.already(source=await call.tx.sources.get(said.source))


@renders(AskSourceTown)
async def _ask_town(call: Call, said: AskSourceTown) -> Message:
    return sources.ask_town(source=await call.tx.sources.get(said.source))


@renders(SourceRefused)
async def _refused(_call: Call, said: SourceRefused) -> Message:
    return sources.refused(because=said.because)


renders(SourceChecking)(fixed(sources.checking))
renders(AskSource)(fixed(sources.ask_link))
