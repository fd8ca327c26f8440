"""«Оставить» under the author's words: the message goes, the card stays."""

from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.desk.answers.reactions import stay
from incidents.desk.answers.text_grew import leave_text
from incidents.ids import IncidentId
from incidents.messages import Delete


@press(CardButton, Press.STAY)
async def on_stay(pressed: Pressed[CardButton], ctx: Context) -> None:
    """The author's words were read."""
    await stay(ctx.tx, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    await _take_away(pressed, ctx)


@press(CardButton, Press.SEEN)
async def on_seen(pressed: Pressed[CardButton], ctx: Context) -> None:
    """What the author added to an answered post was read."""
    await leave_text(ctx.tx, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    await _take_away(pressed, ctx)


async def _take_away(pressed: Pressed[object], ctx: Context) -> None:
    ctx.toast = "Оставили как есть"
    if pressed.message_id is not None:
        await ctx.tx.outbox.say(pressed.chat.id, Delete(), edit=pressed.message_id, sound=False)
