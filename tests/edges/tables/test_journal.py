"""A list of receptions and calls sent in the chat: shown first, entered by «Занести», once."""

from collections.abc import AsyncIterator

import pytest

from handlers.intake.buttons import JournalButton, JournalDo
from incidents.posts import Network
from incidents.tables.incoming_files import FileState
from tests.kit.phones import Phones, phones
from tests.kit.sent_files import csv, jobs, read, xlsx

HEADER = ("№", "Дата приёма", "ФИО", "Суть обращения", "Адрес")
ROWS = (
    ("Журнал личного приёма", "", "", "", ""),
    HEADER,
    ("1", "24.11.2026 8:30", "Выдуманный П. П.", "Не работает фонарь у подъезда, просит починить", "Конаково, Энергетиков, 29"),
    ("2", "20.11.2026", "Придуманная З. З.", "Просит убрать мусор с детской площадки", "Редкино, Гагарина, 12"),
    ("3", "24.11.2026", "Выдуманный П. П.", "", ""),
    ("4", "24.10.2024", "Давняя А. А.", "Просила починить крышу над вторым подъездом", ""),
)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


def press(do: JournalDo, file: int = 1) -> JournalButton:
    return JournalButton(do=do, file=file)


async def entered(town: Phones) -> list[str]:
    async with town.town.storage.transaction() as tx:
        return [each.post.text for each in await tx.unread.next(100) if each.post.network is Network.HAND]


async def test_a_list_is_shown_first_and_nothing_is_entered(town: Phones) -> None:
    (told,) = await read(town, "приём.xlsx", xlsx(ROWS))
    assert "Приёмы и звонки: 2 новых обращения" in told
    assert "текст «Суть обращения»" in told
    assert "Не работает фонарь у подъезда" in told
    assert "Без текста: 1, строки 5" in told
    assert "Слишком старые: 1, строки 6: берём за 30 дней" in told
    assert "без звука, старше суток: 1" in told
    assert "Выдуманный" not in told
    assert await entered(town) == []


async def test_it_is_entered_once_without_names_and_with_its_address(town: Phones) -> None:
    await read(town, "приём.xlsx", xlsx(ROWS))
    await town.press("coordinator", press(JournalDo.TAKE))
    found = await entered(town)
    assert sorted(found) == [
        "Не работает фонарь у подъезда, просит починить\nКонаково, Энергетиков, 29",
        "Просит убрать мусор с детской площадки\nРедкино, Гагарина, 12",
    ]
    assert await town.press("coordinator", press(JournalDo.TAKE)) == "Так уже и есть"
    (job,) = await jobs(town)
    assert (job.state, job.body) == (FileState.DONE, None)  # the words are kept as posts alone
    (told,) = await read(town, "приём ещё раз.csv", csv(ROWS[1:]))
    assert "нового нет" in told
    assert "Уже есть у нас: 2" in told
    assert len(await entered(town)) == 2


async def test_a_list_that_is_cancelled_is_forgotten(town: Phones) -> None:
    await read(town, "приём.xlsx", xlsx(ROWS))
    await town.press("coordinator", press(JournalDo.DROP))
    assert await entered(town) == []
    (job,) = await jobs(town)
    assert (job.state, job.body) == (FileState.FAILED, None)
    assert await town.press("coordinator", press(JournalDo.TAKE)) == "Так уже и есть"


async def test_only_a_coordinator_enters_lists(town: Phones) -> None:
    (told,) = await read(town, "приём.xlsx", xlsx(ROWS), by="ann")
    assert "заносит координатор" in told
    await read(town, "приём.xlsx", xlsx(ROWS))
    assert "заносит координатор" in str(await town.press("ann", press(JournalDo.TAKE, 2)))
    assert await entered(town) == []


async def test_two_columns_of_words_are_named_and_nothing_is_taken(town: Phones) -> None:
    header = ("Дата", "Обращение", "Сообщение")
    row = ("24.11.2026", "Не горит фонарь на углу Лесной", "Яма на дороге у школы, две недели")
    (told,) = await read(town, "приём.csv", csv([header, row, row]))
    assert "«Обращение», «Сообщение»" in told
    assert await entered(town) == []
