"""/templates: the coordinator keeps the texts; a bad one is refused with what is known, and every change is a line of the audit."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.config.seed import seed
from bot.renderer import Renderer
from handlers.answers.buttons import ScopeButton, ScopeDo, TemplateButton, TemplateDo
from handlers.answers.templates.templates_words import template_list
from handlers.kit.buttons import ChangesButton
from incidents.answers.templates import Template, suitable_templates
from incidents.answers.values import AnswerKind
from incidents.desk.answers.draft_answer import draft_by_template
from incidents.messenger import Message
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.tdlib import parse


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


async def every_page(town: Phones) -> str:
    """All pages of the list."""
    pages = []
    for page in range(12):
        await press(town, TemplateDo.LIST, page)
        pages.append(parse((await shown(town)).html))
    return "\n".join(pages)


async def scope(town: Phones, do: ScopeDo, id: int, key: str = "", by: str = "coordinator") -> str | None:
    return await town.press(by, ScopeButton(do=do, id=id, key=key))


async def kept(town: Phones) -> list[Template]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.templates.all())


async def test_the_list_is_paged_and_names_topics_and_facts(town: Phones) -> None:
    await town.type("coordinator", "/templates")
    first = parse((await shown(town)).html)
    assert first.startswith(f"Шаблоны ответов: {len(await kept(town))}, страница 1 из ")
    assert "1. Сделано (факт «Сделано»)" in first
    assert "7. Промежуточный (промежуточный)" in first
    await press(town, TemplateDo.LIST, 2)
    assert "Дорога: сделаем к дню (факт «Сделаем к дате», Дороги)" in await every_page(town)
    await press(town, TemplateDo.LIST, 1)
    assert "страница 2" in parse((await shown(town)).html)
    await press(town, TemplateDo.LIST, 999)
    assert "страница" in parse((await shown(town)).html)


async def test_a_text_is_edited_and_a_bad_one_changes_nothing(town: Phones) -> None:
    one = (await kept(town))[0]
    await press(town, TemplateDo.SHOW, one.id)
    assert "{дата}: какой день: 25 ноября" in parse((await shown(town)).html)
    await press(town, TemplateDo.EDIT, one.id)
    assert one.text[:40] in parse((await shown(town)).html)
    for bad, says in (
        ("До {когда} сделаем.", "{когда} бот не знает. Бывают: {привет}"),
        ("До {датта} сделаем.", "Похоже на {дата}"),
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
    assert "Сейчас: любая тема" in parse((await shown(town)).html)
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


async def test_a_new_template_gets_its_topics_by_taps_and_is_offered_for_them_first(town: Phones) -> None:
    await press(town, TemplateDo.ADD)
    await town.type("coordinator", "Каток залит")
    await town.type("coordinator", "{привет} Каток залили. Отвечает {кто}, {телефон}. Придёт {рейс}.")
    made = (await kept(town))[-1]
    await scope(town, ScopeDo.GROUPS, made.id, "1")
    assert "Для каких тем шаблон «Каток залит»?" in parse((await shown(town)).html)
    await scope(town, ScopeDo.GROUP, made.id, "roads")
    assert await scope(town, ScopeDo.TOGGLE, made.id, "roads_snow") == "Добавили"
    assert "✓" in parse((await shown(town)).html)
    assert await scope(town, ScopeDo.TOGGLE, made.id, "roads_drainage") == "Добавили"
    assert await scope(town, ScopeDo.TOGGLE, made.id, "roads_snow") == "Убрали"
    assert (await kept(town))[-1].scope == ("roads_drainage",)
    offered = suitable_templates(await kept(town), topic="roads_drainage", group="roads")
    assert offered[0].title == "Каток залит"
    assert await scope(town, ScopeDo.TOGGLE, made.id, "roads") == "Добавили"
    assert (await kept(town))[-1].scope == ("roads",)
    await press(town, TemplateDo.SHOW, made.id)
    text = parse((await shown(town)).html)
    assert "Для чего: Дороги" in text
    assert "Так выйдет, например: Здравствуйте! Каток залили. Отвечает отдел дорожного хозяйства, 8 48242 0-00-00." in text
    assert "Спросит у того, кто отвечает: какой автобус" in text
    assert await scope(town, ScopeDo.TOGGLE, made.id, "") == "Для любой темы"
    assert await scope(town, ScopeDo.TOGGLE, made.id, "") == "Так уже и есть"
    assert await scope(town, ScopeDo.TOGGLE, made.id, "nothing") == "Такой темы больше нет. Откройте шаблон ещё раз"
    assert await scope(town, ScopeDo.GROUP, made.id, "nothing") == "Такого раздела больше нет. Откройте шаблон ещё раз"
    assert "координатор" in str(await scope(town, ScopeDo.TOGGLE, made.id, "roads", by="ann"))
    await town.press("coordinator", ChangesButton(area="templates", page=0))
    log = parse((await shown(town)).html)
    assert "«Каток залит»: темы любая тема, было Дороги" in log
    assert "«Каток залит»: добавили" in log


async def test_a_template_is_renamed_and_its_former_text_comes_back_by_a_tap(town: Phones) -> None:
    one = next(each for each in await kept(town) if each.fact is None)
    await press(town, TemplateDo.TITLE, one.id)
    assert "Как назвать шаблон?" in parse((await shown(town)).html)
    await town.type("coordinator", "х" * 50)
    await town.type("coordinator", one.title)
    assert "Так уже и есть" in parse((await shown(town)).html)
    await town.type("coordinator", "Новое имя")
    assert "Новое имя" in parse((await shown(town)).html)
    assert await press(town, TemplateDo.BACK, one.id) == "Возвращать нечего: текст в чате не меняли"
    await press(town, TemplateDo.EDIT, one.id)
    await town.type("coordinator", "{привет} Другой текст.")
    assert "Прежний текст" in [button.label for row in (await shown(town)).rows for button in row]
    assert await press(town, TemplateDo.BACK, one.id) == "Вернули прежний текст"
    after = await kept(town)
    assert next(each for each in after if each.id == one.id) == replace(one, title="Новое имя")
    await town.press("coordinator", ChangesButton(area="templates", page=0))
    assert "название, было" in parse((await shown(town)).html)


async def test_an_answer_by_an_interim_template_is_an_interim_answer(town: Phones) -> None:
    finals = [each for each in await kept(town) if each.kind is AnswerKind.FINAL]
    fact, own = next(each for each in finals if each.fact), next(each for each in finals if not each.fact)
    assert "вид ответа решает сам факт" in str(await press(town, TemplateDo.INTERIM, fact.id))
    await press(town, TemplateDo.INTERIM, own.id)
    assert "Ответ по нему промежуточный" in parse((await shown(town)).html)
    assert await press(town, TemplateDo.INTERIM, own.id) == "Так уже и есть"
    await press(town, TemplateDo.FINAL, own.id)
    ready = next(each for each in await kept(town) if each.title == "Промежуточный")
    incident = await town.town.open()
    async with town.town.storage.transaction() as tx:
        answer = await draft_by_template(
            tx, town.town.policy, incident.id, ready.id, by=town.town.who("ann"), guid="g", now=town.town.clock.now()
        )
    assert answer.kind is AnswerKind.INTERIM


@pytest.mark.parametrize("do", TemplateDo)
async def test_others_and_forged_numbers_change_nothing(town: Phones, do: TemplateDo) -> None:
    before = await kept(town)
    assert "координатор" in str(await press(town, do, before[0].id, by="ann"))
    if do not in {TemplateDo.LIST, TemplateDo.ADD}:
        assert "Такого шаблона нет" in str(await press(town, do, 40_404))
    assert await kept(town) == before


def test_an_empty_list_offers_the_first() -> None:
    message = template_list(templates=(), titles={}, page=0)
    assert "пока нет" in parse(message.html)
    assert [button.label for row in message.rows for button in row] == ["Добавить шаблон"]
