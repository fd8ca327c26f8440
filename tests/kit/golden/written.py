"""Messages as text that people can compare."""

import difflib
import hashlib
import importlib
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from incidents.messenger import Attached, Button, Message

HEAD = "=== "
_DATA = re.compile(r"\]\(data (\S*?)\)(?= \[|$)", re.MULTILINE)


def written(message: Message) -> str:
    """All that a chat would show: HTML, rows of buttons, the file."""
    lines = [message.html, *(" ".join(map(_button, row)) for row in message.rows)]
    if message.attached is not None:
        lines += _attached(message.attached)
    if message.voice is not None:
        lines.append(f"voice: {message.voice}")
    return "\n".join(lines)


def blocks(pairs: Iterable[tuple[str, str]]) -> str:
    """Headings and their texts; equal texts that follow one another stand once, under all their headings."""
    lines: list[str] = []
    before = None
    for heading, text in pairs:
        if text == before:
            lines.insert(-1, f"{HEAD}{heading}")
        else:
            lines += [f"{HEAD}{heading}", text + "\n"]
        before = text
    return "\n".join(lines)


def difference(recorded: str, today: str) -> str:
    """Where they part for the first time, as a short diff; empty where they do not."""
    if recorded == today:
        return ""
    old, new = recorded.split("\n"), today.split("\n")
    first = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    heading = next((line for line in reversed(old[: first + 1]) if line.startswith(HEAD)), "")
    window = slice(max(0, first - 3), first + 40)
    return "\n".join([heading, *difflib.unified_diff(old[window], new[window], "recorded", "today", lineterm="")])


def pressable(text: str) -> list[str]:
    """What the buttons of a written message would send."""
    return _DATA.findall(text)


def _button(button: Button) -> str:
    target = (
        f"data {button.data}" if button.data is not None else f"url {button.url}" if button.url is not None else f"copy {button.copy!r}"
    )
    return f"[{button.label}{' *' if button.primary else ''}]({target})"


def _attached(file: Attached) -> Sequence[str]:
    """The name, and what is in it: cells of a table (its bytes hold the time), a digest of anything else."""
    kind = "photo" if file.is_photo else "file"
    if not file.name.endswith(".xlsx"):
        return [f"{kind}: {file.name}, {len(file.content)} bytes, sha256 {hashlib.sha256(file.content).hexdigest()}"]
    openpyxl: Any = importlib.import_module("openpyxl")  # Any: it has no types
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    lines = [f"{kind}: {file.name}"]
    for sheet in book.worksheets:
        lines.append(f"sheet {sheet.title}: {sheet.dimensions}")
        lines += ["\t".join("" if cell is None else repr(cell) for cell in row) for row in sheet.iter_rows(values_only=True)]
    return lines
