"""The head orders, the chief reports, the head takes it: on the phones."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.storage.delivery.outbox import OutboxKind
from bot.ticks.undo_and_postponed import orders as tick
from handlers.head.buttons import ControlButton, ControlDo, OrderButton, OrderDo, OrderUntil, OrderWords
from handlers.kit.buttons import Menu, Press
from incidents.head.lookups import incidents_to_let_go
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from tests.kit.desk_town import HOUSING
from tests.kit.phones import BOT_ID, Json, Phones, phones
from tests.kit.screens import card, card_of, card_text, labels, menu, shown
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, place


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def tick_at(town: Phones, moment: datetime) -> None:
    desk = town.town
    desk.clock.moment = moment
    await tick(desk.around(summary_at=moment.time()))


async def ordered(town: Phones, words: str | None = "Замер сегодня. Доложить, когда починят") -> Incident:
    """An order until four o'clock."""
    incident = await town.town.open()
    await town.press("head", card(incident, Press.ORDER))
    await town.press("head", menu(incident, Menu.ORDER, "today"), message_id=60)
    if words is None:
        await town.press("head", menu(incident, Menu.ORDER_WORDS, OrderWords.NONE), message_id=61)
    else:
        await town.type("head", words)
    return incident


def button(do: OrderDo, order: int = 1) -> OrderButton:
    return OrderButton(do=do, order=order)


def told(order: int = 1) -> Json:
    """The order as it stands in the chief's chat: its button says which it is."""
    keyboard = [[{"text": "Доложить", "callback_data": button(OrderDo.REPORT, order).pack()}]]
    chat = {"id": 1004, "type": "private"}
    whom = {"id": BOT_ID, "is_bot": True, "first_name": "Отклик"}
    return {"message_id": 70, "date": 1, "chat": chat, "from": whom, "text": "Поручение", "reply_markup": {"inline_keyboard": keyboard}}


async def test_an_order_reaches_the_chief_with_its_words_and_its_moment(town: Phones) -> None:
    incident = await ordered(town)
    assert await town.town.says("order") == [("order", town.user("chief"))]
    message = await shown(town.town, "order")
    text = parse(message.html)
    assert text.startswith("📌 Поручение главы: ")
    assert "«Замер сегодня. Доложить, когда починят»" in text
    assert "Доложить до 16:00: одна-две фразы ответом на это сообщение, глава увидит сразу" in text
    assert labels(message) == ["Доложить", "Карточка"]
    assert "Поручили, доложат до вт 24 ноября, 16:00" in (await shown(town.town, "ordered")).html
    assert (await card_text(town.town, incident, "ann")).startswith("📌 ")
    assert all("Замер" not in repr(row) for row in await town.town.rows())
    await town.press("head", card(incident, Press.HISTORY))
    assert "поручили, доложить до вт 24 ноября, 16:00: «Замер сегодня" in parse((await shown(town.town, "menu_history")).html)


async def test_a_report_is_a_reply_to_the_order_and_the_head_reads_it_at_once(town: Phones) -> None:
    incident = await ordered(town)
    await town.type("chief", "Труба районная, починят 26-го", reply_to_message=told())
    assert "Доклад ушёл" in (await shown(town.town, "order_reported")).html
    assert await town.town.says("order_report") == [("order_report", town.user("head"))]
    message = await shown(town.town, "order_report")
    assert "«Труба районная, починят 26-го»" in message.html
    assert labels(message) == ["Принято", "Уточнить", "Снять с контроля"]
    assert await town.press("head", button(OrderDo.TAKE)) == "Приняли. Отдел узнает"
    assert await town.town.says("order_taken") == [("order_taken", town.user("chief"))]
    assert "Доклад приняли" in (await shown(town.town, "order_taken")).html
    assert await town.press("head", button(OrderDo.TAKE)) == "Этот доклад уже разобрали"
    await town.type("chief", "И ещё", reply_to_message=told())
    assert "уже приняли" in (await shown(town.town, "refusal")).html
    assert (await town.town.incident(incident.id)).controlled_since is not None


