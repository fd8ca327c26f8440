"""/advice: rules, numbers and pairs of words of the advice before sending."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.advice.buttons import AdviceButton, AdviceDo
from handlers.commands import command
from handlers.context import Context
from handlers.question_dialogue import Data, Question, ask
from incidents.advice.advice_overrides import Limit
from incidents.advice.values import same_words
from incidents.delivery import Say
from incidents.desk.advice import edit_advice as desk
from incidents.errors import DomainError, WrongStep

router = Router(name="advice")

MOST_SOUGHT = 8
_LIMITS = {"long": Limit.LONG, "far": Limit.FAR}


@router.message(command("advice"))
async def on_advice(_message: Message, ctx: Context) -> None:
    """What the bot advises."""
    await _say(ctx, "advice", None)


@router.callback_query(AdviceButton.filter())
async def on_press(query: CallbackQuery, callback_data: AdviceButton, ctx: Context, state: FSMContext) -> None:
    """One press of the menu: a page, a question, or a change with its toast."""
    desk.may_keep(ctx.who)
    edit = query.message.message_id if query.message is not None else None
    key, page = callback_data.key, callback_data.page
    match callback_data.do:
        case AdviceDo.SHOW:
            await _say(ctx, "advice", edit)
        case AdviceDo.RULES:
            await _say(ctx, "advice_rules", edit)
        case AdviceDo.PAIRS:
            await _say(ctx, "advice_pairs", edit, page=page)
        case AdviceDo.PAIR:
            await _pair(ctx, edit, key)
        case AdviceDo.FILE_ALL:
            await _say(ctx, "advice_reset", edit)
        case AdviceDo.LIMIT | AdviceDo.ADD | AdviceDo.FIND | AdviceDo.CHANGE:
            await _question(ctx, state, callback_data)
        case _:
            await _change(ctx, callback_data, edit)


async def _question(ctx: Context, state: FSMContext, pressed: AdviceButton) -> None:
    """What is typed."""
    match pressed.do:
        case AdviceDo.LIMIT:
            await ask(ctx, state, "advice_limit", key=_limit(pressed.key).value)
        case AdviceDo.ADD:
            await ask(ctx, state, "advice_pair")
        case AdviceDo.FIND:
            await ask(ctx, state, "advice_find")
        case _:
            await desk.pair(ctx.tx, ctx.policy, pressed.key)
            await ask(ctx, state, "advice_plain", key=pressed.key)


async def _change(ctx: Context, pressed: AdviceButton, edit: int | None) -> None:
    """What one press changes."""
    tx, policy, by, now = ctx.tx, ctx.policy, ctx.who, ctx.now
    match pressed.do:
        case AdviceDo.SWITCH:
            is_on = await desk.switch_rule(tx, pressed.key, by=by, now=now)
            ctx.toast = "Включили" if is_on else "Выключили. Вернуть можно этой же кнопкой"
            await _say(ctx, "advice_rules", edit)
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
            await _say(ctx, "advice_pairs", edit)
        case _:
            ctx.toast = f"Вернули, изменений снято: {await desk.all_as_in_file(tx, by=by, now=now)}"
            await _say(ctx, "advice", edit)


def _limit(key: str) -> Limit:
    if key not in _LIMITS:
        raise WrongStep("Такой настройки больше нет. Откройте /advice ещё раз")
    return _LIMITS[key]


async def _pair(ctx: Context, edit: int | None, code: str) -> None:
    await desk.pair(ctx.tx, ctx.policy, code)
    await _say(ctx, "advice_pair", edit, pair=code)


async def _say(ctx: Context, code: str, edit: int | None, **params: int | str) -> None:
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code=code, params={"edit": edit, **params}, sound=False))


async def _number(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """«800»."""
    await desk.set_limit(ctx.tx, ctx.policy, Limit(str(data["key"])), message.text or "", by=ctx.who, now=ctx.now)
    await _say(ctx, "advice", None)


async def _new(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    """«в целях → чтобы»."""
    code = await desk.add_pair(ctx.tx, ctx.policy, message.text or "", by=ctx.who, now=ctx.now)
    await _say(ctx, "advice_pair", None, pair=code)


async def _plain(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """What to say instead of the same words."""
    await desk.change_pair(ctx.tx, ctx.policy, str(data["key"]), message.text or "", by=ctx.who, now=ctx.now)
    await _say(ctx, "advice_pair", None, pair=str(data["key"]))


async def _find(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    """Pairs with these words on either side."""
    desk.may_keep(ctx.who)
    wanted = same_words(message.text or "").strip("*«»")
    known = await desk.known_pairs(ctx.tx, ctx.policy)
    found = [each.code for each in known if wanted and wanted in same_words(f"{each.swap.found} {each.swap.plain} {each.swap.say}")]
    if not found:
        raise DomainError("Таких слов среди замен нет. Пришлите другое слово или напишите «отмена»")
    await _say(ctx, "advice_found", None, pairs=" ".join(found[:MOST_SOUGHT]), count=len(found))


QUESTIONS: Mapping[str, Question] = {
    "advice_limit": Question(answered=_number),
    "advice_pair": Question(answered=_new),
    "advice_plain": Question(answered=_plain),
    "advice_find": Question(answered=_find),
}
