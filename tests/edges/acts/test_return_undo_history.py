"""«Не наше», «Вернуть», «История» on the phone."""

from collections.abc import AsyncIterator

import pytest

from handlers.kit.buttons import Menu, Press
from handlers.kit.text import visible_length
from handlers.routing.buttons import UNKNOWN
from incidents.ids import DepartmentId
from incidents.incident import Act, ClosingOutcome, Doubt, Status, Untold
from incidents.messenger import Message
from incidents.official import Role
from incidents.routing.likely_departments import likely
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, card_of, labels, menu, shown
from tests.kit.tdlib import parse

IMPROVEMENT = DepartmentId("improvement")
BOTH = (("roads", 0.5), ("improvement", 0.3), ("housing", 0.1))


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        await town.town.enrol("ivan", Role.EXECUTOR, IMPROVEMENT)
        yield town


async def test_the_likeliest_of_the_others_come_first_and_nobody_knows_comes_last(town: Phones) -> None:
    incident = await town.town.open(groups=BOTH)
    async with town.town.storage.transaction() as tx:
        assert list(await likely(tx, incident)) == [IMPROVEMENT, HOUSING]
    await town.press("ann", card(incident, Press.RETURN))
    message = await shown(town.town, "menu_return")
    assert labels(message) == ["1. Благоустройства", "2. ЖКХ", "Не знаю чьё", "Назад"]  # there are no others
    assert "Чьё это, по-вашему?" in message.html
    assert (await town.town.incident(incident.id)).status is Status.ASSIGNED


async def test_a_named_department_gets_the_card_at_once_and_is_told_who_sent_it(town: Phones) -> None:
    incident = await town.town.open(groups=BOTH)
    await town.press("ann", card(incident, Press.RETURN))
    toast = await town.press("ann", menu(incident, Menu.RETURN, IMPROVEMENT), message_id=60)
    assert toast == "Передали: отдел благоустройства. Передумали? «Вернуть» работает 10 минут"
    after = await town.town.incident(incident.id)
    assert (after.status, after.department_id, after.returns, after.doubt) == (Status.ASSIGNED, IMPROVEMENT, 1, None)
    assert after.route_because == f"передали коллеги ({town.town.who('ann').title})"
    assert town.user("ivan") in await town.town.cards(incident.id)
    assert "Принять" in labels(await card_of(town.town, incident, "ivan"))
    assert labels(await card_of(town.town, incident, "ann")) == ["Открыть пост", "Ещё…", "Вернуть в отдел"]


async def test_the_second_return_goes_to_the_coordinator_with_their_advice_and_there_is_no_third(town: Phones) -> None:
    incident = await town.town.open(groups=BOTH)
    await town.press("ann", menu(incident, Menu.RETURN, IMPROVEMENT), message_id=60)
    await town.press("ivan", card(incident, Press.RETURN))
    assert "Возвращают второй раз" in (await shown(town.town, "menu_return")).html
    await town.press("ivan", menu(incident, Menu.RETURN, HOUSING), message_id=60)
    after = await town.town.incident(incident.id)
    assert (after.status, after.department_id, after.returns, after.doubt) == (Status.NEW, None, 2, Doubt.ROUTE)
    assert after.route_because.endswith("по их мнению: отдел ЖКХ")
    await town.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=ROADS)
    toast = await town.press("ann", card(incident, Press.RETURN))
    assert toast is not None and toast.startswith("Карточку уже возвращали два раза")
    assert "Не наше" not in labels(await card_of(town.town, incident, "ann"))


@pytest.mark.parametrize(
    ("choice", "words"),
    [(ROADS, "Карточка и так у этого отдела"), ("culture", "В этом отделе пока никого нет"), ("mars", "Такого отдела у нас нет")],
)
async def test_a_department_that_cannot_take_it_is_refused_and_nothing_changes(town: Phones, choice: str, words: str) -> None:
    incident = await town.town.open()
    toast = await town.press("ann", menu(incident, Menu.RETURN, choice), message_id=60)
    assert toast is not None and toast.startswith(words)
    assert await town.town.incident(incident.id) == incident


