"""A list that may be of receptions or of the region: what is kept while nobody answers, what the answer does."""

from collections.abc import AsyncIterator

import pytest

from handlers.intake.buttons import JournalButton, JournalDo
from incidents.tables.incoming_files import FileState
from tests.kit.phones import Phones, phones
from tests.kit.sent_files import jobs, read, xlsx

LINK = "https://vk.com/wall-1_77"
FIRST = ("24.11.2026 8:30", "Выдуманный П. П.", "Не горит фонарь на углу Лесной у школы", "Обещали починить ещё на той неделе", LINK)
SECOND = (
    "24.11.2026 9:30",
    "Придуманная З. З.",
    "Яма на дороге у рынка, две недели никто",
    "Просит засыпать до первого снега, ездить опасно",
    LINK,
)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def receptions(town: Phones) -> str:
    return str(await town.press("coordinator", JournalButton(do=JournalDo.RECEPTIONS, file=1)))


async def test_receptions_without_a_header_ask_for_one(town: Phones) -> None:
    (told,) = await read(town, "список.xlsx", xlsx([FIRST, SECOND]))
    assert "Что это за таблица?" in told
    assert "Добавьте первой строкой названия столбцов" in await receptions(town)
    (job,) = await jobs(town)
    assert job.state is FileState.ASKED  # «Список региона» works still


@pytest.mark.parametrize("title", ["ФИО", "Заявитель", "ФИО заявителя", "Автор обращения", "Сведения о заявителе"])
async def test_names_are_not_kept_where_two_columns_may_be_the_words(town: Phones, title: str) -> None:
    header = ("Дата приёма", title, "Обращение", "Сообщение", "Ссылка")
    (told,) = await read(town, "список.xlsx", xlsx([header, FIRST, SECOND]))
    assert "Что это за таблица?" in told
    (job,) = await jobs(town)
    assert "Не горит фонарь" in str(job.body)
    assert "Обещали починить" in str(job.body)
    assert "Выдуманный" not in str(job.body)
    assert "Придуманная" not in str(job.body)
