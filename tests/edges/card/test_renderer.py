"""From outbox rows to messages: every code has its text, made from what stands in the database now."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.renderer import Renderer
from bot.storage.delivery.copies import Copy
from handlers.acts.buttons import MyPage
from handlers.kit.buttons import CardButton, Press
from incidents.answers.values import AnswerState
from incidents.deadlines.reminders import Reminder
from incidents.delivery import Say
from incidents.desk.answers import draft_answer, publish_answer
from incidents.errors import NotFound
from incidents.head.orders import OrderKind
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from incidents.messenger import Message
from incidents.posts import Network
from incidents.publisher import Published
from incidents.reading import DangerGrade
from tests.kit.desk_town import HOUSING, ROADS, DeskTown, desk_town, konakovo
from tests.kit.values.samples import place

COMMENT = Published(external_id="wall-1_1_r7", url="https://vk.com/wall-1_1?reply=7")


@dataclass
class Shown:
    """A town whose messages are looked at."""

    town: DeskTown
    renderer: Renderer

    async def say(self, code: str, to: str = "ann", **params: Any) -> Message:  # Any: ids and codes
        await self.town.sweep_outbox()
        async with self.town.storage.transaction() as tx:
            await tx.outbox.put(Say(chat_id=self.town.chat(to), code=code, params=params))
        (row,) = await self.town.rows()
        async with self.town.storage.transaction() as tx:
            return await self.renderer.say(tx, row, now=self.town.clock.now())

    async def card(self, incident: Incident, to: str | ChatId = "ann") -> Message:
        chat = self.town.chat(to) if isinstance(to, str) else to
        async with self.town.storage.transaction() as tx:
            return await self.renderer.card(tx, incident.id, chat, now=self.town.clock.now())


@pytest.fixture
async def shown(sqlite_url: str) -> AsyncIterator[Shown]:
    async with desk_town(sqlite_url) as town:
        yield Shown(town, Renderer(konakovo()))


def labels(message: Message) -> list[str]:
    return [button.label for row in message.rows for button in row]


def datas(message: Message) -> list[str]:
    return [button.data for row in message.rows for button in row if button.data]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("stranger", "112"),
        ("group_reply", "не"),
        ("not_understood", "/my"),
        ("text_wanted", "Нужны слова"),
        ("answer_wanted", "голос и стикеры"),
        ("dead_letter", "обслуживает бота"),
    ],
)
async def test_fixed_messages_say_what_they_always_say(shown: Shown, code: str, words: str) -> None:
    assert words in (await shown.say(code)).html


@pytest.mark.parametrize("name", ["ann", "chief", "coordinator", "duty", "head", "observer"])
async def test_welcome_and_help_speak_to_the_role(shown: Shown, name: str) -> None:
    id = shown.town.who(name).id
    assert "Вы подключены" in (await shown.say("welcome", official=id)).html
    assert "/my" in (await shown.say("help", official=id)).html


async def test_a_refusal_is_escaped(shown: Shown) -> None:
    assert (await shown.say("refusal", text="<b>нельзя</b>")).html == "&lt;b&gt;нельзя&lt;/b&gt;"


async def test_the_coordinator_reads_whose_chat_is_dead_and_which_source_is_silent(shown: Shown) -> None:
    assert shown.town.who("ann").title in (await shown.say("chat_dead", official=shown.town.who("ann").id)).html
    source = shown.town.source
    assert "снова отвечает" in (await shown.say("source_back", source=source.id)).html
    async with shown.town.storage.transaction() as tx:
        await tx.sources.save(replace(source, broken_at=shown.town.clock.now(), broken_because="не отвечает"))
    assert "не отвечает" in (await shown.say("source_broken", source=source.id)).html
    with pytest.raises(NotFound):
        await shown.say("source_broken", source=404)


async def test_sources_that_are_silent_for_one_reason_are_named_together(shown: Shown) -> None:
    source, now = shown.town.source, shown.town.clock.now()
    async with shown.town.storage.transaction() as tx:
        others = [await tx.sources.add(Network.VK, f"-{n}", f"Стена {n}", None) for n in range(2, 11)]
        well = await tx.sources.add(Network.VK, "-99", "Здоровая", None)
        for each in (source, *others):
            await tx.sources.save(replace(each, broken_at=now, broken_because="ВКонтакте не принимает ключ"))
    html = (await shown.say("source_broken", source=source.id)).html
    assert html.startswith("<b>Молчат 10 источников:</b> «")
    assert "«Стена 2»" in html and well.title not in html and "и ещё 2" in html
    assert html.count("не принимает ключ") == 1


async def test_the_list_is_paged_and_a_page_beyond_the_end_is_the_last(shown: Shown) -> None:
    assert "ничего не ждёт" in (await shown.say("my", official=shown.town.who("ann").id, page=0)).html
    for number in range(8):
        await shown.town.open(f"Яма номер {number}", topic="roads_potholes", main=place("Конаково", f"Улица{number}"))
    ann = shown.town.who("ann").id
    first, beyond = await shown.say("my", official=ann, page=0), await shown.say("my", official=ann, page=99)
    assert "Ждёт вас: 8" in first.html
    assert MyPage(page=1).pack() in datas(first)
    assert MyPage(page=0).pack() in datas(beyond)
    assert "7. " in beyond.html


async def test_each_role_sees_in_its_list_what_is_its_own(shown: Shown) -> None:
    await shown.town.open()
    danger = await shown.town.open("Огонь", danger=True, danger_grade=DangerGrade.NOW, main=place("Конаково", "Другая"))
    await shown.town.open("Нет отопления", group="housing", topic="housing_no_heating", main=place("Конаково", "Третья"))

    async def total(name: str) -> str:
        return (await shown.say("my", official=shown.town.who(name).id, page=0)).html.split("</b>")[0]

    assert [await total(name) for name in ("ann", "olga", "coordinator", "duty", "head", "observer")] == [
        "<b>Ждёт вас: 2",
        "<b>Ждёт вас: 1",
        "<b>В работе: 0, не приняли 3, решить вам: /queue",
        "<b>Опасное: 1",
        "<b>Сейчас ничего не ждёт.",
        "<b>В работе: 0, не приняли 3",
    ]
    tomorrow = shown.town.clock.now() + timedelta(days=1)
    await shown.town.act(danger.id, Act.CONTROL, "head")
    await shown.town.act(danger.id, Act.ORDER, "head", order=OrderKind.EXPLAIN, until=tomorrow)
    assert await total("head") == "<b>На контроле и в поручениях: 1"
    mine = await shown.say("my", official=shown.town.who("ann").id, page=0)
    assert datas(mine)[0] == CardButton(press=Press.SHOW, incident=danger.id).pack()


async def test_menus_offer_their_choices(shown: Shown) -> None:
    incident = await shown.town.open()
    assert "Сделано" in labels(await shown.say("menu_close", incident=incident.id))
    assert labels(await shown.say("menu_reject", incident=incident.id))
    first, second = await shown.say("menu_assign", incident=incident.id), await shown.say("menu_assign", incident=incident.id, page=1)
    assert labels(first) != labels(second)


async def test_the_dialogue_shows_the_answer_in_each_of_its_states(shown: Shown) -> None:
    incident = await shown.town.open()
    assert "Напишите ответ жителю" in (await shown.say("ask_answer", incident=incident.id)).html
    assert "Ответить" in labels(await shown.say("dropped", incident=incident.id))
    draft = await shown.town.draft(incident.id, "ann", "Починим <завтра>")
    preview = await shown.say("answer", answer=draft.id)
    assert "Починим &lt;завтра&gt;" in preview.html
    assert labels(preview) == ["Поправить", "Отправить так", "Отменить"]
    assert "исправленный текст" in (await shown.say("ask_rewrite", answer=draft.id)).html
    await shown.town.send(draft.id, "ann")
    assert labels(await shown.say("answer", answer=draft.id)) == ["Отменить отправку"]
    async with shown.town.storage.transaction() as tx:
        answer = await publish_answer.start_publishing(tx, await tx.answers.get(draft.id), now=shown.town.clock.now())
        await publish_answer.mark_published(tx, shown.town.policy, answer, COMMENT, now=shown.town.clock.now(), proved=False)
    done = await shown.say("answer", answer=draft.id)
    assert "Ответ опубликован" in done.html
    assert "виден всем" not in done.html
    assert "не видно" in (await shown.say("answer_not_visible", answer=draft.id)).html


async def test_the_dialogue_shows_what_was_dropped_or_not_taken(shown: Shown) -> None:
    incident = await shown.town.open()
    dropped = await shown.town.draft(incident.id, "ann")
    async with shown.town.storage.transaction() as tx:
        await draft_answer.drop(tx, dropped.id, by=shown.town.who("ann"))
    assert "Не отправили" in (await shown.say("answer", answer=dropped.id)).html
    for sure, words in ((True, "закрыты комментарии"), (False, "неизвестно")):
        sent = await shown.town.sent(incident.id, "ann")
        async with shown.town.storage.transaction() as tx:
            answer = await publish_answer.start_publishing(tx, await tx.answers.get(sent.id), now=shown.town.clock.now())
            now = shown.town.clock.now()
            await publish_answer.mark_not_published(tx, shown.town.policy, answer, refusal="закрыты комментарии", sure=sure, now=now)
        assert "не вышло" in (await shown.say("answer", answer=sent.id)).html
        by_hand = await shown.say("answer_by_hand", answer=sent.id)
        assert words in by_hand.html
        assert "Опубликовано" in labels(by_hand)


@pytest.mark.parametrize("code", sorted(set(Reminder) - {Reminder.HALF, Reminder.OVERDUE_COORDINATOR}))
async def test_every_reminder_has_its_text(shown: Shown, code: Reminder) -> None:
    incident = await shown.town.open()
    await shown.town.act(incident.id, Act.ACCEPT, "ann")
    shown.town.clock.move(hours=3)
    assert (await shown.say(code, incident=incident.id)).html
    danger = await shown.town.open("Огонь", danger=True, danger_grade=DangerGrade.NOW, main=place("Конаково", "Другая"), outside=True)
    assert (await shown.say(code, incident=danger.id)).html


async def test_the_summary_counts_the_day_and_says_when_it_is_late(shown: Shown) -> None:
    await shown.town.open()
    until = shown.town.clock.now() + timedelta(hours=1)
    span = {"since": (until - timedelta(days=1)).isoformat(), "until": until.isoformat()}
    on_time = await shown.say("summary", to="head", at=until.isoformat(), **span)
    late = await shown.say("summary", to="head", at=(until + timedelta(hours=2)).isoformat(), **span)
    assert "1" in on_time.html
    assert late.html != on_time.html


async def test_an_unknown_code_and_a_row_of_an_older_program_are_gone(shown: Shown) -> None:
    for code, params in (
        ("unheard-of", {}),
        ("help", {}),
        ("help", {"official": "ann"}),
        ("refusal", {"text": 5}),
        ("menu_close", {"incident": 404}),
    ):
        with pytest.raises(NotFound):
            await shown.say(code, **params)
    with pytest.raises(NotFound):
        async with shown.town.storage.transaction() as tx:
            await shown.renderer.card(tx, IncidentId(404), shown.town.chat("ann"), now=shown.town.clock.now())


async def test_a_topic_that_the_district_does_not_know_still_has_a_first_line(shown: Shown) -> None:
    incident = await shown.town.open(topic="roads_moon")
    assert "Сообщение" in (await shown.card(incident)).html


async def test_a_card_differs_by_its_reader_and_a_group_gets_its_departments_buttons(shown: Shown) -> None:
    incident = await shown.town.open()
    assert "Принять" in labels(await shown.card(incident, "ann"))
    assert "Передать" in labels(await shown.card(incident, "coordinator"))
    assert "Принять" not in labels(await shown.card(incident, "observer"))
    assert "Принять" in labels(await shown.card(incident, ChatId(-100)))


async def test_a_card_tells_what_was_there_before(shown: Shown) -> None:
    first = await shown.town.open()
    sent = await shown.town.sent(first.id, "ann", "Откачали воду")
    async with shown.town.storage.transaction() as tx:
        answer = await publish_answer.start_publishing(tx, await tx.answers.get(sent.id), now=shown.town.clock.now())
        await publish_answer.mark_published(tx, shown.town.policy, answer, COMMENT, now=shown.town.clock.now(), proved=True)
    await shown.town.act(first.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    shown.town.clock.move(days=10)
    again = await shown.town.open()
    assert again.repeat_of == first.id
    card = await shown.card(again)
    assert "Откачали воду" in card.html
    assert f"№ {first.number}" in card.html


async def test_a_danger_names_those_who_have_it(shown: Shown) -> None:
    incident = await shown.town.open("Огонь", danger=True, danger_grade=DangerGrade.NOW)
    async with shown.town.storage.transaction() as tx:
        for name in ("ann", "peter", "duty", "coordinator", "head", "observer"):
            chat = shown.town.chat(name)
            await tx.copies.save(Copy(incident_id=incident.id, chat_id=chat, topic_id=None, message_id=chat, shown="x", photos_sent=True))
    card = (await shown.card(incident, "duty")).html
    assert "ЕДДС" in card
    assert incident.department_id == ROADS
    await shown.town.act(incident.id, Act.ACCEPT, "ann")
    assert shown.town.who("ann").title in (await shown.card(incident, "duty")).html


async def test_a_card_on_its_way_to_the_network_bars_what_would_cross_it(shown: Shown) -> None:
    incident = await shown.town.open()
    sent = await shown.town.sent(incident.id, "ann")
    assert sent.state is AnswerState.SCHEDULED
    assert "Ответить" not in labels(await shown.card(incident, "ann"))
    assert incident.department_id != HOUSING