async def test_only_what_history_or_a_rule_names_is_offered_and_the_rest_is_one_press_away(town: Phones) -> None:
    homes = [DepartmentId(id) for id in ("culture", "safety", "architecture", "education", "social", "ecology")]
    for number, home in enumerate(homes):
        await town.town.enrol(f"home{number}", Role.EXECUTOR, home)
    incident = await town.town.open(groups=(("roads", 0.9), ("improvement", 0.15), ("safety", 0.02), ("architecture", 0.01)))
    await town.press("ann", card(incident, Press.RETURN))
    first = await shown(town.town, "menu_return")
    assert labels(first) == ["1. Благоустройства", "Другой отдел…", "Не знаю чьё", "Назад"]
    other = next(button.data for row in first.rows for button in row if button.label == "Другой отдел…")
    assert other is not None
    await town.press("ann", other, message_id=60)
    second = await shown(town.town, "menu_return")
    assert labels(second)[0].startswith("1. Благоустрой") and labels(second)[-3:] == ["Дальше", "Не знаю чьё", "Назад"]
    await town.press("ann", menu(incident, Menu.RETURN, "+1"), message_id=60)
    found = [button for screen in (second, await shown(town.town, "menu_return")) for row in screen.rows for button in row]
    assert {data.rpartition(":")[2] for button in found if (data := button.data)} >= {*homes, HOUSING, IMPROVEMENT}
    toast = await town.press("ann", menu(incident, Menu.RETURN, homes[-1]), message_id=60)
    assert toast is not None and toast.startswith("Передали: отдел экологии")


async def test_whoever_has_other_topics_of_the_group_is_likely(town: Phones) -> None:
    incident = await town.town.open(groups=(("roads", 0.98), ("safety", 0.01)))
    await town.press("ann", card(incident, Press.RETURN))
    assert labels(await shown(town.town, "menu_return")) == ["1. Благоустройства", "Другой отдел…", "Не знаю чьё", "Назад"]  # lamps


async def test_where_nothing_is_likely_the_list_is_offered_and_no_guess(town: Phones) -> None:
    await town.town.enrol("lena", Role.EXECUTOR, DepartmentId("culture"))
    incident = await town.town.open(group="culture", topic="culture_venues", groups=(("culture", 0.98), ("safety", 0.01)))
    assert incident.department_id == "culture"
    await town.press("lena", card(incident, Press.RETURN))
    assert labels(await shown(town.town, "menu_return")) == ["Выбрать отдел…", "Не знаю чьё", "Назад"]


async def test_nobody_knows_whose_it_is(town: Phones) -> None:
    incident = await town.town.open()
    toast = await town.press("ann", menu(incident, Menu.RETURN, UNKNOWN), message_id=60)
    assert toast == "Вернули, отдел выберет координатор. Передумали? «Вернуть» работает 10 минут"
    assert (await town.town.incident(incident.id)).status is Status.NEW
    await town.press("coordinator", card(incident, Press.ASSIGN))
    assert labels(await shown(town.town, "menu_assign"))[:3] == ["1. Благоустройс…", "2. ЖКХ", "3. Дорожного…"]


async def test_a_foreign_department_does_not_open_the_menu(town: Phones) -> None:
    incident = await town.town.open()
    toast = await town.press("olga", card(incident, Press.RETURN))
    assert toast is not None and toast.startswith("Это карточка другого отдела")
    assert await town.town.says() == [("foreign_card", town.user("olga"))]


