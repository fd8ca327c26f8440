"""A suggestion is walked from the post to «учтём в плане» and to «не можем, потому что»: each closes as what it is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from bot.config.seed import seed
from handlers.head.buttons import HeadButton, HeadDo
from handlers.kit.buttons import Menu, Press
from incidents.answers.facts import OF_SUGGESTIONS, FactKind
from incidents.incident import ClosingOutcome, Incident, Status
from incidents.promises.values import PromiseState
from incidents.reading import Kind
from tests.kit.approvals import labels, read
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.promises import all_of, latest, published
from tests.kit.screens import card, menu
from tests.kit.tdlib import parse
from tests.kit.values.samples import at

WISH = "Предлагаю сделать велодорожку на Белавинской от школы до парка"


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as desk:
        await seed(desk.town.storage, konakovo())
        yield desk


async def wish(desk: Phones) -> Incident:
    incident = await desk.town.open(WISH, kind=Kind.SUGGESTION)
    await desk.press("ann", card(incident, Press.ANSWER))
    return incident


async def out(desk: Phones, incident: Incident) -> None:
    """The draft is sent and stands under the post."""
    draft = await latest(desk, incident)
    await published(desk, await desk.town.send(draft.id, "ann"))


async def test_the_answers_of_a_wish_stand_first_and_no_photo_is_asked_for(desk: Phones) -> None:
    await wish(desk)
    asked = await read(desk, "ask_answer", "ann")
    assert labels(asked)[:2] == [["Учтём в плане", "Не можем"], ["Нужно проверить", "Сделано"]]
    assert "учтём ли и к какому месяцу, а если нет, то почему" in parse(asked.html)


async def test_a_plan_names_its_month_and_closes_as_planned_with_its_promise(desk: Phones) -> None:
    incident = await wish(desk)
    await desk.press("ann", menu(incident, Menu.FACT, FactKind.PLANNED))
    await desk.type("ann", "когда-нибудь")
    await desk.type("ann", "в мае")
    draft = await latest(desk, incident)
    assert draft.text == (
        "Здравствуйте! Спасибо за предложение. Учтём его в плане до 31 мая 2027 года. К этому дню напишем здесь, что решили. "
        "Отвечает отдел дорожного хозяйства."
    )
    await out(desk, incident)
    offered = await read(desk, "closing_offered", "ann")
    assert parse(offered.html).startswith("Ответ «учтём в плане» вышел: предложение, Белавинская")
    assert labels(offered) == [["Закрыть: в плане", "Оставить"]]
    await desk.press("ann", offered.rows[0][0].data or "")
    closed = await desk.town.incident(incident.id)
    assert (closed.status, closed.outcome) == (Status.CLOSED, ClosingOutcome.PLANNED)
    await desk.press("head", HeadButton(do=HeadDo.SUGGESTIONS, since=0, until=int(at(18).timestamp()), page=0))
    listed = parse((await read(desk, "head_suggestions", "head")).html)
    assert f"№ 1, Конаково, Белавинская: «{WISH}». В плане до 31 мая 2027 года" in listed
    (promise,) = await all_of(desk, incident)
    assert (promise.due, promise.state, promise.words) == (date(2027, 5, 31), PromiseState.OPEN, "Учтём его в плане")


async def test_a_refusal_says_why_and_closes_as_a_refusal(desk: Phones) -> None:
    incident = await wish(desk)
    await desk.press("ann", menu(incident, Menu.FACT, FactKind.DECLINED))
    asked = parse((await read(desk, "ask_template_fields", "ann")).html)
    assert "Почему не можем?\n" in asked and "Например" not in asked  # a reason of another trade would mislead
    await desk.type("ann", "Там проходит газопровод")
    assert "Сделать это не можем, потому что там проходит газопровод." in (await latest(desk, incident)).text
    await out(desk, incident)
    offered = await read(desk, "closing_offered", "ann")
    assert labels(offered) == [["Закрыть: отказ", "Оставить"]]
    await desk.press("ann", offered.rows[0][0].data or "")
    closed = await desk.town.incident(incident.id)
    assert (closed.status, closed.outcome, await all_of(desk, incident)) == (Status.CLOSED, ClosingOutcome.REFUSED, [])


async def test_a_base_that_is_older_gets_the_two_templates_once(desk: Phones) -> None:
    async with desk.town.storage.transaction() as tx:
        for each in await tx.templates.all():
            if each.fact in OF_SUGGESTIONS:
                await tx.templates.save(replace(each, fact=None))
        before = len(await tx.templates.all())
    for _ in range(2):
        await seed(desk.town.storage, konakovo())
    async with desk.town.storage.transaction() as tx:
        assert len(await tx.templates.all()) == before + 2


async def test_a_trouble_is_offered_neither(desk: Phones) -> None:
    incident = await desk.town.open()
    await desk.press("ann", card(incident, Press.FACTS))
    assert labels(await read(desk, "menu_fact", "ann"))[:2] == [["Сделано", "Сделаем к дате"], ["Нужно проверить", "Не можем"]]
