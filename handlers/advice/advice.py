"""/advice: rules, numbers and pairs of words of the advice before sending."""

from handlers.advice.buttons import AdviceButton, AdviceDo
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
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
from incidents.desk.advice import edit_advice
from incidents.errors import DomainError, WrongStep
from incidents.role_rights import Right, check_right

MOST_SOUGHT = 8
_LIMITS = {"long": Limit.LONG, "far": Limit.FAR}


@command("advice")
async def on_advice(_incoming: Incoming, ctx: Context) -> None:
    """What the bot advises."""
    await ctx.say(AdviceMenu())


@press(AdviceButton)
async def on_press(pressed: Pressed[AdviceButton], ctx: Context) -> None:
    """One press of the menu: a page, a question, or a change with its toast."""
    check_right(ctx.who, Right.KEEP_ADVICE)
    key, page = pressed.button.key, pressed.button.page
    match pressed.button.do:
        case AdviceDo.SHOW:
            await ctx.say(AdviceMenu(), edit=pressed.message_id)
        case AdviceDo.RULES:
            await ctx.say(AdviceRules(), edit=pressed.message_id)
        case AdviceDo.PAIRS:
            await ctx.say(AdvicePairs(page=page), edit=pressed.message_id)
        case AdviceDo.PAIR:
            await _pair(ctx, pressed.message_id, key)
        case AdviceDo.FILE_ALL:
            await ctx.say(AdviceReset(), edit=pressed.message_id)
        case AdviceDo.LIMIT | AdviceDo.ADD | AdviceDo.FIND | AdviceDo.CHANGE:
            await _question(ctx, pressed.button)
        case _:
            await _change(ctx, pressed.button, pressed.message_id)


async def _question(ctx: Context, button: AdviceButton) -> None:
    """What is typed."""
    match button.do:
        case AdviceDo.LIMIT:
            await ask(ctx, AskAdviceLimit(key=_limit(button.key)))
        case AdviceDo.ADD:
            await ask(ctx, AskAdvicePair())
        case AdviceDo.FIND:
            await ask(ctx, AskAdviceFind())
        case _:
            await edit_advice.get_pair(ctx.tx, ctx.policy, button.key)
            await ask(ctx, AskAdvicePlain(key=button.key))


async def _change(ctx: Context, button: AdviceButton, edit: int | None) -> None:
    """What one press changes."""
    tx, policy, by, now = ctx.tx, ctx.policy, ctx.who, ctx.now
    match button.do:
        case AdviceDo.SWITCH:
            is_on = await edit_advice.switch_rule(tx, button.key, by=by, now=now)
            ctx.toast = "Включили" if is_on else "Выключили. Вернуть можно этой же кнопкой"
            await ctx.say(AdviceRules(), edit=edit)
        case AdviceDo.REMOVE:
            await edit_advice.remove_pair(tx, policy, button.key, by=by, now=now)
            ctx.toast = "Больше не советуем. Вернуть можно здесь же"
            await _pair(ctx, edit, button.key)
        case AdviceDo.RESTORE:
            await edit_advice.restore_pair(tx, policy, button.key, by=by, now=now)
            ctx.toast = "Снова советуем"
            await _pair(ctx, edit, button.key)
        case _ if button.key:
            await edit_advice.pair_as_in_file(tx, policy, button.key, by=by, now=now)
            ctx.toast = "Вернули, как в файле"
            await ctx.say(AdvicePairs(), edit=edit)
        case _:
            ctx.toast = f"Вернули, изменений снято: {await edit_advice.all_as_in_file(tx, by=by, now=now)}"
            await ctx.say(AdviceMenu(), edit=edit)


def _limit(key: str) -> Limit:
    if key not in _LIMITS:
        raise WrongStep("Такой настройки больше нет. Откройте /advice ещё раз")
    return _LIMITS[key]


async def _pair(ctx: Context, edit: int | None, code: str) -> None:
    await edit_advice.get_pair(ctx.tx, ctx.policy, code)
    await ctx.say(AdvicePair(pair=code), edit=edit)


@question(AskAdviceLimit)
async def _number(incoming: Incoming, ctx: Context) -> None:
    """«800»."""
    await edit_advice.set_limit(ctx.tx, ctx.policy, Limit(str(incoming.kept["key"])), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(AdviceMenu())


@question(AskAdvicePair)
async def _new(incoming: Incoming, ctx: Context) -> None:
    """«в целях → чтобы»."""
    code = await edit_advice.add_pair(ctx.tx, ctx.policy, incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(AdvicePair(pair=code))


@question(AskAdvicePlain)
async def _plain(incoming: Incoming, ctx: Context) -> None:
    """What to say instead of the same words."""
    await edit_advice.change_pair(ctx.tx, ctx.policy, str(incoming.kept["key"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(AdvicePair(pair=str(incoming.kept["key"])))


@question(AskAdviceFind)
async def _find(incoming: Incoming, ctx: Context) -> None:
    """Pairs with these words on either side."""
    check_right(ctx.who, Right.KEEP_ADVICE)
    wanted = same_words(incoming.text).strip("*«»")
    known = await edit_advice.known_pairs(ctx.tx, ctx.policy)
    found = [each.code for each in known if wanted and wanted in same_words(f"{each.swap.found} {each.swap.plain} {each.swap.say}")]
    if not found:
        raise DomainError("Таких слов среди замен нет. Пришлите другое слово или напишите «отмена»")
    await ctx.say(AdvicePairsFound(pairs=tuple(found[:MOST_SOUGHT]), count=len(found)))
