"""Presses of «Не наше», «Вернуть» and «История»."""

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.registry import press
from handlers.kit.text import capital
from handlers.routing.buttons import Whose
from incidents.acts.messages import HistoryMenu, ReturnMenu, Undone
from incidents.desk.act import act
from incidents.desk.acts.undo import undo
from incidents.desk.routing.accept_return_assign import Return
from incidents.ids import IncidentId
from incidents.incident import Act


@press(CardButton, Press.RETURN)
async def on_return(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Не наше»: whose then? The three likeliest, or nobody knows."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.RETURN)
    await menus.show(pressed, ctx, ReturnMenu(incident=incident.id))


@press(MenuButton, Menu.RETURN)
async def on_whose(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A department, or «Не знаю чьё»."""
    named = pressed.button.read(Whose.parse).department
    id, choice = IncidentId(pressed.button.incident), Return(department_id=named)
    outcome = await act(ctx.tx, ctx.policy, id, Act.RETURN, by=ctx.who, now=ctx.now, choice=choice)
    went = outcome.incident is not None and outcome.incident.department_id is not None
    ctx.toast = f"{capital(outcome.because) if went else 'Вернули, отдел выберет координатор'}. {UNDO_HINT}"
    await menus.close(pressed, ctx)


@press(CardButton, Press.UNDO)
async def on_undo(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Вернуть»: everything as it was before the last act."""
    id = IncidentId(pressed.button.incident)
    await undo(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
    if pressed.message_id is not None and pressed.keyboard == (pressed.data,):  # a line about the act, and no card, which always has others
        await ctx.tx.outbox.say(pressed.chat.id, Undone(incident=id), edit=pressed.message_id, topic_id=pressed.chat.topic_id, sound=False)
    ctx.toast = "Вернули, как было"


@press(CardButton, Press.HISTORY)
async def on_history(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«История»: the log, a page at a time, in a message of its own."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    await menus.show(pressed, ctx, HistoryMenu(incident=incident.id))
