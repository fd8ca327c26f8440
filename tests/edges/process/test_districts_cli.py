"""`run --env` and `check --env` as they are typed: what is refused, what is told, whose words the log hides."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import run_districts as run_module
from bot.cli.main import main
from bot.config.district_set import Member
from bot.storage.engine.migrate import migrate

ROOT = Path(__file__).parents[3]
SECRET = "2000000002:AAE-secret_secret_secret_secret_secret"
Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if "__" in name]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def env(name: str, token: str, profile: str, **values: str) -> str:
    said = {
        "TELEGRAM__TOKEN": token,
        "TELEGRAM__API_BASE": "http://127.0.0.1:9",
        "DISTRICT__PROFILE": str(ROOT / "districts" / profile),
        "DATABASE__URL": "sqlite+aiosqlite:///otklik.db",
        **values,
    }
    file = Path(f"{name}.env")
    file.write_text("".join(f"{key}={value}\n" for key, value in said.items()), encoding="utf-8")
    file.chmod(0o600)
    return str(file)


def two(**second: str) -> list[str]:
    return ["--env", env("konakovo", "1:aaa", "konakovo"), "--env", env("primer", SECRET, "primer", **second)]


@pytest.mark.parametrize("command", ["run", "check"])
def test_what_is_wrong_is_one_line_on_stderr_and_code_2(command: str, capsys: Said) -> None:
    assert main([command, "--env", "no.env", "--env", env("konakovo", "1:aaa", "konakovo", LOUD="1")]) == 2
    assert capsys.readouterr() == (
        "",
        "no.env: такого файла нет\nkonakovo.env: LOUD: такой настройки нет; все настройки есть в .env.example\n",
    )


def test_a_database_that_is_not_there_ends_all_of_them_with_what_to_do(capsys: Said) -> None:
    assert main(["run", *two()]) == 1
    assert "otklik migrate" in capsys.readouterr().err.splitlines()[-1]


def test_run_hands_each_districts_own_settings_over(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    asked: list[tuple[Sequence[Member], Sequence[str]]] = []

    async def run_districts(members: Sequence[Member], only: Sequence[str]) -> int:
        asked.append((members, only))
        return 0

    monkeypatch.setattr(run_module, "run_districts", run_districts)
    monkeypatch.setenv("VK__GROUP_TOKEN", "of-the-environment")
    assert main(["run", *two(VK__GROUP_ID="7")]) == 0
    (members, only) = asked[0]
    assert [(each.district.id, each.settings.vk.group_id) for each in members] == [("konakovo", None), ("primer", 7)]
    assert only == ()
    said = capsys.readouterr().err
    assert "Окружение: с --env не читается, эти ключи ничего не значат: VK__GROUP_TOKEN" in said
    assert "of-the-environment" not in said


def test_check_tells_what_is_common_and_then_each_district(capsys: Said) -> None:
    arguments = two()
    Path("primer.env").chmod(0o644)
    migrate("sqlite+aiosqlite:///otklik.db")
    assert main(["check", *arguments]) == 1
    common, konakovo, primer = capsys.readouterr().out.split("\n\n")
    assert common.splitlines() == [
        "есть Округов: 2, база у них одна",
        "учти Права: в файлах токены, а читать их может не только владелец: chmod 600 primer.env",
    ]
    assert konakovo.startswith("konakovo.env: Конаковский муниципальный округ\n")
    assert primer.startswith("primer.env: Кедровский муниципальный округ\n")
    for each in (konakovo, primer):
        assert "есть База: открывается на запись, версия эта" in each
        assert "НЕТ  Telegram" in each
    assert "Копии: в папке backups ещё ни одной" in konakovo
    assert "Копии: база одна, её копии задаёт konakovo.env" in primer
    assert SECRET not in primer


def test_a_command_of_one_district_takes_its_file(capsys: Said) -> None:
    file = env("primer", SECRET, "primer", DATABASE__URL="sqlite+aiosqlite:///region.db")
    assert main(["migrate", "--env", file]) == 0
    assert Path("region.db").exists()
    assert main(["invite", "--env", file, "--role", "executor", "--department", "improvement"]) == 1
    assert "improvement" in capsys.readouterr().err, "it is Konakovo that has this department"


def test_the_program_ends_by_a_signal_as_it_should(tmp_path: Path) -> None:
    migrate("sqlite+aiosqlite:///otklik.db")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-m", "bot", "run", *two()], stderr=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stderr is not None
        said = []
        for line in child.stderr:
            said.append(line)
            if sum("Отклик запущен" in each for each in said) == 2 and child.poll() is None:
                child.terminate()
        assert child.wait() == 0
    started = [line for line in said if "Отклик запущен" in line]
    assert sorted(line.split("] ")[0].rpartition("[")[2] for line in started) == ["konakovo", "primer"]
    assert SECRET not in "".join(said)
