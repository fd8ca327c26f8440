"""«Занести» and «Отменить» under a list of receptions and calls."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.intake.buttons import JournalButton, JournalDo
from incidents.desk.intake import journal as desk
from incidents.ids import FileJobId
from incidents.intake.messages import JournalDropped, JournalTaken

router = Router(name="journal")


@router.callback_query(JournalButton.filter())
async def on_press(query: CallbackQuery, callback_data: JournalButton, ctx: Context) -> None:
    """All of the new rows, or none."""
    edit = query.message.message_id if query.message is not None else None
    job = await ctx.tx.files.get(FileJobId(callback_data.file))
    if callback_data.do is JournalDo.TAKE:
        await ctx.say(JournalTaken(count=await desk.apply(ctx.tx, job, by=ctx.who, now=ctx.now)), edit=edit)
    else:
        await desk.drop(ctx.tx, job, by=ctx.who)
        await ctx.say(JournalDropped(), edit=edit)
