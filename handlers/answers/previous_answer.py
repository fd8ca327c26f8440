"""«Прошлый ответ» under a reopened card."""

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.answers.messages import PreviousAnswerMenu
from incidents.answers.previous_answer import previous_answer_of
from incidents.ids import IncidentId


@press(CardButton, Press.FORMER)
async def on_previous_answer(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Show it, with a way back."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    await previous_answer_of(ctx.tx, incident.id)
    await menus.show(pressed, ctx, PreviousAnswerMenu(incident=incident.id))
