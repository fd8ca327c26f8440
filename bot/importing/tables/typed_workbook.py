"""Write an XLSX with numbers, dates, links, filters and totals.

Opens in Excel, LibreOffice and on a phone: no formulas, so that every viewer shows the same.
"""

import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.importing.tables.spreadsheet import openpyxl_for, xlsx_bytes
from incidents.workbook import Cell, Link, TextSheet, TypedSheet, Workbook

_LONGEST = 32_000
"""Excel refuses a cell of more than 32 767 signs."""

_WIDEST, _ROOM, _MARK = 46, 2, 3
"""Characters of a column at most, beside its text, and of the filter's mark in the header."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no cell may hold."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would rather compute."""

_MOMENT, _DAY = "dd.mm.yyyy hh:mm", "dd.mm.yyyy"
_MOST_LINKS = 60_000
"""Excel repairs, and so mistrusts, a sheet with more than 65 530 of them: further words stay without an address."""

_BLUE, _GREY = "FF0563C1", "FFE7E6E6"
_SHEET_TITLE = 31


def workbook_bytes(workbook: Workbook) -> bytes:
    """The file. Raises ImportFailed where openpyxl is not installed."""
    if isinstance(workbook, TextSheet):
        return xlsx_bytes(workbook.header, workbook.rows, title=workbook.title)
    openpyxl = openpyxl_for(Path("XLSX"))
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.creator = "Отклик"
    for each in workbook:
        _write(book.create_sheet(each.title[:_SHEET_TITLE]), each, openpyxl)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write(sheet: Any, given: TypedSheet, openpyxl: Any) -> None:  # Any: the package is optional and has no types
    styles = openpyxl.styles
    for number, title in enumerate(given.header, 1):
        head = sheet.cell(1, number)
        _put(head, title, styles)
        head.font, head.fill = styles.Font(bold=True), styles.PatternFill("solid", fgColor=_GREY)
        head.alignment = styles.Alignment(wrap_text=True, vertical="center", **_side(given, number - 1))
    for number, row in enumerate(given.rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            _put(cell, value.word if isinstance(value, Link) and number > _MOST_LINKS else value, styles)
            cell.alignment = styles.Alignment(wrap_text=len(_shown(value)) > _WIDEST, vertical="top", **_side(given, column - 1))
    under = len(given.rows) + 3  # a row between: sorting and filtering leave the totals where they are
    for column, value in enumerate(given.totals, 1):
        total = sheet.cell(under, column)
        _put(total, value, styles)
        total.font = styles.Font(bold=True)
        total.alignment = styles.Alignment(vertical="top", **_side(given, column - 1))
    last = openpyxl.utils.get_column_letter(len(given.header))
    sheet.auto_filter.ref = f"A1:{last}{max(len(given.rows) + 1, 2)}"
    sheet.freeze_panes = sheet.cell(2, given.frozen + 1)
    for column in range(1, len(given.header) + 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = _width(given, column - 1)
    _for_paper(sheet)


def _put(cell: Any, value: Cell, styles: Any) -> None:  # Any: see _write
    """A value as what it is; a text stays a text, however it begins."""
    match value:
        case None:
            return
        case Link():
            cell.value, cell.data_type = _clean(value.word), "s"
            cell.hyperlink = value.url
            cell.font = styles.Font(color=_BLUE, underline="single")
        case datetime():
            cell.value, cell.number_format = value, _MOMENT
        case date():
            cell.value, cell.number_format = value, _DAY
        case int():
            cell.value = value
        case _:
            cell.value = _clean(value)
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(_FORMULA)


def _side(given: TypedSheet, column: int) -> dict[str, Any]:  # Any: fields of openpyxl's alignment
    """Numbers stand on the right with a gap before the next column, all else on the left: dates and words would touch."""
    cells = [row[column] for row in given.rows if column < len(row) and row[column] is not None]
    if cells and all(isinstance(cell, int) for cell in cells):
        return {"horizontal": "right", "indent": 1}
    return {"horizontal": "left"}


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)[:_LONGEST]


def _width(given: TypedSheet, column: int) -> int:
    """What the longest cell needs, and the header's longest word with the filter's mark."""
    cells = [row[column] for row in (*given.rows, given.totals) if column < len(row)]
    header = max((len(word) for word in given.header[column].split()), default=0) + _MARK
    return min(_WIDEST, max([header, *(len(_shown(cell)) for cell in cells)]) + _ROOM)


def _shown(value: Cell) -> str:
    match value:
        case None:
            return ""
        case Link():
            return value.word
        case datetime():
            return _MOMENT
        case date():
            return _DAY
    return str(value)


def _for_paper(sheet: Any) -> None:  # Any: see _write
    """Printed on as many pages as it needs, a page wide, with the header on each."""
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
