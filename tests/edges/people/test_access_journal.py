"""The access journal: who came and left, tables, refusals; for coordinators only."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.renderer import Renderer
from bot.username import BotName
from handlers.kit.buttons import CardButton, ChangesButton, Press
from handlers.people.buttons import PeopleButton, PeopleDo
from handlers.tables.buttons import SheetButton, SheetDo
from incidents.acts.looks import Look, LookKind
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.ids import PostId
from incidents.official import Role
from incidents.privacy.values import DataOf, Ground, Keep
from incidents.settings_log import Area
from tests.kit.desk_town import HOUSING, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.tdlib import parse


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def journal(town: Phones, area: Area) -> tuple[str, list[str]]:
    await town.press("coordinator", ChangesButton(area=area, page=0))
    row = [row for row in await town.town.rows() if row.code == "changes"][-1]
    async with town.town.storage.transaction() as tx:
        made = await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())
    return parse(made.html), [button.label for each in made.rows for button in each]


async def test_who_came_moved_and_left_is_read_by_the_coordinator(town: Phones) -> None:
    await town.press("coordinator", PeopleButton(do=PeopleDo.INVITE, official=0, choice="observer"))
    peter = town.town.who("peter").id
    await town.press("coordinator", PeopleButton(do=PeopleDo.ROLE, official=peter, choice=f"executor/{HOUSING}"))
    await town.press("coordinator", PeopleButton(do=PeopleDo.BLOCK, official=peter, choice="yes"))
    text, buttons = await journal(town, Area.PEOPLE)
    lines = text.split("\n")
    assert lines[0] == "Кто пришёл и ушёл, новое сверху"
    assert "доступ закрыт, можно открыть снова, карточек передано: 0, решение: координатор 5" in lines[1]
    assert "новая роль, исполнитель, отдел ЖКХ" in lines[2]
    assert "координатор 5: новая ссылка, наблюдатель" in lines[3]
    assert buttons == ["Таблицы", "Отказы", "Стирания", "Просмотры"]


async def test_tables_and_refusals_are_read_too(town: Phones) -> None:
    await town.press("coordinator", SheetButton(do=SheetDo.EXPORT_OFFICIALS, file=0))
    incident = await town.town.open()
    await town.press("observer", CardButton(press=Press.ACCEPT, incident=incident.id))
    await town.press("resident", CardButton(press=Press.ACCEPT, incident=incident.id))
    assert "координатор 5: выгрузка: сотрудники" in (await journal(town, Area.EXPORTS))[0]
    refusals = (await journal(town, Area.REFUSALS))[0]
    assert "наблюдатель 8: нажатие не по праву" in refusals
    assert "посторонний 777: нажатие, в списке сотрудников нет" in refusals


@pytest.mark.parametrize("area", [Area.PEOPLE, Area.EXPORTS, Area.REFUSALS, Area.ERASURES, Area.LOOKS])
async def test_nobody_else_reads_the_journal(town: Phones, area: Area) -> None:
    for who in ("ann", "chief", "head", "observer", "duty"):
        assert await town.press(who, ChangesButton(area=area, page=0)) == "Журнал доступа видит координатор"
    assert await town.town.says("changes") == []


async def test_the_list_of_people_leads_there(town: Phones) -> None:
    await town.type("coordinator", "/people")
    row = [row for row in await town.town.rows() if row.code == "people"][-1]
    async with town.town.storage.transaction() as tx:
        made = await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())
    assert made.rows[-1][0].label == "Журнал"
    assert town.town.who("ann").role is Role.EXECUTOR


async def test_who_looked_at_cards_of_others_and_what_was_erased_is_read_too(town: Phones) -> None:
    incident = await town.town.open()
    async with town.town.storage.transaction() as tx:
        look = Look(incident_id=incident.id, by=town.town.who("olga").id, at=town.town.clock.now(), how=LookKind.OPENED)
        await tx.looks.add([look, replace(look, incident_id=None, how=LookKind.FOUND)])
        target = Target(whose=DataOf.AUTHOR, post=PostId(1))
        who = town.town.who("coordinator")
        await erase(tx, target, ground=Ground.ORDER, by=who, keep=Keep(), now=town.town.clock.now())
    lines = (await journal(town, Area.LOOKS))[0].split("\n")
    assert lines[0] == "Кто смотрел чужие карточки, новое сверху"
    assert lines[1].endswith("исполнитель 3: чужая карточка в найденном")
    assert lines[2].endswith("исполнитель 3: открыта чужая карточка, № 1")
    erased = (await journal(town, Area.ERASURES))[0].split("\n")
    assert "координатор 5: акт № 1, стёрты все сообщения автора, требование надзора или суда. Сообщений в базе 1" in erased[1]
