"""Dump PostgreSQL by its own tools; fill an empty database."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.engine import URL

from bot.storage.backup.passport import OURS
from bot.storage.engine.errors import StorageError

FIRST = b"PGDMP"
_NO_TOOL = "Программы {tool} нет: поставьте клиент PostgreSQL той же версии, что сервер (Debian, Ubuntu: apt install postgresql-client)"
_WORDS = 300  # of its own reason, at most


def dump_to(url: URL, part: Path) -> None:
    """Dump the whole database, one moment of it. Raises StorageError."""
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OURS))
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", "--no-password", "--enable-row-security", f"--file={part}")


def fill_from(url: URL, dump: Path) -> None:
    """Fill an empty database: all of it or nothing. Raises StorageError."""
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password")
    _run("pg_restore", url, *options, "--", str(dump))


def is_dump(path: Path) -> bool:
    """Whether it begins as `pg_dump --format=custom` does. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(FIRST)) == FIRST


def _run(tool: str, url: URL, *options: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise StorageError(_NO_TOOL.format(tool=tool))
    command: Sequence[str] = [program, f"--dbname={url.database}", *_where(url), *options]
    password = {"PGPASSWORD": str(url.password)} if url.password else {}  # never among the arguments: every user sees those
    environment = {**os.environ, **password, "LC_ALL": "C"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - PostgreSQL's own, no shell reads it
    if done.returncode:
        reason = " ".join(done.stderr.decode(errors="replace").split())[:_WORDS]
        raise StorageError(f"{tool} не справился: {reason or f'код {done.returncode}'}")


def _where(url: URL) -> list[str]:
    host, port = url.host or url.query.get("host"), url.port or url.query.get("port")
    named = {"--host": host, "--port": port, "--username": url.username}
    return [f"{option}={value}" for option, value in named.items() if value]
