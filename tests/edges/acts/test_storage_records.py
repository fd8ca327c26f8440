"""Notes, reasons, requests and the last act in the storage, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from incidents.acts.delays import Delay, DelayReason
from incidents.acts.notes import Note
from incidents.acts.outside_requests import Request
from incidents.acts.undo import UNDO_FOR, Undo
from incidents.errors import NotFound
from incidents.head.orders import Order, OrderKind
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act, ClosingOutcome, Incident, Status
from incidents.reading import DangerGrade
from tests.kit.values.stored import MINUTE, NOW, an_event, an_incident, an_official


async def a_card(tx: Tx, **changed: object) -> tuple[Incident, OfficialId]:
    official = await tx.officials.enrol(an_official())
    return await tx.incidents.add(an_incident(**changed), an_event()), official.id


def a_request(incident: IncidentId, by: OfficialId, organisation: str, n: int = 0) -> Request:
    day = NOW + timedelta(days=n)
    return Request(
        id=0,
        incident_id=incident,
        by=by,
        organisation=organisation,
        letter=None,
        sent_at=NOW,
        promised_at=day,
        remind_at=day,
        asked_at=None,
    )


async def test_notes_are_told_oldest_first_and_cleaned(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident, by = await a_card(tx)
        for n, text in enumerate(("первая\0", "вторая")):
            await tx.notes.add(Note(id=0, incident_id=incident.id, by=by, at=NOW + n * MINUTE, text=text))
        assert [(note.text, note.by, note.at) for note in await tx.notes.of(incident.id)] == [
            ("первая", by, NOW),
            ("вторая", by, NOW + MINUTE),
        ]
        assert await tx.notes.of(IncidentId(404)) == []


async def test_the_latest_reason_that_was_not_taken_back_stands(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident, by = await a_card(tx)
        assert await tx.delays.of(incident.id) is None
        first = await tx.delays.add(Delay(id=0, incident_id=incident.id, by=by, at=NOW, reason=DelayReason.WEATHER))
        second = await tx.delays.add(Delay(id=0, incident_id=incident.id, by=by, at=NOW, reason=DelayReason.OTHER, words="насос"))
        assert await tx.delays.of_each([incident.id, IncidentId(404)]) == {incident.id: second}
        await tx.delays.take_back(second.id)
        assert await tx.delays.of(incident.id) == first


async def test_a_request_is_asked_again_when_its_moment_comes_and_until_it_is_answered(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident, by = await a_card(tx)
        first, second = [await tx.requests.add(a_request(incident.id, by, name, n)) for n, name in enumerate(("больница", "сети"))]
        assert await tx.requests.of(incident.id) == second
        assert await tx.requests.to_repeat(NOW) == [first]
        await tx.requests.save(replace(first, came_at=NOW))
        assert await tx.requests.to_repeat(NOW) == []
        assert await tx.requests.to_repeat(NOW + timedelta(days=1)) == [second]
        await tx.requests.take_back(second.id)
        assert await tx.requests.to_repeat(NOW + timedelta(days=1)) == []
        assert (await tx.requests.of(incident.id)) == replace(first, came_at=NOW)


async def test_organisations_of_the_same_matter_come_first_and_each_once(storage: Storage) -> None:
    async with storage.transaction() as tx:
        housing, by = await a_card(tx)
        energy = await tx.incidents.add(an_incident(group="energy"), an_event())
        for incident, name in ((energy, "Сети"), (housing, "Больница"), (energy, "сети"), (housing, "УК «Дом»")):
            await tx.requests.add(a_request(incident.id, by, name))
        assert [each.organisation for each in await tx.requests.organisations(group="energy", limit=9)] == ["сети", "УК «Дом»", "Больница"]
        assert [each.organisation for each in await tx.requests.organisations(group="housing", limit=2)] == ["УК «Дом»", "Больница"]


async def test_the_last_act_is_kept_whole_one_an_incident_and_forgotten_in_time(storage: Storage) -> None:
    async with storage.transaction() as tx:
        before, by = await a_card(tx, danger_grade=DangerGrade.RISK, reminded=("R1",), accept_by=NOW, postponed_until=NOW)
        after = replace(before, status=Status.CLOSED, outcome=ClosingOutcome.DONE, closed_at=NOW, version=2)
        kept = Undo(
            incident_id=before.id, act=Act.CLOSE, by=by, until=NOW + UNDO_FOR, line=2, before=before, after=after, data={"delay": 7}
        )
        await tx.undos.keep(replace(kept, act=Act.ACCEPT, data={}))
        await tx.undos.keep(kept)
        assert await tx.undos.of(before.id) == kept
        assert await tx.undos.forget_old(NOW) == []
        assert await tx.undos.forget_old(NOW + UNDO_FOR) == [before.id]
        assert await tx.undos.of(before.id) is None
        await tx.undos.keep(kept)
        await tx.undos.forget(before.id)
        assert await tx.undos.of(before.id) is None


async def test_orders_are_due_until_reported_settled_or_reminded(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident, by = await a_card(tx)
        new = Order(id=0, incident_id=incident.id, by=by, kind=OrderKind.ORDER, at=NOW, due_at=NOW + MINUTE, words="замер\0")
        first, second = await tx.orders.add(new), await tx.orders.add(replace(new, due_at=NOW))
        assert first.words == "замер"
        assert await tx.orders.due(NOW) == [second]
        assert await tx.orders.due(NOW + MINUTE) == [first, second]
        await tx.orders.save(replace(first, report="сделали", reported_by=by, reported_at=NOW))
        await tx.orders.save(replace(second, reminded_at=NOW))
        assert await tx.orders.due(NOW + MINUTE) == []
        assert await tx.orders.get(first.id) == replace(first, report="сделали", reported_by=by, reported_at=NOW)
        with pytest.raises(NotFound):
            await tx.orders.get(404)


async def test_what_is_watched_is_told_longest_first(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await a_card(tx)
        late = await tx.incidents.add(an_incident(controlled_since=NOW + MINUTE), an_event())
        early = await tx.incidents.add(an_incident(controlled_since=NOW), an_event())
        assert [each.id for each in await tx.incidents.controlled()] == [early.id, late.id]
