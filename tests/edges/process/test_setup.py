"""`otklik setup` against the town in a box: by a file of answers and by a person at a terminal."""

import asyncio
import io
import os
import pty
import re
import select
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.config.settings import known_keys
from sandbox.client import TownClient, open_town

ROOT = Path(__file__).parents[3]
TOKEN = "7:very-secret-word"
TOWN: dict[str, Any] = {
    "bots": [{"token": TOKEN, "username": "otklik_bot", "name": "Отклик"}],
    "vk": {
        "groups": [{"id": 1, "name": "Подслушано", "screen_name": "talk"}, {"id": 2, "name": "Администрация", "screen_name": "adm"}],
        "users": [{"id": 1001, "first_name": "Анна", "last_name": "Петрова"}],
        "tokens": [
            {"token": "secret-service", "kind": "service"},
            {"token": "secret-group", "kind": "group", "group_id": 2},
            {"token": "secret-user", "kind": "user", "user_id": 1001},
        ],
    },
}
SECRETS = (TOKEN, "very-secret-word", "secret-service", "secret-group", "secret-user")
LINK = re.compile(r"https://t\.me/otklik_bot\?start=([\w-]{32})")
PATIENCE = 60.0  # real seconds


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN) as opened:
        yield opened


def environment(**more: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if name.upper() not in known_keys()}
    return {**plain, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **more}


