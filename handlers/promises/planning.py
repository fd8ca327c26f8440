"""«Закрыть» → «В плане с датой»: ask the day of the plan.

Where no answer has named it.
"""

from datetime import date

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit import day_choice, menus
from handlers.kit.buttons import Day, Menu, MenuButton, chosen
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.dates.russian import date_words
from incidents.desk.act import act
from incidents.desk.acts.close_and_reopen import Close
from incidents.desk.promises.promise_end import needs_day
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome
from incidents.promises.messages import AskPlanDay, PlanMenu, Planned

router = Router(name="planning")


async def asks_day(query: CallbackQuery, pressed: MenuButton, ctx: Context) -> bool:
    """Turn the menu of outcomes into the menu of days; False where the day is known already."""
    incident = await menus.allowed(ctx, pressed.incident, Act.CLOSE)
    if not await needs_day(ctx.tx, incident.id):
        return False
    await menus.show(query, ctx, PlanMenu(incident=incident.id))
    return True


@router.callback_query(MenuButton.filter(chosen(Menu.PLAN)))
async def on_day(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """A day of the menu, or «Дата…»."""
    id, offered = IncidentId(callback_data.incident), callback_data.read(Day)
    if offered is Day.TYPED:
        await menus.allowed(ctx, id, Act.CLOSE)
        await ask(ctx, state, AskPlanDay(incident=id))
        menus.in_private(query, ctx)
    else:
        day = day_choice.chosen(ctx, offered).astimezone(ctx.policy.calendar.timezone).date()
        await _close(ctx, id, day)
        ctx.toast = f"Закрыто: в плане до {date_words(day)}. Напомним утром того дня"
    await menus.close(query, ctx)


async def _typed(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    id = IncidentId(data["incident"])
    await _close(ctx, id, day_choice.typed(ctx, message.text).astimezone(ctx.policy.calendar.timezone).date())
    await ctx.say(Planned(incident=id))


async def _close(ctx: Context, id: IncidentId, day: date) -> None:
    choice = Close(outcome=ClosingOutcome.PLANNED, day=day)
    await act(ctx.tx, ctx.policy, id, Act.CLOSE, by=ctx.who, now=ctx.now, choice=choice)


QUESTIONS = {asked(AskPlanDay): Question(answered=_typed)}
