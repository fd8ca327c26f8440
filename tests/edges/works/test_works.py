"""Planned works through the real handlers: entered in a dialogue, seen on cards, answered, ended early."""

from collections.abc import AsyncIterator

import pytest

from bot.renderer import Renderer
from handlers.kit.buttons import CardButton, Press
from handlers.works.buttons import WorksButton, WorksDo, WorksFamily
from incidents.incident import Incident, Status
from tests.kit.desk_town import HOUSING, konakovo
from tests.kit.phones import STICKER, Phones, phones
from tests.kit.values.samples import at
from tests.kit.works import dry, enter, last, planned


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def card(town: Phones, incident: Incident, who: str) -> str:
    async with town.town.storage.transaction() as tx:
        return (await Renderer(konakovo()).card(tx, incident.id, town.user(who), now=town.town.clock.now())).html


async def test_works_are_entered_in_four_steps(town: Phones) -> None:
    await town.type("coordinator", "/works")
    assert "Плановых работ нет" in await last(town)
    await town.press("coordinator", WorksButton(do=WorksDo.ADD, works=0))
    assert "Что будет?" in await last(town)
    await town.press("coordinator", WorksFamily(family="water"))
    assert "Где воду отключают?" in await last(town)
    await town.type("coordinator", "Чертаново")
    assert "Не нашли «Чертаново»" in await last(town)
    await town.type("coordinator", "Редкино, Гагарина")
    assert "Когда воду отключают?" in await last(town)
    await town.type("coordinator", "когда-нибудь")
    assert "Не поняли, когда" in await last(town)
    await town.type("coordinator", "до 16:00")
    await town.type("coordinator", None, sticker=STICKER)
    assert "Нужны слова" in await last(town)
    await town.type("coordinator", "меняют задвижку")
    assert (await last(town)).startswith("<b>Записали:</b> воду отключают до <b>16:00</b>, Редкино, ул. Гагарина")
    (kept,) = await planned(town)
    assert (kept.since, kept.until, kept.text) == (at(9, 14), at(16), "меняют задвижку")
    assert ("works", town.user("coordinator")) in await town.town.audited()


async def test_a_card_within_the_works_says_so_and_its_answer_has_their_end(town: Phones) -> None:
    await enter(town)
    incident = await dry(town)
    assert "Похоже на плановые работы" in await card(town, incident, "olga")
    assert await town.press("olga", CardButton(press=Press.WORKS, incident=incident.id)) == "Черновик готов, посмотрите и отправьте"
    assert "Закончат сегодня, 24 ноября, до 16:00" in await last(town)
    after = await town.town.incident(incident.id)
    assert (after.status, after.holder_id) == (Status.ACCEPTED, town.town.who("olga").id)
    await town.type("olga", "Здравствуйте! Воду дадут к четырём.")  # the draft can be written anew
    async with town.town.storage.transaction() as tx:
        (answer,) = await tx.answers.of(incident.id)
    assert answer.text == "Здравствуйте! Воду дадут к четырём."


async def test_works_entered_after_the_message_reach_its_card(town: Phones) -> None:
    incident = await dry(town)
    await town.town.sweep_outbox()
    await enter(town)
    assert town.user("olga") in await town.town.cards(incident.id)


async def test_ended_early_they_are_on_no_card_and_suggest_nothing(town: Phones) -> None:
    await enter(town)
    (kept,) = await planned(town)
    await town.press("coordinator", WorksButton(do=WorksDo.SHOW, works=kept.id))
    assert "меняют задвижку" in await last(town)
    await town.press("coordinator", WorksButton(do=WorksDo.END, works=kept.id))
    assert "Закончить сейчас?" in await last(town)
    town.town.clock.move(minutes=5)
    toast = await town.press("coordinator", WorksButton(do=WorksDo.END_SURE, works=kept.id))
    assert toast == "Закончили. На карточках строки о работах больше нет"
    assert await planned(town) == []
    assert await town.press("coordinator", WorksButton(do=WorksDo.END_SURE, works=kept.id)) == "Так уже и есть"
    town.town.clock.move(minutes=5)
    incident = await dry(town)
    assert "плановые работы" not in await card(town, incident, "olga")
    assert "Этих работ больше нет" in str(await town.press("olga", CardButton(press=Press.WORKS, incident=incident.id)))


async def test_a_time_that_is_over_is_never_promised(town: Phones) -> None:
    await enter(town)
    incident = await dry(town)
    town.town.clock.move(hours=8)
    assert "Срок работ уже прошёл" in str(await town.press("olga", CardButton(press=Press.WORKS, incident=incident.id)))
    async with town.town.storage.transaction() as tx:
        assert await tx.answers.of(incident.id) == []


async def test_only_departments_and_the_coordinator_plan_and_another_ends_nothing(town: Phones) -> None:
    await town.press("head", WorksFamily(family="water"))
    assert "Работы заносят отделы" in str(await town.press("observer", WorksButton(do=WorksDo.LIST, works=0)))
    assert await town.press("coordinator", WorksFamily(family="nothing")) == "Такого вида работ нет. Начните снова: /works"
    await enter(town)
    (kept,) = await planned(town)
    assert "занёс другой сотрудник" in str(await town.press("olga", WorksButton(do=WorksDo.END_SURE, works=kept.id)))
    assert "Таких работ у нас нет" in str(await town.press("olga", WorksButton(do=WorksDo.END_SURE, works=99)))
    assert await planned(town) == [kept]


async def test_an_executor_enters_and_ends_works_of_their_own(town: Phones) -> None:
    await enter(town, "olga", place="Редкино", time="завтра с 9 до 16")
    (kept,) = await planned(town)
    assert town.town.who("olga").department_id == HOUSING
    await town.press("olga", WorksButton(do=WorksDo.END_SURE, works=kept.id))
    assert await planned(town) == []
    await town.type("olga", "/works")
    assert "Плановых работ нет" in await last(town)


async def test_too_many_words_keep_the_question_open(town: Phones) -> None:
    await town.press("coordinator", WorksFamily(family="water"))
    await town.type("coordinator", "Редкино")
    await town.type("coordinator", "до 16:00")
    await town.type("coordinator", "а" * 301)
    assert "до 300 знаков" in await last(town)
    await town.type("coordinator", "меняют задвижку")
    assert len(await planned(town)) == 1
