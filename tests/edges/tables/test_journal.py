"""A list of receptions and calls sent in the chat: shown first, entered by «Занести», once."""

from collections.abc import AsyncIterator

import pytest

from bot.storage.intake.by_hand import PostsByHand
from bot.ticks.housekeeping import purge
from handlers.intake.buttons import JournalButton, JournalDo
from incidents.desk.intake.journal import BATCH
from incidents.posts import Network
from incidents.tables.incoming_files import FileState
from tests.kit.phones import Phones, phones
from tests.kit.sent_files import csv, jobs, read, reader, said, xlsx

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
        return [each.post.text for each in await tx.unread.next(1000) if each.post.network is Network.HAND]


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


LINK = "https://vk.com/wall-1_77"
SAID = ("1", "24.11.2026 8:30", "Выдуманный П. П.", f"Не работает фонарь, писал и здесь: {LINK}", "Редкино, Гагарина, 12")
LINKED = (HEADER, SAID, ROWS[3])
DOUBTFUL = ((*HEADER, "Ссылка"), *((*row, LINK) for row in ROWS[2:4]))


async def test_a_link_to_a_post_does_not_make_receptions_a_list_of_the_region(town: Phones) -> None:
    (told,) = await read(town, "приём.xlsx", xlsx(LINKED))
    assert "Приёмы и звонки: 2 новых обращения" in told
    await town.press("coordinator", press(JournalDo.TAKE))
    assert any(LINK in text for text in await entered(town))


async def test_a_doubtful_list_is_asked_of_and_either_answer_goes_on(town: Phones) -> None:
    (told,) = await read(town, "список.xlsx", xlsx(DOUBTFUL))
    assert "Что это за таблица?" in told
    assert await entered(town) == []
    (job,) = await jobs(town)
    assert "Выдуманный" not in str(job.body)  # names are not kept while nobody answers
    assert "заносит координатор" in str(await town.press("ann", press(JournalDo.RECEPTIONS)))
    await town.town.sweep_outbox()
    await town.press("coordinator", press(JournalDo.RECEPTIONS))
    (told,) = await said(town)
    assert "Приёмы и звонки: 2 новых обращения" in told
    await town.press("coordinator", press(JournalDo.TAKE))
    found = await entered(town)
    assert len(found) == 2 and all(LINK in text for text in found)  # two people may speak of one post
    assert await town.press("coordinator", press(JournalDo.REGION)) == "Так уже и есть"


async def test_a_doubtful_list_may_be_the_regions(town: Phones) -> None:
    await read(town, "список.xlsx", xlsx(DOUBTFUL))
    await town.town.sweep_outbox()
    await town.press("coordinator", press(JournalDo.REGION))
    assert any("Сверили" in text for text in await said(town))
    assert await entered(town) == []


def many(count: int) -> list[tuple[str, ...]]:
    return [HEADER, *((f"{n}", "24.11.2026 8:30", "", f"Не горит фонарь на столбе номер {n}, просит починить", "") for n in range(count))]


async def work(town: Phones) -> bool:
    """One step of whoever reads and enters files, as after a restart."""
    async with reader(town.town) as (_, files):
        return await files.step()


async def test_a_long_list_is_entered_in_parts_and_the_message_says_how_far(town: Phones) -> None:
    await read(town, "приём.xlsx", xlsx(many(2 * BATCH + 30)))
    await town.town.sweep_outbox()
    await town.press("coordinator", press(JournalDo.TAKE))
    assert len(await entered(town)) == BATCH
    (row,) = await town.town.rows()
    assert (row.code, row.params["edit"]) == ("journal_progress", 50)
    (told,) = await said(town)
    assert f"Заносим: {BATCH} из {2 * BATCH + 30}" in told
    assert await town.press("coordinator", press(JournalDo.TAKE)) == "Так уже и есть"
    assert await town.press("coordinator", press(JournalDo.DROP)) == "Так уже и есть"
    await town.town.sweep_outbox()
    assert await work(town)
    assert len(await entered(town)) == 2 * BATCH
    (told,) = await said(town)
    assert f"Заносим: {2 * BATCH} из {2 * BATCH + 30}" in told
    await town.town.sweep_outbox()
    assert await work(town) and not await work(town)
    assert len(set(await entered(town))) == len(await entered(town)) == 2 * BATCH + 30
    ((code, _),) = await town.town.says()
    (told,) = await said(town)
    assert (code, "Занесли: 230 обращений" in told) == ("journal_taken", True)
    (job,) = await jobs(town)
    assert (job.state, job.body) == (FileState.DONE, None)
    assert [what for what, _ in await town.town.audited()].count("table_applied") == 1


async def test_rows_that_came_by_another_file_meanwhile_are_not_entered_again(town: Phones) -> None:
    await read(town, "приём.xlsx", xlsx(many(BATCH + 20)))
    await read(town, "приём ещё.xlsx", xlsx(many(BATCH + 10)))
    await town.press("coordinator", press(JournalDo.TAKE))
    await town.press("coordinator", press(JournalDo.TAKE, 2))
    while await work(town):
        pass
    found = await entered(town)
    assert len(found) == len(set(found)) == BATCH + 20
    assert [job.state for job in await jobs(town)] == [FileState.DONE, FileState.DONE]


