"""`otklik backup`, `otklik restore` and `otklik copy`."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

from bot.cli.loaded import loaded
from bot.cli.output import OK, say

if TYPE_CHECKING:
    from bot.storage.backup.passport import Progress


def backup(args: argparse.Namespace) -> int:
    """A copy of the database while the bot works."""
    from bot.config.backups import folder_of
    from bot.config.settings import SettingsError
    from bot.storage.backup.make import make_copy

    settings, district = loaded(args)
    folder = args.folder or folder_of(settings)
    if folder is None:
        raise SettingsError(["BACKUP__FOLDER: для PostgreSQL назовите папку копий здесь или в команде: otklik backup ПАПКА"])
    now, began = settings.demo.make_clock().now().astimezone(district.timezone), time.monotonic()
    with _bar("Копируем") as on_progress:
        made = make_copy(settings.database.url, folder, district=district.id, now=now, keep=args.keep, on_progress=on_progress)
    size = f"{max(1, round(made.passport.size / 2**20))} МБ"
    say(f"Копия готова и проверена: {made.path}, {size}, за {time.monotonic() - began:.1f} с")
    if made.dropped:
        say(f"Прежних копий убрано: {made.dropped}")
    say("В ней слова жителей: храните её, как саму базу, и держите вторую на другом диске. Рядом лежит её паспорт, .json: переносите оба")
    return OK


def restore(args: argparse.Namespace) -> int:
    """A copy in the place of the database."""
    from bot.storage.restore.restore import restore as put_back

    settings, district = loaded(args)
    now = settings.demo.make_clock().now().astimezone(district.timezone)
    with _bar("Проверяем") as on_progress:
        done = put_back(settings.database.url, args.file, district=district.id, now=now, on_progress=on_progress)
    say(f"База восстановлена из копии от {done.taken_at.astimezone(district.timezone):%d.%m.%Y %H:%M}")
    if not done.is_proved:
        say("Паспорта рядом с копией не было: её целость проверили по самой базе")
    if done.aside is not None:
        say(f"Прежняя база лежит рядом: {done.aside}. Убедитесь, что всё на месте, и удалите её")
    say("Запустите бота: координаторы прочтут в чате, что пропало и что сделать. Дальше проверит otklik check")
    return OK


def copy(args: argparse.Namespace) -> int:
    """The whole database into an empty one of either engine."""
    from bot.config.env_files import settings_from
    from bot.config.logs import set_up_logs
    from bot.storage.copy.copy_base import copy_base

    settings = settings_from(args.env)
    set_up_logs(settings.log.level, secrets=settings.secrets())
    began = time.monotonic()
    with _bar("Переписываем", unit=" строк") as on_progress:
        copied = copy_base(settings.database.url, args.to, on_progress=on_progress)
    say(
        f"Переписали: таблиц {copied.tables}, строк {copied.rows}, за {time.monotonic() - began:.1f} с. Число строк, суммы и журнал сошлись"
    )
    say("Впишите новый адрес в DATABASE__URL, выполните otklik check и запустите бота")
    say("Прежняя база осталась как была. Бота на ней больше не запускайте: он ответил бы жителям второй раз")
    return OK


@contextmanager
def _bar(what: str, unit: str = "Б") -> "Iterator[Progress]":
    """A bar on a terminal, nothing elsewhere."""
    is_shown = sys.stderr.isatty()
    with tqdm(
        desc=what,
        unit=unit,
        unit_scale=True,
        unit_divisor=1024 if unit == "Б" else 1000,
        leave=False,
        disable=not is_shown,
        file=sys.stderr,
    ) as bar:

        def on_progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield on_progress
