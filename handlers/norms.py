"""/norms: deadlines, working days and sounds, changed by typing."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.asking import Data, Question, ask
from handlers.clock_buttons import NormButton, NormDo
from handlers.commands import command
from handlers.context import Context
from incidents.desk.norms import set_day, set_norm, unsay
from incidents.errors import Forbidden, WrongStep
from incidents.norms_said import NormKey
from incidents.people import Role
from incidents.ports import Say

router = Router(name="norms")


@router.message(command("norms"))
async def on_norms(_message: Message, ctx: Context) -> None:
    """What holds."""
    await _show(ctx, None)


@router.callback_query(NormButton.filter())
async def on_norm(query: CallbackQuery, callback_data: NormButton, ctx: Context, state: FSMContext) -> None:
    """A value or a day to change, or everything back to the file."""
    if ctx.who.role is not Role.COORDINATOR:
        raise Forbidden("Нормы меняет координатор")
    match callback_data.do:
        case NormDo.CHANGE:
            await ask(ctx, state, "norm", key=_key(callback_data.key))
        case NormDo.DAY:
            await ask(ctx, state, "norm_day")
        case NormDo.RESET:
            taken_back = await unsay(ctx.tx, by=ctx.who, now=ctx.now)
            ctx.toast = f"Вернули, изменений снято: {taken_back}"
            await _show(ctx, query.message.message_id if query.message is not None else None)


def _key(code: str) -> NormKey:
    try:
        return NormKey(code)
    except ValueError:
        raise WrongStep("Такой нормы больше нет. Откройте /norms ещё раз") from None


async def _show(ctx: Context, edit: int | None) -> None:
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="norms", params={"edit": edit}, sound=False))


async def _norm(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The value that was typed."""
    await set_norm(ctx.tx, ctx.policy, _key(str(data.get("key"))), message.text or "", by=ctx.who, now=ctx.now)
    await _show(ctx, None)


async def _day(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    """The day that was typed."""
    await set_day(ctx.tx, ctx.policy, message.text or "", by=ctx.who, now=ctx.now)
    await _show(ctx, None)


QUESTIONS: Mapping[str, Question] = {"norm": Question(answered=_norm), "norm_day": Question(answered=_day)}
