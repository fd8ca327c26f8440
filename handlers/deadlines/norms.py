"""/norms: deadlines, topics, week, special days, start, sounds.

Tapped where a tap does, typed elsewhere.
"""

from collections.abc import Mapping

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.deadlines.buttons import NormButton, NormDo
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
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
from incidents.desk.deadlines import norms as desk
from incidents.errors import WrongStep
from incidents.outbox_message import OutboxMessage
from incidents.role_rights import Right, check_right
from incidents.routing.taxonomy import groups

router = Router(name="norms")

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


@router.message(command("norms"))
async def on_norms(_message: Message, ctx: Context) -> None:
    """What holds."""
    await ctx.say(NormList())


@router.callback_query(NormButton.filter())
async def on_norm(query: CallbackQuery, callback_data: NormButton, ctx: Context, state: FSMContext) -> None:
    """A menu, a question, or a change by one tap."""
    check_right(ctx.who, Right.KEEP_NORMS)
    edit = query.message.message_id if query.message is not None else None
    do, key = callback_data.do, callback_data.key
    match do:
        case NormDo.CHANGE:
            await ask(ctx, state, AskNorm(key=_key(key)))
        case NormDo.DAY:
            await ask(ctx, state, AskNormDay())
        case NormDo.TYPED:
            desk.group_of(ctx.policy, _word(key))
            await ask(ctx, state, AskNormTopic(key=_word(key)))
        case NormDo.WEEKDAY:
            await ask(ctx, state, AskNormWeekday(key=_whole(key)))
        case NormDo.GROUP:
            group, _, page = key.partition("~")
            if group not in groups(ctx.policy.topics):
                raise WrongStep(OLD)
            await ctx.say(NormGroup(group=group, page=_whole(page or "0")), edit=edit)
        case NormDo.TOPIC:
            desk.group_of(ctx.policy, _word(key))
            await ctx.say(NormTopic(key=_word(key)), edit=edit)
        case NormDo.MINUTES | NormDo.STARTS | NormDo.FILE | NormDo.RESET:
            await _change(ctx, callback_data, edit)
        case NormDo.TOPICS | NormDo.GROUPS:
            await ctx.say(_LISTS[do](page=_whole(key or "0")), edit=edit)
        case _:
            await ctx.say(_MENUS[do], edit=edit)


async def _change(ctx: Context, pressed: NormButton, edit: int | None) -> None:
    """What one tap changes."""
    match pressed.do:
        case NormDo.MINUTES:
            key, _, minutes = pressed.key.rpartition("~")
            await desk.set_topic(ctx.tx, ctx.policy, _word(key), f"{_whole(minutes)} мин", by=ctx.who, now=ctx.now)
            ctx.toast = await _kept(ctx, _word(key))
            await ctx.say(NormTopic(key=_word(key)), edit=edit)
        case NormDo.STARTS:
            if pressed.key not in set(StartEvent):
                raise WrongStep(OLD)
            await desk.set_start(ctx.tx, ctx.policy, StartEvent(pressed.key), by=ctx.who, now=ctx.now)
            ctx.toast = await _kept(ctx, START)
            await ctx.say(NormStart(), edit=edit)
        case NormDo.FILE:
            word = _word(pressed.key)
            await desk.unsay_one(ctx.tx, word, by=ctx.who, now=ctx.now)
            ctx.toast = "Вернули, как в файле"
            await ctx.say(_menu_of(word), edit=edit)
        case _:
            taken_back = await desk.unsay(ctx.tx, by=ctx.who, now=ctx.now)
            ctx.toast = f"Вернули, изменений снято: {taken_back}"
            await ctx.say(NormList(), edit=edit)


def _menu_of(word: str) -> OutboxMessage:
    """The menu in which the word was said."""
    if word.startswith((TOPIC, GROUP)):
        return NormTopic(key=word)
    return NormWeek() if word.startswith(WEEK) else NormDays() if word.startswith(DAY) else NormStart()


async def _kept(ctx: Context, key: str) -> str:
    """What a change does not touch."""
    count = await desk.kept(ctx.tx, ctx.policy, key)
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


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):  # noqa: PLR2004 - minutes of 90 days have six digits
        raise WrongStep(OLD)
    return int(text)


async def _norm(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The value that was typed."""
    key = _key(str(data.get("key")))
    await desk.set_norm(ctx.tx, ctx.policy, key, message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(NormList(kept=await desk.kept(ctx.tx, ctx.policy, key) if key not in TIMELESS else 0))


async def _topic(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The time that was typed for a topic or a group."""
    key = str(data["key"])
    await desk.set_topic(ctx.tx, ctx.policy, key, message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(NormTopic(key=key, kept=await desk.kept(ctx.tx, ctx.policy, key)))


async def _weekday(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The hours that were typed for a weekday."""
    await desk.set_weekday(ctx.tx, ctx.policy, int(data["key"]), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(NormWeek(kept=await desk.kept(ctx.tx, ctx.policy, WEEK)))


async def _day(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    """The day that was typed."""
    await desk.set_day(ctx.tx, ctx.policy, message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(NormDays(kept=await desk.kept(ctx.tx, ctx.policy, DAY)))


QUESTIONS: Mapping[str, Question] = {
    asked(AskNorm): Question(answered=_norm),
    asked(AskNormDay): Question(answered=_day),
    asked(AskNormTopic): Question(answered=_topic),
    asked(AskNormWeekday): Question(answered=_weekday),
}
