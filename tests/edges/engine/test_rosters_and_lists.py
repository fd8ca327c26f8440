"""What rosters, swaps, the region's lists, returns and hand-overs ask of the storage, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.storage.delivery.outbox import outbox
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage
from incidents.delivery import Say
from incidents.duty.roster import Swap, SwapState
from incidents.errors import NotFound
from incidents.head.orders import Order, OrderKind
from incidents.ids import ChatId, DraftId, ShiftId
from incidents.incident import Status
from incidents.intake.by_hand import Draft, DraftState, Origin
from incidents.reading import DangerGrade
from incidents.region.values import RegionRow
from tests.kit.values.outbox_rows import ANN, GROUP, HOME, a_copy, to
from tests.kit.values.stored import DISTRICT, NOW, an_official, stored_incident, stored_post, stored_voice

HOUR = timedelta(hours=1)


async def test_a_shift_is_asked_for_and_changes_hands(storage: Storage) -> None:
    async with storage.transaction() as tx:
        one, other = await tx.officials.enrol(an_official()), await tx.officials.enrol(an_official(501))
        await tx.shifts.add(one.id, NOW, NOW + HOUR)
        (shift,) = await tx.shifts.after(NOW)
        assert await tx.shifts.get(shift.id) == shift
        new = Swap(
            id=0, shift_id=shift.id, by_id=one.id, to_id=other.id, instead_id=None, state=SwapState.ASKED, asked_at=NOW, settled_at=None
        )
        kept = await tx.swaps.add(new)
        assert await tx.swaps.get(kept.id) == replace(new, id=kept.id)
        assert [each.id for each in await tx.swaps.asked()] == [kept.id]
        await tx.swaps.save(replace(kept, state=SwapState.TAKEN, settled_at=NOW))
        await tx.shifts.give(shift.id, other.id)
        assert await tx.swaps.asked() == []
        assert (await tx.shifts.get(shift.id)).official_id == other.id
        for missing in (tx.shifts.get(ShiftId(99)), tx.swaps.get(99)):
            with pytest.raises(NotFound):
                await missing


async def test_the_newest_list_of_the_region_is_told_as_it_stands_now(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident, post = await stored_incident(tx), await stored_post(tx)
        await stored_voice(tx, incident, post)
        assert await tx.region.newest_list(since=NOW) is None
        assert not await tx.region.in_use()
        await tx.region.keep_rows([RegionRow(key="vk:wall-1_9", url="https://vk.com/wall-1_9")], at=NOW)
        await tx.region.keep_list(rows=3, same=1, ours=[post.id], at=NOW)
        found = await tx.region.newest_list(since=NOW)
        assert found is not None
        assert (found.rows, found.theirs, found.ours, found.listed_at) == (3, 1, 1, NOW)
        assert await tx.region.in_use()
        (voice,) = await tx.voices.of(incident.id)
        await tx.voices.save(replace(voice, region_number="5418190"))
        again = await tx.region.newest_list(since=NOW)
        assert again is not None
        assert again.ours == 0
        assert await tx.region.newest_list(since=NOW + HOUR) is None


async def test_first_cards_of_a_chat_are_held_back_and_dangers_and_known_ones_are_not(storage: Storage) -> None:
    async with storage.transaction() as tx:
        fresh, known = await stored_incident(tx), await stored_incident(tx)
        danger = await stored_incident(tx, danger_grade=DangerGrade.NOW)
        await tx.copies.save(a_copy(known.id, HOME))
        for each in (fresh, known, danger):
            await tx.outbox.refresh_cards(each.id, to(HOME, GROUP))
        await tx.outbox.put(Say(chat_id=HOME, code="R1", incident_id=fresh.id))
        await tx.outbox.put(Say(chat_id=HOME, code="took_over"))
        assert await tx.outbox.hold_back(HOME) == [fresh.id]
        rows = await tx._all(everywhere(select(outbox).order_by(outbox.c.id)))
        there = [(row.kind, row.incident_id, row.code) for row in rows if row.chat_id == HOME]
        assert sorted(map(str, there)) == sorted(
            map(str, [("card", known.id, None), ("card", danger.id, None), ("say", None, "took_over")])
        )
        assert {row.incident_id for row in rows if row.chat_id == GROUP} == {fresh.id, known.id, danger.id}
        assert await tx.outbox.hold_back(ANN) == []


async def test_open_cards_of_a_chat_that_moved_come_to_the_new_one(storage: Storage) -> None:
    new = ChatId(-100777)
    async with storage.transaction() as tx:
        first = await stored_incident(tx)
        closed = await stored_incident(tx, status=Status.CLOSED)
        for each in (first, closed):
            await tx.copies.save(a_copy(each.id, GROUP))
        await tx.supergroups.chat_moved(GROUP, new)
        rows = await tx.outbox.claim(now=NOW, lease=HOUR, limit=20)
    assert [(row.chat_id, row.incident_id, row.sound) for row in rows] == [(new, first.id, False)]


async def test_what_a_leaving_official_holds_is_found(storage: Storage) -> None:
    async with storage.transaction() as tx:
        head, heir = await tx.officials.enrol(an_official()), await tx.officials.enrol(an_official(501))
        incident, post = await stored_incident(tx), await stored_post(tx)
        order = await tx.orders.add(Order(id=0, incident_id=incident.id, by=head.id, kind=OrderKind.ORDER, at=NOW, due_at=NOW + HOUR))
        assert [each.id for each in await tx.orders.of(head.id)] == [order.id]
        await tx.orders.save(replace(order, by=heir.id))
        assert [each.id for each in await tx.orders.of(heir.id)] == [order.id]
        await tx.orders.save(replace(order, by=heir.id, settled_at=NOW))
        assert await tx.orders.of(heir.id) == []
        new = Draft(
            id=DraftId(0),
            district_id=DISTRICT,
            post_id=post.id,
            official_id=head.id,
            origin=Origin.TYPED,
            state=DraftState.READY,
            created_at=NOW,
        )
        draft = await tx.drafts.add(new)
        assert await tx.drafts.of(head.id) == [draft]
        assert await tx.drafts.of(heir.id) == []


async def test_lines_of_the_log_are_counted(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for n in range(3):
            await tx.audit.add("private_appeal", user_id=ANN, at=NOW + n * HOUR, data={})
        assert await tx.audit.count("private_appeal", user_id=ANN, since=NOW + HOUR) == 2
        assert await tx.audit.count("private_appeal", user_id=HOME, since=NOW) == 0
