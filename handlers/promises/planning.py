"""«Закрыть» → «В плане с датой»: ask the day of the plan.

Where no answer has named it.
"""

from datetime import date

from handlers.kit import day_choice, menus
from handlers.kit.buttons import Day, Menu, MenuButton
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from incidents.dates.russian import date_words
from incidents.desk.act import act
from incidents.desk.acts.close_and_reopen import Close
from incidents.desk.promises.promise_end import needs_day
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome
from incidents.promises.messages import AskPlanDay, PlanMenu, Planned


async def asks_day(pressed: Pressed[MenuButton], ctx: Context) -> bool:
    """Turn the menu of outcomes into the menu of days; False where the day is known already."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.CLOSE)
    if not await needs_day(ctx.tx, incident.id):
        return False
    await menus.show(pressed, ctx, PlanMenu(incident=incident.id))
    return True


@press(MenuButton, Menu.PLAN)
async def on_day(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A day of the menu, or «Дата…»."""
    id, offered = IncidentId(pressed.button.incident), pressed.button.read(Day)
    if offered is Day.TYPED:
        await menus.get_if_allowed(ctx, id, Act.CLOSE)
        await ask(ctx, AskPlanDay(incident=id))
        menus.in_private(pressed, ctx)
    else:
        day = day_choice.chosen(ctx, offered).astimezone(ctx.policy.calendar.timezone).date()
        await _close(ctx, id, day)
        ctx.toast = f"Закрыто: в плане до {date_words(day)}. Напомним утром того дня"
    await menus.close(pressed, ctx)


@question(AskPlanDay)
async def _typed(incoming: Incoming, ctx: Context) -> None:
    id = IncidentId(incoming.kept["incident"])
    await _close(ctx, id, day_choice.typed(ctx, incoming.text).astimezone(ctx.policy.calendar.timezone).date())
    await ctx.say(Planned(incident=id))


async def _close(ctx: Context, id: IncidentId, day: date) -> None:
    choice = Close(outcome=ClosingOutcome.PLANNED, day=day)
    await act(ctx.tx, ctx.policy, id, Act.CLOSE, by=ctx.who, now=ctx.now, choice=choice)
