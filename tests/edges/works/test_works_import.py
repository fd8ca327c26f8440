"""Lists of utilities sent to the bot, and works that are prolonged: through the real inbox, file jobs and storage."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

import pytest

from bot.renderer import Renderer
from handlers.tables.buttons import ColumnButton, SheetButton, SheetDo
from handlers.works.buttons import WorksAmend, WorksButton, WorksDo, WorksUntil
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.desk.answers import publish_answer
from incidents.desk.works.works_extended import names_end
from incidents.messenger import Message
from incidents.publisher import Published
from incidents.works.table import WorksField
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.sent_files import csv, jobs, read, xlsx
from tests.kit.tdlib import parse
from tests.kit.values.samples import MOSCOW, at
from tests.kit.works import dry, enter, last, planned

HEADER = ("Населенный пункт", "Улица", "Дата", "Время", "Вид работ")
GOOD = ("пгт Редкино", "ул. Гагарина, 1-15", "24.11.2026", "9:00-16:00", "замена задвижки, водоканал")
DIEVA = ("пгт Редкино", "ул. Диева", "24.11.2026", "9:00-16:00", "замена задвижки, водоканал")
PAST = ("пгт Редкино", "ул. Диева", "23.11.2026", "9:00-16:00", "промывка")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def shown(town: Phones) -> Message:
    row = (await town.town.rows())[-1]
    async with town.town.storage.transaction() as tx:
        return await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())


async def published(town: Phones, answer: Answer) -> None:
    async with town.town.storage.transaction() as tx:
        comment = Published(external_id="9", url="https://vk.com/wall-1_1?reply=9")
        started = replace(answer, state=AnswerState.PUBLISHING)
        await publish_answer.mark_published(tx, town.town.policy, started, comment, now=town.town.clock.now(), proved=True)


async def press(town: Phones, do: SheetDo, by: str = "coordinator") -> str | None:
    return await town.press(by, SheetButton(do=do, file=(await jobs(town))[-1].id))


async def test_a_list_is_shown_first_entered_whole_and_the_same_one_is_not_doubled(town: Phones) -> None:
    (report,) = await read(town, "Отключения воды.xlsx", xlsx([HEADER, GOOD, DIEVA, PAST, GOOD]))
    text = parse(report)
    assert "Плановые работы из таблицы: 1\n1. Воду отключают до 16:00, Редкино, ул. Гагарина; Редкино, ул. Диева" in text
    assert "Уже занесены: 1, второй раз не возьмём" in text
    assert "Не возьмём строк: 1\nСтрока 4, «Время»: уже прошло, не берём" in text
    assert await planned(town) == []  # a dry run
    assert await press(town, SheetDo.APPLY) == "Занесли работ: 1"
    (works,) = await planned(town)
    assert (works.family, works.since, works.until, works.text) == ("water", at(9), at(16), "замена задвижки, водоканал")
    assert await press(town, SheetDo.APPLY) == "Так уже и есть"
    (again,) = await read(town, "Отключения воды.csv", csv([HEADER, GOOD, DIEVA]))
    assert "Занести из таблицы нечего\nУже занесены: 2" in parse(again)
    assert len(await planned(town)) == 1


async def test_works_of_the_list_explain_what_residents_write(town: Phones) -> None:
    await read(town, "Отключения воды.xlsx", xlsx([HEADER, GOOD]))
    incident = await dry(town)
    await town.town.sweep_outbox()
    await press(town, SheetDo.APPLY)
    assert town.user("olga") in await town.town.cards(incident.id)


async def test_a_department_sends_a_list_too_and_drops_its_own(town: Phones) -> None:
    (report,) = await read(town, "вода.xlsx", xlsx([HEADER, GOOD]), by="olga")
    assert "Плановые работы из таблицы: 1" in parse(report)
    await press(town, SheetDo.DROP, by="olga")
    assert await press(town, SheetDo.APPLY, by="olga") == "Так уже и есть"
    await read(town, "вода.xlsx", xlsx([HEADER, GOOD]), by="olga")
    assert await press(town, SheetDo.APPLY, by="olga") == "Занесли работ: 1"


async def test_a_doubtful_column_is_asked_about_by_a_button(town: Phones) -> None:
    header = ("Начало", "Начало подачи", "Окончание", "Адрес")
    lines = [header, ("24.11.2026 9:00", "24.11.2026 10:00", "24.11.2026 16:00", "Редкино")]
    (question,) = await read(town, "вода.csv", csv(lines))
    assert "Какой столбец: начало?" in parse(question)
    job = (await jobs(town))[-1]
    assert await press(town, SheetDo.APPLY) == "Так уже и есть"
    assert await town.press("coordinator", ColumnButton(file=job.id, field="due", column=1)) == "Так уже и есть"
    await town.press("coordinator", ColumnButton(file=job.id, field=WorksField.SINCE, column=1))
    assert await press(town, SheetDo.APPLY) == "Занесли работ: 1"
    (works,) = await planned(town)
    assert works.since == at(10)
    assert await town.press("coordinator", ColumnButton(file=job.id, field=WorksField.SINCE, column=0)) == "Так уже и есть"


async def test_what_is_over_by_the_time_of_the_press_is_not_entered(town: Phones) -> None:
    await read(town, "вода.xlsx", xlsx([HEADER, GOOD]))
    town.town.clock.moment = at(17)
    assert "Заносить уже нечего" in str(await press(town, SheetDo.APPLY))
    assert await planned(town) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("Адрес", "Вид работ"), ("Редкино", "ремонт")], "до какого часа"),
        ([HEADER, *[GOOD] * 2_100], "больше 2000 строк"),
        ([("Адрес", "Окончание"), ("Редкино", "25.11.2026 16:00")], "не сказано, что отключают"),
    ],
)
async def test_a_list_that_does_not_say_is_a_plain_sentence(town: Phones, rows: list[tuple[str, ...]], words: str) -> None:
    (report,) = await read(town, "список.csv", csv(rows))
    assert words in parse(report)
    assert await planned(town) == []


async def answered(town: Phones, text: str = "Здравствуйте! Это плановые работы. Закончат сегодня, 24 ноября, до 16:00.") -> Answer:
    """Works until 16:00, and a resident was told so."""
    await enter(town)
    incident = await dry(town)
    answer = await town.town.sent(incident.id, "olga", text)
    await published(town, answer)
    await town.town.sweep_outbox()
    return answer


async def longer(town: Phones, until: datetime, by: str = "coordinator") -> str | None:
    (works,) = await planned(town)
    return await town.press(by, WorksUntil(works=works.id, until=int(until.timestamp())))


async def test_the_end_moves_by_two_taps_and_the_author_of_the_promise_is_offered_a_correction(town: Phones) -> None:
    answer = await answered(town)
    (works,) = await planned(town)
    await town.press("coordinator", WorksButton(do=WorksDo.SHOW, works=works.id))
    assert [b.label for row in (await shown(town)).rows for b in row] == ["Другой срок", "Закончить раньше", "К списку"]
    await town.press("coordinator", WorksButton(do=WorksDo.MOVE, works=works.id))
    offered = await shown(town)
    assert "До какого часа продлили?" in offered.html
    assert [b.label for row in offered.rows for b in row] == [
        *("До 17:00", "До 18:00", "До 20:00", "Завтра до 12:00", "Завтра до 18:00", "Другой…", "Назад"),
    ]
    toast = await town.press("coordinator", str(offered.rows[1][0].data))
    assert toast == "Срок изменили. Прежний обещали в ответах: 1, авторам предложили поправку"
    assert (await planned(town))[0].until == at(20)
    assert await town.town.says("works_moved") == [("works_moved", town.user("olga"))]
    (row,) = [row for row in await town.town.rows() if row.code == "works_moved"]
    async with town.town.storage.transaction() as tx:
        message = await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())
    assert "Воду отключают теперь до 20:00, жителю обещали до 16:00" in parse(message.html)
    assert await town.press("olga", str(message.rows[0][0].data)) == "Поправка готова, посмотрите и отправьте"
    async with town.town.storage.transaction() as tx:
        draft = (await tx.answers.of(answer.incident_id))[-1]
    assert (draft.kind, draft.corrects, draft.state) == (AnswerKind.CORRECTION, answer.id, AnswerState.DRAFT)
    assert "теперь закончат сегодня, 24 ноября, до 20:00. Отвечает отдел" in draft.text
    assert await town.press("olga", str(message.rows[0][0].data)) == "Поправку к этому ответу уже написали"


async def test_an_answer_that_named_no_end_or_is_closed_needs_no_correction(town: Phones) -> None:
    await answered(town, "Здравствуйте! Это плановые работы, воду дадут вечером. Отвечает водоканал, 24 ноября.")
    assert await longer(town, at(20)) == "Срок изменили"
    assert await town.town.says("works_moved") == []


async def test_an_end_that_cannot_be_changes_nothing(town: Phones) -> None:
    await enter(town)
    assert "уже прошёл" in str(await longer(town, at(9)))
    assert "больше года" in str(await longer(town, datetime(2029, 1, 1, tzinfo=MOSCOW)))
    assert await longer(town, at(16)) == "Так уже и есть"
    assert "занёс другой сотрудник" in str(await longer(town, at(20), by="olga"))
    (works,) = await planned(town)
    assert works.until == at(16)
    await town.press("coordinator", WorksButton(do=WorksDo.END_SURE, works=works.id))
    until = WorksUntil(works=works.id, until=int(at(20).timestamp()))
    assert "уже закончили" in str(await town.press("coordinator", until))


async def test_an_end_may_be_typed(town: Phones) -> None:
    await enter(town)
    (works,) = await planned(town)
    await town.press("coordinator", WorksButton(do=WorksDo.MOVE_TYPED, works=works.id))
    assert "До какого часа продлили?" in await last(town)
    await town.type("coordinator", "не знаю")
    assert "Не поняли, когда" in await last(town)
    await town.type("coordinator", "завтра до 12")
    assert (await planned(town))[0].until == at(12, day=25)


async def test_a_correction_is_not_written_when_the_new_end_has_passed_too(town: Phones) -> None:
    answer = await answered(town)
    await longer(town, at(18))
    (works,) = await planned(town)
    town.town.clock.moment = at(19)
    assert "Новый срок тоже прошёл" in str(await town.press("olga", WorksAmend(works=works.id, answer=answer.id)))


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Закончат до 16:00.", True),
        ("воду дадут к 16", True),
        ("до 16 часов", True),
        ("до 16.00", True),
        ("до 16:30", False),
        ("до 160", False),
        ("к 16 ноября", True),  # an hour or a day: a person looks at the correction before it goes
        ("после 16:00", False),
    ],
)
def test_an_answer_names_the_end(text: str, is_named: bool) -> None:
    assert names_end(text, at(16), MOSCOW) is is_named
    assert names_end("до 09:05 и до 9:05", at(9, 5), MOSCOW)
