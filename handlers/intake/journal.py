"""Presses under a list of receptions and calls: what it is, «Занести»."""

from handlers.intake.buttons import JournalButton, JournalDo
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.desk.intake import journal
from incidents.desk.tables.incoming_files import choose_list
from incidents.ids import FileJobId
from incidents.intake.messages import JournalDropped
from incidents.messages import Delete


@press(JournalButton)
async def on_press(pressed: Pressed[JournalButton], ctx: Context) -> None:
    """What list it is; then all of the new rows, or none."""
    id = FileJobId(pressed.button.file)
    if pressed.button.do in {JournalDo.RECEPTIONS, JournalDo.REGION}:
        await choose_list(ctx.tx, ctx.policy, id, receptions=pressed.button.do is JournalDo.RECEPTIONS, by=ctx.who, now=ctx.now)
        if pressed.message_id is not None:
            await ctx.say(Delete(), edit=pressed.message_id)
        return
    job = await ctx.tx.files.get(id)
    if pressed.button.do is JournalDo.TAKE:
        await ctx.say(await journal.apply(ctx.tx, job, by=ctx.who, now=ctx.now, message_id=pressed.message_id), edit=pressed.message_id)
    else:
        await journal.drop(ctx.tx, job, by=ctx.who)
        await ctx.say(JournalDropped(), edit=pressed.message_id)
