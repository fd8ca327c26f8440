"""What can be typed after `otklik backup`, `restore` and `copy`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli import backups

MOST_COPIES = 1000


def _copies(word: str) -> int:
    if word.isdecimal() and 1 <= int(word) <= MOST_COPIES:
        return int(word)
    raise argparse.ArgumentTypeError(f"нужно число от 1 до {MOST_COPIES}, а не «{word}»")


def add_backups(add: Callable[[str, Callable[[argparse.Namespace], int], str], Any]) -> None:  # Any: argparse's parser of ours
    """`backup`, `restore` and `copy`."""
    backup = add("backup", backups.backup, "сделать копию базы; бота не останавливать")
    where = "куда положить копию; обычно BACKUP__FOLDER или папка backups рядом с базой"
    backup.options.add_argument("folder", type=Path, nargs="?", metavar="ПАПКА", help=where)
    backup.options.add_argument("--keep", type=_copies, metavar="N", help="оставить N последних копий этой папки, остальные убрать")

    restore = add("restore", backups.restore, "поставить копию на место базы; бота сначала остановить, прежняя база останется рядом")
    restore.options.add_argument("file", type=Path, metavar="ФАЙЛ", help="копия, которую сделал otklik backup: .db или .pgdump")

    copy = add("copy", backups.copy, "переписать базу в новую, пустую: из SQLite в PostgreSQL или обратно; бота сначала остановить")
    to = "postgresql+asyncpg://имя@сервер/база или sqlite+aiosqlite:///файл; пароль лучше дать в PGPASSWORD"
    copy.options.add_argument("--to", required=True, metavar="АДРЕС", help=to)
