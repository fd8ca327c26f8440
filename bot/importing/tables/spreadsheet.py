"""Rows of CSV and XLSX files as dictionaries of strings.

Whatever the delimiter, the encoding or the cell's type.
"""

import codecs
import contextlib
import copy
import csv
import importlib
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.importing.found import ImportFailed
from collectors.xml_guard import has_doctype

Line = tuple[int, list[str]]

MAX_ROWS = 500_000
MAX_BYTES = 200_000_000
MAX_COLUMNS = 200
_SAMPLE, _FIRST_LINES = 65_536, 20
_BY_PIECES, _PIECE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), 262_144
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UNCOUNTED = re.compile(rb"<c r=\"([A-Z]{1,3}\d{1,7})\"[^<>]*><f>[^<]*</f>(?:<v\s*/>|<v></v>)?</c>")
NO_OPENPYXL = "чтобы читать и писать XLSX, установите openpyxl: pip install 'otklik[import]'; или сохраните таблицу как CSV"


def read_lines(file: Path, limit: int = MAX_ROWS, most: int = MAX_BYTES) -> list[Line]:
    """Rows that are not empty, with their numbers in the file. `most`: bytes of it, unpacked. Raises ImportFailed."""
    with file.open("rb") as opened:
        begins = opened.read(4)
    if begins == _OLE:
        raise ImportFailed(f"{file}: закрыт паролем или сохранён как старый XLS. Снимите пароль, сохраните как XLSX и пришлите снова")
    lines = _xlsx(file, most) if begins == _ZIP or file.suffix.lower() in {".xlsx", ".xlsm"} else _csv(file, most)
    kept = []
    for number, cells in lines:
        if any(cells):
            kept.append((number, cells))
        if len(kept) > limit:
            raise ImportFailed(f"{file}: строк больше {limit}, разделите таблицу")
    if not kept:
        raise ImportFailed(f"{file}: таблица пуста")
    return kept


def _csv(file: Path, most: int) -> Iterator[Line]:
    if file.stat().st_size > most:
        raise ImportFailed(f"{file}: больше {most // 1_000_000} МБ, разделите таблицу")
    raw = file.read_bytes()
    if raw[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:  # Excel's «Unicode text»
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1251", errors="replace")
    if "\0" in text[:4096]:
        raise ImportFailed(f"{file}: это не таблица CSV")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            yield reader.line_num, [_text(cell) for cell in cells]
    except csv.Error as error:
        raise ImportFailed(f"{file}, строка {reader.line_num}: не разбирается как CSV") from error


def _delimiter(text: str) -> str:
    """What parts most of the first rows into equally many columns. A title above the header may hold a comma and nothing else."""
    lines = text[:_SAMPLE].split("\n", _FIRST_LINES)[:_FIRST_LINES]

    def agreed(delimiter: str) -> tuple[int, int]:
        with contextlib.suppress(csv.Error):
            counts = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if len(cells) > 1)
            return max(((often, parts) for parts, often in counts.items()), default=(0, 0))
        return 0, 0

    return max(";\t,", key=agreed)


def _xlsx(file: Path, most: int) -> Iterator[Line]:
    openpyxl = openpyxl_for(file)
    try:
        with zipfile.ZipFile(file) as archive:
            for name, content in _unpacked(file, archive, most):
                _check_formulas(file, name, content)
                if name.endswith((".xml", ".rels")) and has_doctype(io.BytesIO(content)):
                    raise ImportFailed(f"{file}: в {name} есть DOCTYPE, файл не читаем")
        with warnings.catch_warnings(), file.open("rb") as opened:  # by content: its name may end wrongly
            warnings.simplefilter("ignore")  # of styles and extensions that we do not need
            book = openpyxl.load_workbook(opened, read_only=True, data_only=True)
            try:
                yield from _filled(book)
            finally:
                book.close()
    except (zipfile.BadZipFile, LookupError, ValueError, TypeError, SyntaxError) as error:
        raise ImportFailed(f"{file}: не похоже на таблицу XLSX или файл повреждён") from error


def _unpacked(file: Path, archive: zipfile.ZipFile, most: int) -> Iterator[tuple[str, bytes]]:
    """Members with their content, `most` bytes in all. Raises ImportFailed, BadZipFile.

    Bytes are counted as they come: the sizes in the directory are the sender's word. Only what inflates by pieces is inflated.
    """
    left = most
    for info in archive.infolist():
        if info.compress_type not in _BY_PIECES:
            raise zipfile.BadZipFile
        whole = copy.copy(info)
        whole.file_size = most + 1  # else reading ends where the directory says
        pieces: list[bytes] = []
        with archive.open(whole) as member:
            while piece := member.read(min(_PIECE, left + 1)):
                pieces.append(piece)
                left -= len(piece)
                if left < 0:
                    raise ImportFailed(f"{file}: распаковывается больше чем в {most // 1_000_000} МБ, разделите таблицу")
        yield info.filename, b"".join(pieces)


def _check_formulas(file: Path, name: str, content: bytes) -> None:
    """A formula that was never counted has no value: a number of a person that seems empty would be an invitation. Raises ImportFailed."""
    found = _UNCOUNTED.search(content) if name.startswith("xl/worksheets/sheet") else None
    if found is not None:
        cell = found[1].decode("ascii", "replace")
        raise ImportFailed(f"{file}: в клетке {cell} формула без значения. Откройте файл в Excel, сохраните и пришлите снова")


def _filled(book: Any) -> Iterator[Line]:  # Any: openpyxl has no types
    """Rows of the first sheet that holds anything, as wide as their own cells: a formatted empty column is none."""
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        is_empty = True
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_text(cell) for cell in row[:MAX_COLUMNS]]
            is_empty = is_empty and not any(cells)
            yield number, cells
        if not is_empty:
            return


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], *, title: str, widths: Sequence[int] = ()) -> bytes:
    """The content of such a file."""
    content = io.BytesIO()
    write_xlsx(content, header, rows, title=title, widths=widths)
    return content.getvalue()


def write_xlsx(
    file: Path | io.BytesIO, header: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "Места", widths: Sequence[int] = ()
) -> None:
    """One sheet with a frozen header; a cell that begins like a formula stays text. `widths`: of columns, in characters."""
    openpyxl = openpyxl_for(file if isinstance(file, Path) else Path("XLSX"))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    for number, row in enumerate((header, *rows), 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value).data_type = "s"
    book.save(file)


def openpyxl_for(file: Path) -> Any:  # Any: the package is optional
    """The package, which only tables need. Raises ImportFailed with what to install."""
    try:
        return importlib.import_module("openpyxl")
    except ImportError as error:
        raise ImportFailed(f"{file}: {NO_OPENPYXL}") from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())
