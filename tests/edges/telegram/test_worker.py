"""The inbox worker: one row, one transaction; what fails leaves nothing behind, and the press is answered once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import select

from bot.health import presses as presses_module
from bot.health.presses import SLOW
from bot.storage.delivery.desk_outbox import Outbox
from bot.storage.delivery.fsm import fsm
from bot.storage.delivery.inbox import Inbox
from bot.storage.engine.own_district import everywhere
from bot.telegram.incoming.fsm import JoinedStorage
from bot.telegram.incoming.worker import STALE_AFTER
from handlers.kit.buttons import CardButton, Press
from incidents.desk.act import act
from incidents.desk.answers import draft_answer
from incidents.errors import DomainError, StaleVersion
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act, Status
from incidents.outbox_message import OutboxMessage
from tests.kit.phones import BOT_ID, Phones, phones


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def dialogues(town: Phones) -> list[str]:
    async with town.town.storage.transaction() as tx:
        return [row.key for row in await tx._all(everywhere(select(fsm)))]


async def dead(town: Phones) -> list[int]:
    async with town.town.storage.transaction() as tx:
        return [row.update_id for row in await tx.inbox.dead_letters()]


def breaks(monkeypatch: pytest.MonkeyPatch, *errors: Exception | None) -> list[int]:
    """«Ответить» writes into the outbox and then fails with each error in turn (None: it does not)."""
    calls: list[int] = []
    put = Outbox.say

    async def say(outbox: Outbox, to: ChatId, what: OutboxMessage, **envelope: Any) -> None:
        await put(outbox, to, what, **envelope)
        if what.code == "ask_answer":
            calls.append(1)
            error = errors[min(len(calls), len(errors)) - 1]
            if error is not None:
                raise error

    monkeypatch.setattr(Outbox, "say", say)
    return calls


async def answer_press(town: Phones) -> IncidentId:
    incident = await town.town.open()
    await town.town.sweep_outbox()
    await town.put(callback_query=town.query("ann", CardButton(press=Press.ANSWER, incident=incident.id).pack()))
    return incident.id


async def test_a_refusal_rolls_everything_back_and_answers_with_its_words(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, DomainError("Сегодня нельзя"))
    id = await answer_press(town)
    await town.handle()
    assert town.telegram.answers() == ["Сегодня нельзя"]
    assert await town.town.rows() == []
    assert await dialogues(town) == []
    async with town.town.storage.transaction() as tx:
        assert [e.act for e in await tx.log.of(id)] == [Act.TAKE_IN, Act.ASSIGN]
        assert await tx.inbox.next(now=town.town.clock.now()) is None


async def test_the_dialogues_state_is_rolled_back_with_the_handler_that_fails(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks(monkeypatch, RuntimeError("disk"), None)
    await answer_press(town)
    await town.handle()
    assert await dialogues(town) == []
    assert await town.town.rows() == []
    assert town.telegram.answers() == []
    town.town.clock.move(seconds=2)
    await town.handle()
    assert len(await dialogues(town)) == 1
    assert await town.town.says() == [("ask_answer", town.user("ann"))]
    assert town.telegram.answers() == [None]


async def test_five_failures_make_a_dead_letter_and_an_alert_and_the_lane_goes_on(
    town: Phones, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calls = breaks(monkeypatch, RuntimeError("disk"))
    await answer_press(town)
    await town.put(message=town.message("ann", "/my", town.user("ann")))
    for _ in range(6):
        await town.handle()
        town.town.clock.move(minutes=1)
    assert len(calls) == 5
    assert await dead(town) == [1]
    assert sorted(await town.town.says()) == [("dead_letter", town.user("coordinator")), ("my", town.user("ann"))]
    assert len([r for r in caplog.records if r.name == "bot.telegram.incoming.worker" and r.levelno == logging.ERROR]) == 5


async def test_a_lost_race_is_run_again_at_once_and_counts_as_no_failure(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = breaks(monkeypatch, StaleVersion(), StaleVersion(), None)
    await answer_press(town)
    await town.handle()
    assert len(calls) == 3
    assert await town.town.says() == [("ask_answer", town.user("ann"))]


@pytest.mark.parametrize(
    "broken",
    [
        {"message": {"message_id": "x"}},
        {"message": []},
        {"callback_query": {"id": 1, "from": {"id": 1001}, "data": ["x"]}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 1001, "type": "private"}, "from": {"id": 1001}, "sticker": {"file_id": 1}}},
    ],
)
async def test_an_update_that_does_not_parse_is_set_aside_and_does_not_block_its_lane(town: Phones, broken: dict[str, Any]) -> None:
    await town.put(**broken)
    await town.put(message=town.message("ann", "/my", town.user("ann")))
    await town.handle()
    assert await dead(town) == [1]
    assert await town.town.says() == [("my", town.user("ann"))]


async def test_an_update_of_a_kind_that_nobody_handles_is_done(town: Phones) -> None:
    await town.update(edited_message=town.message("ann", "исправил", town.user("ann")))
    assert await dead(town) == []
    assert await town.town.rows() == []


async def test_a_refused_message_is_answered_in_private_and_only_the_forbidden_is_audited(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("olga", CardButton(press=Press.ANSWER, incident=incident.id))
    await town.press("ann", CardButton(press=Press.ANSWER, incident=404))
    assert await town.town.audited() == [("forbidden", town.user("olga"))]
    assert await town.town.says() == [("foreign_card", town.user("olga"))]


async def test_a_press_handled_too_late_for_telegram_has_its_effect_and_no_answer(town: Phones) -> None:
    incident = await town.town.open()
    await town.put(callback_query=town.query("coordinator", CardButton(press=Press.ACCEPT, incident=incident.id).pack()))
    town.town.clock.move(seconds=STALE_AFTER + 1)
    await town.handle()
    assert (await town.town.incident(incident.id)).status is Status.ACCEPTED
    assert town.telegram.answers() == []


async def test_in_a_fast_scenario_a_press_grows_old_by_the_worlds_seconds(sqlite_url: str) -> None:
    async with phones(sqlite_url, speed=600) as town:
        await town.put(callback_query=town.query("ann", "c0:old:1"))
        town.town.clock.move(minutes=2)
        await town.handle()
        assert len(town.telegram.answers()) == 1


async def test_a_slow_commit_gets_one_answer_and_no_second(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses_module, "BLANK_AFTER", 0.01)

    real = draft_answer.begin

    async def slow(*args: Any, **kwargs: Any) -> Any:  # Any: whatever the desk takes
        async with asyncio.timeout(30):
            await town.telegram.reached.wait()
        return await real(*args, **kwargs)

    monkeypatch.setattr("incidents.desk.answers.draft_answer.begin", slow)
    incident = await town.town.open()
    await town.put(callback_query=town.query("ann", CardButton(press=Press.ANSWER, incident=incident.id).pack()))
    await town.handle()
    assert town.telegram.answers() == [SLOW]


async def test_an_answer_that_is_on_its_way_when_the_commit_comes_stays_the_only_one(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses_module, "BLANK_AFTER", 0.01)
    town.telegram.hold = asyncio.Event()
    real = act

    async def slow(*args: Any, **kwargs: Any) -> Any:  # Any: whatever the desk takes
        async with asyncio.timeout(30):
            await town.telegram.reached.wait()
        return await real(*args, **kwargs)

    monkeypatch.setattr("handlers.acts.cards.act", slow)
    incident = await town.town.open()
    await town.put(callback_query=town.query("ann", CardButton(press=Press.ACCEPT, incident=incident.id).pack()))
    async with asyncio.TaskGroup() as group:
        assert await town.worker.step(group)
        town.telegram.hold.set()
    assert town.telegram.answers() == [SLOW]
    assert (await town.town.incident(incident.id)).status is Status.ACCEPTED


@pytest.mark.parametrize(
    "says",
    [
        (400, {"ok": False, "error_code": 400, "description": "Bad Request: query is too old and response timeout expired"}),
        (502, "<html>Bad gateway</html>"),
        (403, {"ok": False, "error_code": 403, "description": "Forbidden"}),
    ],
)
async def test_an_answer_that_telegram_does_not_take_leaves_the_effect(town: Phones, says: tuple[int, Any]) -> None:
    town.telegram.says["answerCallbackQuery"] = says
    incident = await town.town.open()
    await town.press("ann", CardButton(press=Press.ACCEPT, incident=incident.id))
    assert (await town.town.incident(incident.id)).status is Status.ACCEPTED
    assert await dead(town) == []


async def test_the_worker_runs_until_cancelled_and_wakes_by_a_nudge(town: Phones) -> None:
    handled = asyncio.Event()
    nudge = town.worker._nudge
    nudge.outbox.set = handled.set  # type: ignore[method-assign]  # the worker nudges the courier when a row is done
    async with asyncio.TaskGroup() as group:
        task = group.create_task(town.worker.run())
        await town.put(message=town.message("ann", "/my", town.user("ann")))
        nudge.inbox.set()
        async with asyncio.timeout(30):
            await handled.wait()
        task.cancel()
    assert await town.town.says() == [("my", town.user("ann"))]


async def test_a_database_that_fails_before_a_row_is_taken_is_no_rows_fault(town: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_args: Any, **_kwargs: Any) -> None:
        raise OSError("disk")

    monkeypatch.setattr(Inbox, "next", fails)
    async with asyncio.TaskGroup() as group:
        with pytest.raises(OSError, match="disk"):
            await town.worker.step(group)


async def test_a_database_that_fails_stops_no_worker_and_what_waits_is_handled_after_it(
    town: Phones, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.telegram.incoming.worker.AFTER_FAILURE", 0.01)
    failures, really, handled = iter([OSError("disk"), OSError("disk")]), Inbox.next, asyncio.Event()

    async def fails_twice(inbox: Inbox, **when: Any) -> Any:
        if (error := next(failures, None)) is not None:
            raise error
        return await really(inbox, **when)

    monkeypatch.setattr(Inbox, "next", fails_twice)
    town.worker._nudge.outbox.set = handled.set  # type: ignore[method-assign]  # the worker nudges the courier when a row is done
    await town.put(message=town.message("ann", "/my", town.user("ann")))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(town.worker.run())
        async with asyncio.timeout(30):
            await handled.wait()
        task.cancel()
    told = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert told == ["the inbox cannot be worked on, it waits"] * 2
    assert await town.town.says() == [("my", town.user("ann"))]


async def test_the_dialogue_storage_has_nothing_to_say_outside_of_an_update() -> None:
    storage = JoinedStorage()
    key = StorageKey(bot_id=BOT_ID, chat_id=1, user_id=1)
    for step in (storage.get_state(key), storage.get_data(key), storage.set_data(key, {}), storage.set_state(key, None)):
        with pytest.raises(LookupError):
            await step
    await storage.close()


async def test_presses_that_come_shuffled_and_again_have_one_effect_each(town: Phones) -> None:
    topics = ("roads_potholes", "housing_heating", "improvement_garbage")
    incidents = [await town.town.open(f"Дом {number}", topic=topic) for number, topic in enumerate(topics)]
    presses = [
        (n, town.query("ann", CardButton(press=Press.ACCEPT, incident=each.id).pack())) for n, each in enumerate(incidents, start=50)
    ]
    for order in ((2, 0), (1, 1, 0), (0, 2, 1)):
        async with town.town.storage.transaction() as tx:
            updates = [{"update_id": presses[place][0], "callback_query": presses[place][1]} for place in order]
            await tx.inbox.add(BOT_ID, updates, at=town.town.clock.now())
        await town.handle()
    for each in {incident.id for incident in incidents}:
        assert (await town.town.acts(each)).count(Act.ACCEPT) == 1
    assert await dead(town) == []


async def test_a_number_that_no_database_holds_is_an_update_that_does_not_parse(town: Phones) -> None:
    query = town.query("ann", "c1:accept:1")
    query["message"]["chat"]["id"] = 10**30
    await town.update(callback_query=query)
    assert len(await dead(town)) == 1
    assert await town.town.says("dead_letter") == []
