"""The database asks for readable cards as the rights do: the same answer for every role and every kind of card, on both engines."""

from dataclasses import replace
from typing import Any

import pytest

from bot.storage.delivery.copies import Copy
from bot.storage.engine.storage import Storage
from incidents.acts.looks import Look, LookKind, ReadRequest, ReadRequestState
from incidents.ids import ChatId, DepartmentId
from incidents.official import IN_DEPARTMENT, Official, Role
from incidents.places.find_text import find_query
from incidents.reading import DangerGrade, MainPlace
from incidents.rights import may_read
from tests.kit.values.stored import HOUSING, NOW, an_official, stored_incident

ROADS = DepartmentId("roads")
CHAT = ChatId(900)
KINDS: dict[str, dict[str, Any]] = {  # Any: fields of an Incident
    "own": {"department_id": HOUSING},
    "helped": {"department_id": ROADS, "co_departments": (HOUSING, DepartmentId("parks"))},
    "others": {"department_id": ROADS},
    "alike": {"department_id": DepartmentId("housing2"), "co_departments": (DepartmentId("housing_old"),)},
    "nobody's": {"department_id": None},
    "danger": {"department_id": ROADS, "danger_grade": DangerGrade.RISK},
    "asked": {"department_id": None, "danger_asked_at": NOW},
    "rumour": {"department_id": None, "rumour": True},
}


@pytest.mark.parametrize("role", list(Role))
async def test_the_search_and_the_copies_follow_the_rights(storage: Storage, role: Role) -> None:
    async with storage.transaction() as tx:
        home = HOUSING if role in IN_DEPARTMENT else None
        reader: Official = await tx.officials.enrol(an_official(role=role, department_id=home))
        place = MainPlace(street="улица Лесная", house="5")
        made = {name: await stored_incident(tx, place=place, **fields) for name, fields in KINDS.items()}
        made["held"] = await stored_incident(tx, place=place, department_id=ROADS, holder_id=reader.id)
        made["let"] = await stored_incident(tx, place=place, department_id=ROADS)
        asked = await tx.read_requests.add(
            ReadRequest(id=0, incident_id=made["let"].id, official_id=reader.id, asked_at=NOW, state=ReadRequestState.ASKED)
        )
        await tx.read_requests.save(replace(asked, state=ReadRequestState.ALLOWED, decided_by=reader.id, decided_at=NOW))
        for number, each in enumerate(made.values(), start=1):
            await tx.copies.save(Copy(incident_id=each.id, chat_id=CHAT, topic_id=None, message_id=number, shown="", photos_sent=False))
        may = {name for name, each in made.items() if may_read(reader, await tx.incidents.get(each.id))} | {"let"}
        found = {each.id for each in await tx.search.find(find_query("лесная"), reader=reader, limit=50)}
        lost = await tx.card_places.in_chat(CHAT, unreadable_by=reader)
        assert {name for name, each in made.items() if each.id in found} == may
        assert {name for name, each in made.items() if each.id in lost} == set(made) - may
        await tx.card_places.take_away(CHAT, lost)
        assert set(await tx.card_places.in_chat(CHAT)) == found


async def test_looks_are_kept_and_purged(storage: Storage) -> None:
    async with storage.transaction() as tx:
        reader, incident = await tx.officials.enrol(an_official()), await stored_incident(tx)
        seen = [Look(incident_id=incident.id, by=reader.id, at=NOW, how=how) for how in LookKind]
        await tx.looks.add([*seen, Look(incident_id=None, by=reader.id, at=NOW, how=LookKind.FOUND)])
        await tx.looks.add([])
        assert list(await tx.looks.of(incident.id, limit=9)) == list(reversed(seen))
        assert await tx.looks.purge(NOW) == 0
        assert await tx.looks.purge(NOW.replace(year=NOW.year + 1)) == len(seen) + 1


async def test_a_permission_ends_with_the_role(storage: Storage) -> None:
    async with storage.transaction() as tx:
        reader, incident = await tx.officials.enrol(an_official()), await stored_incident(tx, department_id=ROADS)
        asked = await tx.read_requests.add(ReadRequest(id=0, incident_id=incident.id, official_id=reader.id, asked_at=NOW))
        assert await tx.read_requests.get(asked.id) == asked
        await tx.read_requests.cancel_all_of(reader.id)
        last = await tx.read_requests.latest(reader.id, incident.id)
        assert last is not None and last.state is ReadRequestState.OVER
