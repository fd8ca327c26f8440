"""Presses of a mass event: its cause, detaching a message."""

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from incidents.desk.intake import mass
from incidents.ids import IncidentId, PostId
from incidents.incident import Act
from incidents.intake.messages import AskMassCause, DetachMenu, MassCauseKept
from incidents.rights import check


@press(CardButton, Press.CAUSE)
async def on_cause(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Указать причину»."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    check(ctx.who, Act.NOTE, incident)
    await ask(ctx, AskMassCause(incident=incident.id))


@press(CardButton, Press.DETACH)
async def on_detach(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Отделить»: which of the messages."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    check(ctx.who, Act.SPLIT, incident)
    await menus.show(pressed, ctx, DetachMenu(incident=incident.id))


@press(MenuButton, Menu.DETACH)
async def on_chosen(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """This one gets a card of its own."""
    id, post = IncidentId(pressed.button.incident), pressed.button.read_id(PostId)
    alone = await mass.detach(ctx.tx, ctx.policy, id, post, by=ctx.who, now=ctx.now)
    ctx.toast = f"Отделили, своя карточка: № {alone.number}"
    await menus.close(pressed, ctx)


@question(AskMassCause)
async def _typed(incoming: Incoming, ctx: Context) -> None:
    await mass.set_cause(ctx.tx, IncidentId(incoming.kept["incident"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(MassCauseKept())
