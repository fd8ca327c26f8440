"""/norms and what is told of a change."""

from datetime import date

from handlers.deadlines import norms_topic_and_week_words, norms_words
from handlers.kit.rendering import Call, fixed, topic_titles
from handlers.kit.renders import renders
from incidents.deadlines.messages import (
    AskNorm,
    AskNormDay,
    AskNormTopic,
    AskNormWeekday,
    NormChanged,
    NormDays,
    NormGroup,
    NormGroups,
    NormList,
    NormReset,
    NormStart,
    NormTopic,
    NormTopics,
    NormWeek,
)
from incidents.deadlines.norm_overrides import NormWord, is_norm
from incidents.messenger import Message
from incidents.routing.taxonomy import groups, of_group


@renders(NormList)
async def _norms(call: Call, said: NormList) -> Message:
    held, calendar, shorts = call.policy.norms, call.policy.calendar, topic_titles(call)
    return norms_words.norms(held=held, calendar=calendar, words=await _words(call), shorts=shorts, today=_today(call), kept=said.kept)


@renders(NormTopics)
async def _topics(call: Call, said: NormTopics) -> Message:
    return norms_topic_and_week_words.topics(held=call.policy.norms, words=await _words(call), names=topic_titles(call), page=said.page)


@renders(NormGroups)
async def _groups(call: Call, said: NormGroups) -> Message:
    return norms_topic_and_week_words.all_groups(groups=groups(call.policy.topics), page=said.page)


@renders(NormGroup)
async def _group(call: Call, said: NormGroup) -> Message:
    slug = said.group
    shorts = {topic.slug: topic.short for topic in of_group(call.policy.topics, slug)}
    title = groups(call.policy.topics).get(slug, slug)
    return norms_topic_and_week_words.group(slug=slug, title=title, shorts=shorts, held=call.policy.norms, page=said.page)


@renders(NormTopic)
async def _topic(call: Call, said: NormTopic) -> Message:
    key = said.key
    slug = key.partition(":")[2]
    topic = call.policy.topics.get(slug)
    return norms_topic_and_week_words.one(
        key=key,
        title=topic_titles(call).get(slug, slug),
        held=call.policy.norms,
        group_slug=topic.group if topic is not None else "",
        changed=any(word.key == key for word in await _words(call)),
        kept=said.kept,
    )


@renders(NormWeek)
async def _week(call: Call, said: NormWeek) -> Message:
    return norms_topic_and_week_words.week(calendar=call.policy.calendar, words=await _words(call), kept=said.kept)


@renders(NormDays)
async def _days(call: Call, said: NormDays) -> Message:
    return norms_topic_and_week_words.days(calendar=call.policy.calendar, words=await _words(call), today=_today(call), kept=said.kept)


@renders(NormStart)
async def _start(call: Call, _said: NormStart) -> Message:
    return norms_topic_and_week_words.start(held=call.policy.norms, words=await _words(call))


@renders(NormReset)
async def _reset(call: Call, _said: NormReset) -> Message:
    return norms_topic_and_week_words.reset(changed=len(await _words(call)))


@renders(AskNorm)
async def _ask(call: Call, said: AskNorm) -> Message:
    return norms_words.ask_norm(held=call.policy.norms, key=said.key)


@renders(AskNormTopic)
async def _ask_topic(call: Call, said: AskNormTopic) -> Message:
    slug = said.key.partition(":")[2]
    return norms_topic_and_week_words.ask_topic(title=topic_titles(call).get(slug, slug))


@renders(AskNormWeekday)
async def _ask_weekday(call: Call, said: AskNormWeekday) -> Message:
    return norms_topic_and_week_words.ask_weekday(day=said.key, calendar=call.policy.calendar)


@renders(NormChanged)
async def _changed(call: Call, said: NormChanged) -> Message:
    by = (await call.tx.officials.get(said.official)).title
    return norms_words.norm_changed(key=said.key, said=said.value, by=by, names=topic_titles(call))


renders(AskNormDay)(fixed(norms_words.ask_norm_day))


async def _words(call: Call) -> list[NormWord]:
    """What was said about norms."""
    return [word for word in await call.tx.norm_words.all() if is_norm(word.key)]


def _today(call: Call) -> date:
    return call.now.astimezone(call.tz).date()
