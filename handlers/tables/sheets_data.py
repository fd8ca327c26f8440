"""Read tables out and in: the file, the dry run."""

from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from handlers.tables import sheets_words
from incidents.errors import NotFound
from incidents.messenger import Attached, Message
from incidents.tables.messages import Export, SheetApplied, SheetDropped, SheetReport
from incidents.tables.sheets import HEADERS, Sheet, departments_sheet, rules_sheet
from incidents.tables.sheets_people import officials_sheet
from incidents.workbook import TextSheet


@renders(SheetReport)
async def _report(call: Call, said: SheetReport) -> Message:
    job = await call.tx.files.get(said.file)
    if job.body is None or job.purpose not in set(Sheet):
        raise NotFound
    sheet, body = Sheet(job.purpose), job.body
    if body["mistakes"]:
        return sheets_words.bad(sheet=sheet, mistakes=[(row, column, text) for row, column, text in body["bad"]], total=body["mistakes"])
    return sheets_words.good(file=job.id, sheet=sheet, rows=body["count"], invited=body["invited"])


@renders(SheetApplied)
async def _applied(_call: Call, said: SheetApplied) -> Message:
    return sheets_words.applied(sheet=said.sheet)


@renders(Export)
async def _export(call: Call, said: Export) -> Message:
    """The table as it stands at the moment of sending."""
    sheet, titles = said.sheet, {d.id: d.title for d in await call.tx.departments.all()}
    match sheet:
        case Sheet.OFFICIALS:
            rows = officials_sheet(await call.tx.officials.all(), titles)
        case Sheet.DEPARTMENTS:
            rows = departments_sheet(await call.tx.departments.all())
        case Sheet.RULES:
            rows = rules_sheet(await call.tx.rules.all(), titles)
        case _:
            raise NotFound
    table = TextSheet(title=sheets_words.TITLES[sheet].capitalize(), header=HEADERS[sheet], rows=rows)
    return Message(html=sheets_words.file_caption(sheet=sheet, rows=len(rows)), attached=Attached(name=f"{sheet}.xlsx", workbook=table))


renders(SheetDropped)(fixed(sheets_words.dropped))
