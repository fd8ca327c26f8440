"""/norms and what is told of a change."""

from collections.abc import Mapping
from datetime import date

from bot.screens.deadlines import norms, norms_topic_and_week
from bot.screens.kit.context import Call, Render, fixed, topic_titles
from incidents.advice.advice_overrides import is_advice
from incidents.deadlines.norm_overrides import NormKey, NormWord
from incidents.messenger import Message
from incidents.routing.taxonomy import groups, of_group


async def _norms(call: Call) -> Message:
    held, calendar, shorts = call.district.norms, call.district.calendar, topic_titles(call)
    return norms.norms(held=held, calendar=calendar, words=await _words(call), shorts=shorts, today=_today(call), kept=_kept(call))


async def _topics(call: Call) -> Message:
    return norms_topic_and_week.topics(held=call.district.norms, words=await _words(call), names=topic_titles(call), page=call.page())


async def _groups(call: Call) -> Message:
    return norms_topic_and_week.all_groups(groups=groups(call.district.topics), page=call.page())


async def _group(call: Call) -> Message:
    slug = call.text("group")
    shorts = {topic.slug: topic.short for topic in of_group(call.district.topics, slug)}
    title = groups(call.district.topics).get(slug, slug)
    return norms_topic_and_week.group(slug=slug, title=title, shorts=shorts, held=call.district.norms, page=call.page())


async def _topic(call: Call) -> Message:
    key = call.text("key")
    slug = key.partition(":")[2]
    topic = call.district.topics.get(slug)
    return norms_topic_and_week.one(
        key=key,
        title=topic_titles(call).get(slug, slug),
        held=call.district.norms,
        group_slug=topic.group if topic is not None else "",
        changed=any(word.key == key for word in await _words(call)),
        kept=_kept(call),
    )


async def _week(call: Call) -> Message:
    return norms_topic_and_week.week(calendar=call.district.calendar, words=await _words(call), kept=_kept(call))


async def _days(call: Call) -> Message:
    return norms_topic_and_week.days(calendar=call.district.calendar, words=await _words(call), today=_today(call), kept=_kept(call))


async def _start(call: Call) -> Message:
    return norms_topic_and_week.start(held=call.district.norms, words=await _words(call))


async def _reset(call: Call) -> Message:
    return norms_topic_and_week.reset(changed=len(await _words(call)))


async def _ask(call: Call) -> Message:
    return norms.ask_norm(held=call.district.norms, key=NormKey(call.text("key")))


async def _ask_topic(call: Call) -> Message:
    slug = call.text("key").partition(":")[2]
    return norms_topic_and_week.ask_topic(title=topic_titles(call).get(slug, slug))


async def _ask_weekday(call: Call) -> Message:
    return norms_topic_and_week.ask_weekday(day=call.number("key"), calendar=call.district.calendar)


async def _changed(call: Call) -> Message:
    said = call.row.params.get("value")
    by = (await call.official()).title
    return norms.norm_changed(key=call.text("key"), said=said if isinstance(said, str) else None, by=by, names=topic_titles(call))


async def _words(call: Call) -> list[NormWord]:
    """What was said about norms."""
    return [word for word in await call.tx.norm_words() if not is_advice(word.key)]


def _kept(call: Call) -> int:
    kept = call.row.params.get("kept")
    return kept if isinstance(kept, int) else 0


def _today(call: Call) -> date:
    return call.now.astimezone(call.tz).date()


SAYS: Mapping[str, Render] = {
    "norms": _norms,
    "norm_topics": _topics,
    "norm_groups": _groups,
    "norm_group": _group,
    "norm_topic": _topic,
    "norm_week": _week,
    "norm_days": _days,
    "norm_start": _start,
    "norm_reset": _reset,
    "ask_norm": _ask,
    "ask_norm_topic": _ask_topic,
    "ask_norm_weekday": _ask_weekday,
    "ask_norm_day": fixed(norms.ask_norm_day),
    "norm_changed": _changed,
}
