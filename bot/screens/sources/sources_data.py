"""/sources and what is told of a link."""

from collections.abc import Mapping

from bot.screens.kit.context import Call, Render, fixed
from bot.screens.sources import sources
from handlers.buttons import Listed
from incidents.ids import SourceId
from incidents.messenger import Message
from incidents.posts import Source


async def _listed(call: Call) -> Message:
    return sources.listed(sources=await call.tx.sources(), page=call.page(), tz=call.tz, now=call.now)


async def _one(call: Call) -> Message:
    source = await _source(call)
    by = (await call.tx.official(source.added_by)).title if source.added_by is not None else None
    spot = call.district.places.of(source.settlement_id) if source.settlement_id else None
    return sources.one(source=source, by=by, tz=call.tz, now=call.now, town=spot.place.settlement if spot else None)


async def _ask_remove(call: Call) -> Message:
    return sources.ask_remove(source=await _source(call))


async def _added(call: Call) -> Message:
    return sources.added(source=await _source(call))


async def _known(call: Call) -> Message:
    return sources.already(source=await _source(call))


async def _ask_town(call: Call) -> Message:
    return sources.ask_town(source=await _source(call))


async def _refused(call: Call) -> Message:
    return sources.refused(because=call.text("because"))


async def _source(call: Call) -> Source:
    return await call.tx.source(SourceId(call.number("source")))


SAYS: Mapping[str, Render] = {
    Listed.SOURCES: _listed,
    "source_one": _one,
    "source_remove": _ask_remove,
    "source_added": _added,
    "source_known": _known,
    "source_refused": _refused,
    "source_checking": fixed(sources.checking),
    "ask_source_town": _ask_town,
    "ask_source": fixed(sources.ask_link),
}
