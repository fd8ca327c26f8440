"""«Оставить» under the author's words: the message goes, the card stays.

Where the author says that it is not done, it asks why.
"""

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, MessageKind, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from incidents.acts.messages import AskWhyStays, Noted
from incidents.desk.answers.reactions import stay, stay_because
from incidents.desk.answers.text_grew import leave_text
from incidents.ids import IncidentId
from incidents.messages import Delete


@press(CardButton, Press.STAY)
async def on_stay(pressed: Pressed[CardButton], ctx: Context) -> None:
    """The author's words were read."""
    id = IncidentId(pressed.button.incident)
    if await stay(ctx.tx, id, by=ctx.who, now=ctx.now):
        await _take_away(pressed, ctx)
    else:
        await ask(ctx, AskWhyStays(incident=id), under=pressed.message_id)
        menus.in_private(pressed, ctx)


@question(AskWhyStays, MessageKind.WORDS, MessageKind.PHOTO)
async def _why(incoming: Incoming, ctx: Context) -> None:
    id = IncidentId(incoming.kept["incident"])
    await stay_because(ctx.tx, id, incoming.words, incoming.photo, by=ctx.who, now=ctx.now)
    await ctx.say(Noted(incident=id))
    if incoming.kept["under"] is not None:
        await ctx.tx.outbox.say(ctx.who.user_id, Delete(), edit=incoming.kept["under"], sound=False)


@press(CardButton, Press.SEEN)
async def on_seen(pressed: Pressed[CardButton], ctx: Context) -> None:
    """What the author added to an answered post was read."""
    await leave_text(ctx.tx, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    await _take_away(pressed, ctx)


async def _take_away(pressed: Pressed[object], ctx: Context) -> None:
    ctx.toast = "Оставили как есть"
    if pressed.message_id is not None:
        await ctx.tx.outbox.say(pressed.chat.id, Delete(), edit=pressed.message_id, sound=False)