async def test_a_report_may_be_typed_after_the_button_and_let_the_card_go(town: Phones) -> None:
    incident = await ordered(town, words=None)
    assert "«" not in parse((await shown(town.town, "order")).html)
    await town.press("chief", button(OrderDo.REPORT))
    assert "Что доложить?" in (await shown(town.town, "ask_report")).html
    await town.type("chief", "Сделали")
    assert await town.press("head", button(OrderDo.LET_GO)) == "Приняли и сняли с контроля"
    assert (await town.town.incident(incident.id)).controlled_since is None


async def test_a_question_to_the_report_is_an_order_once_more(town: Phones) -> None:
    await ordered(town)
    await town.type("chief", "Работаем", reply_to_message=told())
    await town.press("head", button(OrderDo.CLARIFY))
    assert "Что уточнить?" in (await shown(town.town, "ask_clarify")).html
    await town.type("head", "Когда починят?")
    assert len(await town.town.says("order")) == 2
    assert "«Когда починят?»" in (await shown(town.town, "order")).html
    await town.type("chief", "Завтра", reply_to_message=told(2))
    assert "«Завтра»" in (await shown(town.town, "order_report")).html


async def test_what_was_not_reported_in_time_is_asked_about_once_and_the_head_reads_that_it_is_late(town: Phones) -> None:
    await ordered(town)
    await tick_at(town, at(15, 59))
    assert await town.town.says("order_due") == []
    for _ in range(2):
        await tick_at(town, at(16))
    assert await town.town.says("order_due") == [("order_due", town.user("chief"))]
    assert "Ждали до 16:00" in (await shown(town.town, "order_due")).html
    assert await town.town.says("order_silent") == [("order_silent", town.user("head"))]
    assert "Доклада пока нет" in (await shown(town.town, "order_silent")).html


async def test_let_them_explain_needs_no_words_and_waits_for_the_morning(town: Phones) -> None:
    incident = await town.town.open()
    toast = await town.press("head", card(incident, Press.EXPLAIN))
    assert toast == "Попросили объяснить до ср 25 ноября, 10:00. Ответ придёт сюда"
    text = parse((await shown(town.town, "order")).html)
    assert text.startswith("📌 Просят объяснить: ")
    assert "Доложить до ср 25 ноября, 10:00" in text


async def test_a_department_without_a_chief_hears_it_itself_and_an_empty_one_leaves_it_to_the_coordinator(town: Phones) -> None:
    housing = await town.town.open("Нет отопления", group="housing", topic="housing_no_heating", main=place("Редкино"))
    assert housing.department_id == HOUSING
    await town.press("head", card(housing, Press.EXPLAIN))
    nobody = await town.town.open("В Твери яма", outside=True, main=place("Тверь"))
    await town.press("head", card(nobody, Press.EXPLAIN))
    assert await town.town.says("order") == [("order", town.user("olga")), ("order", town.user("coordinator"))]


