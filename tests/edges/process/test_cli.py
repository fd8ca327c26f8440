"""The command line: what it says, where it says it, and the code it ends with."""

import argparse
import asyncio
import hashlib
import importlib.metadata
import io
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import commands
from bot.cli.check import check_all
from bot.cli.invite import make_invite
from bot.cli.main import main
from bot.config.district import load_district
from bot.config.settings import Settings, SettingsError
from bot.storage.engine.storage import open_storage
from incidents.errors import DomainError
from incidents.ids import DistrictId
from incidents.official import Role
from incidents.routing.rule_changes import all_rules
from sandbox.client import TownClient, open_town

ROOT = Path(__file__).parents[3]
KONAKOVO = ROOT / "districts" / "konakovo"
TOWN: dict[str, Any] = {
    "bots": [{"token": "1:demo", "username": "otklik_bot", "name": "Отклик"}],
    "vk": {
        "groups": [{"id": 1, "name": "Подслушано", "screen_name": "talk"}],
        "tokens": [{"token": "service", "kind": "service"}, {"token": "group", "kind": "group", "group_id": 1}],
    },
}
Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test works in a folder of its own, without settings of this machine."""
    for name in [name for name in os.environ if "__" in name]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def otklik(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


@pytest.mark.parametrize("command", ["run", "demo", "migrate", "check", "invite", "read", "replay"])
def test_each_command_explains_itself_in_russian(command: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as done:
        main([command, "--help"])
    said = capsys.readouterr().out
    assert done.value.code == 0
    assert "Параметры:" in said
    assert "usage" not in said.lower()


@pytest.mark.parametrize(("command", "line"), [("read", '  {"id": 1, "text": "'), ("replay", '  {"close": [1, 2], "at": "')])
def test_the_help_of_a_stream_shows_its_lines(command: str, line: str, capsys: Said) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert line in capsys.readouterr().out


def test_the_help_names_every_command_and_gives_examples(capsys: Said) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert "otklik invite --role coordinator" in said
    assert ".env.example" in said


def test_the_version_is_told(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as done:
        main(["--version"])
    assert done.value.code == 0
    assert capsys.readouterr().out.startswith("otklik ")

    def nowhere(_name: str) -> str:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr("bot.cli.arguments.version", nowhere)
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == "otklik из исходников\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "Не хватает: КОМАНДА. Справка: otklik --help"),
        (["migrate", "--foo"], "Лишнее: --foo. Справка: otklik --help"),
        (["invite"], "Не хватает: --role. Справка: otklik invite --help"),
        (["invite", "--role"], "--role: нужно значение. Справка: otklik invite --help"),
        (["demo", "--port", "x"], "--port: нужно число, а не «x». Справка: otklik demo --help"),
        (["demo", "--port", "70000"], "--port: нужно число от 0 до 65535, а не 70000. Справка: otklik demo --help"),
        (["demo", "--speed", "nan"], "--speed: нужно число от 0.001 до 1000000, а не nan. Справка: otklik demo --help"),
    ],
)
def test_a_mistyped_line_gets_one_line_and_code_2(arguments: list[str], line: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as done:
        main(arguments)
    assert done.value.code == 2
    assert capsys.readouterr() == ("", line + "\n")


def test_an_unknown_role_is_answered_with_those_that_are(capsys: Said) -> None:
    with pytest.raises(SystemExit):
        main(["invite", "--role", "boss"])
    assert "нет варианта 'boss', есть" in capsys.readouterr().err


def test_a_wrong_setting_ends_with_code_2_and_its_line(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM__TOKN", "1")
    assert main(["migrate"]) == 2
    assert capsys.readouterr().err == "TELEGRAM__TOKN: такой настройки нет, похоже на TELEGRAM__TOKEN; все настройки есть в .env.example\n"


def test_run_without_a_token_says_who_gives_it(capsys: Said) -> None:
    assert main(["run"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("TELEGRAM__TOKEN: нет токена бота; его выдаёт @BotFather")
    assert said.count("\n") == 1


def test_run_in_parts_is_refused_on_sqlite(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM__TOKEN", "1:demo")
    assert main(["run", "--only", "collect", "read"]) == 2
    assert "для этого нужен postgresql+asyncpg" in capsys.readouterr().err


def test_run_wants_a_migrated_database(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM__TOKEN", "1:demo")
    assert main(["run"]) == 1
    assert capsys.readouterr().err == "Базы otklik.db ещё нет: выполните otklik migrate\n"


def test_migrate_makes_the_database_and_may_be_repeated(capsys: Said, tmp_path: Path) -> None:
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == "База готова\nБаза готова\n"
    assert (tmp_path / "otklik.db").exists()


def test_migrate_into_a_missing_folder_is_one_line(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE__URL", "sqlite+aiosqlite:////no/such/otklik.db")
    assert main(["migrate"]) == 1
    assert capsys.readouterr().err == "Папки /no/such нет: создайте её или поправьте DATABASE__URL\n"


def test_an_invite_without_a_token_says_what_the_person_types(capsys: Said) -> None:
    main(["migrate"])
    assert main(["invite", "--role", "executor", "--department", "housing"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "Ссылка для одного человека на сутки: исполнитель, отдел ЖКХ"
    assert "/start " in said[2]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--role", "executor"], "--department: этой роли нужен отдел, бывает: housing, roads,"),
        (["--role", "chief", "--department", "moon"], "--department: отдела «moon» нет, бывает: housing, roads,"),
        (["--role", "head", "--department", "housing"], "--department: у роли «глава» отдела нет, уберите этот параметр"),
    ],
)
def test_an_invite_with_a_department_that_does_not_fit_is_refused(arguments: list[str], line: str, capsys: Said) -> None:
    assert main(["invite", *arguments]) == 1
    assert capsys.readouterr().err.startswith(line)


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN) as client:
        yield client


def live(town: TownClient, url: str) -> Settings:
    return Settings.model_validate(
        {
            "telegram": {"token": "1:demo", "api_base": town.base},
            "vk": {"service_token": "service", "group_token": "group", "group_id": 1, "api_base": town.base, "walls": "talk,-1,nobody"},
            "database": {"url": url},
        }
    )


async def test_an_invite_is_a_link_that_works_once_and_for_a_day(town: TownClient, sqlite_url: str) -> None:
    district = load_district(KONAKOVO)
    before = datetime.now(UTC)  # noqa: TID251 - a real day is meant
    title, link = await make_invite(live(town, sqlite_url), district, role=Role.COORDINATOR, department=None)
    assert title == "Ссылка для одного человека на сутки: координатор"
    start, code = link.split("?start=")
    assert start == "https://t.me/otklik_bot"
    code_hash = hashlib.sha256(code.encode()).hexdigest()

    storage = await open_storage(sqlite_url, DistrictId("konakovo"))
    try:
        async with storage.transaction() as tx:
            id = await tx.invitations.by_code(code_hash)
            assert id is not None
            made = await tx.invitations.get(id)
    finally:
        await storage.close()
    assert (made.role, made.created_by) == (Role.COORDINATOR, None)
    assert made.is_open(before + timedelta(hours=23))
    assert not made.is_open(before + timedelta(hours=25))


async def test_check_says_what_answers_and_what_does_not(town: TownClient, sqlite_url: str) -> None:
    lines = await check_all(live(town, sqlite_url))
    assert (True, "База: открывается на запись, версия эта") in lines
    assert (True, "Telegram: отвечает @otklik_bot") in lines
    assert (False, "ВК: стена «nobody» не находится, проверьте VK__WALLS") in lines
    assert [line for ok, line in lines if ok and "стена читается" in line] == ["ВК, «Подслушано»: стена читается, записей 0"] * 2
    assert lines[1][1].startswith("Округ: Конаковский муниципальный округ, отделов ")
    nested = list(all_rules(load_district(KONAKOVO).rules))
    assert f"правил {len(nested)}," in lines[1][1]  # as /rules counts them


async def test_check_tells_a_bot_that_does_not_answer(sqlite_url: str) -> None:
    telegram = {"token": "1:demo", "api_base": "http://127.0.0.1:9"}
    settings = Settings.model_validate({"telegram": telegram, "database": {"url": sqlite_url}, "demo": {"clock": "2031-01-01T00:00:00Z|1"}})
    lines = await check_all(settings)
    assert (False, "Telegram: бот не отвечает, ждали ответа от http://127.0.0.1:9") in lines
    assert any(line.startswith("Календарь: Переносы выходных на 2031 год неизвестны") for ok, line in lines if not ok)


def test_check_without_anything_fails_line_by_line(capsys: Said) -> None:
    assert main(["check"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "есть Настройки: разобраны без ошибок"
    assert "НЕТ  Базы otklik.db ещё нет: выполните otklik migrate" in said
    assert "НЕТ  Telegram: нет токена (TELEGRAM__TOKEN), его выдаёт @BotFather: команда /newbot" in said


def test_check_of_a_broken_district_goes_on(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISTRICT__PROFILE", "districts/atlantis")
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "НЕТ  Округ: districts/atlantis: такой папки нет" in said
    assert "Telegram" in said


def test_read_answers_line_by_line_and_counts_the_bad_ones() -> None:
    done = otklik("read", stdin='{"id": 1, "text": "На Баскакова, 5 яма на дороге"}\nне json\n')
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert answers[0]["main"]["house"] == "5"
    assert "error" in answers[1]
    assert "Не прочитано строк: 1" in done.stderr


def test_read_of_nothing_and_of_another_folder(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b""), encoding="ascii"))
    assert main(["read", "--district", "none"]) == 0
    assert main(["read", "--district", "nowhere"]) == 1
    assert capsys.readouterr().err.startswith("nowhere: такой папки нет")


def test_a_reader_who_leaves_early_ends_it_quietly() -> None:
    lines = "".join(json.dumps({"id": number, "text": "яма"}) + "\n" for number in range(3000))
    script = f"'{sys.executable}' -m bot read --district none | head -n 1"
    done = subprocess.run(
        ["bash", "-c", script],
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def raising(error: BaseException) -> Callable[[argparse.Namespace], int]:
    def command(_args: argparse.Namespace) -> int:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (ZeroDivisionError("secret"), 1, "Не вышло: ZeroDivisionError. Подробности покажет LOG__LEVEL=DEBUG\n"),
        (DomainError("Так нельзя"), 1, "Так нельзя\n"),
        (SettingsError(["A: нет", "B: нет"]), 2, "A: нет\nB: нет\n"),
        (PermissionError(13, "Permission denied", "x.db"), 1, "x.db: Permission denied\n"),
        (ExceptionGroup("two", [DomainError("Первая"), ValueError()]), 1, "Первая\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_no_error_shows_a_traceback(error: BaseException, code: int, line: str, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setattr(commands, "migrate", raising(error))
    assert main(["migrate"]) == code
    assert capsys.readouterr().err == line


def test_the_details_are_there_when_they_are_asked_for() -> None:
    script = "import sys; from bot.cli import commands, main; commands.migrate = lambda _args: {}['gone']; sys.exit(main.main(['migrate']))"
    known = {**os.environ, "LOG__LEVEL": "DEBUG"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False, env=known)
    assert done.returncode == 1
    assert "KeyError: 'gone'" in done.stderr
    assert done.stderr.endswith("Не вышло: KeyError. Подробности покажет LOG__LEVEL=DEBUG\n")


def test_the_programs_of_others_are_called_with_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[argparse.Namespace] = []

    def run_demo(args: argparse.Namespace, _progress: object) -> int:
        asked.append(args)
        return 7

    monkeypatch.setattr("bot.demo.run.run_demo", run_demo)
    assert main(["demo", "--headless", "--seconds", "3", "--speed", "600", "--posts", "p.jsonl"]) == 7
    assert (asked[0].headless, asked[0].seconds, asked[0].speed, asked[0].posts, asked[0].port) == (True, 3, 600, Path("p.jsonl"), 0)


def test_run_hands_the_settings_over(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    async def run_bot(settings: Settings, district: object, only: object) -> int:
        await asyncio.sleep(0)
        asked.append((settings.telegram.api_base, district, only))
        return 0

    monkeypatch.setattr("bot.run.run_bot", run_bot)
    monkeypatch.setenv("TELEGRAM__TOKEN", "1:demo")
    assert main(["run"]) == 0
    assert asked[0][0] == "https://api.telegram.org"
    assert asked[0][2] == ()


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_run_warns_of_settings_that_everybody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []

    async def run_bot(*_: object) -> int:
        await asyncio.sleep(0)
        return 0

    monkeypatch.setattr("bot.run.run_bot", run_bot)
    monkeypatch.setattr("bot.cli.commands.logging.Logger.warning", lambda _log, line, *_more: warned.append(line))
    monkeypatch.setenv("TELEGRAM__TOKEN", "1:demo")
    monkeypatch.chdir(tmp_path)
    env = tmp_path / ".env"
    for mode, is_told in ((0o644, True), (0o600, False)):
        env.touch()
        env.chmod(mode)
        warned.clear()
        assert main(["run"]) == 0
        assert any("chmod 600 .env" in line for line in warned) is is_told


def test_python_dash_m_is_the_same_program() -> None:
    done = otklik("invite", "--role", "head", LOG__LEVEL="DEBUG")
    assert done.returncode == 1
    assert "Базы otklik.db ещё нет: выполните otklik migrate" in done.stderr
