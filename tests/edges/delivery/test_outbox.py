"""The outbox: one pending refresh a card, leases with fences, order, pauses, deaths and moves of chats."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.storage.delivery.new_tries import QUIET
from bot.storage.delivery.outbox import OutboxKind, OutboxRow
from bot.storage.engine.storage import Storage
from incidents.audience import Recipient
from incidents.deadlines.reminders import Reminder
from incidents.delivery import Say
from incidents.ids import ChatId
from incidents.incident import Incident
from incidents.official import Department
from incidents.reading import DangerGrade
from tests.kit.values.outbox_rows import ANN, GROUP, HOME, a_copy, to
from tests.kit.values.stored import DISTRICT, HOUSING, MINUTE, NOW, a_post, stored_incident, stored_post, stored_source

LEASE = timedelta(seconds=60)
SHORT = timedelta(seconds=1)


async def claim(storage: Storage, *, now: datetime = NOW, lease: timedelta = LEASE, limit: int = 10) -> Sequence[OutboxRow]:
    async with storage.transaction() as tx:
        return await tx.outbox.claim(now=now, lease=lease, limit=limit)


async def refresh(storage: Storage, incident: Incident, *chats: ChatId, sound: bool = True) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.refresh_cards(incident.id, to(*chats, sound=sound))


async def say(storage: Storage, code: str, chat: ChatId = HOME, *, not_before: datetime | None = None) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=chat, code=code, params={"n": 1, "t": "я", "x": None}, not_before=not_before))


@pytest.fixture
async def incident(storage: Storage) -> Incident:
    async with storage.transaction() as tx:
        return await stored_incident(tx)


async def test_a_saying_comes_to_the_courier_as_it_was_put(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=GROUP, code="R2", params={"n": 1}, incident_id=incident.id, topic_id=5, sound=False))
    (row,) = await claim(storage)
    assert (row.kind, row.chat_id, row.topic_id, row.code, row.params) == (OutboxKind.SAY, GROUP, 5, "R2", {"n": 1})
    assert (row.incident_id, row.sound, row.urgent, row.attempt, row.fence, row.tries) == (incident.id, False, False, 1, 1, 0)
    assert row.created_at.tzinfo is not None


async def test_photos_follow_a_card(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        post = await stored_post(tx)
        await tx.outbox.send_photos(incident.id, GROUP, post.id, topic_id=5)
    (row,) = await claim(storage)
    assert (row.kind, row.incident_id, row.post_id, row.chat_id, row.topic_id) == (OutboxKind.PHOTOS, incident.id, post.id, GROUP, 5)


async def test_many_changes_leave_one_pending_refresh_a_chat(storage: Storage, incident: Incident) -> None:
    for _ in range(3):
        await refresh(storage, incident, HOME, GROUP)
    rows = await claim(storage)
    assert sorted(row.chat_id for row in rows) == [GROUP, HOME]
    assert await claim(storage) == []


async def test_a_refresh_reaches_every_chat_where_a_copy_stands(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        await tx.copies.save(a_copy(incident.id, GROUP))
        await tx.outbox.refresh_cards(incident.id, to(HOME))
    rows = {row.chat_id: row.sound for row in await claim(storage)}
    assert rows == {HOME: True, GROUP: False}


async def test_a_refresh_for_nobody_is_nothing(storage: Storage, incident: Incident) -> None:
    await refresh(storage, incident)
    assert await claim(storage) == []


async def test_a_person_named_twice_gets_one_card_with_a_sound(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        loud = Recipient(chat_id=HOME, topic_id=3)
        await tx.outbox.refresh_cards(incident.id, [loud, Recipient(chat_id=HOME, sound=False)])
    (row,) = await claim(storage)
    assert (row.sound, row.topic_id) == (True, 3)


async def test_a_merged_refresh_is_as_loud_urgent_and_early_as_the_most_of_both(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.refresh_cards(incident.id, to(HOME, sound=True), not_before=NOW + 9 * MINUTE)
        await tx.outbox.refresh_cards(incident.id, to(HOME, sound=False), not_before=NOW + 5 * MINUTE, urgent=True)
        await tx.outbox.refresh_cards(incident.id, to(HOME, sound=False), not_before=NOW + 7 * MINUTE)
    assert await claim(storage, now=NOW + 4 * MINUTE) == []
    (row,) = await claim(storage, now=NOW + 5 * MINUTE)
    assert (row.sound, row.urgent, row.not_before) == (True, True, NOW + 5 * MINUTE)


async def test_a_refresh_without_quiet_hours_ends_the_waiting(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.refresh_cards(incident.id, to(HOME), not_before=NOW + 9 * MINUTE)
        await tx.outbox.refresh_cards(incident.id, to(HOME))
    assert len(await claim(storage)) == 1


async def test_a_claimed_refresh_does_not_block_a_new_one_and_the_new_one_waits(storage: Storage, incident: Incident) -> None:
    await refresh(storage, incident, HOME)
    (first,) = await claim(storage)
    await refresh(storage, incident, HOME, sound=False)
    assert await claim(storage) == []
    async with storage.transaction() as tx:
        assert await tx.outbox.done(first)
    (second,) = await claim(storage)
    assert second.id != first.id
    assert not second.sound


async def test_a_refresh_here_is_silent_and_for_one_chat(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        await tx.copies.save(a_copy(incident.id, GROUP))
        await tx.outbox.refresh_here(incident.id, HOME, 4)
    (row,) = await claim(storage)
    assert (row.chat_id, row.topic_id, row.sound) == (HOME, 4, False)


async def test_messages_to_a_chat_go_one_by_one_in_order(storage: Storage) -> None:
    for code in ("a", "b", "c"):
        await say(storage, code)
    for code in ("a", "b", "c"):
        (row,) = await claim(storage)
        assert row.code == code
        assert await claim(storage) == []
        async with storage.transaction() as tx:
            assert await tx.outbox.done(row)
    assert await claim(storage) == []


async def test_a_danger_goes_before_what_waits(storage: Storage, incident: Incident) -> None:
    await say(storage, "a")
    async with storage.transaction() as tx:
        burning = await stored_incident(tx, danger_grade=DangerGrade.NOW)
        await tx.outbox.refresh_cards(burning.id, to(HOME))
    (row,) = await claim(storage)
    assert (row.incident_id, row.urgent) == (burning.id, True)


async def test_a_danger_does_not_wait_for_what_is_being_sent_to_its_chat(storage: Storage) -> None:
    await say(storage, "a")
    assert len(await claim(storage)) == 1
    async with storage.transaction() as tx:
        burning = await stored_incident(tx, danger_grade=DangerGrade.NOW)
        await tx.outbox.refresh_cards(burning.id, to(HOME))
    await say(storage, "b")
    assert [row.incident_id for row in await claim(storage)] == [burning.id]
    assert await claim(storage) == []


async def test_a_danger_that_nobody_took_is_called_out_at_once_too(storage: Storage) -> None:
    await say(storage, "a")
    assert len(await claim(storage)) == 1
    await say(storage, Reminder.DANGER_5)
    assert [row.code for row in await claim(storage)] == [Reminder.DANGER_5]


async def test_a_danger_waits_for_its_own_card_so_that_it_does_not_stand_twice(storage: Storage) -> None:
    async with storage.transaction() as tx:
        burning = await stored_incident(tx, danger_grade=DangerGrade.NOW)
        await tx.outbox.refresh_cards(burning.id, to(HOME))
    assert len(await claim(storage)) == 1
    async with storage.transaction() as tx:
        await tx.outbox.refresh_cards(burning.id, to(HOME))
    assert await claim(storage) == []


async def test_an_upload_holds_no_text_back_and_no_other_upload_goes_beside_it(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        post = await stored_post(tx)
        for _ in range(2):
            await tx.outbox.send_photos(incident.id, HOME, post.id)
    assert [row.kind for row in await claim(storage)] == [OutboxKind.PHOTOS]
    await say(storage, "a")
    assert [row.code for row in await claim(storage)] == ["a"]


async def test_so_many_uploads_are_lent_as_are_asked_for_beside_the_texts(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        post = await stored_post(tx)
        for chat in (HOME, GROUP, ANN):
            await tx.outbox.send_photos(incident.id, chat, post.id)
            await tx.outbox.put(Say(chat_id=chat, code="a"))
        rows = await tx.outbox.claim(now=NOW, lease=LEASE, limit=3, uploads=1)
    assert sorted(row.kind for row in rows) == [OutboxKind.PHOTOS, *[OutboxKind.SAY] * 3]


async def test_what_failed_goes_behind_its_chats_other_rows(storage: Storage) -> None:
    await say(storage, "bad")
    (bad,) = await claim(storage)
    for code in ("b", "c"):
        await say(storage, code)
    async with storage.transaction() as tx:
        await tx.outbox.put_back(bad, until=NOW, error="413", counts=True)
    for code in ("b", "c", "bad"):
        (row,) = await claim(storage)
        assert row.code == code
        async with storage.transaction() as tx:
            await tx.outbox.done(row)


async def test_a_danger_that_never_gets_through_takes_turns_with_its_chats_other_rows(storage: Storage) -> None:
    async with storage.transaction() as tx:
        burning = await stored_incident(tx, danger_grade=DangerGrade.NOW)
        await tx.outbox.refresh_cards(burning.id, to(HOME))
    await say(storage, "a")
    seen = []
    for _ in range(4):
        (row,) = await claim(storage)
        seen.append(row.code)
        async with storage.transaction() as tx:
            await (tx.outbox.done(row) if row.code else tx.outbox.put_back(row, until=NOW, error="500", counts=False))
    assert seen == [None, None, None, "a"]


async def test_what_waits_in_its_place_keeps_it(storage: Storage) -> None:
    await say(storage, "first")
    await say(storage, "second")
    (row,) = await claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.put_back(row, until=None, error="слишком часто", counts=False)
    assert [row.code for row in await claim(storage)] == ["first"]


async def test_a_claim_names_its_process_and_falls_with_it(storage: Storage) -> None:
    await say(storage, "a", HOME)
    await say(storage, "b", GROUP)
    async with storage.transaction() as tx:
        await tx.couriers.beat("alive")
        mine = await tx.outbox.claim(now=NOW, lease=LEASE, limit=1, by="alive")
        lost = await tx.outbox.claim(now=NOW, lease=LEASE, limit=1, by="never seen")
    assert [(row.code, row.fence) for row in (*mine, *lost)] == [("a", 1), ("b", 1)]
    assert [(row.code, row.fence) for row in await claim(storage)] == [("b", 2)]
    async with storage.transaction() as tx:
        assert not await tx.outbox.done(lost[0])
        assert await tx.outbox.done(mine[0])


async def test_no_more_rows_are_lent_than_asked(storage: Storage) -> None:
    for chat in (HOME, GROUP, ANN):
        await say(storage, "a", chat)
    assert len(await claim(storage, limit=2)) == 2
    assert len(await claim(storage, limit=2)) == 1


async def test_quiet_hours_hold_one_message_and_not_the_next(storage: Storage) -> None:
    await say(storage, "morning", not_before=NOW + MINUTE)
    await say(storage, "now")
    (row,) = await claim(storage)
    assert row.code == "now"
    async with storage.transaction() as tx:
        await tx.outbox.done(row)
    assert await claim(storage) == []
    assert [late.code for late in await claim(storage, now=NOW + MINUTE)] == ["morning"]


async def test_an_expired_lease_comes_back_and_the_late_courier_is_told(storage: Storage) -> None:
    await say(storage, "a")
    (late,) = await claim(storage, lease=SHORT)
    assert await claim(storage) == []
    await asyncio.sleep(1.1)
    (row,) = await claim(storage)
    assert (row.id, row.fence) == (late.id, late.fence + 1)
    async with storage.transaction() as tx:
        assert not await tx.outbox.done(late)
        assert not await tx.outbox.give_up(late, "поздно")
        assert not await tx.outbox.put_back(late, until=NOW, error="поздно", counts=True)
        assert await tx.outbox.done(row)
        assert not await tx.outbox.done(row)


async def test_the_late_courier_of_a_card_is_told_too(storage: Storage, incident: Incident) -> None:
    await refresh(storage, incident, HOME)
    (late,) = await claim(storage, lease=SHORT)
    await asyncio.sleep(1.1)
    (row,) = await claim(storage)
    async with storage.transaction() as tx:
        assert not await tx.outbox.put_back(late, until=NOW, error="поздно", counts=True)
        assert await tx.outbox.done(row)


async def test_a_courier_that_was_slow_but_alone_may_still_finish(storage: Storage) -> None:
    await say(storage, "a")
    (row,) = await claim(storage, lease=SHORT)
    await asyncio.sleep(1.1)
    async with storage.transaction() as tx:
        assert await tx.outbox.done(row)


async def test_couriers_side_by_side_never_lend_one_row_or_one_chat_twice(storage: Storage, incident: Incident) -> None:
    for number in range(12):
        await say(storage, str(number), ChatId(number % 4))
    sent: list[str] = []
    busy: set[int] = set()

    async def deliver() -> None:
        while len(sent) < 12:
            for row in await claim(storage, limit=2):
                assert row.chat_id not in busy
                busy.add(row.chat_id)
                await asyncio.sleep(0.001)
                busy.discard(row.chat_id)
                sent.append(row.code or "")
                async with storage.transaction() as tx:
                    assert await tx.outbox.done(row)
            await asyncio.sleep(0)

    async with asyncio.timeout(20):
        await asyncio.gather(deliver(), deliver(), deliver())
    for chat in range(4):
        mine = [int(code) for code in sent if int(code) % 4 == chat]
        assert mine == sorted(mine)
    assert len(sent) == 12


@pytest.mark.parametrize("counts", [True, False])
async def test_a_message_put_off_comes_back_in_its_time(storage: Storage, counts: bool) -> None:
    await say(storage, "a")
    (row,) = await claim(storage)
    async with storage.transaction() as tx:
        assert await tx.outbox.put_back(row, until=NOW + MINUTE, error="429", counts=counts)
    assert await claim(storage) == []
    (again,) = await claim(storage, now=NOW + MINUTE)
    assert (again.id, again.attempt, again.tries) == (row.id, 2, int(counts))


async def test_a_card_put_off_keeps_its_place(storage: Storage, incident: Incident) -> None:
    await refresh(storage, incident, HOME)
    (row,) = await claim(storage)
    async with storage.transaction() as tx:
        assert await tx.outbox.put_back(row, until=NOW + MINUTE, error="502", counts=True)
    await refresh(storage, incident, HOME)
    assert await claim(storage) == []
    (again,) = await claim(storage, now=NOW + MINUTE)
    assert (again.id, again.attempt, again.tries, again.sound) == (row.id, 2, 1, True)


async def test_a_card_put_off_dissolves_in_the_one_that_came_meanwhile(storage: Storage, incident: Incident) -> None:
    await refresh(storage, incident, HOME, sound=True)
    (row,) = await claim(storage)
    await refresh(storage, incident, HOME, sound=False)
    async with storage.transaction() as tx:
        assert await tx.outbox.put_back(row, until=NOW + MINUTE, error="502", counts=True)
        assert await tx.outbox.count_waiting() == 1
    (again,) = await claim(storage, now=NOW + MINUTE)
    assert (again.sound, again.tries) == (True, 1)


async def test_a_danger_that_grew_while_its_calm_card_was_put_off_till_morning_goes_at_once(storage: Storage, incident: Incident) -> None:
    await refresh(storage, incident, HOME)
    (row,) = await claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.refresh_here(incident.id, HOME, None)
    async with storage.transaction() as tx:
        assert await tx.outbox.put_back(row, until=NOW + 8 * 60 * MINUTE, error=QUIET, counts=False)
    (urgent,) = await claim(storage)
    assert (urgent.incident_id, urgent.urgent) == (incident.id, True)


async def test_a_danger_does_not_wait_for_the_end_of_a_delay(storage: Storage, incident: Incident) -> None:
    await refresh(storage, incident, HOME)
    (row,) = await claim(storage)
    async with storage.transaction() as tx:
        await tx.outbox.put_back(row, until=NOW + MINUTE, error="502", counts=True)
        await tx.outbox.refresh_cards(incident.id, to(HOME), urgent=True)
    assert len(await claim(storage)) == 1


async def test_a_row_given_up_is_counted_and_never_lent_again(storage: Storage) -> None:
    await say(storage, "a")
    (row,) = await claim(storage)
    async with storage.transaction() as tx:
        assert await tx.outbox.give_up(row, "Bad Request: \0")
        assert (len(await tx.outbox.given_up()), await tx.outbox.count_waiting()) == (1, 0)
    assert await claim(storage) == []


async def test_a_paused_chat_waits_and_the_others_go_on(storage: Storage) -> None:
    await say(storage, "a", HOME)
    await say(storage, "b", GROUP)
    async with storage.transaction() as tx:
        await tx.chats.pause(HOME, NOW + 2 * MINUTE)
        await tx.chats.pause(HOME, NOW + MINUTE)
    assert [row.code for row in await claim(storage)] == ["b"]
    assert await claim(storage, now=NOW + MINUTE) == []
    assert [row.code for row in await claim(storage, now=NOW + 2 * MINUTE)] == ["a"]


async def test_a_dead_chat_gets_nothing_until_it_is_alive(storage: Storage) -> None:
    await say(storage, "a")
    async with storage.transaction() as tx:
        await tx.chats.mark_dead(HOME, "bot was blocked by the user")
        assert await tx.outbox.count_waiting() == 0
    assert await claim(storage) == []
    async with storage.transaction() as tx:
        await tx.outbox.mark_alive(HOME)
        assert await tx.outbox.count_waiting() == 1
    assert len(await claim(storage)) == 1


async def test_a_copy_is_kept_replaced_and_forgotten_and_its_old_messages_stay_findable(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        assert await tx.copies.in_chat(incident.id, HOME) is None
        await tx.copies.save(a_copy(incident.id))
        fresh = a_copy(incident.id, message_id=9)
        await tx.copies.save(fresh)
        await tx.copies.save(a_copy(incident.id, GROUP))
        assert await tx.copies.in_chat(incident.id, HOME) == fresh
        assert await tx.copies.of(incident.id) == [a_copy(incident.id, GROUP), fresh]
        await tx.copies.forget(incident.id, HOME)
        assert await tx.copies.in_chat(incident.id, HOME) is None
        assert [await tx.copies.incident_at(HOME, number) for number in (7, 9, 8)] == [incident.id, incident.id, None]


async def test_a_chat_that_moved_is_the_new_one_everywhere(storage: Storage, incident: Incident) -> None:
    old, new = GROUP, ChatId(-100200)
    async with storage.transaction() as tx:
        await tx.departments.put(Department(id=HOUSING, district_id=DISTRICT, title="отдел ЖКХ", chat_id=old))
        await tx.copies.save(a_copy(incident.id, old))
        await tx.chats.pause(old, NOW + MINUTE)
        await tx.supergroups.chat_moved(old, new)
        assert [one.chat_id for one in await tx.departments.all()] == [new]
        assert await tx.copies.of(incident.id) == []  # message 7 of the new chat may be anything
        assert (await tx.copies.incident_at(new, 7), await tx.copies.incident_at(old, 7)) == (None, incident.id)
    assert [row.chat_id for row in await claim(storage)] == [new]


async def test_a_chat_may_move_onto_one_that_is_known_already(storage: Storage, incident: Incident) -> None:
    old, new = GROUP, ChatId(-100200)
    async with storage.transaction() as tx:
        for chat in (old, new):
            await tx.copies.save(a_copy(incident.id, chat))
        await tx.outbox.refresh_cards(incident.id, [])
        await tx.supergroups.chat_moved(old, new)
        assert await tx.copies.of(incident.id) == [a_copy(incident.id, new)]
        assert await tx.outbox.count_waiting() == 1


async def test_a_card_on_its_way_to_a_chat_that_moved_arrives_in_the_new_one(storage: Storage, incident: Incident) -> None:
    await refresh(storage, incident, GROUP)
    (row,) = await claim(storage)
    async with storage.transaction() as tx:
        assert await tx.outbox.put_back(row, until=NOW, error="чат переехал", counts=False)
        await tx.supergroups.chat_moved(GROUP, HOME)
    assert [again.chat_id for again in await claim(storage)] == [HOME]


async def test_the_purge_takes_what_was_sent_and_keeps_what_waits(storage: Storage) -> None:
    await say(storage, "a", HOME)
    await say(storage, "b", GROUP)
    (row,) = await claim(storage, limit=1)
    async with storage.transaction() as tx:
        await tx.outbox.done(row)
        assert await tx.outbox.purge(row.created_at) == 0
        assert await tx.outbox.purge(row.created_at + timedelta(days=1)) == 1
        assert await tx.outbox.count_waiting() == 1


async def test_the_counts_of_a_run(storage: Storage, incident: Incident) -> None:
    async with storage.transaction() as tx:
        await tx.door.receive(await stored_source(tx), a_post(), at=NOW, history=True)
        await tx.copies.save(a_copy(incident.id))
        await tx.outbox.refresh_cards(incident.id, to(GROUP))
        await tx.outbox.put(Say(chat_id=HOME, code="a"))
        assert await tx.counters.all() == {"posts": 1, "incidents": 1, "cards": 1, "cards_pending": 2, "answers": 0}


async def test_the_only_process_frees_at_once_what_a_dead_one_was_sending(storage: Storage) -> None:
    await say(storage, "a")
    (late,) = await claim(storage)
    async with storage.transaction() as tx:
        assert await tx.outbox.release() == 1
    (row,) = await claim(storage)
    assert (row.id, row.fence) == (late.id, late.fence + 1)


async def test_what_waits_of_one_incident_is_taken_away_and_nothing_else(storage: Storage, incident: Incident) -> None:
    await refresh(storage, incident, GROUP)
    await say(storage, "a", HOME)
    async with storage.transaction() as tx:
        assert await tx.outbox.forget(incident.id) == 1
    assert [row.chat_id for row in await claim(storage)] == [HOME]
