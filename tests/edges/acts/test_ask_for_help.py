"""«Нужна помощь» and «Напомнить» on the phone."""

from collections.abc import AsyncIterator

import pytest

from handlers.kit.buttons import Menu, Press
from incidents.acts.ask_for_help import HelpKind
from incidents.incident import Act, ClosingOutcome, Untold
from incidents.official import Role
from tests.kit.desk_town import HOUSING
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, card_text, labels, menu, shown


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def test_a_colleague_is_chosen_by_name_and_hears_who_asks(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("ann", card(incident, Press.HELP))
    offered = labels(await shown(town.town, "menu_help"))
    assert offered == ["Позвать коллегу", "Спросить юриста", "Руководителю", "Координатору", "Назад"]
    await town.press("ann", menu(incident, Menu.HELP, HelpKind.COLLEAGUE), message_id=60)
    assert labels(await shown(town.town, "menu_colleague")) == ["1. Исполнитель 2", "2. Руководитель…", "Назад"]
    peter = town.town.who("peter")
    await town.press("ann", menu(incident, Menu.COLLEAGUE, str(peter.id)), message_id=60)
    assert await town.town.says("help_asked") == [("help_asked", town.user("peter"))]
    message = await shown(town.town, "help_asked")
    assert "Просит исполнитель 1." in message.html
    assert labels(message) == ["Карточка", "Заметка своим"]
    assert "Просят помощи в 9:14: исполнитель 1, позвали коллегу" in await card_text(town.town, incident, "peter")
    await town.press("peter", card(incident, Press.ACCEPT))
    assert "Просят помощи" not in await card_text(town.town, incident, "peter")


@pytest.mark.parametrize(
    ("kind", "to", "words"),
    [
        (HelpKind.CHIEF, "chief", "Можно ответить самим"),
        (HelpKind.COORDINATOR, "coordinator", "Можно передать"),
        (HelpKind.LAWYER, "coordinator", "Юриста в боте нет"),
    ],
)
async def test_the_chief_the_coordinator_or_a_lawyer_through_the_coordinator(town: Phones, kind: HelpKind, to: str, words: str) -> None:
    incident = await town.town.open()
    await town.press("ann", menu(incident, Menu.HELP, kind), message_id=60)
    assert await town.town.says("help_asked") == [("help_asked", town.user(to))]
    assert words in (await shown(town.town, "help_asked")).html
    toast = await town.press("ann", menu(incident, Menu.HELP, kind), message_id=60)
    assert toast == "Уже позвали в 9:14. Не отвечают? Позвоните"
    town.town.clock.move(minutes=11)
    await town.press("ann", menu(incident, Menu.HELP, kind), message_id=60)
    assert len(await town.town.says("help_asked")) == 2


async def test_a_department_without_a_chief_turns_to_the_coordinator_and_one_alone_is_told_so(town: Phones) -> None:
    incident = await town.town.open("Нет отопления", group="housing", topic="housing_no_heating")
    assert incident.department_id == HOUSING
    toast = await town.press("olga", menu(incident, Menu.HELP, HelpKind.CHIEF), message_id=60)
    assert toast == "Руководителя в отделе нет: позвали координатора. Карточка остаётся у вас"
    assert "позвали координатора" in await card_text(town.town, incident, "olga")
    assert await town.town.says("help_asked") == [("help_asked", town.user("coordinator"))]
    toast = await town.press("olga", menu(incident, Menu.HELP, HelpKind.COLLEAGUE), message_id=60)
    assert toast == "В отделе больше никто не подключён. Позовите руководителя или координатора"


async def test_a_stranger_to_the_department_is_nobodys_colleague(town: Phones) -> None:
    incident = await town.town.open()
    for choice in (str(town.town.who("olga").id), "404", "x"):
        toast = await town.press("ann", menu(incident, Menu.COLLEAGUE, choice), message_id=60)
        assert toast == "Этого коллеги в отделе больше нет. Позовите другого, руководителя или координатора"
    toast = await town.press("ann", menu(incident, Menu.HELP, "everybody"), message_id=60)
    assert toast == "Такого выбора больше нет. Откройте меню на карточке ещё раз"
    assert await town.town.says() == []


async def test_the_coordinator_reminds_the_holder_at_most_once_an_hour(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "peter")
    assert await town.press("coordinator", card(incident, Press.NUDGE)) == "Напомнили. Следующий раз не раньше чем через час"
    assert await town.town.says("nudged") == [("nudged", town.user("peter"))]
    message = await shown(town.town, "nudged")
    assert "Координатор спрашивает, как дела" in message.html
    assert labels(message) == ["Ответить", "Причина", "Нужна помощь"]
    toast = await town.press("coordinator", card(incident, Press.NUDGE))
    assert toast == "Напоминали в 9:14. Чаще раза в час не стоит, лучше позвонить"
    town.town.clock.move(minutes=61)
    await town.press("coordinator", card(incident, Press.NUDGE))
    assert len(await town.town.says("nudged")) == 2


async def test_nobody_is_reminded_of_what_is_over_or_held_by_the_coordinator(town: Phones) -> None:
    incident = await town.town.open()
    toast = await town.press("ann", card(incident, Press.NUDGE))
    assert toast is not None and toast.startswith("Напоминает координатор")
    await town.town.act(incident.id, Act.ACCEPT, "coordinator")
    toast = await town.press("coordinator", card(incident, Press.NUDGE))
    assert toast is not None and toast.startswith("Напоминать некому")
    await town.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    toast = await town.press("coordinator", card(incident, Press.NUDGE))
    assert toast is not None and toast.startswith("Эта карточка уже никого не ждёт")
    assert await town.town.says("nudged") == []


async def test_without_anybody_to_call_help_says_so(town: Phones) -> None:
    incident = await town.town.open()
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("coordinator"), reachable=False)
    toast = await town.press("ann", menu(incident, Menu.HELP, HelpKind.LAWYER), message_id=60)
    assert toast is not None and toast.startswith("Позвать некого")
    assert Role.COORDINATOR is town.town.who("coordinator").role
