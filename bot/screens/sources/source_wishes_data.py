"""Filters and owners of sources, the weekly hint."""

from bot.screens.kit.context import Call, Unneeded
from bot.screens.kit.renders import renders
from bot.screens.sources import source_wishes
from incidents.danger.doubts import is_asked
from incidents.messenger import Message
from incidents.posts import Source
from incidents.sources.health import MONTH
from incidents.sources.lookups import barren
from incidents.sources.messages import AskKeywords, AskStopWords, BarrenSources, SourceFilters, SourceOwnerMenu
from incidents.sources.word_filters import dropped_by

TRIED = 300
"""The newest posts of the month on which filters are tried."""


@renders(SourceFilters)
async def _filters(call: Call, said: SourceFilters) -> Message:
    source = await call.tx.sources.get(said.source)
    return source_wishes.filters(source=source, tried=await _tried(call, source))


async def _tried(call: Call, source: Source) -> source_wishes.Tried:
    if not (source.keywords or source.stop_words):
        return source_wishes.Tried(posts=0, dropped=0, appeals=0)
    newest = await call.tx.sources_health.newest(source.id, since=call.now - MONTH, limit=TRIED)
    read = [(post, is_voice, await call.tx.readings.of(post.id)) for post, is_voice in newest]
    dropped = [
        is_voice
        for post, is_voice, reading in read
        if reading is not None and dropped_by(source, post, is_danger=reading.danger or is_asked(reading))
    ]
    return source_wishes.Tried(posts=len(newest), dropped=len(dropped), appeals=sum(dropped))


@renders(AskStopWords)
async def _stop_words(call: Call, said: AskStopWords) -> Message:
    return source_wishes.ask_stop_words(source=await call.tx.sources.get(said.source))


@renders(AskKeywords)
async def _keywords(call: Call, said: AskKeywords) -> Message:
    return source_wishes.ask_keywords(source=await call.tx.sources.get(said.source))


@renders(SourceOwnerMenu)
async def _owner(call: Call, said: SourceOwnerMenu) -> Message:
    source, departments = await call.tx.sources.get(said.source), await call.tx.departments.all()
    return source_wishes.owner(source=source, departments=departments, page=said.page)


@renders(BarrenSources)
async def _barren(call: Call, _said: BarrenSources) -> Message:
    found = await barren(call.tx, now=call.now)
    if not found:
        raise Unneeded
    return source_wishes.barren(found=found)
