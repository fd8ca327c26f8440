"""The process that reads one table: `python -m bot.importing.tables.table_child`.

A request in, its lines or a Russian sentence out.
It ends when whoever started it is gone, and in any case when its time or its memory is over: by the system, not by itself.
"""

import contextlib
import json
import os
import signal
import sys
import threading
from pathlib import Path

from bot.importing.found import ImportFailed
from bot.importing.tables.json_lines import is_json_lines, read_json_lines
from bot.importing.tables.spreadsheet import MAX_COLUMNS, Line, read_lines
from incidents.posts import KEPT

TOO_MUCH = "Таблице не хватило памяти. Оставьте в ней нужные строки и столбцы, сохраните как CSV и пришлите снова"


def main() -> int:
    """Answer one line: {"lines": [[number, [cell, …]], …]} or {"error": text}."""
    request = json.loads(sys.stdin.readline())
    if sys.platform != "win32":
        signal.alarm(request["seconds"])
        _limit_memory(request.get("memory"))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        lines = _lines(Path(request["file"]), limit=request["rows"], most=request["bytes"], with_json=request["json"])
    except ImportFailed as error:
        answer: dict[str, object] = {"error": error.user_text}
    except MemoryError:
        answer = {"error": TOO_MUCH}
    else:
        answer = {"lines": [[number, [cell[:KEPT] for cell in cells[:MAX_COLUMNS]]] for number, cells in lines]}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()
    return 0


def _lines(file: Path, *, limit: int, most: int, with_json: bool) -> list[Line]:
    if with_json and is_json_lines(file):
        return read_json_lines(file, limit=limit, most=most)
    return read_lines(file, limit=limit, most=most)


def _limit_memory(most: int | None) -> None:
    """Bytes of this process, where the system has such a limit and it is not lower yet."""
    if sys.platform == "win32" or most is None:
        return
    import resource  # noqa: PLC0415 - not everywhere

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
