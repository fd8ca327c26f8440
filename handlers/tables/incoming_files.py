"""A table sent in private, and presses that name its columns."""

from handlers.kit.context import Context
from handlers.kit.input import Incoming, MessageKind, Pressed
from handlers.kit.registry import Rank, message, press
from handlers.tables.buttons import ColumnButton
from incidents.desk.tables import incoming_files
from incidents.ids import FileJobId
from incidents.messages import Delete
from incidents.role_rights import Right, check_right
from incidents.tables.messages import FileTaken


@message(MessageKind.FILE, private=True, rank=Rank.REST)
async def on_file(incoming: Incoming, ctx: Context) -> None:
    """A file: it is read by another part of the program, since fetching takes its time."""
    check_right(ctx.who, Right.SEND_TABLES)
    file = incoming.file
    if file is None:
        return
    await incoming_files.take_file(ctx.tx, by=ctx.who, purpose=None, file_id=file.id, name=file.name, size=file.size, now=ctx.now)
    await ctx.say(FileTaken())


@press(ColumnButton)
async def on_column(pressed: Pressed[ColumnButton], ctx: Context) -> None:
    """Which column is what."""
    id = FileJobId(pressed.button.file)
    await incoming_files.choose_column(ctx.tx, ctx.policy, id, pressed.button.field, pressed.button.column, by=ctx.who, now=ctx.now)
    if pressed.message_id is not None:
        await ctx.tx.outbox.say(ctx.who.user_id, Delete(), edit=pressed.message_id, sound=False)
