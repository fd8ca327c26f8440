"""/norms and what is told of a change."""

from collections.abc import Mapping

from bot.cards import norms
from bot.render.call import Call, Render, fixed
from incidents.messenger import Message
from incidents.norms_said import NormKey


async def _norms(call: Call) -> Message:
    shorts = {slug: topic.short for slug, topic in call.district.topics.items()}
    shorts |= {topic.group: topic.group_title for topic in call.district.topics.values()}
    today = call.now.astimezone(call.tz).date()
    words = await call.tx.norm_words()
    return norms.norms(held=call.district.norms, calendar=call.district.calendar, words=words, shorts=shorts, today=today)


async def _ask(call: Call) -> Message:
    return norms.ask_norm(held=call.district.norms, key=NormKey(call.text("key")))


async def _changed(call: Call) -> Message:
    said = call.row.params.get("value")
    return norms.norm_changed(key=call.text("key"), said=said if isinstance(said, str) else None, by=(await call.official()).title)


SAYS: Mapping[str, Render] = {
    "norms": _norms,
    "ask_norm": _ask,
    "ask_norm_day": fixed(norms.ask_norm_day),
    "norm_changed": _changed,
}
