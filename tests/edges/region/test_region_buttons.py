"""«Для региона», /region and the typed number, through the real inbox, worker and dispatcher."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.renderer import Renderer
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.region.buttons import RegionAll, RegionButton, RegionDo, RegionPage, RegionTake, RegionView
from incidents.ids import PostId
from incidents.incident import Incident, Voice
from incidents.region.values import RegionRow
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import at


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def voices(town: Phones, incident: Incident) -> list[Voice]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.voices.of(incident.id))


async def last(town: Phones) -> tuple[str, dict[str, Any]]:  # Any: ids and codes
    """The newest say, rendered, and its params."""
    row = (await town.town.rows())[-1]
    async with town.town.storage.transaction() as tx:
        message = await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())
    parse(message.html)
    return message.html, dict(row.params)


def button(voice: Voice, do: RegionDo) -> RegionButton:
    return RegionButton(do=do, incident=voice.incident_id, post=voice.post_id)


async def test_the_menu_marks_and_unmarks_in_place(town: Phones) -> None:
    incident = await town.town.open()
    (voice,) = await voices(town, incident)
    await town.press("coordinator", CardButton(press=Press.REGION, incident=incident.id))
    html, params = await last(town)
    assert html.startswith("<b>Для региона:</b>")
    assert "edit" not in params
    assert await town.press("coordinator", button(voice, RegionDo.ENTERED)) == "Записали: внесено"
    assert (await voices(town, incident))[0].entered_at == town.town.clock.now()
    assert await town.press("coordinator", button(voice, RegionDo.NOT_ENTERED)) == "Записали: ещё не внесено"
    await town.press("coordinator", button(voice, RegionDo.TEXT))
    assert "Копировать пока нечего" in (await last(town))[0]
    await town.press("coordinator", MenuButton(menu=Menu.REGION, incident=incident.id, choice=""))


async def test_of_two_voices_one_is_chosen(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.take(await town.town.write(author_id="other"))
    first, second = await voices(town, incident)
    await town.press("coordinator", CardButton(press=Press.REGION_NUMBER, incident=incident.id))
    assert "Регион считает сообщения" in (await last(town))[0]
    await town.press("coordinator", button(second, RegionDo.VOICE))
    html, params = await last(town)
    assert "номера региона нет" in html
    assert params["post"] == second.post_id
    await town.press("coordinator", button(first, RegionDo.LIST))
    assert "Регион считает сообщения" in (await last(town))[0]


async def test_a_number_is_typed_and_a_bad_one_keeps_the_question_open(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("coordinator", CardButton(press=Press.REGION_NUMBER, incident=incident.id))
    assert "Какой номер у региона?" in (await last(town))[0]
    await town.type("coordinator", "пока не знаю")
    assert "Нужен номер цифрами" in (await last(town))[0]
    await town.type("coordinator", "5418190 до 25.11 12:00")
    assert "регион № 5418190, ждёт ответа до <b>ср 25 ноября, 12:00</b>" in (await last(town))[0]
    assert (await voices(town, incident))[0].region_number == "5418190"


@pytest.mark.parametrize("press", [Press.REGION, Press.REGION_NUMBER])
async def test_the_regions_numbers_are_the_coordinators(town: Phones, press: Press) -> None:
    incident = await town.town.open()
    (voice,) = await voices(town, incident)
    for data in (CardButton(press=press, incident=incident.id), button(voice, RegionDo.NUMBER), button(voice, RegionDo.ENTERED)):
        assert "координатор" in str(await town.press("ann", data))
    for page in (RegionPage(view=RegionView.STATE, page=0), RegionAll(until=1), RegionTake(row=0, page=0)):
        assert "координатор" in str(await town.press("head", page))
    assert (await voices(town, incident))[0] == voice


async def test_region_shows_the_state_and_its_pages_turn_in_place(town: Phones) -> None:
    incident = await town.town.open()
    (voice,) = await voices(town, incident)
    async with town.town.storage.transaction() as tx:
        await tx.voices.save(replace(voice, answered_at=town.town.clock.now()))
        await tx.region.keep_rows([RegionRow(key="vk:wall-1_77", url="https://vk.com/wall-1_77", number="77", due=at(12))], at=at(9))
    await town.type("coordinator", "/region")
    assert "Сверка с регионом" in (await last(town))[0]
    for view, words in (
        (RegionView.BLOCKS, "Внести, 1 из 1"),
        (RegionView.THEIRS, "нет у нас: 1"),
        (RegionView.OURS, "Без номера региона: 1"),
    ):
        await town.press("coordinator", RegionPage(view=view, page=3), message_id=61)
        html, params = await last(town)
        assert words in html
        assert params["edit"] == 61
    assert await town.press("coordinator", RegionTake(row=1, page=0)) == "Заводим, карточка придёт через минуту"
    assert "есть и у нас" in (await last(town))[0]
    assert await town.press("coordinator", RegionTake(row=1, page=0)) == "Так уже и есть"
    assert await town.press("coordinator", button(voice, RegionDo.BLOCK)) == "Записали: внесено"
    assert "Всё внесено" in (await last(town))[0]
    assert await town.press("coordinator", RegionAll(until=4_000_000_000)) == "Так уже и есть"
    assert str(await town.press("coordinator", f"g3:{2**62}")).startswith("Кнопка устарела")


async def test_all_are_entered_and_all_are_taken_at_once(town: Phones) -> None:
    incident = await town.town.open()
    (voice,) = await voices(town, incident)
    rows = [RegionRow(key=f"vk:wall-1_{n}", url=f"https://vk.com/wall-1_{n}") for n in (77, 78)]
    async with town.town.storage.transaction() as tx:
        await tx.voices.save(replace(voice, answered_at=town.town.clock.now()))
        await tx.region.keep_rows(rows, at=at(9))
    toast = await town.press("coordinator", RegionAll(until=int(town.town.clock.now().timestamp()) + 60))
    assert toast == "Записали, внесено: 1. Ошиблись? «Для региона» на карточке"
    assert await town.press("coordinator", RegionTake(row=0, page=0)) == "Заводим: 2. Карточки придут сами"
    async with town.town.storage.transaction() as tx:
        assert {post.post.external_id for post in await tx.unread.next(10)} == {"wall-1_77", "wall-1_78"}
        assert await tx.region.row_of(PostId(99)) is None
