"""/templates: the coordinator keeps the texts; a bad one is refused with what is known, and every change is a line of the audit."""

from collections.abc import AsyncIterator

import pytest

from bot.app import seed
from bot.cards.templates import listed
from bot.render import Renderer
from handlers.template_buttons import TemplateButton, TemplateDo
from incidents.messenger import Message
from incidents.templates import Template
from tests.edges.desk_town import konakovo
from tests.edges.phones import Phones, phones
from tests.tdlib import parse


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        await seed(town.town.storage, konakovo())
        yield town


async def shown(town: Phones) -> Message:
    """The newest message as it will be sent."""
    row = (await town.town.rows())[-1]
    async with town.town.storage.transaction() as tx:
        return await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())


async def press(town: Phones, do: TemplateDo, id: int = 0, by: str = "coordinator") -> str | None:
    return await town.press(by, TemplateButton(do=do, id=id))


async def kept(town: Phones) -> list[Template]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.templates())


async def test_the_list_is_paged_and_names_topics_and_facts(town: Phones) -> None:
    await town.type("coordinator", "/templates")
    first = parse((await shown(town)).html)
    assert first.startswith(f"Шаблоны ответов: {len(await kept(town))}, страница 1 из ")
    assert "1. Сделано (факт «Сделано»)" in first
    assert "5. Дорога: сделаем к дню (факт «Сделаем к дате», Дороги)" in first
    await press(town, TemplateDo.LIST, 1)
    assert "страница 2" in parse((await shown(town)).html)
    await press(town, TemplateDo.LIST, 999)
    assert "страница" in parse((await shown(town)).html)


async def test_a_text_is_edited_and_a_bad_one_changes_nothing(town: Phones) -> None:
    one = (await kept(town))[0]
    await press(town, TemplateDo.SHOW, one.id)
    assert "{дата}: день: 25 ноября" in parse((await shown(town)).html)
    await press(town, TemplateDo.EDIT, one.id)
    assert one.text[:40] in parse((await shown(town)).html)
    for bad, says in (
        ("До {когда} сделаем.", "{когда} бот не знает"),
        ("х" * 2000, "лишних знаков 500"),
        ("До {дата сделаем", "не закрыта"),
    ):
        await town.type("coordinator", bad)
        assert says in parse((await shown(town)).html)
    await town.type("coordinator", one.text)
    assert "тот же текст" in parse((await shown(town)).html)
    assert (await kept(town))[0] == one
    await town.type("coordinator", "{привет} Сделали {дата}. Отвечает {кто}.")
    assert (await kept(town))[0].text == "{привет} Сделали {дата}. Отвечает {кто}."
    assert "Сделали {дата}" in parse((await shown(town)).html)
    assert ("template_edited", town.user("coordinator")) in await town.town.audited()


async def test_a_template_is_added_by_a_name_and_a_text(town: Phones) -> None:
    before = len(await kept(town))
    await press(town, TemplateDo.ADD)
    await town.type("coordinator", "х" * 50)
    assert "до 40 знаков" in parse((await shown(town)).html)
    await town.type("coordinator", "Каток залит")
    assert "Теперь текст" in parse((await shown(town)).html)
    await town.type("coordinator", "{привет} Каток залили {дата}. Отвечает {кто}.")
    made = (await kept(town))[-1]
    assert (len(await kept(town)), made.title, made.scope, made.active) == (before + 1, "Каток залит", (), True)
    assert "любая тема" in parse((await shown(town)).html)
    assert ("template_added", town.user("coordinator")) in await town.town.audited()
    assert not [row for row in await town.town.rows() if "Каток" in str(row.params)]


async def test_a_template_is_switched_off_and_on(town: Phones) -> None:
    one = (await kept(town))[0]
    assert "Больше не предлагаем" in str(await press(town, TemplateDo.OFF, one.id))
    assert not (await kept(town))[0].active
    assert "выключен" in parse((await shown(town)).html)
    assert await press(town, TemplateDo.OFF, one.id) == "Так уже и есть"
    assert await press(town, TemplateDo.ON, one.id) == "Снова предлагаем"
    assert (await kept(town))[0] == one
    assert [what for what, _ in await town.town.audited() if what.startswith("template")] == ["template_off", "template_on"]


@pytest.mark.parametrize("do", TemplateDo)
async def test_others_and_forged_numbers_change_nothing(town: Phones, do: TemplateDo) -> None:
    before = await kept(town)
    assert "координатор" in str(await press(town, do, before[0].id, by="ann"))
    if do not in {TemplateDo.LIST, TemplateDo.ADD}:
        assert "Такого шаблона нет" in str(await press(town, do, 40_404))
    assert await kept(town) == before


def test_an_empty_list_offers_the_first() -> None:
    message = listed(templates=(), titles={}, page=0)
    assert "пока нет" in parse(message.html)
    assert [button.label for row in message.rows for button in row] == ["Добавить шаблон"]
