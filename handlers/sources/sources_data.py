"""/sources and what is told of a link."""

from handlers.kit.rendering import Call, Unneeded, fixed
from handlers.kit.renders import renders
from handlers.kit.text import quoted
from handlers.sources import chats_words, source_wishes_words, sources_words
from handlers.sources.feed_line_words import feed_line
from handlers.sources.network_rests_words import network_rests
from incidents.danger.doubts import is_asked
from incidents.messenger import Message
from incidents.posts import Source
from incidents.sources.health import MONTH
from incidents.sources.lookups import barren, proposer_of
from incidents.sources.messages import (
    AskKeywords,
    AskSource,
    AskSourceTown,
    AskStopWords,
    BarrenSources,
    NetworkRests,
    OneSource,
    RemoveSourceMenu,
    SourceAdded,
    SourceChecking,
    SourceFilters,
    SourceKnown,
    SourceOwnerMenu,
    SourceRefused,
    SourcesList,
)
from incidents.sources.source_links import FeedGlance
from incidents.sources.word_filters import dropped_by

TRIED = 300
"""The newest posts of the month on which filters are tried."""


@renders(SourcesList)
async def _listed(call: Call, said: SourcesList) -> Message:
    shown = sources_words.listed(sources=await call.tx.sources.all(), networks=call.networks, page=said.page, tz=call.tz, now=call.now)
    if said.page:
        return shown
    waiting = [(chat, await proposer_of(call.tx.officials, chat)) for chat in await call.tx.source_chats.under_way()]
    return chats_words.with_chats(shown, [(chat, by.title if by is not None else None) for chat, by in waiting])


@renders(OneSource)
async def _one(call: Call, said: OneSource) -> Message:
    source = await call.tx.sources.get(said.source)
    by = (await call.tx.officials.get(source.added_by)).title if source.added_by is not None else None
    spot = call.policy.places.of(source.settlement_id) if source.settlement_id else None
    owner = next((each.title for each in await call.tx.departments.all() if each.id == source.department_id), None)
    health = await call.tx.sources_health.of(source.id, now=call.now)
    town = spot.place.settlement if spot else None
    chat = await call.tx.source_chats.of_source(source.id)
    agreed = (await call.tx.officials.get(chat.decided_by)).title if chat is not None and chat.decided_by is not None else None
    told = chats_words.of_source(chat, agreed=agreed) if chat is not None else ()
    shown = sources_words.one(
        source=source, networks=call.networks, by=by, tz=call.tz, now=call.now, town=town, owner=owner, health=health, told=told
    )
    return shown if chat is None or source.removed_at is not None else chats_words.with_announcing(shown, chat)


@renders(RemoveSourceMenu)
async def _ask_remove(call: Call, said: RemoveSourceMenu) -> Message:
    return sources_words.ask_remove(source=await call.tx.sources.get(said.source))


@renders(SourceAdded)
async def _added(call: Call, said: SourceAdded) -> Message:
    source, told = await call.tx.sources.get(said.source), []
    if said.items is not None:
        feed = FeedGlance(items=said.items, latest=said.latest, ours=said.ours or 0, is_comments=said.is_comments)
        told = [feed_line(quoted(source.title, 60), feed, tz=call.tz, now=call.now)]
        told += [] if said.is_comments else [sources_words.COMMENTS_TOO]
    return sources_words.added(source=source, networks=call.networks, told=told)


@renders(SourceKnown)
async def _known(call: Call, said: SourceKnown) -> Message:
    return sources_words.already(source=await call.tx.sources.get(said.source), networks=call.networks)


@renders(AskSourceTown)
async def _ask_town(call: Call, said: AskSourceTown) -> Message:
    return sources_words.ask_town(source=await call.tx.sources.get(said.source))


@renders(SourceRefused)
async def _refused(_call: Call, said: SourceRefused) -> Message:
    return sources_words.refused(because=said.because)


@renders(NetworkRests)
async def _rests(call: Call, said: NetworkRests) -> Message:
    return network_rests(why=said.why, writes=said.writes, until=said.until, tz=call.tz, now=call.now)


@renders(SourceFilters)
async def _filters(call: Call, said: SourceFilters) -> Message:
    source = await call.tx.sources.get(said.source)
    return source_wishes_words.filters(source=source, tried=await _tried(call, source))


async def _tried(call: Call, source: Source) -> source_wishes_words.Tried:
    if not (source.keywords or source.stop_words):
        return source_wishes_words.Tried(posts=0, dropped=0, appeals=0)
    newest = await call.tx.sources_health.newest(source.id, since=call.now - MONTH, limit=TRIED)
    read = [(post, is_voice, await call.tx.readings.of(post.id)) for post, is_voice in newest]
    dropped = [
        is_voice
        for post, is_voice, reading in read
        if reading is not None and dropped_by(source, post, is_danger=reading.danger or is_asked(reading, call.policy.topics))
    ]
    return source_wishes_words.Tried(posts=len(newest), dropped=len(dropped), appeals=sum(dropped))


@renders(AskStopWords)
async def _stop_words(call: Call, said: AskStopWords) -> Message:
    return source_wishes_words.ask_stop_words(source=await call.tx.sources.get(said.source))


@renders(AskKeywords)
async def _keywords(call: Call, said: AskKeywords) -> Message:
    return source_wishes_words.ask_keywords(source=await call.tx.sources.get(said.source))


@renders(SourceOwnerMenu)
async def _owner(call: Call, said: SourceOwnerMenu) -> Message:
    source, departments = await call.tx.sources.get(said.source), await call.tx.departments.all()
    return source_wishes_words.owner(source=source, departments=departments, page=said.page)


@renders(BarrenSources)
async def _barren(call: Call, _said: BarrenSources) -> Message:
    found = await barren(call.tx.sources, call.tx.sources_health, now=call.now)
    if not found:
        raise Unneeded
    return source_wishes_words.barren(found=found, networks=call.networks)


renders(SourceChecking)(fixed(sources_words.checking))
renders(AskSource)(fixed(sources_words.ask_link))
