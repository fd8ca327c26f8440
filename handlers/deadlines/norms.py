"""/norms: deadlines, topics, week, special days, start, sounds.

Tapped where a tap does, typed elsewhere.
"""

from collections.abc import Mapping

from handlers.deadlines.buttons import NormButton, NormDo
from handlers.kit.choices import read_whole_number
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
from incidents.deadlines.messages import (
    AskNorm,
    AskNormDay,
    AskNormTopic,
    AskNormWeekday,
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
from incidents.deadlines.norm_overrides import COUNTS, DAY, GROUP, START, TOPIC, WEEK, NormKey
from incidents.deadlines.values import StartEvent
from incidents.deadlines.worktime import plural
from incidents.desk.deadlines import norms
from incidents.errors import WrongStep
from incidents.outbox_message import OutboxMessage
from incidents.role_rights import Right, check_right
from incidents.routing.taxonomy import groups

TIMELESS = frozenset({*COUNTS, NormKey.MASS_WITHIN, NormKey.APPROVAL})
"""Norms by which no deadline of a card is counted."""

OLD = "Такой нормы больше нет. Откройте /norms ещё раз"
_PREFIXES = {"t": TOPIC, "g": GROUP, "d": DAY, "w": WEEK}
_LISTS: Mapping[NormDo, type[NormTopics | NormGroups]] = {NormDo.TOPICS: NormTopics, NormDo.GROUPS: NormGroups}
_MENUS: Mapping[NormDo, OutboxMessage] = {
    NormDo.SHOW: NormList(),
    NormDo.WEEK: NormWeek(),
    NormDo.DAYS: NormDays(),
    NormDo.START: NormStart(),
    NormDo.RESET_ASK: NormReset(),
}


@command("norms")
async def on_norms(_incoming: Incoming, ctx: Context) -> None:
    """What holds."""
    await ctx.say(NormList())


@press(NormButton)
async def on_norm(pressed: Pressed[NormButton], ctx: Context) -> None:
    """A menu, a question, or a change by one tap."""
    check_right(ctx.who, Right.KEEP_NORMS)
    do, key = pressed.button.do, pressed.button.key
    match do:
        case NormDo.CHANGE:
            await ask(ctx, AskNorm(key=_key(key)))
        case NormDo.DAY:
            await ask(ctx, AskNormDay())
        case NormDo.TYPED:
            norms.group_of(ctx.policy, _word(key))
            await ask(ctx, AskNormTopic(key=_word(key)))
        case NormDo.WEEKDAY:
            await ask(ctx, AskNormWeekday(key=read_whole_number(key, OLD)))
        case NormDo.GROUP:
            group, _, page = key.partition("~")
            if group not in groups(ctx.policy.topics):
                raise WrongStep(OLD)
            await ctx.say(NormGroup(group=group, page=read_whole_number(page or "0", OLD)), edit=pressed.message_id)
        case NormDo.TOPIC:
            norms.group_of(ctx.policy, _word(key))
            await ctx.say(NormTopic(key=_word(key)), edit=pressed.message_id)
        case NormDo.MINUTES | NormDo.STARTS | NormDo.FILE | NormDo.RESET:
            await _change(ctx, pressed.button, pressed.message_id)
        case NormDo.TOPICS | NormDo.GROUPS:
            await ctx.say(_LISTS[do](page=read_whole_number(key or "0", OLD)), edit=pressed.message_id)
        case _:
            await ctx.say(_MENUS[do], edit=pressed.message_id)


async def _change(ctx: Context, button: NormButton, edit: int | None) -> None:
    """What one tap changes."""
    match button.do:
        case NormDo.MINUTES:
            key, _, minutes = button.key.rpartition("~")
            await norms.set_topic(ctx.tx, ctx.policy, _word(key), f"{read_whole_number(minutes, OLD)} мин", by=ctx.who, now=ctx.now)
            ctx.toast = await _kept(ctx, _word(key))
            await ctx.say(NormTopic(key=_word(key)), edit=edit)
        case NormDo.STARTS:
            if button.key not in set(StartEvent):
                raise WrongStep(OLD)
            await norms.set_start(ctx.tx, ctx.policy, StartEvent(button.key), by=ctx.who, now=ctx.now)
            ctx.toast = await _kept(ctx, START)
            await ctx.say(NormStart(), edit=edit)
        case NormDo.FILE:
            word = _word(button.key)
            await norms.drop_word(ctx.tx, word, by=ctx.who, now=ctx.now)
            ctx.toast = "Вернули, как в файле"
            await ctx.say(_menu_of(word), edit=edit)
        case _:
            taken_back = await norms.drop_all_words(ctx.tx, by=ctx.who, now=ctx.now)
            ctx.toast = f"Вернули, изменений снято: {taken_back}"
            await ctx.say(NormList(), edit=edit)


def _menu_of(word: str) -> OutboxMessage:
    """The menu in which the word was said."""
    if word.startswith((TOPIC, GROUP)):
        return NormTopic(key=word)
    return NormWeek() if word.startswith(WEEK) else NormDays() if word.startswith(DAY) else NormStart()


async def _kept(ctx: Context, key: str) -> str:
    """What a change does not touch."""
    count = await norms.count_unmoved(ctx.tx, ctx.policy, key)
    of = plural(count, "открытого сообщения", "открытых сообщений", "открытых сообщений")
    return f"Срок {count} {of} не изменится, новые пойдут по-новому" if count else "Новые сообщения пойдут по-новому"


def _key(code: str) -> NormKey:
    try:
        return NormKey(code)
    except ValueError:
        raise WrongStep(OLD) from None


def _word(key: str) -> str:
    """«t~roads_snow» as the key of a word; a colon would part a button's fields."""
    kind, parted, rest = key.partition("~")
    if key == START:
        return START
    if not parted or kind not in _PREFIXES or not rest:
        raise WrongStep(OLD)
    return f"{_PREFIXES[kind]}{rest}"


@question(AskNorm)
async def _norm(incoming: Incoming, ctx: Context) -> None:
    """The value that was typed."""
    key = _key(str(incoming.kept.get("key")))
    await norms.set_norm(ctx.tx, ctx.policy, key, incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(NormList(kept=await norms.count_unmoved(ctx.tx, ctx.policy, key) if key not in TIMELESS else 0))


@question(AskNormTopic)
async def _topic(incoming: Incoming, ctx: Context) -> None:
    """The time that was typed for a topic or a group."""
    key = str(incoming.kept["key"])
    await norms.set_topic(ctx.tx, ctx.policy, key, incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(NormTopic(key=key, kept=await norms.count_unmoved(ctx.tx, ctx.policy, key)))


@question(AskNormWeekday)
async def _weekday(incoming: Incoming, ctx: Context) -> None:
    """The hours that were typed for a weekday."""
    await norms.set_weekday(ctx.tx, ctx.policy, int(incoming.kept["key"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(NormWeek(kept=await norms.count_unmoved(ctx.tx, ctx.policy, WEEK)))


@question(AskNormDay)
async def _day(incoming: Incoming, ctx: Context) -> None:
    """The day that was typed."""
    await norms.set_day(ctx.tx, ctx.policy, incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(NormDays(kept=await norms.count_unmoved(ctx.tx, ctx.policy, DAY)))
