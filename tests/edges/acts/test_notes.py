"""«Заметка своим» and «Причина» on the phone."""

from collections.abc import AsyncIterator

import pytest

from handlers.kit.buttons import Menu, Press
from incidents.acts.delays import DelayReason
from incidents.incident import Act, ClosingOutcome, Untold
from tests.kit.phones import GROUP, STICKER, Phones, phones
from tests.kit.screens import card, card_text, labels, menu, shown
from tests.kit.tdlib import parse


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def test_a_note_stands_on_the_card_and_in_the_log_and_its_words_are_in_no_event(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("ann", card(incident, Press.NOTE))
    assert "Жителю не уйдёт" in (await shown(town.town, "ask_note")).html
    town.town.clock.move(minutes=6)
    await town.type("ann", "Ключ от колодца у сторожа, 2 <этаж>")
    assert "Записали" in (await shown(town.town, "noted")).html
    text = await card_text(town.town, incident, "coordinator")
    assert text.splitlines()[-1] == "Заметка отдела дорожного хозяйства, 9:20: Ключ от колодца у сторожа, 2 этаж"
    await town.press("peter", card(incident, Press.HISTORY))
    assert "исполнитель 1: заметка: «Ключ от колодца" in parse((await shown(town.town, "menu_history")).html)
    async with town.town.storage.transaction() as tx:
        event = (await tx.log.of(incident.id))[-1]
        assert event.act is Act.NOTE
        assert "Ключ" not in repr(event)
    assert all("Ключ" not in repr(row) for row in await town.town.rows())


async def test_the_coordinators_note_bears_their_title_and_a_closed_card_takes_a_note_too(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await town.press("coordinator", card(incident, Press.NOTE))
    await town.type("coordinator", "Проверить весной")
    await town.town.act(incident.id, Act.REOPEN, "ann")
    assert "Заметка (координатор 5), 9:14: Проверить весной" in await card_text(town.town, incident, "ann")


@pytest.mark.parametrize(("text", "words"), [("я" * 1001, "лишних 1"), (" \n ", "хотя бы пару слов")])
async def test_a_note_that_does_not_fit_is_refused_and_the_question_stays_open(town: Phones, text: str, words: str) -> None:
    incident = await town.town.open()
    await town.press("ann", card(incident, Press.NOTE))
    await town.type("ann", text)
    assert words in (await shown(town.town, "refusal")).html
    await town.type("ann", None, sticker=STICKER)
    assert ("text_wanted", town.user("ann")) in await town.town.says()
    await town.type("ann", "/3 дома без воды")  # an unknown command is no note
    await town.type("ann", "Теперь коротко")
    async with town.town.storage.transaction() as tx:
        assert [note.text for note in await tx.notes.of(incident.id)] == ["Теперь коротко"]


async def test_who_may_not_write_a_note_is_told_before_they_type(town: Phones) -> None:
    incident = await town.town.open()
    for name, words in (("olga", "Это карточка другого отдела"), ("observer", "Вы наблюдатель")):
        toast = await town.press(name, card(incident, Press.NOTE))
        assert toast is not None and toast.startswith(words)
    assert await town.town.says() == [("foreign_card", town.user("olga"))]


async def test_a_note_asked_for_in_a_group_goes_on_in_private(town: Phones) -> None:
    incident = await town.town.open()
    assert await town.press("ann", card(incident, Press.NOTE), chat=GROUP) == "Продолжим в личном чате с ботом"
    assert await town.town.says("ask_note") == [("ask_note", town.user("ann"))]
    await town.type("ann", "отмена")
    async with town.town.storage.transaction() as tx:
        assert await tx.notes.of(incident.id) == []


async def test_a_reason_is_pressed_and_stands_on_the_card(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("ann", card(incident, Press.DELAY))
    offered = await shown(town.town, "menu_delay")
    assert labels(offered) == ["Ждём подрядчика", "Ждём организацию", "Нет техники", "Погода", "Нужен выезд", "Другое…", "Назад"]
    toast = await town.press("ann", menu(incident, Menu.DELAY, DelayReason.MACHINES), message_id=60)
    assert toast == "Записали причину, её увидят рядом с цифрой. Передумали? «Вернуть» работает 10 минут"
    assert "Причина задержки: нет техники, 9:14" in await card_text(town.town, incident, "coordinator")


async def test_a_reason_in_their_own_words_and_taken_back(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("ann", menu(incident, Menu.DELAY, DelayReason.WEATHER), message_id=60)
    await town.press("ann", menu(incident, Menu.DELAY, DelayReason.OTHER), message_id=60)
    assert "Что мешает?" in (await shown(town.town, "ask_delay")).html
    await town.type("ann", "Насос в ремонте до четверга")
    assert "Насос в ремонте до четверга" in await card_text(town.town, incident, "ann")
    async with town.town.storage.transaction() as tx:
        delay = (await tx.delays.of_each([incident.id]))[incident.id]
        assert (delay.text, delay.by) == ("Насос в ремонте до четверга", town.town.who("ann").id)
    assert await town.press("ann", card(incident, Press.UNDO)) == "Вернули, как было"
    assert "Причина задержки: погода" in await card_text(town.town, incident, "ann")


async def test_a_forged_reason_changes_nothing(town: Phones) -> None:
    incident = await town.town.open()
    toast = await town.press("ann", menu(incident, Menu.DELAY, "laziness"), message_id=60)
    assert toast == "Такого выбора больше нет. Откройте меню на карточке ещё раз"
    assert await town.town.incident(incident.id) == incident