async def test_the_button_of_taking_back_stands_ten_minutes(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("ann", card(incident, Press.ACCEPT))
    assert "Вернуть приём" in labels(await card_of(town.town, incident, "ann"))
    for other in ("coordinator", "peter", "chief"):
        assert "Вернуть приём" not in labels(await card_of(town.town, incident, other))
        refused = await town.press(other, card(incident, Press.UNDO))
        assert refused is not None and refused.startswith("Вернуть может только тот, кто нажимал")
    assert await town.press("ann", card(incident, Press.UNDO)) == "Вернули, как было"
    assert (await town.town.incident(incident.id)).status is Status.ASSIGNED
    await town.press("ann", card(incident, Press.ACCEPT))
    town.town.clock.move(minutes=10)
    assert "Вернуть приём" not in labels(await card_of(town.town, incident, "ann"))
    toast = await town.press("ann", card(incident, Press.UNDO))
    assert toast is not None and toast.startswith("10 минут прошли")


async def test_a_closed_card_offers_one_way_back_at_a_time(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert labels(await card_of(town.town, incident, "ann")) == ["Открыть пост", "История", "Вернуть в работу"]
    closed = await town.town.incident(incident.id)
    assert await town.press("ann", card(incident, Press.UNDO)) == "Вернули, как было"
    assert (await town.town.incident(incident.id)).status is not closed.status
    await town.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    town.town.clock.move(minutes=11)
    assert labels(await card_of(town.town, incident, "ann")) == ["Открыть пост", "История", "Вернуть в работу"]


async def test_the_log_is_read_in_plain_words_newest_first(town: Phones) -> None:
    incident = await town.town.open()
    town.town.clock.move(minutes=5)
    await town.press("ann", card(incident, Press.ACCEPT))
    await town.press("ann", card(incident, Press.UNDO))
    await town.press("ann", menu(incident, Menu.RETURN, HOUSING), message_id=60)
    await town.press("observer", card(incident, Press.HISTORY))
    text = parse((await shown(town.town, "menu_history")).html)
    assert text.splitlines()[3:8] == [
        "9:19, исполнитель 1: не наше, передали: отдел ЖКХ",
        "9:19, исполнитель 1: вернули, как было: «Принять»",
        "9:19, исполнитель 1: приняли",
        "9:14, бот: разложил по правилу, отдел дорожного хозяйства: вода на дорогах (правило 21)",
        "9:14, бот: новая проблема",
    ]


async def test_a_long_log_has_pages_and_every_page_fits(town: Phones) -> None:
    incident = await town.town.open()
    for _ in range(6):
        await town.press("ann", card(incident, Press.ACCEPT))
        await town.press("ann", card(incident, Press.UNDO))
    await town.press("ann", card(incident, Press.HISTORY))
    first = await shown(town.town, "menu_history")
    assert "14 записей, страница 1 из 2" in first.html
    assert labels(first) == ["Назад", "Раньше"]
    await town.press("ann", menu(incident, Menu.HISTORY, "+1"), message_id=60)
    second = await shown(town.town, "menu_history")
    assert "новая проблема" in second.html
    assert labels(second) == ["Назад", "К новым"]
    assert max(visible_length(first.html), visible_length(second.html)) <= 1024


def markup(message: Message) -> dict[str, object]:
    """The keyboard as Telegram sends it back with a press."""
    keys = [[{"text": button.label, "callback_data": button.data} for button in row if button.data] for row in message.rows]
    return {"inline_keyboard": keys}


def back_of(message: Message) -> str:
    return next(button.data or "" for row in message.rows for button in row if button.label == "Назад")


async def test_back_of_a_menu_leads_to_what_it_was_opened_from(town: Phones) -> None:
    incident = await town.town.open()
    for _ in range(6):
        await town.town.act(incident.id, Act.ACCEPT, "ann")
        await town.press("ann", card(incident, Press.UNDO))
    await town.press("ann", card(incident, Press.MORE))
    more = await shown(town.town, "menu_more")
    await town.press("ann", card(incident, Press.HISTORY), message_id=60, reply_markup=markup(more))
    await town.press("ann", menu(incident, Menu.HISTORY, "+1"), message_id=60, reply_markup=markup(await shown(town.town, "menu_history")))
    second = await shown(town.town, "menu_history")
    await town.town.sweep_outbox()
    await town.press("ann", back_of(second), message_id=60, reply_markup=markup(second))
    assert await town.town.says() == [("menu_more", town.user("ann"))]
    again = await shown(town.town, "menu_more")
    assert labels(again) == labels(more)
    await town.press("ann", back_of(again), message_id=60, reply_markup=markup(again))
    assert (await town.town.says())[-1] == ("delete", town.user("ann"))


async def test_back_of_a_menu_that_was_opened_on_the_card_takes_it_away(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("ann", card(incident, Press.RETURN))
    opened = await shown(town.town, "menu_return")
    await town.press("ann", back_of(opened), message_id=60, reply_markup=markup(opened))
    assert (await town.town.says())[-1] == ("delete", town.user("ann"))
