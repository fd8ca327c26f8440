"""Whose message goes first in a chat: what answers a press, then what erases, then dangers, then the rest by age."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from bot.storage.delivery.outbox import OutboxRow, Turn
from bot.storage.engine.storage import Storage
from handlers.kit.buttons import CardButton, Press
from incidents.deadlines.reminders import Reminder
from incidents.delivery import Say
from incidents.desk.privacy.erase import erase, erase_posts
from incidents.desk.privacy.find_target import Target, reach_of
from incidents.ids import PostId
from incidents.privacy.values import DataOf, Ground, Keep
from tests.kit.danger import NOW as DANGEROUS
from tests.kit.danger import standing
from tests.kit.phones import Phones, phones
from tests.kit.values.outbox_rows import HOME, to
from tests.kit.values.samples import place
from tests.kit.values.stored import MINUTE, NOW, stored_incident

LEASE = timedelta(seconds=60)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def storm(town: Phones, dangers: int = 4) -> None:
    for number in range(dangers):
        await town.town.open(f"Провод искрит у дома {number}", main=place("Конаково", f"Улица {number}"), **DANGEROUS)


async def lent(town: Phones, name: str) -> OutboxRow | None:
    async with town.town.storage.transaction() as tx:
        rows = await tx.outbox.claim(now=town.town.clock.now(), lease=LEASE, limit=30)
    return next((row for row in rows if row.chat_id == town.user(name)), None)


async def test_what_a_coordinator_asked_for_goes_before_every_danger(town: Phones) -> None:
    await storm(town)
    await town.type("coordinator", "/help")
    row = await lent(town, "coordinator")
    assert row is not None
    assert (row.code, row.turn) == ("help", Turn.ANSWER)


async def test_it_does_not_wait_for_the_dangers_that_are_being_sent_either(town: Phones) -> None:
    await storm(town)
    assert (row := await lent(town, "coordinator")) is not None and row.urgent
    assert (row := await lent(town, "coordinator")) is not None and row.urgent
    await town.type("coordinator", "/help")
    assert (row := await lent(town, "coordinator")) is not None and row.code == "help"
    await town.type("coordinator", "/help")
    assert (row := await lent(town, "coordinator")) is not None and row.urgent  # two answers keep their order


async def test_a_card_that_was_pressed_changes_before_new_dangers_and_only_there(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.sweep_outbox()
    await storm(town)
    await town.press("ann", CardButton(press=Press.ACCEPT, incident=incident.id))
    turns = {row.chat_id: row.turn for row in await town.town.rows() if row.incident_id == incident.id}
    assert (turns[town.user("ann")], turns[town.user("peter")]) == (Turn.ANSWER, Turn.OTHERS)
    assert (row := await lent(town, "ann")) is not None and row.incident_id == incident.id


async def test_a_refusal_answers_a_press_too(town: Phones) -> None:
    await storm(town)
    await town.type("ann", "/erase https://vk.com/id1")
    assert (row := await lent(town, "ann")) is not None and row.turn is Turn.ANSWER


async def test_a_stranger_goes_before_nobody(town: Phones) -> None:
    await town.type("resident", "Здравствуйте")
    assert (row := await lent(town, "resident")) is not None and row.turn is Turn.OTHERS


async def test_what_was_erased_leaves_the_chats_before_dangers_come(town: Phones) -> None:
    first = await town.town.open()
    await standing(town.town, first.id, "coordinator")
    await storm(town)
    async with town.town.storage.transaction() as tx:
        target = Target(whose=DataOf.AUTHOR, post=PostId(1))
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=town.town.clock.now())
    row = await lent(town, "coordinator")
    assert row is not None
    assert (row.incident_id, row.turn) == (first.id, Turn.ERASURE)


async def test_what_the_night_erases_waits_as_anything_does(town: Phones) -> None:
    first = await town.town.open()
    await standing(town.town, first.id, "coordinator")
    await storm(town)
    async with town.town.storage.transaction() as tx:
        reach = await reach_of(tx, Target(whose=DataOf.AUTHOR, post=PostId(1)))
        now = town.town.clock.now()
        await erase_posts(tx, reach, DataOf.POST, ground=Ground.TERM, by=None, keep=Keep(), now=now, old=True)
    assert (row := await lent(town, "coordinator")) is not None and row.urgent


async def claimed(storage: Storage) -> Sequence[str | None]:
    async with storage.transaction() as tx:
        rows = await tx.outbox.claim(now=NOW, lease=LEASE, limit=5)
        for row in rows:
            await tx.outbox.done(row)
    return [row.code for row in rows]


async def test_the_order_is_answers_erasures_dangers_and_age(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=HOME, code="old"))
        await tx.outbox.put(Say(chat_id=HOME, code=Reminder.DANGER_10))
        tx.outbox.erases = True
        await tx.outbox.put(Say(chat_id=HOME, code="erased"))
        tx.outbox.erases = False
        tx.outbox.answers({HOME})
        await tx.outbox.put(Say(chat_id=HOME, code="answer"))
    assert [(await claimed(storage))[0] for _ in range(4)] == ["answer", "erased", Reminder.DANGER_10, "old"]


async def test_an_answer_that_fails_takes_turns_after_three_tries(storage: Storage) -> None:
    async with storage.transaction() as tx:
        tx.outbox.answers({HOME})
        await tx.outbox.put(Say(chat_id=HOME, code="answer"))
    async with storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=HOME, code=Reminder.DANGER_10))
    for _ in range(3):
        async with storage.transaction() as tx:
            (row,) = await tx.outbox.claim(now=NOW, lease=LEASE, limit=5)
            assert row.code == "answer"
            await tx.outbox.put_back(row, until=NOW, error="500", counts=True)
    assert await claimed(storage) == [Reminder.DANGER_10]


async def test_a_card_that_waits_and_is_asked_for_goes_as_an_answer(storage: Storage) -> None:
    async with storage.transaction() as tx:
        one = await stored_incident(tx)
        await tx.outbox.refresh_cards(one.id, to(HOME))
    async with storage.transaction() as tx:
        tx.outbox.answers({HOME})
        await tx.outbox.refresh_here(one.id, HOME, None)
    async with storage.transaction() as tx:
        await tx.outbox.refresh_cards(one.id, to(HOME))
        (row,) = await tx.outbox.claim(now=NOW + MINUTE, lease=LEASE, limit=5)
    assert row.turn is Turn.ANSWER
