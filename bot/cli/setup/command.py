"""`otklik setup`: from an empty folder to the first invitation."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

import bot.late_models  # noqa: F401 - before aiogram
from bot.cli.check import check_all
from bot.cli.invite import make_invite
from bot.cli.output import complain, say, say_checks
from bot.cli.setup.askers import Asker, File, Terminal, is_terminal
from bot.cli.setup.env_file import EnvFile
from bot.cli.setup.gathered import Gathered
from bot.cli.setup.interview import drop_mistakes, interview
from bot.config.district import District, load_district
from bot.config.logs import set_up_logs
from bot.config.missing import NO_COORDINATOR
from bot.config.settings import Settings, SettingsError, load_settings
from bot.storage.engine.migrate import migrate
from bot.storage.engine.storage import open_storage
from incidents.official import Role
from incidents.recipients import in_role

STDIN = Path("-")
GREETING = (
    "Настроим Отклик: не больше пятнадцати вопросов, каждый ответ сразу проверим.",
    "Enter берёт то, что в скобках; «-» оставляет пустым; ключи на экране не видны. Запишем в конце, Ctrl+C ничего не меняет.",
)
NO_TERMINAL = "Спросить некого, это не терминал. Дайте ответы файлом, строки КЛЮЧ=значение: otklik setup --answers ФАЙЛ"


def setup(args: argparse.Namespace) -> int:
    """Ask, check, write `.env`, migrate, check all, invite. Raises SettingsError, StorageError, OSError."""
    _refuse_another_user()
    env = EnvFile(Path(".env"))
    gathered = Gathered(env.values())
    asker = _asker(args.answers, gathered)
    drop_mistakes(gathered)
    interview(gathered, asker)
    say("", _written(env, gathered))
    return _finish(load_settings(), args.answers)


def _refuse_another_user() -> None:
    """Files made by root would be closed to the bot, which runs as the owner of the folder."""
    if os.name == "posix" and os.geteuid() == 0 and (owner := Path.cwd().stat().st_uid) != 0:
        raise SettingsError([f"otklik setup: запустите от владельца папки, иначе бот не прочтёт свои файлы: sudo -u {_name(owner)} …"])


def _name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"#{uid}"


def _asker(answers: Path | None, gathered: Gathered) -> Asker:
    if answers is not None:
        try:
            return File(sys.stdin.read() if answers == STDIN else answers.read_text(encoding="utf-8-sig"), gathered)
        except UnicodeDecodeError:
            raise SettingsError([f"{answers}: файл не читается; сохраните его в кодировке UTF-8"]) from None
    if not is_terminal():
        raise SettingsError([NO_TERMINAL])
    say(*GREETING)
    return Terminal()


def _written(env: EnvFile, gathered: Gathered) -> str:
    was_there = env.is_there
    if not env.write(gathered.answers()):
        return f"Настройки прежние: {env.path}"
    return f"Настройки записаны, читает их только владелец: {env.path}" + ("; работающий бот прочтёт их при запуске" if was_there else "")


def _finish(settings: Settings, answers: Path | None) -> int:
    scrub = set_up_logs("ERROR", secrets=settings.secrets()).scrub
    migrate(settings.database.url)
    say("База готова", "")
    checks = [each for each in asyncio.run(check_all(settings)) if each[1] != NO_COORDINATOR]  # the invitation below is for one
    code = say_checks(checks, scrub=scrub)
    district = load_district(settings.district.profile, settings.district.timezone)
    say("", *asyncio.run(_first_invitation(settings, district)))
    if answers is not None and answers != STDIN:
        complain(f"В файле ответов остались ключи, удалите его: {answers}")
    return code


async def _first_invitation(settings: Settings, district: District) -> tuple[str, ...]:
    storage = await open_storage(settings.database.url, district.id)
    try:
        async with storage.transaction() as tx:
            there = in_role(await tx.officials.all(), Role.COORDINATOR)
    finally:
        await storage.close()
    if there:
        return (f"Координаторов уже {len(there)}, ссылка не нужна. Ещё одна: otklik invite --role coordinator",)
    link = await make_invite(settings, district, role=Role.COORDINATOR, department=None)
    return (*link, "Запустите бота (otklik run или служба), откройте ссылку в Telegram и нажмите «Начать»")