async def test_another_moment_is_typed_in_plain_words_and_a_bad_one_is_asked_again(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("head", menu(incident, Menu.ORDER, "date"), message_id=60)
    for words, refusal in (("скоро", "Срок не разобрали"), ("20 ноября", "прошло")):
        await town.type("head", words)
        assert refusal in (await shown(town.town, "refusal")).html
    await town.type("head", "завтра в 15:00")
    await town.press("head", menu(incident, Menu.ORDER_WORDS, OrderWords.NONE), message_id=61)
    async with town.town.storage.transaction() as tx:
        assert (await tx.orders.get(1)).due_at == at(15, day=25)


async def test_after_four_todays_button_is_gone_and_an_old_one_says_why(town: Phones) -> None:
    incident = await town.town.open()
    town.town.clock.moment = at(16, 30)
    await town.press("head", card(incident, Press.ORDER))
    assert labels(await shown(town.town, "menu_order")) == ["Завтра до 10:00", "Другой срок…", "Голосом", "Назад"]
    toast = await town.press("head", menu(incident, Menu.ORDER, "today"), message_id=60)
    assert toast is not None and "уже прошло" in toast


async def test_whose_it_is_not_to_order_to_report_or_to_take_is_refused(town: Phones) -> None:
    incident = await ordered(town)
    toast = await town.press("ann", card(incident, Press.ORDER))
    assert toast is not None and toast.startswith("Это решает координатор")
    await town.type("olga", "Это мы", reply_to_message=told())
    assert "Докладывает отдел" in (await shown(town.town, "refusal")).html
    assert await town.press("head", button(OrderDo.TAKE)) == "По этому поручению ещё не доложили"
    await town.type("chief", "Готово", reply_to_message=told())
    assert await town.press("chief", button(OrderDo.TAKE)) == "Доклад принимает тот, кто поручил"
    toast = await town.press("head", button(OrderDo.TAKE, 404))
    assert toast is not None and "могли удалить" in toast
    toast = await town.press("head", menu(incident, Menu.ORDER_WORDS, OrderWords.NONE), message_id=61)
    assert toast is not None and toast.startswith("Этот вопрос уже закрыт")


async def test_control_is_a_sign_in_the_first_line_on_and_off(town: Phones) -> None:
    incident = await town.town.open()
    assert await town.press("head", card(incident, Press.CONTROL)) == "На контроле. Нажмите ещё раз, чтобы снять"
    assert (await card_text(town.town, incident, "ann")).startswith("📌 Вода")
    assert labels(await card_of(town.town, incident, "head"))[:3] == ["Поручить…", "Снять контроль", "Пусть объяснят"]
    assert await town.press("head", card(incident, Press.CONTROL)) == "Сняли с контроля"
    assert not (await card_text(town.town, incident, "ann")).startswith("📌")


async def test_a_head_hears_when_somebody_else_takes_the_control_off_and_puts_it_back(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.CONTROL, "head")
    await town.press("coordinator", card(incident, Press.CONTROL))
    assert await town.town.says("control_changed") == [("control_changed", town.user("head"))]
    message = await shown(town.town, "control_changed")
    assert "<b>Сняли с контроля</b>" in message.html and "Кто: координатор" in message.html
    assert labels(message) == ["На контроль", "Карточка"]
    assert "Вернуть контроль" in labels(await card_of(town.town, incident, "coordinator"))
    await town.press("coordinator", card(incident, Press.UNDO))
    again = await shown(town.town, "control_changed")
    assert "<b>Снова на контроле</b>" in again.html and labels(again) == ["Снять контроль", "Карточка"]
    await town.town.sweep_outbox()
    await town.town.act(incident.id, Act.CONTROL, "head")  # what they do themselves is no news
    assert await town.town.says("control_changed") == []


async def test_on_monday_the_head_reads_what_is_watched_and_lets_the_settled_go(town: Phones) -> None:
    old = await town.town.open()
    await town.town.act(old.id, Act.CONTROL, "head")
    await town.town.act(old.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    new = await town.town.open("Яма", topic="roads_potholes", main=place("Редкино", "Гагарина"))
    await town.town.act(new.id, Act.CONTROL, "head")
    await tick_at(town, at(7, 59, day=30))
    assert await town.town.says("controlled") == []
    town.town.clock.moment = at(9, 14, day=30)
    await town.town.act(new.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await town.town.sweep_outbox()
    for _ in range(2):
        await tick_at(town, datetime.fromisoformat("2026-12-07T08:00:00+03:00"))
    assert await town.town.says("controlled") == [("controlled", town.user("head"))]
    (row,) = [row for row in await town.town.rows() if row.kind is OutboxKind.SAY]
    assert row.sound is False
    message = await shown(town.town, "controlled")
    assert "На контроле 2, можно снять 1" in message.html
    assert labels(message) == ["Снять закрытые: 1", "Показать все"]
    await town.press("head", ControlButton(do=ControlDo.ALL, page=0), message_id=80)
    assert labels(await shown(town.town, "controlled_all")) == ["№ 1", "№ 2"]
    assert await town.press("head", ControlButton(do=ControlDo.DROP, page=0), message_id=80) == "Сняли с контроля: 1"
    async with town.town.storage.transaction() as tx:
        assert [each.id for each in await tx.incidents.controlled()] == [new.id]
        assert incidents_to_let_go(await tx.incidents.controlled(), now=town.town.clock.now()) == []
    assert "На контроле 1" in (await shown(town.town, "controlled")).html
    toast = await town.press("head", ControlButton(do=ControlDo.DROP, page=0), message_id=80)
    assert toast == "Снимать нечего: закрытых неделю назад нет"
    refused = await town.press("observer", ControlButton(do=ControlDo.DROP, page=0), message_id=80)
    assert refused is None or refused.startswith("Снимать нечего")


async def test_an_order_of_the_coordinator_bears_their_name(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("coordinator", menu(incident, Menu.ORDER, "tomorrow"), message_id=60)
    await town.type("coordinator", "Проверить колодец")
    text = parse((await shown(town.town, "order")).html)
    assert "Поручение координатора" in text
    assert "координатор увидит сразу" in text


def voice(file_id: str = "AwACAgIAAxkBAAI") -> Json:
    """A recording as Telegram tells it."""
    return {"voice": {"file_id": file_id, "file_unique_id": "u1", "duration": 7}}


async def test_an_order_by_voice_is_passed_on_as_the_recording_and_reported_by_a_reply(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("head", card(incident, Press.ORDER))
    await town.press("head", menu(incident, Menu.ORDER, OrderUntil.BY_VOICE), message_id=60)
    assert labels(await shown(town.town, "menu_ovoice")) == ["Сегодня до 16:00", "Завтра до 10:00", "Другой срок…", "Назад"]
    await town.press("head", menu(incident, Menu.ORDER_VOICE, "today"), message_id=60)
    assert "Бот не расшифровывает речь" in (await shown(town.town, "ask_order_voice")).html
    await town.type(
        "head",
        None,
        sticker={
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        },
    )
    assert "Нужно голосовое сообщение" in (await shown(town.town, "voice_wanted")).html
    await town.type("head", None, **voice())
    message = await shown(town.town, "order")
    assert message.voice == "AwACAgIAAxkBAAI"
    assert "Слова в записи, послушайте" in message.html
    assert labels(message) == ["Доложить", "Карточка"]
    assert await town.town.says("order") == [("order", town.user("chief"))]
    assert all("AwACAg" not in repr(row) for row in await town.town.rows())
    await town.press("head", card(incident, Press.HISTORY))
    assert "поручили голосом, доложить до вт 24 ноября, 16:00" in parse((await shown(town.town, "menu_history")).html)
    await town.type("chief", "Сделаем сегодня", reply_to_message=told())
    assert "«Сделаем сегодня»" in (await shown(town.town, "order_report")).html


async def test_another_moment_of_an_order_by_voice_is_typed_and_words_do_as_well(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("head", menu(incident, Menu.ORDER_VOICE, "date"), message_id=60)
    await town.type("head", "завтра в 15:00")
    await town.type("head", "Проверить колодец")
    message = await shown(town.town, "order")
    assert (message.voice, "«Проверить колодец»" in message.html) == (None, True)
    await town.press("head", menu(incident, Menu.ORDER, "tomorrow"), message_id=60)
    await town.type("head", None, caption="Послушайте до конца", **voice())
    message = await shown(town.town, "order")
    assert message.voice is not None and "«Послушайте до конца»" in message.html
