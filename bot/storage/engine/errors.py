"""Storage errors in words, and which of them pass by themselves."""

import socket
from collections.abc import Iterator

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from incidents.errors import ExplainedError


class StorageError(ExplainedError):
    """The database cannot be used. `user_text` is one Russian line that says what to do."""


OLDER = "База старее программы: выполните otklik migrate"
NEWER = "База новее программы: обновите otklik"

_SQLITE = (
    ("SQLITE_READONLY", "База {path} доступна только для чтения: дайте права на запись файлу и папке {folder}"),
    ("SQLITE_CANTOPEN", "База {path} не открывается: проверьте права на папку {folder}"),
    ("SQLITE_PERM", "База {path} не открывается: проверьте права на папку {folder}"),
    ("SQLITE_NOTADB", "Файл {path} не похож на базу: поправьте DATABASE__URL"),
    ("SQLITE_CORRUPT", "База {path} повреждена: восстановите её из резервной копии"),
    ("SQLITE_BUSY", "База {path} занята другой программой: закройте её и повторите"),
    ("SQLITE_LOCKED", "База {path} занята другой программой: закройте её и повторите"),
    ("SQLITE_FULL", "Диск с базой {path} заполнен: освободите место"),
    ("SQLITE_IOERR", "База {path} не читается с диска: проверьте диск"),
)

_POSTGRES = (
    ("28", "PostgreSQL {server} не принял имя или пароль: проверьте DATABASE__URL"),
    ("3D000", "На сервере PostgreSQL {server} нет базы «{database}»: создайте её"),
    ("42501", "У пользователя PostgreSQL нет прав на базу «{database}»"),
    ("25006", "База PostgreSQL «{database}» доступна только для чтения"),
    ("53", "PostgreSQL {server} не принимает новых соединений: проверьте его пределы"),
    ("57P03", "PostgreSQL {server} ещё запускается: повторите через минуту"),
)

"""Serialization failure, deadlock, lock not available; the same words of SQLite."""


_OF_A_FILE = ("BUSY", "LOCKED", "FULL", "IOERR", "READONLY", "CANTOPEN", "PERM", "PROTOCOL")
_FOR_NOW = ("08", "40", "53", "55", "57", "58", *(f"SQLITE_{each}" for each in _OF_A_FILE))
"""Connection lost, rolled back, out of resources, in use, shut down, trouble of the system; the same words of SQLite."""


def codes(error: BaseException) -> Iterator[str]:
    """Codes of the engines (SQLSTATE, SQLITE_*) in an exception and in those it came from."""
    link: BaseException | None = error
    while link is not None:
        code = getattr(link, "sqlite_errorname", None) or getattr(link, "sqlstate", None)
        if isinstance(code, str):
            yield code
        link = link.__cause__ or getattr(link, "orig", None) or link.__context__


class _Moved(Exception):
    sqlite_errorname = "SQLITE_READONLY_DBMOVED"


def base_moved() -> DBAPIError:
    """What SQLite says of a rollback journal when the file was taken away; in WAL it would write on into nowhere."""
    return DBAPIError("BEGIN IMMEDIATE", None, _Moved("the file is not in its place"))


def fails_for_now(error: BaseException) -> bool:
    """Whether the database itself fails (locked, full, gone): no defect of what was asked, and it may pass."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or any(code.startswith(_FOR_NOW) for code in codes(error))
    return isinstance(error, PoolTimeoutError | ConnectionError | TimeoutError | socket.gaierror)


def explained(error: Exception, url: URL) -> StorageError:
    """The exception as one Russian line; it never shows a password."""
    path = url.database or ""
    words = {"path": path, "folder": path.rpartition("/")[0] or ".", "database": path, "server": _server(url)}
    lines = _SQLITE if url.get_backend_name() == "sqlite" else _POSTGRES
    for code in codes(error):
        for start, line in lines:
            if code.startswith(start):
                return StorageError(line.format(**words))
    if isinstance(error, OSError):
        return StorageError("PostgreSQL {server} не отвечает: проверьте адрес и запущен ли сервер".format(**words))
    return StorageError(f"База не открывается ({type(error).__name__}): проверьте DATABASE__URL")


def _server(url: URL) -> str:
    host = url.host or url.query.get("host") or "localhost"
    return f"{host}:{url.port}" if url.port else str(host)
