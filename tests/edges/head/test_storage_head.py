"""What the head's day asks of the storage: both engines."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.storage.engine.storage import Storage
from incidents.head.head_agenda import Mark
from incidents.head.orders import Order, OrderKind
from incidents.ids import IncidentId
from incidents.incident import Act, Doubt, Status
from incidents.promises.values import Promise, PromiseState
from tests.kit.values.stored import MINUTE, NOW, an_event, an_official, stored_answer, stored_incident, stored_post, stored_voice

DAY = timedelta(days=1)


async def test_one_mark_an_incident_stands_and_the_latest_holds(storage: Storage) -> None:
    async with storage.transaction() as tx:
        by = await tx.officials.enrol(an_official())
        incident = await stored_incident(tx)
        first = Mark(incident_id=incident.id, taken=False, by=by.id, at=NOW)
        await tx.agenda.put_mark(first)
        assert await tx.agenda.marks() == [first]
        second = Mark(
            incident_id=incident.id, taken=True, by=by.id, at=NOW + MINUTE, proposal="замер сегодня", holds_until=date(2026, 11, 25)
        )
        await tx.agenda.put_mark(second)
        assert await tx.agenda.marks() == [second]


async def test_voices_are_counted_by_incident_and_late_ones_by_when_they_were_written(storage: Storage) -> None:
    async with storage.transaction() as tx:
        one, other = await stored_incident(tx), await stored_incident(tx)
        for n, incident in enumerate((one, one, other), start=1):
            await stored_voice(
                tx, incident, await stored_post(tx, n, published_at=NOW - DAY), joined_at=NOW, region_number="5418190" if n == 1 else None
            )
        assert dict(await tx.voices.count_by_incident(NOW, NOW + MINUTE)) == {one.id: 2, other.id: 1}
        assert dict(await tx.voices.count_by_incident(NOW + MINUTE, NOW + DAY)) == {}
        assert dict(await tx.figures.late_voices(NOW - DAY, NOW)) == {one.id: 2, other.id: 1}
        assert dict(await tx.figures.late_voices(NOW - DAY, NOW + MINUTE)) == {}
        heard = await tx.figures.heard(NOW, NOW + MINUTE)
        assert sorted((each.incident_id, each.in_region) for each in heard) == [(one.id, False), (one.id, True), (other.id, False)]
        assert await tx.figures.heard(NOW + MINUTE, NOW + DAY) == []


async def test_the_first_post_that_still_stands_is_the_link_of_an_incident(storage: Storage) -> None:
    async with storage.transaction() as tx:
        one, other, gone = await stored_incident(tx), await stored_incident(tx), await stored_incident(tx)
        posts = [await stored_post(tx, n, published_at=NOW - DAY) for n in range(1, 5)]
        for n, (incident, post) in enumerate(zip((one, one, other, gone), posts, strict=True)):
            await stored_voice(tx, incident, post, joined_at=NOW + n * MINUTE)
        for post in (posts[0], posts[3]):
            await tx.posts.mark_gone(post.post.network, [post.post.external_id], at=NOW)
        assert dict(await tx.voices.links([one.id, other.id, gone.id])) == {one.id: posts[1].post.url, other.id: posts[2].post.url}
        assert dict(await tx.voices.links([])) == {}


async def test_a_question_for_more_than_a_statement_may_name_is_asked_in_lots(storage: Storage) -> None:
    async with storage.transaction() as tx:
        one = await stored_incident(tx)
        post = await stored_post(tx, 1)
        await stored_voice(tx, one, post, joined_at=NOW)
        many = [IncidentId(n) for n in range(1_000_000, 1_040_000)]
        assert dict(await tx.voices.links([*many, one.id])) == {one.id: post.post.url}
        assert dict(await tx.delays.of_each([*many, one.id])) == {}


async def test_an_incident_that_came_back_twice_is_reopened_once(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident = await stored_incident(tx)
        for _ in range(2):
            incident = await tx.incidents.save(incident, an_event(act=Act.REOPEN, at=NOW))
        assert await tx.figures.count_reopened(NOW, NOW + MINUTE) == 1
        assert await tx.figures.count_reopened(NOW + MINUTE, NOW + DAY) == 0


async def test_what_is_in_no_figure_came_back_or_was_promised_in_none(storage: Storage) -> None:
    """Rejected, merged into another, of another district: out of «вернули в работу», «обещано сегодня» and «сорвали» too."""
    async with storage.transaction() as tx:
        by, into = await tx.officials.enrol(an_official()), await stored_incident(tx)
        day = date(2026, 11, 25)
        ends: tuple[dict[str, Any], ...] = (  # Any: fields of an Incident
            *({}, {"status": Status.REJECTED}, {"merged_into": into.id}, {"doubt": Doubt.OUTSIDE}),
        )
        for end in ends:
            incident = await tx.incidents.save(await stored_incident(tx), an_event(act=Act.REOPEN, at=NOW))
            answer = await stored_answer(tx, incident_id=incident.id, author_id=by.id, guid=f"guid{incident.id}")
            given: dict[str, Any] = {"incident_id": incident.id, "answer_id": answer.id, "official_id": by.id}  # Any: of a Promise
            given |= {"id": 0, "district_id": tx.district_id, "department_id": None, "words": "прочистим трубу", "made_at": NOW}
            await tx.promises.add(Promise(**given, due=day, state=PromiseState.OPEN))
            await tx.promises.add(Promise(**given, due=day, state=PromiseState.BROKEN, broken_at=NOW))
            await tx.incidents.save(replace(incident, **end), an_event(act=Act.NOTE, at=NOW))
        assert await tx.figures.count_reopened(NOW, NOW + MINUTE) == 1
        assert (await tx.figures.count_due(day), await tx.figures.count_due(day + DAY)) == (1, 0)
        assert (await tx.figures.count_broken(NOW, NOW + MINUTE), await tx.figures.count_broken(NOW + MINUTE, NOW + DAY)) == (1, 0)


async def test_promises_stand_at_a_moment_and_broken_ones_are_known(storage: Storage) -> None:
    async with storage.transaction() as tx:
        by = await tx.officials.enrol(an_official())
        incident = await stored_incident(tx)
        answer = await stored_answer(tx, incident_id=incident.id, author_id=by.id)
        common: dict[str, Any] = {
            "id": 0,
            "district_id": tx.district_id,
            "incident_id": incident.id,
            "answer_id": answer.id,
            "official_id": by.id,
        }  # Any: fields of a Promise
        common |= {"department_id": None, "words": "прочистим трубу", "made_at": NOW}
        kept = await tx.promises.add(Promise(**common, due=date(2026, 11, 25), state=PromiseState.KEPT, settled_at=NOW + DAY))
        broken = await tx.promises.add(Promise(**common, due=date(2026, 11, 20), state=PromiseState.BROKEN, broken_at=NOW))
        assert await tx.promises.broken() == [broken]
        assert await tx.promises.standing_at(NOW) == []
        assert await tx.promises.standing_at(NOW + MINUTE) == [broken, kept]
        assert await tx.promises.standing_at(NOW + DAY + MINUTE) == [broken]


async def test_an_order_keeps_its_recording(storage: Storage) -> None:
    async with storage.transaction() as tx:
        by = await tx.officials.enrol(an_official())
        incident = await stored_incident(tx)
        order = Order(id=0, incident_id=incident.id, by=by.id, kind=OrderKind.ORDER, at=NOW, due_at=NOW + DAY, voice_file_id="AwAC")
        made = await tx.orders.add(order)
        assert (await tx.orders.get(made.id)).voice_file_id == "AwAC"
