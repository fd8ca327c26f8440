"""Presses of a changed text: «Взять новое», «Оставить»."""

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.registry import press
from handlers.kit.text import capital
from incidents.desk.act import act
from incidents.desk.routing.take_new_text import FollowText
from incidents.ids import IncidentId
from incidents.incident import Act


@press(CardButton, Press.TAKE_TEXT, Press.LEAVE_TEXT)
async def on_decided(pressed: Pressed[CardButton], ctx: Context) -> None:
    """The coordinator takes the topic and the place of the new text, or leaves those of the card."""
    choice = FollowText(take=pressed.button.press is Press.TAKE_TEXT)
    outcome = await act(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), Act.NEW_TEXT, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"{capital(outcome.because)}. {UNDO_HINT}"
    await menus.close(pressed, ctx)
