"""Rows of CSV and XLSX files as dictionaries of strings, whatever the delimiter, the encoding or the cell's type."""

import csv
import importlib
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.importing.found import ImportFailed

Line = tuple[int, list[str]]

MAX_ROWS = 500_000
MAX_BYTES = 200_000_000
NO_OPENPYXL = "чтобы читать и писать XLSX, установите openpyxl: pip install 'otklik[import]'; или сохраните таблицу как CSV"


def read_lines(file: Path, limit: int = MAX_ROWS) -> list[Line]:
    """Rows that are not empty, with their numbers in the file. Raises ImportFailed."""
    lines = _xlsx(file) if file.suffix.lower() in {".xlsx", ".xlsm"} else _csv(file)
    kept = []
    for number, cells in lines:
        if any(cells):
            kept.append((number, cells))
        if len(kept) > limit:
            raise ImportFailed(f"{file}: строк больше {limit}, разделите таблицу")
    if not kept:
        raise ImportFailed(f"{file}: таблица пуста")
    return kept


def _csv(file: Path) -> Iterator[Line]:
    if file.stat().st_size > MAX_BYTES:
        raise ImportFailed(f"{file}: больше {MAX_BYTES // 1_000_000} МБ, разделите таблицу")
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1251", errors="replace")
    if "\0" in text[:4096]:
        raise ImportFailed(f"{file}: это не таблица CSV")
    head = text.partition("\n")[0]
    delimiter = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, [_text(cell) for cell in cells]
    except csv.Error as error:
        raise ImportFailed(f"{file}, строка {reader.line_num}: не разбирается как CSV") from error


def _xlsx(file: Path) -> Iterator[Line]:
    openpyxl = _openpyxl(file)
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_BYTES:
                raise ImportFailed(f"{file}: распаковывается больше чем в {MAX_BYTES // 1_000_000} МБ")
            for info in archive.infolist():
                if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(info).read(4096):
                    raise ImportFailed(f"{file}: в {info.filename} есть DOCTYPE, файл не читаем")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that we do not need
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            try:
                for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
                    yield number, [_text(cell) for cell in row]
            finally:
                book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, SyntaxError) as error:
        raise ImportFailed(f"{file}: не похоже на таблицу XLSX или файл повреждён") from error


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """The content of such a file."""
    content = io.BytesIO()
    write_xlsx(content, header, rows, title=title)
    return content.getvalue()


def write_xlsx(file: Path | io.BytesIO, header: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "Места") -> None:
    """One sheet with a frozen header; a cell that begins like a formula stays text."""
    openpyxl = _openpyxl(file if isinstance(file, Path) else Path("XLSX"))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    sheet.freeze_panes = "A2"
    for number, row in enumerate((header, *rows), 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value).data_type = "s"
    book.save(file)


def _openpyxl(file: Path) -> Any:  # Any: the package is optional
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
