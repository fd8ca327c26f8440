"""Read tables from the chat in a process of their own.

Whatever stands in a file, the bot goes on and the file has its time.
"""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

from bot.importing.found import ImportFailed
from bot.importing.tables.spreadsheet import Line
from incidents.region.table import MAX_ROWS

SECONDS = 60
"""Real seconds for one table: far above the largest that is taken."""

BYTES = 10_000_000
"""Of a table from the chat, unpacked."""

MEMORY = 768 * 1024 * 1024
"""Bytes for the process that reads it: whoever sends a table may send a bomb. A file of this machine has no such limit."""

SHOWN = 150  # characters of what the reader of tables says
_BOOKS, _NAME = {".xlsx", ".xlsm"}, 60
_ANSWER = 128 * 1024 * 1024  # bytes
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")  # of our environment: it has tokens too

TOO_LONG = "Таблицу не разобрали за минуту. Оставьте в ней нужные строки и столбцы, сохраните как CSV и пришлите снова"
TOO_LONG_HERE = "не разобрали за отведённое время. Оставьте нужные строки и столбцы и сохраните как CSV"


async def read_table(name: str, content: bytes) -> list[Line]:
    """Rows that are not empty, with their numbers in the file. Raises ImportFailed in words that name the file, not where it lay."""
    with tempfile.TemporaryDirectory(prefix="otklik-file-") as folder:
        suffix = Path(name).suffix.lower()
        file = Path(folder) / f"table{suffix if suffix in _BOOKS else ''}"  # of the sender's name nothing reaches the disk
        await asyncio.to_thread(file.write_bytes, content)
        answer = await _ask({"file": str(file), "rows": MAX_ROWS, "bytes": BYTES, "seconds": SECONDS, "memory": MEMORY, "json": False})
    if "error" in answer:
        raise ImportFailed(str(answer["error"]).replace(str(file), f"«{Path(name).name[:_NAME]}»")[:SHOWN])
    return [(number, cells) for number, cells in answer["lines"]]


async def read_file(file: Path, *, rows: int, most: int, seconds: int) -> list[Line]:
    """The same of a file on this machine, JSON Lines too (their keys are line 0). Raises ImportFailed."""
    answer = await _ask(
        {"file": str(file), "rows": rows, "bytes": most, "seconds": seconds, "json": True}, too_long=f"{file}: {TOO_LONG_HERE}"
    )
    if "error" in answer:
        raise ImportFailed(str(answer["error"]))
    return [(number, cells) for number, cells in answer["lines"]]


async def _ask(request: dict[str, Any], *, too_long: str = "") -> dict[str, Any]:  # Any: JSON of our own
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.importing.tables.table_child"),
        stdin=PIPE,
        stdout=PIPE,
        limit=_ANSWER,
        env={name: os.environ[name] for name in _KEPT if name in os.environ} | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        async with asyncio.timeout(request["seconds"]):
            child.stdin.write(json.dumps(request).encode() + b"\n")
            await child.stdin.drain()
            line = await child.stdout.readline()
    except TimeoutError:
        raise ImportFailed(too_long or TOO_LONG) from None
    finally:
        await _end(child)
    if not line:
        raise ChildProcessError("the reader of tables ended")
    answer: dict[str, Any] = json.loads(line)
    return answer


async def _end(child: Process) -> None:
    """EOF first, then a signal."""
    if child.stdin is not None:
        child.stdin.close()
    with contextlib.suppress(ProcessLookupError):
        child.kill()
    await child.wait()
