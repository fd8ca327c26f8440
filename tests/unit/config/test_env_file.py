"""`.env` as `otklik setup` writes it: read back as it was said, the owner's alone, other lines untouched."""

import stat
from pathlib import Path

import pytest

from bot.cli.setup.env_file import EnvFile, read_values
from bot.cli.setup.gathered import Gathered, without_password
from bot.config.settings import Settings, SettingsError, load_settings


@pytest.mark.parametrize(
    "value",
    [
        "plain",
        "1:a-b_c",
        "two words",
        "quo'te",
        'dou"ble',
        "hash # inside",
        "#first",
        "back\\slash",
        "back\\'both",
        "= equals =",
        "«ёлки»",
        "a;b|c&d",
    ],
)
def test_what_is_written_is_read_back(tmp_path: Path, value: str) -> None:
    file = tmp_path / ".env"
    assert EnvFile(file).write({"HEALTH__CALL": value})
    assert read_values(file.read_text(encoding="utf-8"))["HEALTH__CALL"] == value
    assert not EnvFile(file).write({"HEALTH__CALL": value}), "the second time nothing changes"


@pytest.mark.parametrize("value", ["a\nb", "${HOME}", "line\r"])
def test_what_a_file_cannot_say_is_refused_and_nothing_is_written(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        EnvFile(tmp_path / ".env").write({"VK__GROUP_TOKEN": value})
    assert refused.value.lines == ["VK__GROUP_TOKEN: такое значение в .env не записать, впишите его руками"]
    assert list(tmp_path.iterdir()) == []


def test_other_lines_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"# mine\r\nTELEGRAM__TOKEN=\r\nexport vk__group_id = 5\r\nLOG__LEVEL=DEBUG # why not")
    assert EnvFile(file).write({"TELEGRAM__TOKEN": "1:a", "VK__GROUP_ID": "7", "VK__WALLS": "-7"})
    assert file.read_bytes() == b"# mine\r\nTELEGRAM__TOKEN=1:a\r\nVK__GROUP_ID=7\r\nLOG__LEVEL=DEBUG # why not\nVK__WALLS=-7\n"


def test_nobody_else_reads_it_not_even_while_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("LOG__LEVEL=INFO\n", encoding="utf-8")
    file.chmod(0o644)
    (tmp_path / ".env.new").write_text("left by a crash", encoding="utf-8")
    assert EnvFile(file).write({"LOG__LEVEL": "DEBUG"})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [".env"]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / ".env"
    real.write_text("", encoding="utf-8")
    link.symlink_to(real)
    EnvFile(link).write({"LOG__LEVEL": "DEBUG"})
    assert link.is_symlink()
    assert read_values(real.read_text(encoding="utf-8"))["LOG__LEVEL"] == "DEBUG"


def test_a_new_file_is_the_example_with_the_answers_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert EnvFile(tmp_path / ".env").write({})
    assert load_settings() == Settings()


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("HEALTH__CALL=Иван".encode("cp1251"))
    with pytest.raises(SettingsError, match="UTF-8"):
        EnvFile(tmp_path / ".env")


def test_the_environment_wins_and_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VK__GROUP_ID", "9")
    gathered = Gathered({"VK__GROUP_ID": "5", "LOG__LEVEL": "DEBUG"})
    gathered.take("VK__GROUP_ID", "7")
    gathered.take("HEALTH__CALL", "Иван")
    assert gathered.value("VK__GROUP_ID") == "9"
    assert gathered.settings().vk.group_id == 9
    assert gathered.answers() == {"HEALTH__CALL": "Иван"}


def test_an_address_is_shown_without_its_password() -> None:
    assert without_password("postgresql+asyncpg://me:s3cret@db/otklik") == "postgresql+asyncpg://me:…@db/otklik"
    assert without_password("sqlite+aiosqlite:///otklik.db") == "sqlite+aiosqlite:///otklik.db"
