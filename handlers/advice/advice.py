"""/advice: rules, numbers and pairs of words of the advice before sending."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.advice.buttons import AdviceButton, AdviceDo
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.advice.advice_overrides import Limit
from incidents.advice.messages import (
    AdviceMenu,
    AdvicePair,
    AdvicePairs,
    AdvicePairsFound,
    AdviceReset,
    AdviceRules,
    AskAdviceFind,
    AskAdviceLimit,
    AskAdvicePair,
    AskAdvicePlain,
)
from incidents.advice.values import same_words
from incidents.desk.advice import edit_advice as desk
from incidents.errors import DomainError, WrongStep
from incidents.role_rights import Right, check_right

router = Router(name="advice")

MOST_SOUGHT = 8
_LIMITS = {"long": Limit.LONG, "far": Limit.FAR}


@router.message(command("advice"))
async def on_advice(_message: Message, ctx: Context) -> None:
    """What the bot advises."""
    await ctx.say(AdviceMenu())


@router.callback_query(AdviceButton.filter())
async def on_press(query: CallbackQuery, callback_data: AdviceButton, ctx: Context, state: FSMContext) -> None:
    """One press of the menu: a page, a question, or a change with its toast."""
    check_right(ctx.who, Right.KEEP_ADVICE)
    edit = query.message.message_id if query.message is not None else None
    key, page = callback_data.key, callback_data.page
    match callback_data.do:
        case AdviceDo.SHOW:
            await ctx.say(AdviceMenu(), edit=edit)
        case AdviceDo.RULES:
            await ctx.say(AdviceRules(), edit=edit)
        case AdviceDo.PAIRS:
            await ctx.say(AdvicePairs(page=page), edit=edit)
        case AdviceDo.PAIR:
            await _pair(ctx, edit, key)
        case AdviceDo.FILE_ALL:
            await ctx.say(AdviceReset(), edit=edit)
        case AdviceDo.LIMIT | AdviceDo.ADD | AdviceDo.FIND | AdviceDo.CHANGE:
            await _question(ctx, state, callback_data)
        case _:
            await _change(ctx, callback_data, edit)


async def _question(ctx: Context, state: FSMContext, pressed: AdviceButton) -> None:
    """What is typed."""
    match pressed.do:
        case AdviceDo.LIMIT:
            await ask(ctx, state, AskAdviceLimit(key=_limit(pressed.key)))
        case AdviceDo.ADD:
            await ask(ctx, state, AskAdvicePair())
        case AdviceDo.FIND:
            await ask(ctx, state, AskAdviceFind())
        case _:
            await desk.pair(ctx.tx, ctx.policy, pressed.key)
            await ask(ctx, state, AskAdvicePlain(key=pressed.key))


async def _change(ctx: Context, pressed: AdviceButton, edit: int | None) -> None:
    """What one press changes."""
    tx, policy, by, now = ctx.tx, ctx.policy, ctx.who, ctx.now
    match pressed.do:
        case AdviceDo.SWITCH:
            is_on = await desk.switch_rule(tx, pressed.key, by=by, now=now)
            ctx.toast = "Включили" if is_on else "Выключили. Вернуть можно этой же кнопкой"
            await ctx.say(AdviceRules(), edit=edit)
        case AdviceDo.REMOVE:
            await desk.remove_pair(tx, policy, pressed.key, by=by, now=now)
            ctx.toast = "Больше не советуем. Вернуть можно здесь же"
            await _pair(ctx, edit, pressed.key)
        case AdviceDo.RESTORE:
            await desk.restore_pair(tx, policy, pressed.key, by=by, now=now)
            ctx.toast = "Снова советуем"
            await _pair(ctx, edit, pressed.key)
        case _ if pressed.key:
            await desk.pair_as_in_file(tx, policy, pressed.key, by=by, now=now)
            ctx.toast = "Вернули, как в файле"
            await ctx.say(AdvicePairs(), edit=edit)
        case _:
            ctx.toast = f"Вернули, изменений снято: {await desk.all_as_in_file(tx, by=by, now=now)}"
            await ctx.say(AdviceMenu(), edit=edit)


def _limit(key: str) -> Limit:
    if key not in _LIMITS:
        raise WrongStep("Такой настройки больше нет. Откройте /advice ещё раз")
    return _LIMITS[key]


async def _pair(ctx: Context, edit: int | None, code: str) -> None:
    await desk.pair(ctx.tx, ctx.policy, code)
    await ctx.say(AdvicePair(pair=code), edit=edit)


async def _number(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """«800»."""
    await desk.set_limit(ctx.tx, ctx.policy, Limit(str(data["key"])), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(AdviceMenu())


async def _new(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    """«в целях → чтобы»."""
    code = await desk.add_pair(ctx.tx, ctx.policy, message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(AdvicePair(pair=code))


async def _plain(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """What to say instead of the same words."""
    await desk.change_pair(ctx.tx, ctx.policy, str(data["key"]), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(AdvicePair(pair=str(data["key"])))


async def _find(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    """Pairs with these words on either side."""
    check_right(ctx.who, Right.KEEP_ADVICE)
    wanted = same_words(message.text or "").strip("*«»")
    known = await desk.known_pairs(ctx.tx, ctx.policy)
    found = [each.code for each in known if wanted and wanted in same_words(f"{each.swap.found} {each.swap.plain} {each.swap.say}")]
    if not found:
        raise DomainError("Таких слов среди замен нет. Пришлите другое слово или напишите «отмена»")
    await ctx.say(AdvicePairsFound(pairs=tuple(found[:MOST_SOUGHT]), count=len(found)))


QUESTIONS: Mapping[str, Question] = {
    asked(AskAdviceLimit): Question(answered=_number),
    asked(AskAdvicePair): Question(answered=_new),
    asked(AskAdvicePlain): Question(answered=_plain),
    asked(AskAdviceFind): Question(answered=_find),
}
