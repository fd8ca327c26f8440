"""«Отложить», «Вернуть сейчас», «Другая дата»: a card waits for a day."""

from datetime import datetime

from handlers.kit import day_choice, menus
from handlers.kit.buttons import CardButton, Day, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from incidents.acts.messages import AskPostpone, OutsideCame, Postponed, PostponeMenu
from incidents.desk.act import act
from incidents.desk.acts.postpone_or_pass_outside import Postpone
from incidents.desk.acts.postponed_and_outside import ask_again
from incidents.ids import IncidentId
from incidents.incident import Act, Status


@press(CardButton, Press.POSTPONE, Press.OTHER_DATE)
async def on_postpone(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Отложить»: until when?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.POSTPONE)
    await menus.show(pressed, ctx, PostponeMenu(incident=incident.id))


@press(MenuButton, Menu.POSTPONE)
async def on_day(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A day of the menu, or «Дата…»."""
    id, day = IncidentId(pressed.button.incident), pressed.button.read(Day)
    if day is Day.TYPED:
        await menus.get_if_allowed(ctx, id, Act.POSTPONE)
        await ask(ctx, AskPostpone(incident=id))
        menus.in_private(pressed, ctx)
    else:
        until = day_choice.chosen(ctx, day)
        await _postpone(ctx, id, until)
        ctx.toast = f"Отложили до {ctx.policy.day(until)}. {UNDO_HINT}"
    await menus.close(pressed, ctx)


@question(AskPostpone)
async def _typed(incoming: Incoming, ctx: Context) -> None:
    id = IncidentId(incoming.kept["incident"])
    await _postpone(ctx, id, day_choice.typed(ctx, incoming.text))
    await ctx.say(Postponed(incident=id))


async def _postpone(ctx: Context, id: IncidentId, until: datetime) -> None:
    await act(ctx.tx, ctx.policy, id, Act.POSTPONE, by=ctx.who, now=ctx.now, choice=Postpone(until=until))


@press(CardButton, Press.RESUME, Press.OUTSIDE_CAME)
async def on_resume(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Вернуть сейчас»; «Ответ пришёл» also offers to tell the resident."""
    id = IncidentId(pressed.button.incident)
    waited = (await ctx.tx.incidents.get(id)).status
    await act(ctx.tx, ctx.policy, id, Act.RESUME, by=ctx.who, now=ctx.now)
    ctx.toast = "Вернули в работу"
    if waited is Status.OUTSIDE:
        ctx.toast = "Хорошо. Теперь ответьте жителю"
        await ctx.say(OutsideCame(incident=id), under=id)


@press(CardButton, Press.REMIND_THEM)
async def on_remind_them(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Напомнить им»: they were asked once more."""
    await ask_again(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    ctx.toast = "Записали: спросили снова. Через два дня напомним, если не ответят"
