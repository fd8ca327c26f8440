"""`otklik check` says what there is to go back to."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import check_backups as checked
from bot.cli.check_backups import check_backups
from bot.config.settings import Settings
from bot.storage.backup.make import make_copy
from tests.kit.desk_town import DISTRICT, START


@pytest.fixture(autouse=True)
def safe_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked, "journal_mode", lambda _version: "WAL")


def of(url: str, **backup: object) -> Settings:
    return Settings.model_validate({"database": {"url": url}, "backup": backup})


def test_the_newest_copy_is_named_and_an_old_one_is_worth_a_look(sqlite_url: str, tmp_path: Path) -> None:
    assert check_backups(of(sqlite_url), DISTRICT, START)[0][0] is None, "none at all"
    make_copy(sqlite_url, tmp_path / "backups", district=DISTRICT, now=START)
    assert check_backups(of(sqlite_url), DISTRICT, START + timedelta(hours=25)) == [
        (True, f"Копии: последняя от 24.11 06:14, папка {tmp_path / 'backups'}")
    ]
    (old,) = check_backups(of(sqlite_url), DISTRICT, START + timedelta(hours=27))
    assert old[0] is None and "должна быть каждую ночь" in old[1]


def test_copies_that_nobody_makes_are_worth_a_look(sqlite_url: str) -> None:
    ((fine, line),) = check_backups(of(sqlite_url, nightly=False), DISTRICT, START)
    assert fine is None and "по ночам не делаются" in line
    ((fine, line),) = check_backups(of("postgresql+asyncpg://a:b@127.0.0.1/x"), DISTRICT, START)
    assert fine is None and "BACKUP__FOLDER" in line


def test_a_library_without_a_safe_wal_is_named(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked, "journal_mode", lambda _version: "DELETE")
    _, (fine, line) = check_backups(of(sqlite_url), DISTRICT, START)
    assert fine is None and "нажатия ждут" in line
