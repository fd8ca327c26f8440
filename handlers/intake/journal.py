"""Presses under a list of receptions and calls: what it is, «Занести»."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.intake.buttons import JournalButton, JournalDo
from handlers.kit.context import Context
from incidents.desk.intake import journal as desk
from incidents.desk.tables.incoming_files import choose_list
from incidents.ids import FileJobId
from incidents.intake.messages import JournalDropped
from incidents.messages import Delete

router = Router(name="journal")


@router.callback_query(JournalButton.filter())
async def on_press(query: CallbackQuery, callback_data: JournalButton, ctx: Context) -> None:
    """What list it is; then all of the new rows, or none."""
    edit = query.message.message_id if query.message is not None else None
    id = FileJobId(callback_data.file)
    if callback_data.do in {JournalDo.RECEPTIONS, JournalDo.REGION}:
        await choose_list(ctx.tx, ctx.policy, id, receptions=callback_data.do is JournalDo.RECEPTIONS, by=ctx.who, now=ctx.now)
        if edit is not None:
            await ctx.say(Delete(), edit=edit)
        return
    job = await ctx.tx.files.get(id)
    if callback_data.do is JournalDo.TAKE:
        await ctx.say(await desk.apply(ctx.tx, job, by=ctx.who, now=ctx.now, message_id=edit), edit=edit)
    else:
        await desk.drop(ctx.tx, job, by=ctx.who)
        await ctx.say(JournalDropped(), edit=edit)
