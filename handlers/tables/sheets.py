"""Tables out, and «Применить» under a dry run; /rules."""

from handlers.kit.buttons import Listed
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.menus import show_list
from handlers.kit.registry import command, press
from handlers.tables.buttons import SheetButton, SheetDo
from incidents.desk.duty import roster_table
from incidents.desk.tables import sheets
from incidents.desk.tables.exported import log_export
from incidents.desk.works import works_import
from incidents.ids import FileJobId
from incidents.outbox_message import OutboxMessage
from incidents.role_rights import Right, check_right
from incidents.tables.messages import Export, SheetApplied, SheetDropped
from incidents.tables.sheets import Sheet

_EXPORTS = {
    SheetDo.EXPORT_OFFICIALS: Sheet.OFFICIALS,
    SheetDo.EXPORT_DEPARTMENTS: Sheet.DEPARTMENTS,
    SheetDo.EXPORT_RULES: Sheet.RULES,
}


@command("rules")
async def on_rules(_incoming: Incoming, ctx: Context) -> None:
    """The routing tree as text."""
    await show_list(ctx, Listed.RULES)


@press(SheetButton)
async def on_press(pressed: Pressed[SheetButton], ctx: Context) -> None:
    """«Применить», «Отменить», «… XLSX»."""
    if pressed.button.do not in {SheetDo.APPLY, SheetDo.DROP}:
        check_right(ctx.who, Right.KEEP_TABLES)
    edit = pressed.message_id
    said: OutboxMessage
    match pressed.button.do:
        case SheetDo.APPLY:
            said = SheetApplied(sheet=await _apply(ctx, FileJobId(pressed.button.file)))
        case SheetDo.DROP:
            await sheets.drop(ctx.tx, FileJobId(pressed.button.file), by=ctx.who)
            said = SheetDropped()
        case _:
            sheet = _EXPORTS[pressed.button.do]
            said, edit = Export(sheet=sheet), None
            await log_export(ctx.tx, sheet, by=ctx.who, now=ctx.now)
    await ctx.say(said, edit=edit)


async def _apply(ctx: Context, id: FileJobId) -> Sheet:
    """Each kind of table is applied by whoever reads it."""
    job = await ctx.tx.files.get(id)
    if job.purpose == Sheet.DUTY:
        await roster_table.apply(ctx.tx, ctx.policy, job, by=ctx.who, now=ctx.now)
        return Sheet.DUTY
    if job.purpose == Sheet.WORKS:
        count = await works_import.apply(ctx.tx, ctx.policy, job, by=ctx.who, now=ctx.now)
        ctx.toast = f"Занесли работ: {count}"
        return Sheet.WORKS
    return await sheets.apply(ctx.tx, ctx.policy, id, sheets.known_of(ctx.policy), by=ctx.who, now=ctx.now)
