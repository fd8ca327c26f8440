"""Tables out and in: the file itself, the report of a dry run."""

from collections.abc import Mapping

from bot.importing.spreadsheet import xlsx_bytes
from bot.screens.kit.context import Call, Render, fixed
from bot.screens.tables import sheets
from incidents.errors import NotFound
from incidents.ids import FileJobId
from incidents.messenger import Attached, Message
from incidents.tables.sheets import HEADERS, Sheet, departments_sheet, rules_sheet
from incidents.tables.sheets_people import officials_sheet


async def _report(call: Call) -> Message:
    job = await call.tx.file(FileJobId(call.number("file")))
    if job.body is None or job.purpose not in set(Sheet):
        raise NotFound
    sheet, body = Sheet(job.purpose), job.body
    if body["mistakes"]:
        return sheets.bad(sheet=sheet, mistakes=[(row, column, text) for row, column, text in body["bad"]], total=body["mistakes"])
    return sheets.good(file=job.id, sheet=sheet, rows=body["count"], invited=body["invited"])


async def _applied(call: Call) -> Message:
    return sheets.applied(sheet=Sheet(call.text("sheet")))


async def _export(call: Call) -> Message:
    """The table as it stands at the moment of sending."""
    sheet, titles = Sheet(call.text("sheet")), {d.id: d.title for d in await call.tx.departments()}
    match sheet:
        case Sheet.OFFICIALS:
            rows = officials_sheet(await call.tx.officials(), titles)
        case Sheet.DEPARTMENTS:
            rows = departments_sheet(await call.tx.departments())
        case Sheet.RULES:
            rows = rules_sheet(await call.tx.rules(), titles)
        case _:
            raise NotFound
    content = xlsx_bytes(HEADERS[sheet], rows, title=sheets.TITLES[sheet].capitalize())
    return Message(html=sheets.file_caption(sheet=sheet, rows=len(rows)), attached=Attached(name=f"{sheet}.xlsx", content=content))


SAYS: Mapping[str, Render] = {
    "sheet_report": _report,
    "sheet_applied": _applied,
    "sheet_dropped": fixed(sheets.dropped),
    "export": _export,
}
