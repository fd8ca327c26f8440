"""Presses on cards and in menus, through the real inbox, worker and dispatcher."""

from collections.abc import AsyncIterator

import pytest

from bot.storage.delivery.copies import Copy
from handlers.acts.buttons import MyPage
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from incidents.ids import ChatId
from incidents.incident import Act, ClosingOutcome, Incident, RejectReason, Status, Untold
from incidents.reading import DangerGrade
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.phones import GROUP, STICKER, Phones, phones
from tests.kit.screens import shown

OLD = "Кнопка устарела. Что ждёт вас сейчас, покажет команда /my"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


def card(incident: Incident, press: Press) -> CardButton:
    return CardButton(press=press, incident=incident.id)


def menu(incident: Incident, which: Menu, choice: str) -> MenuButton:
    return MenuButton(menu=which, incident=incident.id, choice=choice)


async def status(town: Phones, incident: Incident) -> Status:
    return (await town.town.incident(incident.id)).status


async def stands(town: Phones, incident: Incident, chat: ChatId, message_id: int) -> None:
    async with town.town.storage.transaction() as tx:
        copy = Copy(incident_id=incident.id, chat_id=chat, topic_id=None, message_id=message_id, shown="x", photos_sent=True)
        await tx.copies.save(copy)


async def test_accepting_says_until_when_to_answer(town: Phones) -> None:
    incident = await town.town.open()
    toast = await town.press("ann", card(incident, Press.ACCEPT))
    assert toast == "Принято. Ответить до ср 25 ноября, 10:14"
    assert await status(town, incident) is Status.ACCEPTED


