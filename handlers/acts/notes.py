"""«Заметка своим» and «Причина»: words about a card that residents never see."""

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from incidents.acts.delays import DelayReason
from incidents.acts.messages import AskDelay, AskNote, DelayKept, DelayMenu, Noted
from incidents.desk.act import act
from incidents.desk.acts.notes_and_delays import ExplainDelay, WriteNote
from incidents.ids import IncidentId
from incidents.incident import Act


@press(CardButton, Press.NOTE)
async def on_note(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Заметка своим»: ask for the words."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.NOTE)
    await ask(ctx, AskNote(incident=incident.id))
    await menus.go_on_in_private(pressed, ctx)


@question(AskNote)
async def _noted(incoming: Incoming, ctx: Context) -> None:
    id = IncidentId(incoming.kept["incident"])
    await act(ctx.tx, ctx.policy, id, Act.NOTE, by=ctx.who, now=ctx.now, choice=WriteNote(words=incoming.text))
    await ctx.say(Noted(incident=id))


@press(CardButton, Press.DELAY)
async def on_delay(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Причина»: what keeps it."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.DELAY_REASON)
    await menus.show(pressed, ctx, DelayMenu(incident=incident.id))


@press(MenuButton, Menu.DELAY)
async def on_reason(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A reason of the menu, or «Другое…» in their own words."""
    reason, id = pressed.button.read(DelayReason), IncidentId(pressed.button.incident)
    if reason is DelayReason.OTHER:
        await menus.get_if_allowed(ctx, id, Act.DELAY_REASON)
        await ask(ctx, AskDelay(incident=id))
        menus.in_private(pressed, ctx)
    else:
        await act(ctx.tx, ctx.policy, id, Act.DELAY_REASON, by=ctx.who, now=ctx.now, choice=ExplainDelay(delay=reason))
        ctx.toast = f"Записали причину, её увидят рядом с цифрой. {UNDO_HINT}"
    await menus.close(pressed, ctx)


@question(AskDelay)
async def _reasoned(incoming: Incoming, ctx: Context) -> None:
    id, choice = IncidentId(incoming.kept["incident"]), ExplainDelay(delay=DelayReason.OTHER, words=incoming.text)
    await act(ctx.tx, ctx.policy, id, Act.DELAY_REASON, by=ctx.who, now=ctx.now, choice=choice)
    await ctx.say(DelayKept(incident=id))
