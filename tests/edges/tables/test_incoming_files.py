"""Tables that officials send: fetched, read, guessed, asked about; a bad one is a plain sentence and changes nothing."""

from collections.abc import AsyncIterator, Sequence

import pytest

from handlers.tables.buttons import ColumnButton
from incidents.desk.tables.incoming_files import take_file
from incidents.errors import DomainError
from incidents.ids import FileJobId
from incidents.region.table import NO_COLUMN, Field
from incidents.tables.incoming_files import MAX_BYTES, FileState
from tests.kit.phones import Phones, phones
from tests.kit.sent_files import GOOD, HEADER, csv, jobs, read, reader, said, send, theirs, xlsx
from tests.kit.values.samples import at

TWO_NUMBERS = (("Код", "ID", "Ссылка"), ("5418190", "77123", "vk.com/wall-1_77"), ("5418195", "77120", "vk.com/wall-1_78"))


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


@pytest.mark.parametrize(("name", "content"), [("регион.xlsx", xlsx(GOOD)), ("регион.CSV", csv(GOOD))])
async def test_a_list_is_read_and_compared(town: Phones, name: str, content: bytes) -> None:
    (text,) = await read(town, name, content)
    assert text.startswith("<b>Сверили: 1 сообщение региона</b>")
    assert await theirs(town) == ["5418190"]
    assert [job.state for job in await jobs(town)] == [FileState.DONE]


async def test_a_doubtful_column_is_asked_of_and_the_press_goes_on(town: Phones) -> None:
    (question,) = await read(town, "регион.xlsx", xlsx(TWO_NUMBERS))
    assert "Какой столбец: номер в системе региона?" in question
    assert "1. Код: «5418190»\n2. ID: «77123»" in question
    (job,) = await jobs(town)
    await town.town.sweep_outbox()
    await town.press("coordinator", ColumnButton(file=job.id, field=Field.NUMBER, column=1))
    assert [code for code, _ in await town.town.says()] == ["region_report", "delete"]
    assert await theirs(town) == ["77123", "77120"]
    assert await town.press("coordinator", ColumnButton(file=job.id, field=Field.NUMBER, column=0)) == "Так уже и есть"


async def test_a_list_without_the_column_gives_no_numbers(town: Phones) -> None:
    await read(town, "регион.xlsx", xlsx(TWO_NUMBERS))
    (job,) = await jobs(town)
    await town.press("coordinator", ColumnButton(file=job.id, field=Field.NUMBER, column=NO_COLUMN))
    assert await theirs(town) == [None, None]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("список.xlsx", b"MZ\x90\x00\x03" + b"\x00" * 500, "не похоже на таблицу XLSX"),
        ("список.csv", b"MZ\x90\x00\x03" + b"\x00" * 500, "это не таблица CSV"),
        ("список.csv", csv([("Номер", "Текст"), ("1", "Нет света")]), "нет ссылок на посты"),
        ("список.csv", csv([HEADER, *[("1", "2", "3", f"vk.com/wall-1_{n}") for n in range(50_000)]]), "строк больше 10000"),
        ("список.csv", b"\n\n", "таблица пуста"),
    ],
)
async def test_a_bad_file_is_a_plain_sentence_and_nothing_is_imported(town: Phones, name: str, content: bytes, words: str) -> None:
    (text,) = await read(town, name, content)
    assert words in text
    assert "ничего не" in text.lower()
    assert "/" not in text.replace("</b>", "")  # no path of this machine
    assert await theirs(town) == []
    assert [job.state for job in await jobs(town)] == [FileState.FAILED]


async def test_a_file_that_telegram_does_not_give_is_asked_for_again_and_then_told(town: Phones) -> None:
    async with reader(town.town) as (post, files):
        post.content["a.csv"] = b""  # 502
        await send(town, "a.csv", b"x")
        await town.town.sweep_outbox()
        for _ in range(3):
            assert await files.step()
            assert not await files.step()
            town.town.clock.move(minutes=4)
        assert not await files.step()
        assert post.asked == 3
    assert "не загрузился" in (await said(town))[0]


async def test_a_file_that_is_gone_is_told_at_once(town: Phones) -> None:
    async with reader(town.town) as (_, files):
        await send(town, "a.csv", b"x")
        await town.town.sweep_outbox()
        assert await files.step()
    assert "не загрузился" in (await said(town))[0]


async def test_what_is_larger_than_it_said_is_dropped_on_the_way(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.download.MAX_BYTES", 100)
    (text,) = await read(town, "a.csv", b"x" * 101)
    assert text.startswith("Файл больше 20 МБ")


async def test_a_defect_of_ours_is_no_end(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("bot.reading.incoming_files.read_table", broken)
    (text,) = await read(town, "a.csv", csv(GOOD))
    assert text.startswith("Файл не разобрали, ничего не изменилось")


async def test_only_tables_of_a_size_are_taken_and_only_from_coordinators_and_departments(town: Phones) -> None:
    for name, size in (("virus.exe", 10), ("old.xls", 10), ("big.xlsx", MAX_BYTES + 1), ("", 10)):
        await send(town, name, b"", size=size)
    await send(town, "a.csv", b"x", by="head")
    assert await jobs(town) == []
    assert [code for code, _ in await town.town.says()] == ["refusal"] * 5


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (GOOD, "Сверку с регионом ведёт координатор"),
        ((("Код отдела", "Название", "Телефон для жителей", "Часы для жителей"), ("a", "б", "", "")), "Людьми занимается координатор"),
        ((("Дата дежурства", "Иванов"), ("25.11.2026", "день")), "Людьми занимается координатор"),
    ],
)
async def test_a_department_sends_nothing_but_lists_of_works(town: Phones, rows: Sequence[Sequence[str]], words: str) -> None:
    (text,) = await read(town, "a.csv", csv(rows), by="ann")
    assert words in text
    assert await theirs(town) == []


async def test_a_press_about_a_forgotten_file_and_a_forged_field_change_nothing(town: Phones) -> None:
    toast = await town.press("coordinator", ColumnButton(file=99, field=Field.NUMBER, column=0))
    assert toast == "Этот файл уже не хранится. Пришлите его ещё раз"
    assert await town.press("coordinator", ColumnButton(file=99, field="drop", column=0)) is not None


async def test_the_name_of_a_file_is_kept_short(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        who, now = town.town.who("coordinator"), town.town.clock.now()
        job = await take_file(tx, by=who, purpose=None, file_id="1", name="я" * 500 + ".csv", size=1, now=now)
        with pytest.raises(DomainError):
            await tx.files.get(FileJobId(job.id + 1))
    assert len(job.name) == 100
    assert job.created_at == at(9, 14)