async def test_a_part_that_fails_is_tried_again_and_at_last_told(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    await read(town, "приём.xlsx", xlsx(many(BATCH + 20)))
    await town.press("coordinator", press(JournalDo.TAKE))

    async def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(PostsByHand, "bring", broken)
        assert await work(town)
        assert not await work(town)  # later
        town.town.clock.move(minutes=2)
        assert await work(town)
    town.town.clock.move(minutes=10)
    assert await work(town)
    assert len(await entered(town)) == BATCH + 20
    await read(town, "другой.xlsx", xlsx(many(3 * BATCH)))
    await town.press("coordinator", press(JournalDo.TAKE, 2))
    await town.town.sweep_outbox()
    with monkeypatch.context() as patch:
        patch.setattr(PostsByHand, "bring", broken)
        for _ in range(3):
            assert await work(town)
            town.town.clock.move(minutes=10)
        assert not await work(town)
    (told,) = await said(town)
    assert "дальше не вышло" in told and "Пришлите файл ещё раз" in told
    assert (await jobs(town))[1].body is None


async def test_a_list_that_nobody_entered_is_forgotten_after_a_week(town: Phones) -> None:
    (told,) = await read(town, "приём.xlsx", xlsx(ROWS))
    assert "через 7 дней забудем" in told
    await town.town.sweep_outbox()
    town.town.clock.move(days=6)
    await purge(town.town.around())
    assert len(await jobs(town)) == 1
    town.town.clock.move(days=2)
    await purge(town.town.around())
    assert await jobs(town) == []
    assert "уже не хранится" in str(await town.press("coordinator", press(JournalDo.TAKE)))


async def test_a_list_on_its_way_is_not_forgotten(town: Phones) -> None:
    await read(town, "приём.xlsx", xlsx(many(BATCH + 20)))
    await town.press("coordinator", press(JournalDo.TAKE))
    town.town.clock.move(days=30)
    await purge(town.town.around())
    assert await work(town)
    assert len(await entered(town)) == BATCH + 20


LINK = "https://vk.com/wall-1_77"
CALLED = (
    ("Дата приёма", "ФИО", "Телефон для связи", "Суть обращения"),
    ("24.11.2026 8:30", "Выдуманный П. П.", "8 900 000-00-17, после шести", "Не работает фонарь у подъезда, просит починить"),
    ("20.11.2026", "Придуманная З. З.", "", "Просит убрать мусор с детской площадки"),
)


async def called(town: Phones) -> dict[str, str]:
    async with town.town.storage.transaction() as tx:
        kept = {each.post.text: await tx.drafts.caller_of(each.id) for each in await tx.unread.next(1000)}
    return {text: contact.words for text, contact in kept.items() if contact is not None}


async def test_whom_to_call_back_is_kept_apart_from_the_words(town: Phones) -> None:
    (told,) = await read(town, "приём.xlsx", xlsx(CALLED))
    assert "контакт «Телефон для связи»" in told
    assert "Контакт, до 200 знаков, увидят координатор и тот, кто примет карточку" in told
    assert "000-00-17" not in told
    (job,) = await jobs(town)
    assert "000-00-17" not in str(job.body)
    await town.press("coordinator", press(JournalDo.TAKE))
    assert await called(town) == {"Не работает фонарь у подъезда, просит починить": "8 900 000-00-17, после шести"}
    (job,) = await jobs(town)
    assert dict(job.contacts) == {}


async def test_it_waits_apart_while_the_list_is_asked_about(town: Phones) -> None:
    """Two columns may be the words: what list it is, is asked first."""
    header = ("Дата приёма", "Контакт", "Обращение", "Сообщение", "Ссылка")
    row = ("24.11.2026 8:30", "8 900 000-00-17", "Не горит фонарь на углу Лесной у школы", "", "https://vk.com/wall-1_77")
    two = ("24.11.2026 9:30", "", "Яма на дороге у рынка, две недели никто", "Просит засыпать, ездить опасно", "https://vk.com/wall-1_78")
    (told,) = await read(town, "список.xlsx", xlsx([header, row, two]))
    assert "Что это за таблица?" in told
    assert "000-00-17" not in str([job.body for job in await jobs(town)])
    told_next = str(await town.press("coordinator", press(JournalDo.RECEPTIONS)))
    assert "Слова жителя могут стоять в столбцах" in told_next


async def test_the_answer_what_list_it_is_brings_it_back_to_its_row(town: Phones) -> None:
    row = ("24.11.2026 8:30", "8 900 000-00-17", "Не горит фонарь на углу Лесной у школы", "Обещали починить ещё на той неделе", LINK)
    (told,) = await read(town, "список.xlsx", xlsx([("Дата", "Телефон", "Текст", "Примечание", "Ссылка"), row]))
    if "Что это за таблица?" in told:
        await town.press("coordinator", press(JournalDo.RECEPTIONS))
    await town.press("coordinator", press(JournalDo.TAKE))
    assert list((await called(town)).values()) == ["8 900 000-00-17"]


async def test_the_rest_of_a_long_list_keeps_its_contacts(town: Phones) -> None:
    many = [("24.11.2026", "", f"8 900 000-{n:04}", f"Не работает фонарь у дома номер {n}, просит починить") for n in range(BATCH + 5)]
    await read(town, "приём.xlsx", xlsx([CALLED[0], *many]))
    await town.press("coordinator", press(JournalDo.TAKE))
    async with reader(town.town) as (_, files):
        while await files.step():
            pass
    assert len(await called(town)) == BATCH + 5
