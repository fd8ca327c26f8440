"""Dump PostgreSQL by its own tools; fill an empty database."""

import gzip
import os
import shutil
import subprocess
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import URL

from bot.storage.backup.passport import OURS
from bot.storage.backup.without_talk import lines_without
from bot.storage.engine.errors import StorageError

OWN, PACKED = b"PGDMP", b"\x1f\x8b"
"""How a dump of its own format begins, as older versions made them, and one of plain lines."""

_NO_TOOL = "Программы {tool} нет: поставьте клиент PostgreSQL той же версии, что сервер (Debian, Ubuntu: apt install postgresql-client)"
_WORDS = 300  # of its own reason, at most


def dump_to(url: URL, part: Path, *, snapshot: str, talk: Collection[int]) -> None:
    """Dump one moment of the whole database without rows of talk. Raises StorageError."""
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OURS))
    options = ("--no-owner", "--no-privileges", "--no-password", "--enable-row-security", f"--snapshot={snapshot}")
    with _started("pg_dump", url, *options) as dump, gzip.open(part, "wb") as packed:
        assert dump.stdout is not None
        packed.writelines(lines_without(dump.stdout, talk))
        _check("pg_dump", dump)


def fill_from(url: URL, dump: Path) -> None:
    """Fill an empty database: all of it or nothing. Raises StorageError."""
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password")
    if _first(dump) == OWN:
        with _started("pg_restore", url, *options, "--", str(dump)) as own:
            _check("pg_restore", own)
        return
    with (
        gzip.open(dump) as lines,
        _started(
            "psql",
            url,
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--no-psqlrc",
            "--quiet",
            "--no-password",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        ) as plain,
    ):
        assert plain.stdin is not None
        with suppress(BrokenPipeError):  # it says itself why
            shutil.copyfileobj(lines, plain.stdin)
        _check("psql", plain)


def is_dump(path: Path) -> bool:
    """Whether it begins as a dump does. Raises OSError."""
    return _first(path).startswith((OWN, PACKED))


def _first(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(OWN))


def _started(tool: str, url: URL, *options: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    program = shutil.which(tool)
    if program is None:
        raise StorageError(_NO_TOOL.format(tool=tool))
    command: Sequence[str] = [program, f"--dbname={url.database}", *_where(url), *options]
    password = {"PGPASSWORD": str(url.password)} if url.password else {}  # never among the arguments: every user sees those
    environment = {**os.environ, **password, "LC_ALL": "C"}
    return subprocess.Popen(command, env=environment, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)  # noqa: S603 - PostgreSQL's own, no shell reads it


def _check(tool: str, done: "subprocess.Popen[bytes]") -> None:
    """Wait for its end. Raises StorageError with its own reason."""
    errors = done.communicate()[1]
    if done.returncode:
        reason = " ".join(errors.decode(errors="replace").split())[:_WORDS]
        raise StorageError(f"{tool} не справился: {reason or f'код {done.returncode}'}")


def _where(url: URL) -> list[str]:
    host, port = url.host or url.query.get("host"), url.port or url.query.get("port")
    named = {"--host": host, "--port": port, "--username": url.username}
    return [f"{option}={value}" for option, value in named.items() if value]
