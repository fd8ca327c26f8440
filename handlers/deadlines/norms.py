"""/norms: deadlines, topics of their own, the week, special days, the start and sounds: tapped where a tap does, typed elsewhere."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.commands import command
from handlers.context import Context
from handlers.deadlines.buttons import NormButton, NormDo
from handlers.question_dialogue import Data, Question, ask
from incidents.deadlines.norm_overrides import COUNTS, DAY, GROUP, START, TOPIC, WEEK, NormKey
from incidents.deadlines.values import StartEvent
from incidents.deadlines.worktime import plural
from incidents.delivery import Say
from incidents.desk.deadlines import norms as desk
from incidents.errors import Forbidden, WrongStep
from incidents.official import Role
from incidents.routing.taxonomy import groups

router = Router(name="norms")

TIMELESS = frozenset({*COUNTS, NormKey.MASS_WITHIN, NormKey.APPROVAL})
"""Norms by which no deadline of a card is counted."""

OLD = "Такой нормы больше нет. Откройте /norms ещё раз"
_PREFIXES = {"t": TOPIC, "g": GROUP, "d": DAY, "w": WEEK}
_MENUS = {NormDo.TOPICS: "norm_topics", NormDo.GROUPS: "norm_groups", NormDo.WEEK: "norm_week", NormDo.DAYS: "norm_days"}
_MENUS |= {NormDo.START: "norm_start", NormDo.RESET_ASK: "norm_reset", NormDo.SHOW: "norms"}


@router.message(command("norms"))
async def on_norms(_message: Message, ctx: Context) -> None:
    """What holds."""
    await _show(ctx, None)


@router.callback_query(NormButton.filter())
async def on_norm(query: CallbackQuery, callback_data: NormButton, ctx: Context, state: FSMContext) -> None:
    """A menu, a question, or a change by one tap."""
    if ctx.who.role is not Role.COORDINATOR:
        raise Forbidden("Нормы меняет координатор")
    edit = query.message.message_id if query.message is not None else None
    do, key = callback_data.do, callback_data.key
    match do:
        case NormDo.CHANGE:
            await ask(ctx, state, "norm", key=_key(key))
        case NormDo.DAY:
            await ask(ctx, state, "norm_day")
        case NormDo.TYPED:
            desk.group_of(ctx.policy, _word(key))
            await ask(ctx, state, "norm_topic", key=_word(key))
        case NormDo.WEEKDAY:
            await ask(ctx, state, "norm_weekday", key=_whole(key))
        case NormDo.GROUP:
            group, _, page = key.partition("~")
            if group not in groups(ctx.policy.topics):
                raise WrongStep(OLD)
            await _say(ctx, "norm_group", edit, group=group, page=_whole(page or "0"))
        case NormDo.TOPIC:
            desk.group_of(ctx.policy, _word(key))
            await _say(ctx, "norm_topic", edit, key=_word(key))
        case NormDo.MINUTES | NormDo.STARTS | NormDo.FILE | NormDo.RESET:
            await _change(ctx, callback_data, edit)
        case _:
            await _say(ctx, _MENUS[do], edit, page=_whole(key or "0"))


async def _change(ctx: Context, pressed: NormButton, edit: int | None) -> None:
    """What one tap changes."""
    match pressed.do:
        case NormDo.MINUTES:
            key, _, minutes = pressed.key.rpartition("~")
            await desk.set_topic(ctx.tx, ctx.policy, _word(key), f"{_whole(minutes)} мин", by=ctx.who, now=ctx.now)
            ctx.toast = await _kept(ctx, _word(key))
            await _say(ctx, "norm_topic", edit, key=_word(key))
        case NormDo.STARTS:
            if pressed.key not in set(StartEvent):
                raise WrongStep(OLD)
            await desk.set_start(ctx.tx, ctx.policy, StartEvent(pressed.key), by=ctx.who, now=ctx.now)
            ctx.toast = await _kept(ctx, START)
            await _say(ctx, "norm_start", edit)
        case NormDo.FILE:
            word = _word(pressed.key)
            await desk.unsay_one(ctx.tx, word, by=ctx.who, now=ctx.now)
            ctx.toast = "Вернули, как в файле"
            await _back(ctx, edit, word)
        case _:
            taken_back = await desk.unsay(ctx.tx, by=ctx.who, now=ctx.now)
            ctx.toast = f"Вернули, изменений снято: {taken_back}"
            await _show(ctx, edit)


async def _back(ctx: Context, edit: int | None, word: str) -> None:
    """To the menu in which the word was said."""
    if word.startswith((TOPIC, GROUP)):
        await _say(ctx, "norm_topic", edit, key=word)
    else:
        code = "norm_week" if word.startswith(WEEK) else "norm_days" if word.startswith(DAY) else "norm_start"
        await _say(ctx, code, edit)


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


async def _show(ctx: Context, edit: int | None, kept: int = 0) -> None:
    await _say(ctx, "norms", edit, kept=kept)


async def _say(ctx: Context, code: str, edit: int | None, **params: int | str) -> None:
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code=code, params={"edit": edit, **params}, sound=False))


async def _norm(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The value that was typed."""
    key = _key(str(data.get("key")))
    await desk.set_norm(ctx.tx, ctx.policy, key, message.text or "", by=ctx.who, now=ctx.now)
    await _show(ctx, None, await desk.kept(ctx.tx, ctx.policy, key) if key not in TIMELESS else 0)


async def _topic(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The time that was typed for a topic or a group."""
    key = str(data["key"])
    await desk.set_topic(ctx.tx, ctx.policy, key, message.text or "", by=ctx.who, now=ctx.now)
    await _say(ctx, "norm_topic", None, key=key, kept=await desk.kept(ctx.tx, ctx.policy, key))


async def _weekday(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The hours that were typed for a weekday."""
    await desk.set_weekday(ctx.tx, ctx.policy, int(data["key"]), message.text or "", by=ctx.who, now=ctx.now)
    await _say(ctx, "norm_week", None, kept=await desk.kept(ctx.tx, ctx.policy, WEEK))


async def _day(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    """The day that was typed."""
    await desk.set_day(ctx.tx, ctx.policy, message.text or "", by=ctx.who, now=ctx.now)
    await _say(ctx, "norm_days", None, kept=await desk.kept(ctx.tx, ctx.policy, DAY))


QUESTIONS: Mapping[str, Question] = {
    "norm": Question(answered=_norm),
    "norm_day": Question(answered=_day),
    "norm_topic": Question(answered=_topic),
    "norm_weekday": Question(answered=_weekday),
}