async def otklik(folder: Path, *arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a script does: no terminal."""
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env=environment(**more),
    )


def empty(folder: Path) -> bool:
    return not list(folder.iterdir())


def answers(town: TownClient, **more: str) -> str:
    said = {
        "TELEGRAM__API_BASE": town.base,
        "VK__API_BASE": town.base,
        "DISTRICT__PROFILE": "districts/primer",  # without telephones: those of Konakovo are examples
        "TELEGRAM__TOKEN": TOKEN,
        "VK__SERVICE_TOKEN": "secret-service",
        "VK__GROUP_TOKEN": "secret-group",
        "VK__USER_TOKEN": "secret-user",
        "VK__WALLS": "-2, talk=Подслушано",
        "HEALTH__CALL": "Иван Петров, отдел ИТ, 8-900-000-00-00",
        **more,
    }
    return "".join(f"{key}={value}\n" for key, value in said.items())


async def test_a_file_of_answers_leads_to_the_first_invitation_and_shows_no_secret(town: TownClient, tmp_path: Path) -> None:
    (tmp_path / "answers").write_text(answers(town), encoding="utf-8")
    done = await otklik(tmp_path, "setup", "--answers", "answers")
    assert done.returncode == 0, done.stdout + done.stderr
    assert LINK.search(done.stdout), done.stdout
    assert "координатор" in done.stdout
    assert "удалите его: answers" in done.stderr
    assert not [secret for secret in SECRETS if secret in done.stdout + done.stderr]
    env = tmp_path / ".env"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert f"TELEGRAM__TOKEN={TOKEN}\n" in env.read_text(encoding="utf-8")
    assert "VK__GROUP_ID=2\n" in env.read_text(encoding="utf-8"), "VK tells the number of the key's community"
    assert "# Токен бота" in env.read_text(encoding="utf-8"), "what the example explains stays"
    assert stat.S_IMODE((tmp_path / "otklik.db").stat().st_mode) == 0o600
    assert (await otklik(tmp_path, "invite", "--role", "duty")).returncode == 0


async def test_it_may_be_run_again_and_changes_nothing(town: TownClient, tmp_path: Path) -> None:
    first = await otklik(tmp_path, "setup", "--answers", "-", stdin=answers(town))
    assert first.returncode == 0, first.stdout + first.stderr
    env = (tmp_path / ".env").read_bytes()
    (tmp_path / ".env").chmod(0o644)
    again = await otklik(tmp_path, "setup", "--answers", "-", stdin="")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Настройки прежние" in again.stdout
    assert (tmp_path / ".env").read_bytes() == env
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert not (tmp_path / ".env.new").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"TELEGRAM__TOKEN": "8:unknown"}, "Telegram: токен не подходит"),
        ({"TELEGRAM__TOKEN": "no token at all"}, "TELEGRAM__TOKEN: не похоже на токен бота"),
        ({"TELEGRAM__TOKEN": ""}, "Telegram: без токена боту не с кем говорить"),
        ({"VK__SERVICE_TOKEN": "strange"}, "ВК, сервисный ключ: "),
        ({"VK__GROUP_TOKEN": "strange"}, "ВК, ключ сообщества: "),
        ({"VK__USER_TOKEN": "secret-group"}, "ВК"),
        ({"VK__WALLS": "nobody_knows_it"}, "стена «nobody_knows_it» не находится"),
        ({"DISTRICT__PROFILE": "nowhere"}, "Округ: "),
        ({"DATABASE__URL": "mysql://x"}, "DATABASE__URL: нужно sqlite"),
        ({"DATABASE__URL": "sqlite+aiosqlite:///no/such/folder/otklik.db"}, "Папки no/such/folder нет"),
        ({"VK__GRUP_ID": "2"}, "VK__GRUP_ID: такой настройки нет, похоже на VK__GROUP_ID"),
        ({"TELEGRAM__WEBHOOK_URL": "https://bot.example/t"}, "TELEGRAM__WEBHOOK_SECRET"),
    ],
)
async def test_a_wrong_answer_is_named_and_nothing_is_written(
    town: TownClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: dict[str, str], words: str
) -> None:
    for name in [name for name in os.environ if name.upper() in known_keys()]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers(town, **wrong)))
    code = await asyncio.to_thread(main, ["setup", "--answers", "-"])
    said = capsys.readouterr()
    assert code == 2, said
    assert words in said.err
    assert "Traceback" not in said.err
    assert not [secret for secret in SECRETS if secret in said.out + said.err]
    assert empty(tmp_path)


async def test_a_mistake_in_the_former_file_is_mended_by_an_answer(town: TownClient, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TELEGRAM__TOKEN=not a token\nLOG__LEVEL=WARNING\n", encoding="utf-8")
    done = await otklik(tmp_path, "setup", "--answers", "-", stdin=answers(town))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "TELEGRAM__TOKEN: не похоже на токен бота" in done.stderr
    assert (tmp_path / ".env").read_text(encoding="utf-8").startswith(f"TELEGRAM__TOKEN={TOKEN}\nLOG__LEVEL=WARNING\n")
    (tmp_path / ".env").write_text("LOG__LEVEL=LOUD\n", encoding="utf-8")
    again = await otklik(tmp_path, "setup", "--answers", "-", stdin=answers(town))
    assert (again.returncode, again.stderr) == (2, "LOG__LEVEL: бывает только DEBUG, INFO, WARNING или ERROR\n")


async def test_networks_that_do_not_answer_stop_nobody(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:9"
    said = f"TELEGRAM__API_BASE={nobody}\nVK__API_BASE={nobody}\nTELEGRAM__TOKEN={TOKEN}\nVK__SERVICE_TOKEN=secret-service\nVK__WALLS=-2\n"
    done = await otklik(tmp_path, "setup", "--answers", "-", stdin=said)
    assert done.returncode == 1, "the checks at the end say so"
    assert "учти Telegram: бот не отвечает" in done.stdout
    assert "пошлёт ему сообщение /start" in done.stdout
    assert (tmp_path / ".env").exists()


async def test_without_a_terminal_and_a_file_it_says_how(tmp_path: Path) -> None:
    done = await otklik(tmp_path, "setup")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Спросить некого, это не терминал. Дайте ответы файлом, строки КЛЮЧ=значение: otklik setup --answers ФАЙЛ\n"
    assert empty(tmp_path)


async def test_what_the_environment_says_is_checked_and_not_written(town: TownClient, tmp_path: Path) -> None:
    done = await otklik(tmp_path, "setup", "--answers", "-", stdin=answers(town, TELEGRAM__TOKEN=""), TELEGRAM__TOKEN=TOKEN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "TELEGRAM__TOKEN задан в окружении" in done.stdout
    assert TOKEN not in (tmp_path / ".env").read_text(encoding="utf-8")


class Person:
    """Somebody at a terminal, who reads and types."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.pid, self._screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(sys.executable, [sys.executable, "-m", "bot", "setup"], environment(**more))
        self.seen = ""
        self._read = 0  # so many signs were read

    def reads(self, words: str) -> None:
        """Wait for these words after those that were read before."""
        began = time.monotonic()
        while (at := self.seen.find(words, self._read)) < 0:
            assert time.monotonic() - began < PATIENCE, f"never seen: {words}; seen: {self.seen}"
            if not self._look():
                raise AssertionError(f"ended before {words}: {self.seen}")
        self._read = at + len(words)

    def types(self, words: str) -> None:
        os.write(self._screen, f"{words}\n".encode())

    def ends(self) -> int:
        while self._look():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _look(self) -> bool:
        ready, _, _ = select.select([self._screen], [], [], 1.0)
        with suppress(OSError):
            if not ready:
                return True
            if heard := os.read(self._screen, 65536):
                self.seen += heard.decode(errors="replace")
                return True
        return False


async def test_a_person_is_asked_again_until_it_is_right(town: TownClient, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM__API_BASE={town.base}\nVK__API_BASE={town.base}\n", encoding="utf-8")

    def sit_down() -> tuple[int, str]:
        person = Person(tmp_path)
        person.reads("Папка округа")
        person.reads("[districts/konakovo]")
        person.types("primer")
        person.reads("База")
        person.reads("otklik.db]")
        person.types("")
        person.reads("[пусто]")
        person.types("8:unknown")
        person.reads("НЕТ  Telegram: токен не подходит")
        person.reads("[пусто]")
        person.types(TOKEN)
        person.reads("отвечает @otklik_bot")
        for words in ("secret-service", "secret-group", "", ""):  # no editor's key; the own wall is the default
            person.reads("]: ")
            person.types(words)
        person.reads("Кому звонить")
        person.reads("]: ")
        person.types("Иван Петров")
        for words in ("", "not a mailbox", ""):  # no heartbeat; no letters
            person.reads("]: ")
            person.types(words)
        return person.ends(), person.seen

    code, seen = await asyncio.to_thread(sit_down)
    assert code == 0, seen
    assert LINK.search(seen), seen
    assert "secret" not in seen
    assert len(re.findall(r"^\d+\. ", seen, re.MULTILINE)) <= 10
    env = (tmp_path / ".env").read_text(encoding="utf-8")
    assert "DISTRICT__PROFILE=districts/primer\n" in env
    assert "VK__WALLS=-2\n" in env
    assert "HEALTH__CALL=Иван Петров\n" in env


async def test_a_person_who_leaves_has_changed_nothing(town: TownClient, tmp_path: Path) -> None:
    def sit_down() -> int:
        person = Person(tmp_path, TELEGRAM__API_BASE=town.base)
        person.reads("Папка округа")
        person.reads("]: ")
        person.types("\x04")
        return person.ends()

    assert await asyncio.to_thread(sit_down) == 2
    assert empty(tmp_path)