async def test_reopening_says_what_comes_next(town: Phones) -> None:
    other = await town.town.open("Яма", topic="roads_potholes")
    await town.town.act(other.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert await town.press("ann", card(other, Press.REOPEN)) == "Вернули в работу"
    assert await status(town, other) is Status.REOPENED


async def test_the_second_to_press_reads_who_was_first(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("ann", card(incident, Press.ACCEPT))
    toast = await town.press("peter", card(incident, Press.ACCEPT))
    assert toast is not None
    assert toast.startswith("Уже взяли: исполнитель 1, 9:14")


async def test_a_press_without_right_changes_nothing_and_stands_in_the_audit(town: Phones) -> None:
    incident = await town.town.open()
    toast = await town.press("olga", card(incident, Press.ACCEPT))
    assert toast is not None
    assert toast.startswith("Это карточка другого отдела")
    assert await status(town, incident) is Status.ASSIGNED
    assert await town.town.audited() == [("forbidden", town.user("olga"))]


@pytest.mark.parametrize(
    ("press", "code", "by"),
    [(Press.CLOSE, "menu_close", "ann"), (Press.ASSIGN, "menu_assign", "coordinator"), (Press.REJECT, "menu_reject", "coordinator")],
)
async def test_a_menu_opens_as_a_message_of_its_own_beside_the_card(town: Phones, press: Press, code: str, by: str) -> None:
    incident = await town.town.open()
    await town.town.sweep_outbox()
    assert await town.press(by, card(incident, press)) is None
    (row,) = await town.town.rows()
    assert (row.code, row.chat_id, row.incident_id, row.sound) == (code, town.user(by), incident.id, False)


async def test_a_menu_that_is_not_ones_own_does_not_open(town: Phones) -> None:
    incident = await town.town.open()
    assert "координатор" in str(await town.press("ann", card(incident, Press.ASSIGN)))
    assert await town.town.says() == []


@pytest.mark.parametrize(
    ("which", "choice", "by", "after", "toast"),
    [
        (Menu.CLOSE, ClosingOutcome.REFUSED, "ann", Status.CLOSED, "Закрыто. Передумали?"),
        (Menu.REJECT, RejectReason.AD, "coordinator", Status.REJECTED, "Убрали из работы. Передумали?"),
        (Menu.ASSIGN, HOUSING, "coordinator", Status.ASSIGNED, "Передали: "),
    ],
)
async def test_a_choice_acts_and_takes_the_menu_away(town: Phones, which: Menu, choice: str, by: str, after: Status, toast: str) -> None:
    incident = await town.town.open()
    said = await town.press(by, menu(incident, which, choice), message_id=60)
    assert said is not None
    assert said.startswith(toast)
    assert await status(town, incident) is after
    gone = [row for row in await town.town.rows() if row.code == "delete"]
    assert [(row.chat_id, row.params["edit"], row.params["photo"]) for row in gone] == [(town.user(by), 60, False)]


async def test_back_takes_the_menu_away_and_changes_nothing(town: Phones) -> None:
    incident = await town.town.open()
    assert await town.press("ann", menu(incident, Menu.CLOSE, "")) is None
    assert await status(town, incident) is Status.ASSIGNED
    assert [code for code, _ in await town.town.says()] == ["delete"]


@pytest.mark.parametrize(("choice", "page"), [("+1", 1), ("+0", 0), ("+x", 0), ("+", 0), ("+²", 0)])
async def test_a_page_of_departments_is_turned_in_place(town: Phones, choice: str, page: int) -> None:
    incident = await town.town.open()
    await town.town.sweep_outbox()
    await town.press("coordinator", menu(incident, Menu.ASSIGN, choice), message_id=60)
    (row,) = await town.town.rows()
    assert (row.code, row.params) == ("menu_assign", {"incident": incident.id, "edit": 60, "page": page})


@pytest.mark.parametrize("which", [Menu.CLOSE, Menu.REJECT])
async def test_a_choice_that_is_no_more_sends_back_to_the_card(town: Phones, which: Menu) -> None:
    incident = await town.town.open()
    assert await town.press("coordinator", menu(incident, which, "burnt")) == "Такого выбора больше нет. Откройте меню на карточке ещё раз"
    assert await town.press("coordinator", menu(incident, Menu.ASSIGN, "moon")) == "Такого отдела у нас нет"


async def test_why_me_is_told_with_every_reason_in_a_window(town: Phones) -> None:
    incident = await town.town.open(danger=True, danger_grade=DangerGrade.RISK, danger_words="провалился асфальт")
    await town.town.take(await town.town.write())
    toast = await town.press("ann", card(incident, Press.WHY))
    assert toast is not None
    assert [line.split(":")[0] for line in toast.splitlines()] == ["Почему вам", "Почему опасно", "Почему вместе"]
    assert town.telegram.calls[-1][1]["show_alert"] == "true"
    plain = await town.town.open("Фонарь", topic="roads_lighting")
    assert "\n" not in str(await town.press("ann", card(plain, Press.WHY)))


async def test_words_of_residents_are_masked_in_the_window_too(town: Phones) -> None:
    words = {"danger_words": "газом пахнет, звоните 8 915 123-45-67", "danger_title": "газом пахнет"}
    incident = await town.town.open(danger=True, danger_grade=DangerGrade.RISK, **words)
    toast = await town.press("ann", card(incident, Press.WHY))
    assert toast is not None
    assert "Почему опасно: «газом пахнет»" in toast
    torn = {"danger_words": words["danger_words"], "topic": "roads_lighting"}
    hidden = await town.town.open("Фонарь", danger=True, danger_grade=DangerGrade.RISK, **torn)
    assert "опасно" not in str(await town.press("ann", card(hidden, Press.WHY)))


async def test_a_very_long_reason_still_fits_telegrams_window(town: Phones) -> None:
    incident = await town.town.open(danger=True, danger_grade=DangerGrade.RISK, danger_words="провалился " * 100)
    toast = await town.press("ann", card(incident, Press.WHY))
    assert toast is not None
    assert len(toast) <= 200


async def test_a_number_of_the_list_brings_a_fresh_card_into_this_chat(town: Phones) -> None:
    incident = await town.town.open()
    await stands(town, incident, town.user("observer"), 40)
    await town.town.sweep_outbox()
    await town.press("observer", card(incident, Press.SHOW))
    async with town.town.storage.transaction() as tx:
        assert await tx.copies.in_chat(incident.id, town.user("observer")) is None
        assert await tx.copies.incident_at(town.user("observer"), 40) == incident.id
    assert town.user("observer") in await town.town.cards(incident.id)


@pytest.mark.parametrize("press", sorted(Press))
async def test_a_press_on_an_incident_that_is_not_there_is_answered(town: Phones, press: Press) -> None:
    assert "могли удалить" in str(await town.press("coordinator", CardButton(press=press, incident=404)))
    assert await town.town.rows() == []


@pytest.mark.parametrize(
    "data",
    [
        "c0:accept:1",
        "c1:dance:1",
        "c1:accept",
        "c1:accept:x",
        "c1:accept:-1",
        f"c1:accept:{2**63}",
        f"c1:show:{10**30}",
        "m1:close:1",
        f"a1:send:{10**30}",
        "l1:-5",
        "📎" * 16,
        "c1:accept:1:1",
        ":",
        " ",
    ],
)
async def test_an_old_or_forged_button_is_answered_politely(town: Phones, data: str) -> None:
    assert await town.press("ann", data) == OLD
    async with town.town.storage.transaction() as tx:
        assert await tx.inbox.dead_letters() == []


async def test_an_old_button_under_a_card_brings_a_fresh_one_where_it_stands(town: Phones) -> None:
    incident = await town.town.open()
    async with town.town.storage.transaction() as tx:
        await tx.departments.set_chat(ROADS, GROUP, 9)
    await stands(town, incident, GROUP, 70)
    await town.town.sweep_outbox()
    toast = await town.press("ann", "c0:old:1", chat=GROUP, message_id=70, message_thread_id=9, is_topic_message=True)
    assert toast == "Кнопка устарела. Вот свежая карточка"
    (fresh,) = [row for row in await town.town.rows() if row.chat_id == GROUP]
    assert (fresh.topic_id, fresh.incident_id) == (9, incident.id)


async def test_an_old_button_of_an_inline_message_has_no_chat_and_is_answered_too(town: Phones) -> None:
    query = town.query("ann", "c0:old:1")
    del query["message"]
    await town.update(callback_query={**query, "inline_message_id": "7"})
    assert town.telegram.answers() == [OLD]
    menu_query = town.query("coordinator", "m1:close:404:")
    del menu_query["message"]
    await town.update(callback_query={**menu_query, "inline_message_id": "7"})
    assert await town.town.says() == []


async def test_a_press_under_a_message_too_old_for_telegram_to_show_works_as_any_other(town: Phones) -> None:
    incident = await town.town.open()
    query = town.query("ann", card(incident, Press.ACCEPT).pack())
    query["message"] = {"message_id": 50, "date": 0, "chat": query["message"]["chat"]}
    await town.update(callback_query=query)
    assert await status(town, incident) is Status.ACCEPTED
    menu_query = {**town.query("ann", card(incident, Press.CLOSE).pack()), "message": query["message"]}
    await town.update(callback_query=menu_query)
    assert await town.town.says("menu_close") == [("menu_close", town.user("ann"))]


async def test_more_opens_beside_the_card_and_turns_into_what_is_chosen_from_it(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("ann", card(incident, Press.MORE))
    (row,) = [row for row in await town.town.rows() if row.code == "menu_more"]
    assert (row.incident_id, row.params) == (incident.id, {"incident": incident.id})
    back = {"text": "Назад", "callback_data": menu(incident, Menu.MORE, "").pack()}
    query = town.query("ann", card(incident, Press.CLOSE).pack(), message_id=60)
    query["message"]["reply_markup"] = {"inline_keyboard": [[back]]}
    await town.update(callback_query=query)
    (row,) = [row for row in await town.town.rows() if row.code == "menu_close"]
    assert (row.incident_id, row.params) == (None, {"incident": incident.id, "edit": 60, "to_more": 1})


async def test_a_menu_in_a_groups_topic_stays_in_it(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("ann", card(incident, Press.CLOSE), chat=GROUP, message_thread_id=9, is_topic_message=True)
    (row,) = [row for row in await town.town.rows() if row.code == "menu_close"]
    assert (row.chat_id, row.topic_id) == (GROUP, 9)


async def test_the_list_comes_in_private_and_its_pages_are_turned_in_place(town: Phones) -> None:
    await town.type("ann", "/my")
    await town.press("ann", MyPage(page=2), message_id=61)
    first, second = [row for row in await town.town.rows() if row.code == "my"]
    assert (first.chat_id, first.params) == (town.user("ann"), {"official": town.town.who("ann").id, "page": 0})
    assert second.params == {"official": town.town.who("ann").id, "page": 2, "edit": 61}


async def test_the_list_asked_for_in_a_group_comes_in_private(town: Phones) -> None:
    await town.type("ann", "/my", chat=GROUP)
    assert await town.town.says() == [("my", town.user("ann"))]


@pytest.mark.parametrize("command", ["/help", "/start"])
async def test_help_comes_where_it_is_asked(town: Phones, command: str) -> None:
    await town.type("ann", command)
    await town.type("ann", command, chat=GROUP)
    assert await town.town.says() == [("help", town.user("ann")), ("help", GROUP)]


async def test_words_outside_a_dialogue_are_told_what_the_bot_can_do(town: Phones) -> None:
    await town.type("ann", "Привет, бот")
    await town.type("ann", "/nonsense")
    await town.type("ann", None, sticker=STICKER)
    assert [code for code, _ in await town.town.says()] == ["not_understood", "refusal", "not_understood"]
    assert "Это сообщение никуда не ушло" in (await shown(town.town, "not_understood")).html


async def test_a_cancel_where_nothing_waits_is_told_how_a_menu_closes(town: Phones) -> None:
    await town.type("ann", "Отмена")
    assert [code for code, _ in await town.town.says()] == ["nothing_to_cancel"]
    assert "Меню закрывает его кнопка «Назад»" in (await shown(town.town, "nothing_to_cancel")).html


async def test_a_colleagues_reply_under_a_card_in_a_group_is_not_published_and_they_are_told(town: Phones) -> None:
    incident = await town.town.open()
    await stands(town, incident, GROUP, 70)
    await town.town.sweep_outbox()
    replied = town.message(None, "карточка", GROUP, message_id=70)
    await town.type("ann", "Я уже еду", chat=GROUP, reply_to_message=replied, message_thread_id=9, is_topic_message=True)
    (row,) = await town.town.rows()
    assert (row.code, row.chat_id, row.topic_id, row.sound) == ("group_reply", GROUP, 9, False)
    async with town.town.storage.transaction() as tx:
        assert await tx.answers.of(incident.id) == []


async def test_a_groups_other_talk_is_passed_over_in_silence(town: Phones) -> None:
    await town.type("ann", "Кто на обед?", chat=GROUP)
    await town.type("ann", "Я", chat=GROUP, reply_to_message=town.message("peter", "Кто на обед?", GROUP, message_id=71))
    assert await town.town.rows() == []
