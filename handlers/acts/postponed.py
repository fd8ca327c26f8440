"""«Отложить», «Вернуть сейчас», «Другая дата»: a card waits for a day."""

from datetime import datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit import day_choice, menus
from handlers.kit.buttons import CardButton, Day, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.acts.messages import AskPostpone, OutsideCame, Postponed, PostponeMenu
from incidents.desk.act import act
from incidents.desk.acts.postpone_or_pass_outside import Postpone
from incidents.desk.acts.postponed_and_outside import ask_again
from incidents.ids import IncidentId
from incidents.incident import Act, Status

router = Router(name="waiting")


@router.callback_query(CardButton.filter(F.press.in_({Press.POSTPONE, Press.OTHER_DATE})))
async def on_postpone(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Отложить»: until when?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.POSTPONE)
    await menus.show(query, ctx, PostponeMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(F.menu == Menu.POSTPONE))
async def on_day(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """A day of the menu, or «Дата…»."""
    id, day = IncidentId(callback_data.incident), callback_data.read(Day)
    if day is Day.TYPED:
        await menus.allowed(ctx, id, Act.POSTPONE)
        await ask(ctx, state, AskPostpone(incident=id))
        menus.in_private(query, ctx)
    else:
        until = day_choice.chosen(ctx, day)
        await _postpone(ctx, id, until)
        ctx.toast = f"Отложили до {ctx.policy.day(until)}. {UNDO_HINT}"
    await menus.close(query, ctx)


async def _typed(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    id = IncidentId(data["incident"])
    await _postpone(ctx, id, day_choice.typed(ctx, message.text))
    await ctx.say(Postponed(incident=id))


async def _postpone(ctx: Context, id: IncidentId, until: datetime) -> None:
    await act(ctx.tx, ctx.policy, id, Act.POSTPONE, by=ctx.who, now=ctx.now, choice=Postpone(until=until))


@router.callback_query(CardButton.filter(F.press.in_({Press.RESUME, Press.OUTSIDE_CAME})))
async def on_resume(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Вернуть сейчас»; «Ответ пришёл» also offers to tell the resident."""
    id = IncidentId(callback_data.incident)
    waited = (await ctx.tx.incidents.get(id)).status
    await act(ctx.tx, ctx.policy, id, Act.RESUME, by=ctx.who, now=ctx.now)
    ctx.toast = "Вернули в работу"
    if waited is Status.OUTSIDE:
        ctx.toast = "Хорошо. Теперь ответьте жителю"
        await ctx.say(OutsideCame(incident=id), under=id)


@router.callback_query(CardButton.filter(F.press == Press.REMIND_THEM))
async def on_remind_them(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Напомнить им»: they were asked once more."""
    await ask_again(ctx.tx, ctx.policy, IncidentId(callback_data.incident), by=ctx.who, now=ctx.now)
    ctx.toast = "Записали: спросили снова. Через два дня напомним, если не ответят"


QUESTIONS = {asked(AskPostpone): Question(answered=_typed)}
