"""Reminders and sounds as phones have them: one reminder a card, three sounds an incident, so many a day."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.delivery.after_sending import act_after_sending
from bot.delivery.courier import LEASE
from bot.ticks.reminders import escalate
from incidents.answers.values import AnswerState
from incidents.delivery import Say
from incidents.desk.answers import draft_answer, publish_answer
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act
from incidents.messenger import Done, Later
from incidents.publisher import Published
from incidents.reading import DangerGrade
from tests.kit.post_office import Post, post_office
from tests.kit.values.samples import at, place


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


async def at_times(post: Post, *moments: datetime) -> None:
    for moment in moments:
        post.town.clock.moment = moment
        await escalate(post.town.around())
        await post.deliver()


def stands(post: Post, chat: ChatId) -> dict[int, str]:
    """What is on the screen: messages that were sent and not deleted."""
    shown: dict[int, str] = {}
    number = 100
    for (method, where, what), _ in zip(post.messenger.calls, post.messenger.details, strict=True):
        number += 1
        if where == chat and method == "send":
            shown[number] = what.html
        if where == chat and method == "delete":
            shown.pop(what, None)
    return shown


def rang(post: Post, chat: ChatId) -> int:
    calls = zip(post.messenger.calls, post.messenger.details, strict=True)
    return sum(method == "send" and where == chat and not details["silent"] for (method, where, _), details in calls)


async def test_a_reminder_goes_when_the_card_is_accepted_in_every_chat(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    await at_times(post, at(10))
    for name in ("ann", "peter"):
        assert any("Ещё не приняли" in html for html in stands(post, post.town.chat(name)).values())
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await post.deliver()
    for name in ("ann", "peter"):
        assert not any("Ещё не приняли" in html for html in stands(post, post.town.chat(name)).values())


async def test_a_new_reminder_replaces_the_former_and_replies_to_the_card(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await at_times(post, at(17, 30))
    assert [html for html in stands(post, post.town.chat("ann")).values() if "До срока" in html]
    assert post.messenger.details[-1].get("reply_to") == await post.message_of(incident, "ann")
    await at_times(post, at(10, 15, day=25))
    shown = list(stands(post, post.town.chat("ann")).values())
    assert not [html for html in shown if "До срока" in html]
    assert len([html for html in shown if "Срок вышел" in html]) == 1


async def test_a_published_answer_takes_the_reminder_away(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await at_times(post, at(17, 30))
    answer = await post.town.sent(incident.id, "ann")
    async with post.town.storage.transaction() as tx:
        started = await publish_answer.start_publishing(tx, await tx.answers.get(answer.id), now=post.town.clock.now())
        comment = Published(external_id="wall-1_1_r7", url="https://vk.com/wall-1_1?reply=7")
        await publish_answer.mark_published(tx, post.town.policy, started, comment, now=post.town.clock.now(), proved=True)
    await post.deliver()
    assert not [html for html in stands(post, post.town.chat("ann")).values() if "До срока" in html]


async def test_a_reminder_that_waited_while_the_act_was_done_is_never_sent(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    post.town.clock.moment = at(10)
    await escalate(post.town.around())
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await post.deliver()
    assert not any("Ещё не приняли" in html for html in stands(post, post.town.chat("peter")).values())
    assert await post.given_up() == 0


async def test_one_incident_costs_its_executor_three_sounds(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    await at_times(post, at(10), at(10, 14))
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await at_times(post, at(15), at(17, 30), at(10, 15, day=25), at(11, 20, day=25), at(12, 20, day=25), at(15, day=25), at(9, day=26))
    assert rang(post, post.town.chat("ann")) == 3
    assert rang(post, post.town.chat("peter")) == 1
    assert rang(post, post.town.chat("chief")) <= 3
    assert rang(post, post.town.chat("coordinator")) == 0


async def test_half_of_the_time_is_an_edit_of_the_card_and_no_message(post: Post) -> None:
    incident = await post.town.open()
    await post.deliver()
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await post.deliver()
    before = len(post.messenger.calls)
    await at_times(post, at(14, 45))
    assert {method for method, _, _ in post.messenger.calls[before:]} == {"edit"}
    assert all("Половина срока прошла" in what.html for _, _, what in post.messenger.calls[before:])
    assert (await post.town.incident(incident.id)).reminded == ("R1", "R3") or (await post.town.incident(incident.id)).reminded == ("R3",)


async def test_what_is_overdue_comes_to_the_coordinator_in_one_message_an_hour(post: Post) -> None:
    coordinator = post.town.chat("coordinator")
    first = await post.town.open()
    second = await post.town.open("Яма", topic="roads_potholes", main=place("Конаково", "Лесная"))
    await post.deliver()
    await at_times(post, at(12, 15, day=25), at(12, 17, day=25))
    lists = [html for html in stands(post, coordinator).values() if "Без ответа после срока" in html]
    assert len(lists) == 1
    assert "Без ответа после срока: 2" in lists[0]
    third = await open_at(post, at(9, 20), "Канава", "roads_drainage", "Садовая")
    await at_times(post, at(12, 30, day=25), at(12, 50, day=25))
    assert third.number not in {first.number, second.number}
    lists = [html for html in stands(post, coordinator).values() if "Без ответа после срока" in html]
    assert len(lists) == 1
    assert "Без ответа после срока: 2" in lists[0]  # an hour has not passed
    await at_times(post, at(14, 2, day=25))
    lists = [html for html in stands(post, coordinator).values() if "Без ответа после срока" in html]
    assert len(lists) == 1
    assert "Без ответа после срока: 3" in lists[0]
    assert rang(post, coordinator) == 0


async def open_at(post: Post, moment: datetime, text: str, topic: str, street: str) -> Any:  # Any: an Incident
    """An incident that came on that moment of the past."""
    now, post.town.clock.moment = post.town.clock.moment, moment
    try:
        return await post.town.open(text, topic=topic, main=place("Конаково", street))
    finally:
        post.town.clock.moment = now


async def test_the_list_of_the_overdue_is_written_anew_and_goes_with_the_last(post: Post) -> None:
    coordinator = post.town.chat("coordinator")
    one = await post.town.open()
    two = await post.town.open("Яма", topic="roads_potholes", main=place("Конаково", "Лесная"))
    await post.deliver()
    await at_times(post, at(12, 15, day=25), at(12, 17, day=25))
    await close(post, one.id)
    edits = [what.html for method, where, what in post.messenger.calls if method == "edit" and where == coordinator]
    assert any("Без ответа после срока: 1" in html for html in edits)
    await close(post, two.id)
    assert not [html for html in stands(post, coordinator).values() if "Без ответа после срока" in html]


async def close(post: Post, id: IncidentId) -> None:
    async with post.town.storage.transaction() as tx:
        answer = await draft_answer.create_draft(
            tx, id, "Сделаем завтра", by=post.town.who("ann"), guid=f"g{id}", now=post.town.clock.now()
        )
        sent = replace(answer, state=AnswerState.SCHEDULED)
        started = await publish_answer.start_publishing(tx, sent, now=post.town.clock.now())
        comment = Published(external_id=f"wall-1_1_r{id}", url="https://vk.com/wall-1_1?reply=7")
        await publish_answer.mark_published(tx, post.town.policy, started, comment, now=post.town.clock.now(), proved=True)
    await post.deliver()


async def test_above_the_budget_cards_come_silently_and_one_digest_names_them_within_the_hour(post: Post) -> None:
    ann = post.town.chat("ann")
    for number in range(15):
        post.town.clock.move(seconds=1)
        await post.town.open(f"Яма {number}", main=place("Конаково", f"Улица {number}"))
    await post.deliver(rounds=40)
    assert rang(post, ann) == 12
    assert post.messenger.to(ann).count("send") == 15
    assert sum("Пришло без звука" in html for html in stands(post, ann).values()) == 3
    await post.deliver()
    assert not [html for html in stands(post, ann).values() if ", без звука" in html]
    post.town.clock.moment = at(10)
    await post.deliver()
    (digest,) = [html for html in stands(post, ann).values() if ", без звука" in html]
    assert "Ещё 3 новых, без звука" in digest
    assert rang(post, ann) == 13


async def test_a_digest_of_what_was_taken_meanwhile_is_not_sent(post: Post) -> None:
    found = [await post.town.open(f"Яма {number}", main=place("Конаково", f"Улица {number}")) for number in range(13)]
    await post.deliver(rounds=40)
    await post.town.act(found[-1].id, Act.ACCEPT, "ann")
    post.town.clock.moment = at(10)
    await post.deliver()
    assert not [html for html in stands(post, post.town.chat("ann")).values() if ", без звука" in html]


async def test_a_danger_rings_above_the_budget(post: Post) -> None:
    for number in range(13):
        await post.town.open(f"Яма {number}", main=place("Конаково", f"Улица {number}"))
    await post.deliver(rounds=40)
    await post.town.open("Огонь", danger=True, danger_grade=DangerGrade.NOW, main=place("Конаково", "Другая"))
    await post.deliver()
    assert rang(post, post.town.chat("ann")) == 13


async def test_a_message_that_is_tried_again_is_counted_once(post: Post) -> None:
    await post.town.open()
    post.messenger.says("send", Later(seconds=5, because="flood"), Later(seconds=5, because="flood"))
    await post.deliver()
    post.town.clock.move(seconds=30)
    await post.deliver()
    async with post.town.storage.transaction() as tx:
        for name in ("ann", "peter"):
            assert len(await tx.sounds.in_chat(post.town.chat(name), since=at(0))) == 1


async def test_what_stands_before_an_approver_is_found_again(post: Post) -> None:
    incident, approver = await post.town.open(), post.town.chat("coordinator")
    answer = await post.town.draft(incident.id, "ann")
    async with post.town.storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=approver, code="approval", params={"answer": answer.id}))
        row = next(each for each in await tx.outbox.claim(now=post.town.clock.now(), lease=LEASE, limit=9) if each.code == "approval")
        await act_after_sending(tx, row, Done(message_id=77), now=post.town.clock.now())
        assert await tx.approval_messages.of(answer.id) == {approver: 77}
