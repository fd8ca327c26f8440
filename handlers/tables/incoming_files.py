"""A table sent in private, and presses that name its columns."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.kit.context import Context
from handlers.tables.buttons import ColumnButton
from incidents.desk.tables import incoming_files as desk
from incidents.ids import FileJobId
from incidents.messages import Delete
from incidents.role_rights import Right, check_right
from incidents.tables.messages import FileTaken

router = Router(name="files")


@router.message(F.chat.type == "private", F.document)
async def on_file(message: Message, ctx: Context) -> None:
    """A file: it is read by another part of the program, since fetching takes its time."""
    check_right(ctx.who, Right.SEND_TABLES)
    if message.document is None:
        return
    document = message.document
    name, size = document.file_name or "", document.file_size or 0
    await desk.take_file(ctx.tx, by=ctx.who, purpose=None, file_id=document.file_id, name=name, size=size, now=ctx.now)
    await ctx.say(FileTaken())


@router.callback_query(ColumnButton.filter())
async def on_column(query: CallbackQuery, callback_data: ColumnButton, ctx: Context) -> None:
    """Which column is what."""
    id = FileJobId(callback_data.file)
    await desk.choose_column(ctx.tx, ctx.policy, id, callback_data.field, callback_data.column, by=ctx.who, now=ctx.now)
    if query.message is not None:
        edit = query.message.message_id
        await ctx.tx.outbox.say(ctx.who.user_id, Delete(), edit=edit, sound=False)
