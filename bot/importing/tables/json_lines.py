"""Rows of a JSON Lines file: the keys are columns."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.importing.found import ImportFailed
from bot.importing.tables.spreadsheet import MAX_COLUMNS, Line

ENDINGS = (".jsonl", ".ndjson", ".json")
_SHOWN = 40


def is_json_lines(file: Path) -> bool:
    """By its name, or by how it begins."""
    with file.open("rb") as opened:
        begins = opened.read(16).removeprefix(b"\xef\xbb\xbf").lstrip()
    return file.suffix.lower() in ENDINGS or begins.startswith(b'{"')


def read_json_lines(file: Path, *, limit: int, most: int) -> list[Line]:
    """The keys as line 0, then a line an object. Raises ImportFailed that names the broken line."""
    if file.stat().st_size > most:
        raise ImportFailed(f"{file}: больше {most // 1_000_000} МБ, разделите файл")
    keys: dict[str, int] = {}
    rows: list[tuple[int, dict[str, str]]] = []
    for number, row in _objects(file):
        said = {key[:_SHOWN]: _told(value) for key, value in row.items()}
        keys.update({key: len(keys) for key in said if key not in keys and len(keys) < MAX_COLUMNS})
        rows.append((number, said))
        if len(rows) > limit:
            raise ImportFailed(f"{file}: строк больше {limit}, разделите файл")
    if not rows:
        raise ImportFailed(f"{file}: файл пуст")
    return [(0, list(keys)), *((number, [said.get(key, "") for key in keys]) for number, said in rows)]


def _objects(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:  # Any: JSON
    try:
        lines = file.read_bytes().decode("utf-8-sig").split("\n")  # not splitlines: U+2028 may stand inside a text
    except UnicodeDecodeError as error:
        raise ImportFailed(f"{file}: JSON бывает только в UTF-8, сохраните файл в этой кодировке") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ImportFailed(f"{file}, строка {number}: это не JSON. На каждой строке нужен один объект с полем text") from error
        if not isinstance(row, dict):
            raise ImportFailed(f"{file}, строка {number}: нужен объект JSON с полем text, а не список и не число")
        yield number, row


def _told(value: Any) -> str:  # Any: JSON
    """A value as a cell; what is nested says nothing of a row."""
    if value is None or isinstance(value, dict | list | bool):
        return ""
    return str(value)
