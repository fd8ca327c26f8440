"""/duty: who is on duty; a coordinator adds shifts by typed lines and takes them away by number."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.asking import Data, Question, ask
from handlers.commands import command
from handlers.context import Context
from handlers.staff_buttons import DutyButton, DutyDo
from incidents.desk import duty as desk
from incidents.desk.staff import only_coordinator
from incidents.ids import ShiftId
from incidents.ports import Say

router = Router(name="duty")


@router.message(command("duty"))
async def on_duty(_message: Message, ctx: Context) -> None:
    """Who is on duty now and next."""
    await _show(ctx, None, "duty")


@router.callback_query(DutyButton.filter(F.do == DutyDo.SHOW))
async def on_page(query: CallbackQuery, callback_data: DutyButton, ctx: Context) -> None:
    """Another page of the roster."""
    await _show(ctx, query, "duty", page=callback_data.page)


@router.callback_query(DutyButton.filter(F.do == DutyDo.ADD))
async def on_add(_query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """«Добавить смены»: ask for lines."""
    only_coordinator(ctx.who)
    await ask(ctx, state, "shifts")


@router.callback_query(DutyButton.filter(F.do == DutyDo.REMOVE))
async def on_remove(query: CallbackQuery, callback_data: DutyButton, ctx: Context) -> None:
    """«Убрать смену»: the list by numbers, then the one."""
    only_coordinator(ctx.who)
    if callback_data.shift:
        await desk.remove_shift(ctx.tx, ShiftId(callback_data.shift), by=ctx.who, now=ctx.now)
        ctx.toast = "Смену убрали"
    await _show(ctx, query, "duty_remove", page=callback_data.page)


async def _answered(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    await desk.add_shifts(ctx.tx, ctx.policy, message.text or "", by=ctx.who, now=ctx.now)
    await _show(ctx, None, "duty")


async def _show(ctx: Context, query: CallbackQuery | None, code: str, *, page: int = 0) -> None:
    edit = query.message.message_id if query is not None and query.message is not None else None
    params: dict[str, int | str | None] = {"official": ctx.who.id, "page": page, "edit": edit}
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code=code, params=params, sound=False))


QUESTIONS = {"shifts": Question(answered=_answered)}
