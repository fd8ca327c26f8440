"""`otklik erase`, `person`, `audit verify`: what is said and what is done."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import IntegrityError

from bot.cli.privacy import EraseWish, do_erase, tell_person, verify
from bot.config.settings import DatabaseSettings, DistrictSettings, PrivacySettings, Settings
from bot.storage.engine.sqlite_library import sqlite3
from bot.ticks.privacy import seal_heads
from incidents.errors import DomainError
from incidents.ids import IncidentId
from incidents.incident import Event
from incidents.privacy.chain_check import first_fault
from tests.conftest import run_sql
from tests.kit.desk_town import DeskTown, desk_town, konakovo

LINK = "https://vk.com/id1"
WORDS = "На Белавинской у Жаворонковой вода на дороге"
KEY = "0123456789abcdef"


def settings(url: str, key: str | None = KEY) -> Settings:
    return Settings(
        database=DatabaseSettings(url=url), district=DistrictSettings(), privacy=PrivacySettings.model_validate({"digest_key": key})
    )


async def test_what_would_go_is_told_and_goes_only_by_yes(sqlite_url: str) -> None:
    async with desk_town(sqlite_url) as town:
        await town.open(WORDS)
    told = await do_erase(settings(sqlite_url), konakovo(), EraseWish(author=LINK))
    assert told[0].startswith("Уйдут: постов 1, карточек 1")
    assert told[-1].startswith("Пока ничего не стёрли")
    told = await do_erase(settings(sqlite_url), konakovo(), EraseWish(author=LINK, sure=True))
    assert "Стёрли. Акт № 1, основание: просьба самого человека" in told
    with pytest.raises(DomainError, match="Ничего не нашли"):
        await do_erase(settings(sqlite_url), konakovo(), EraseWish(author=LINK, sure=True))


@pytest.mark.parametrize("wish", [EraseWish(author="https://vk.com/id404"), EraseWish(post="кто-то"), EraseWish(official=404)])
async def test_nobody_is_erased_in_words(sqlite_url: str, wish: EraseWish) -> None:
    with pytest.raises(DomainError, match=r"Ничего не нашли|человека не узнать|Такого сотрудника нет"):
        await do_erase(settings(sqlite_url), konakovo(), wish)


async def test_what_is_known_of_one_goes_into_a_file_that_others_do_not_read(sqlite_url: str, tmp_path: Path) -> None:
    async with desk_town(sqlite_url) as town:
        await town.open(WORDS)
        await town.open("В Редкино у Синицыной нет тепла")
    out = tmp_path / "person.json"
    await tell_person(settings(sqlite_url), konakovo(), LINK, out)
    known = json.loads(out.read_text())["таблицы"]
    assert [row["text"] for row in known["post"]] == [WORDS]
    assert "Синицын" not in out.read_text()
    assert out.stat().st_mode & 0o077 == 0


async def test_who_passed_the_words_on_is_no_part_of_what_is_given_away(sqlite_url: str, tmp_path: Path) -> None:
    async with desk_town(sqlite_url) as town:
        await town.open(WORDS)
        await town.take(await town.write(WORDS, author_id="5550001", original="wall-1_1"))
    out = tmp_path / "person.json"
    await tell_person(settings(sqlite_url), konakovo(), LINK, out)
    assert "5550001" not in out.read_text()
    assert "wall-1_2" not in out.read_text()


async def test_the_file_is_ours_alone_before_the_first_word_is_in_it(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_town(sqlite_url) as town:
        await town.open(WORDS)
    out = tmp_path / "person.json"
    monkeypatch.setattr(Path, "chmod", lambda _path, _mode: None)  # whatever is done afterwards is too late
    await tell_person(settings(sqlite_url), konakovo(), LINK, out)
    assert out.stat().st_mode & 0o077 == 0


async def _night(town: DeskTown) -> None:
    town.clock.move(days=1)
    await seal_heads(town.around(chain_key=KEY))


async def test_a_whole_log_is_told_whole(sqlite_url: str) -> None:
    async with desk_town(sqlite_url) as town:
        await town.open(WORDS)
        await _night(town)
    fine, told = await verify(settings(sqlite_url), konakovo())
    assert fine
    assert told[0].startswith("Журнал: карточек 1, строк ")
    assert told[0].endswith("ночных сумм 1")


async def test_the_bot_writes_while_its_log_is_checked(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk_town(sqlite_url) as town:
        await town.open(WORDS)
    held: list[bool] = []

    def writes_meanwhile(incident: IncidentId, lines: Sequence[tuple[int, Event, str]], *, changes: int) -> str | None:
        other = sqlite3.connect(str(make_url(sqlite_url).database), timeout=0)
        try:
            other.execute("BEGIN IMMEDIATE")
            held.append(False)
        except sqlite3.OperationalError:
            held.append(True)
        finally:
            other.close()
        return first_fault(incident, lines, changes=changes)

    monkeypatch.setattr("bot.cli.privacy.first_fault", writes_meanwhile)
    fine, _ = await verify(settings(sqlite_url), konakovo())
    assert fine
    assert held == [False]


async def test_a_line_that_was_changed_is_found(sqlite_url: str) -> None:
    async with desk_town(sqlite_url) as town:
        incident = await town.open(WORDS)
        await _night(town)
    await run_sql(sqlite_url, "DROP TRIGGER event_no_update", "UPDATE event SET because = 'другое'")
    fine, told = await verify(settings(sqlite_url), konakovo())
    assert not fine
    assert f"Карточка в базе {incident.id}: строка 1 изменена" in told


async def test_a_newest_line_that_was_cut_before_the_first_night_is_found(sqlite_url: str) -> None:
    async with desk_town(sqlite_url) as town:
        incident = await town.open(WORDS)
    assert (await verify(settings(sqlite_url), konakovo()))[0]
    newest = f"(SELECT max(line) FROM event WHERE incident_id = {incident.id})"
    await run_sql(sqlite_url, "DROP TRIGGER event_no_delete", f"DELETE FROM event WHERE incident_id = {incident.id} AND line = {newest}")
    fine, told = await verify(settings(sqlite_url), konakovo())
    assert not fine
    assert f"Карточка в базе {incident.id}: нет последних строк: 1 из 2" in told


async def test_a_log_that_was_written_anew_does_not_fit_the_night(sqlite_url: str) -> None:
    """Whoever has the file can seal a false log; without the key they cannot make the night's digest for it."""
    async with desk_town(sqlite_url) as town:
        await town.open(WORDS)
        await _night(town)
    await run_sql(sqlite_url, "UPDATE chain_head SET digest = 'f00d'")
    fine, told = await verify(settings(sqlite_url), konakovo())
    assert not fine
    assert any("сумма не сошлась" in line for line in told)


async def test_without_a_key_the_chains_are_checked_and_it_is_said_what_is_not(sqlite_url: str) -> None:
    fine, told = await verify(settings(sqlite_url, None), konakovo())
    assert fine
    assert any("PRIVACY__DIGEST_KEY нет" in line for line in told)


async def test_a_line_is_not_replaced_either(sqlite_url: str) -> None:
    async with desk_town(sqlite_url) as town:
        await town.open(WORDS)
    with pytest.raises(IntegrityError, match="append-only"):
        await run_sql(
            sqlite_url,
            "INSERT OR REPLACE INTO event SELECT district_id, incident_id, line, act, at, by_id, 'другое', "
            "status_before, status_after, data, seal FROM event",
        )
