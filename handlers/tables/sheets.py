"""/rules, tables out, and «Применить» under the report of a table that came in."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.buttons import Listed
from handlers.commands import command
from handlers.context import Context
from handlers.menus import listed
from handlers.tables.buttons import SheetButton, SheetDo
from incidents.delivery import Say
from incidents.desk.duty import roster_table
from incidents.desk.tables import sheets as desk
from incidents.desk.works import works_import
from incidents.ids import FileJobId
from incidents.rights import only_coordinator
from incidents.tables.sheets import Sheet

router = Router(name="sheets")

_EXPORTS = {
    SheetDo.EXPORT_OFFICIALS: Sheet.OFFICIALS,
    SheetDo.EXPORT_DEPARTMENTS: Sheet.DEPARTMENTS,
    SheetDo.EXPORT_RULES: Sheet.RULES,
}


@router.message(command("rules"))
async def on_rules(_message: Message, ctx: Context) -> None:
    """The routing tree as text."""
    await listed(ctx, Listed.RULES)


@router.callback_query(SheetButton.filter())
async def on_press(query: CallbackQuery, callback_data: SheetButton, ctx: Context) -> None:
    """«Применить», «Отменить», «… XLSX»."""
    if callback_data.do not in {SheetDo.APPLY, SheetDo.DROP}:
        only_coordinator(ctx.who)
    edit = query.message.message_id if query.message is not None else None
    params: dict[str, int | str | None] = {"edit": edit}
    match callback_data.do:
        case SheetDo.APPLY:
            code, params["sheet"] = "sheet_applied", await _apply(ctx, FileJobId(callback_data.file))
        case SheetDo.DROP:
            await desk.drop(ctx.tx, FileJobId(callback_data.file), by=ctx.who)
            code = "sheet_dropped"
        case _:
            code, params = "export", {"sheet": _EXPORTS[callback_data.do]}
            await ctx.tx.audit("exported", user_id=ctx.who.user_id, at=ctx.now, data={"sheet": params["sheet"]})
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code=code, params=params, sound=False))


async def _apply(ctx: Context, id: FileJobId) -> Sheet:
    """Each kind of table is applied by whoever reads it."""
    job = await ctx.tx.file(id)
    if job.purpose == Sheet.DUTY:
        await roster_table.apply(ctx.tx, ctx.policy, job, by=ctx.who, now=ctx.now)
        return Sheet.DUTY
    if job.purpose == Sheet.WORKS:
        count = await works_import.apply(ctx.tx, ctx.policy, job, by=ctx.who, now=ctx.now)
        ctx.toast = f"Занесли работ: {count}"
        return Sheet.WORKS
    return await desk.apply(ctx.tx, ctx.policy, id, desk.known_of(ctx.policy), by=ctx.who, now=ctx.now)
