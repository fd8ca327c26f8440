"""Incidents in the storage: versions, the chain of events, voices, and the questions the desk asks."""

import asyncio
from dataclasses import replace
from datetime import timedelta, timezone
from functools import partial
from importlib import import_module

import pytest
from sqlalchemy import Executable, delete, text, update
from sqlalchemy.exc import DBAPIError

from bot.storage.acts import incidents
from bot.storage.acts.candidates import MOST
from bot.storage.acts.events import event
from bot.storage.acts.incidents import incident as table
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage
from incidents.errors import NotFound, StaleVersion
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Doubt, RejectReason, Status, Voice
from incidents.reading import DangerGrade, MainPlace
from tests.kit.event_log import is_intact
from tests.kit.values.stored import HOUSING, MINUTE, NOW, an_event, an_incident, an_official, stored_incident, stored_post, stored_voice

DAY = timedelta(days=1)
LATER = NOW + 9 * DAY


async def test_an_incident_comes_back_with_every_field(storage: Storage) -> None:
    async with storage.transaction() as tx:
        person, other = await tx.officials.enrol(an_official()), await stored_incident(tx)
        full = an_incident(
            status=Status.CLOSED,
            lat=56.7,
            lon=36.8,
            danger_grade=DangerGrade.NOW,
            danger_words="горит",
            danger_peak=DangerGrade.NOW,
            danger_since=NOW - MINUTE,
            accepted_by=person.id,
            department_id=HOUSING,
            holder_id=person.id,
            route_because="правило 4",
            doubt=Doubt.PLACE,
            returns=2,
            assigned_at=NOW + MINUTE,
            accept_by=NOW + 2 * MINUTE,
            accepted_at=NOW + 3 * MINUTE,
            answer_by=NOW + 4 * MINUTE,
            answered_at=NOW + 5 * MINUTE,
            closed_at=NOW + 6 * MINUTE,
            outcome=ClosingOutcome.DONE,
            reject_reason=RejectReason.AD,
            repeat_of=other.id,
            merged_into=other.id,
            matched_because="тот же дом",
            reminded=("R1", "R2"),
        )
        kept = await tx.incidents.add(full, an_event())
        assert await tx.incidents.get(kept.id) == kept == replace(full, id=kept.id, number=2)


async def test_an_unknown_incident_is_not_found(storage: Storage) -> None:
    async with storage.transaction() as tx:
        with pytest.raises(NotFound):
            await tx.incidents.get(IncidentId(404))


async def test_numbers_have_no_gaps_even_when_a_transaction_fails(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await stored_incident(tx)
    with pytest.raises(RuntimeError):
        async with storage.transaction() as tx:
            await stored_incident(tx)
            raise RuntimeError
    async with storage.transaction() as tx:
        incident = await stored_incident(tx)
    assert incident.number == 2


async def test_a_change_raises_the_version_and_adds_to_the_log(storage: Storage) -> None:
    async with storage.transaction() as tx:
        before = await stored_incident(tx)
        accepted = an_event(act=Act.ACCEPT, status_before=Status.NEW, status_after=Status.ACCEPTED, at=NOW + MINUTE, data={})
        after = await tx.incidents.save(replace(before, status=Status.ACCEPTED), accepted)
        assert after == replace(before, status=Status.ACCEPTED, version=2) == await tx.incidents.get(before.id)
        assert await tx.log.of(before.id) == [an_event(), accepted]


async def test_a_stale_change_is_refused(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first = await stored_incident(tx)
        await tx.incidents.save(first, an_event(act=Act.NOTE))
        with pytest.raises(StaleVersion):
            await tx.incidents.save(first, an_event(act=Act.NOTE))
        assert len(await tx.log.of(first.id)) == 2


async def test_of_two_changes_at_once_one_is_stale(storage: Storage) -> None:
    async with storage.transaction() as tx:
        seen = await stored_incident(tx)

    async def change() -> str:
        try:
            async with storage.transaction() as tx:
                await tx.incidents.save(seen, an_event(act=Act.NOTE))
        except StaleVersion:
            return "stale"
        return "saved"

    assert sorted(await asyncio.gather(change(), change())) == ["saved", "stale"]


async def test_an_incident_read_by_two_waits_for_the_first_to_end(postgres_storage: Storage) -> None:
    async with postgres_storage.transaction() as tx:
        id = (await stored_incident(tx)).id

    async def note(pause: float) -> None:
        async with postgres_storage.transaction() as tx:
            incident = await tx.incidents.get(id)
            await asyncio.sleep(pause)
            await tx.incidents.save(incident, an_event(act=Act.NOTE))

    await asyncio.gather(*(note(0.02) for _ in range(5)))
    async with postgres_storage.transaction() as tx:
        assert (await tx.incidents.get(id)).version == 6
        assert is_intact(id, await tx.log.chain(id))


async def test_the_chain_is_intact_whatever_the_events_hold(storage: Storage) -> None:
    moscow = timezone(timedelta(hours=3))
    async with storage.transaction() as tx:
        one = await stored_incident(tx)
        odd = an_event(act=Act.NOTE, at=(NOW + MINUTE).astimezone(moscow), because="\0пропало \ud83d", data={"n": 1, "t": "я\0", "x": None})
        one = await tx.incidents.save(one, odd)
        await tx.incidents.save(
            one,
            an_event(act=Act.CLOSE, status_before=Status.NEW, status_after=Status.CLOSED, by=(await tx.officials.enrol(an_official())).id),
        )
        chain = await tx.log.chain(one.id)
    assert len(chain) == 3
    assert is_intact(one.id, chain)
    assert chain[1][0].because == "пропало \ufffd"


@pytest.mark.parametrize("change", [update(event).values(because="иначе"), delete(event), text("DELETE FROM event")])
async def test_the_log_refuses_every_change(storage: Storage, change: Executable) -> None:
    async with storage.transaction() as tx:
        id = (await stored_incident(tx)).id
    with pytest.raises(DBAPIError, match="append-only"):
        async with storage.transaction() as tx:
            await tx._run(everywhere(change))  # what no method of the storage can do
    async with storage.transaction() as tx:
        assert is_intact(id, await tx.log.chain(id))


async def test_the_log_on_postgresql_refuses_to_be_emptied(postgres_storage: Storage) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with postgres_storage.transaction() as tx:
            await tx._run(everywhere(text("TRUNCATE event")))


async def test_a_post_is_a_voice_of_one_incident_only(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post, first, second = await stored_post(tx), await stored_incident(tx), await stored_incident(tx)
        assert await tx.voices.incident_of(post.id) is None
        voice = await stored_voice(tx, first, post)
        await tx.voices.add(voice)
        assert await tx.voices.incident_of(post.id) == first.id
        assert await tx.voices.of(first.id) == [voice]
        with pytest.raises(StaleVersion):
            await stored_voice(tx, second, post)


async def test_a_house_and_a_landmark_are_found_behind_many_newer_ones_of_the_street(storage: Storage) -> None:
    async with storage.transaction() as tx:
        house = await stored_incident(tx, place=MainPlace(street="ул. Ленина", street_id="lenina", house="5"), place_id="lenina")
        by_school = MainPlace(street="ул. Ленина", street_id="lenina", landmark="школа № 3", landmark_id="school-3")
        school = await stored_incident(tx, place=by_school, place_id="lenina")
        for number in range(60):
            other = MainPlace(street="ул. Ленина", street_id="lenina", house=f"1{number}")
            await stored_incident(tx, place=other, place_id="lenina", opened_at=NOW + MINUTE)
        like = partial(tx.voices.candidates, groups=[house.group], topics=[house.topic], since=NOW - DAY, unplaced_since=LATER)
        by_house = await like(place=["lenina"], house="5")
        assert house.id in {each.incident.id for each in by_house}
        assert len(by_house) <= MOST
        there = await like(place=["school-3"], landmark="school-3")
        assert school.id in {each.incident.id for each in there}


async def test_a_part_of_a_post_is_a_voice_of_its_own_incident_and_counts_nowhere(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post, whole, part, other = await stored_post(tx), await stored_incident(tx), await stored_incident(tx), await stored_incident(tx)
        voice = await stored_voice(tx, whole, post)
        apart = Voice(incident_id=part.id, post_id=post.id, joined_at=NOW, because="отделили", part_id=part.id)
        await tx.voices.add(apart)
        assert (await tx.voices.of(whole.id), await tx.voices.of(part.id)) == ([voice], [apart])
        assert (await tx.voices.incident_of(post.id), await tx.voice_parts.incidents_of(post.id)) == (whole.id, [part.id])
        assert set(await tx.voices.incidents_beside(replace(post, parent_id=post.id))) == {whole.id, part.id}
        assert await tx.voices.count_by_incident(NOW - DAY, LATER) == {whole.id: 1}
        found = await tx.voices.candidates(groups={whole.group}, place=(), since=NOW - DAY, unplaced_since=NOW - DAY)
        assert {each.incident.id: each.post_ids for each in found if each.post_ids} == {whole.id: (post.id,), part.id: (post.id,)}
        await tx.voices.save(replace(apart, answered_at=NOW + MINUTE))
        assert ((await tx.voices.of(part.id))[0].answered_at, (await tx.voices.of(whole.id))[0].answered_at) == (NOW + MINUTE, None)
        await tx.voices.save(replace(apart, incident_id=other.id))
        assert (await tx.voices.of(part.id), [each.part_id for each in await tx.voices.of(other.id)]) == ([], [part.id])
        await tx.voices.save(replace(apart, incident_id=whole.id))
        assert await tx.voices.of(whole.id) == [voice]


async def test_a_voice_is_answered_and_may_move_to_another_incident(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post, first, second = await stored_post(tx), await stored_incident(tx), await stored_incident(tx)
        voice = await stored_voice(tx, first, post)
        moved = replace(voice, incident_id=second.id, answered_at=NOW + MINUTE)
        await tx.voices.save(moved)
        assert (await tx.voices.of(first.id), await tx.voices.of(second.id)) == ([], [moved])


async def test_second_questions_are_found_whatever_became_of_their_incident_the_oldest_first(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first, closed = await stored_incident(tx), await stored_incident(tx, status=Status.CLOSED)
        late = await stored_voice(tx, first, await stored_post(tx, 1), question_since=NOW + MINUTE)
        early = await stored_voice(tx, closed, await stored_post(tx, 2), question_since=NOW)
        await stored_voice(tx, first, await stored_post(tx, 3))
        assert await tx.voices.with_questions() == [early, late]
        moved = replace(early, incident_id=first.id)
        await tx.voices.save(moved)
        await tx.voices.save(replace(late, question_since=None))
        assert await tx.voices.with_questions() == [moved]


async def test_the_upgrade_keeps_the_second_question_of_what_waits_for_the_coordinator(storage: Storage) -> None:
    migration = import_module("migrations.versions.2026_12_01_second_questions")
    async with storage.transaction() as tx:
        waits, other = await stored_incident(tx, doubt=Doubt.QUESTIONS), await stored_incident(tx)
        first = await stored_voice(tx, waits, await stored_post(tx, 1))
        later = await stored_voice(tx, waits, await stored_post(tx, 2), joined_at=NOW + MINUTE)
        alone = await stored_voice(tx, other, await stored_post(tx, 3))
        await tx._run(everywhere(migration._of_first_voices()))
        assert await tx.voices.of(waits.id) == [replace(first, question_since=waits.published_at), later]
        assert await tx.voices.of(other.id) == [alone]


async def test_a_voice_that_moves_takes_its_moment_along(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first, second = await stored_incident(tx), await stored_incident(tx)
        early = await stored_voice(tx, first, await stored_post(tx, 1), joined_at=NOW + MINUTE)
        late = await stored_voice(tx, first, await stored_post(tx, 2), joined_at=NOW + 3 * MINUTE)
        for each, told in ((late, (NOW + MINUTE, NOW + 3 * MINUTE)), (early, (NOW, NOW + 3 * MINUTE))):
            await tx.voices.save(replace(each, incident_id=second.id))
            found = await tx.voices.candidates(groups={first.group}, place=(), since=NOW - DAY, unplaced_since=LATER)
            assert tuple(one.last_voice_at for one in found) == told


async def test_voices_are_counted_in_a_half_open_period(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident = await stored_incident(tx)
        for number in (1, 2, 3):
            await stored_voice(tx, incident, await stored_post(tx, number), joined_at=NOW + number * MINUTE)
        assert await tx.voices.count_by_incident(NOW + MINUTE, NOW + 3 * MINUTE) == {incident.id: 2}


async def test_candidates_are_of_the_group_or_the_place_and_tell_what_was_said(storage: Storage) -> None:
    async with storage.transaction() as tx:
        wall = await stored_post(tx, 1, "Как дела в районе?")
        same_group = await stored_incident(tx, place_id="s2")
        same_place = await stored_incident(tx, group="roads")
        await stored_incident(tx, group="roads", place_id="s9")
        comment = await stored_post(tx, 2, "Нет воды", parent_external_id="wall-1_1", author_id="78")
        await stored_voice(tx, same_group, comment, joined_at=NOW + MINUTE)
        first, second = await tx.voices.candidates(groups={"housing"}, place={"s1", "town"}, since=NOW, unplaced_since=LATER)
    assert (first.incident, second.incident) == (same_group, same_place)
    assert (first.post_ids, first.thread_ids, first.author_ids, first.texts) == ((comment.id,), (wall.id,), ("78",), ("Нет воды",))
    assert (first.last_voice_at, second.last_voice_at) == (NOW + MINUTE, NOW)
    assert second.post_ids == ()


async def test_places_without_an_id_are_asked_for_by_time(storage: Storage) -> None:
    async with storage.transaction() as tx:
        lately = await stored_incident(tx, group="roads", place_id=None)
        found = await tx.voices.candidates(groups={"housing"}, place=(), since=NOW - DAY, unplaced_since=NOW)
        assert [one.incident for one in found] == [lately]
        assert await tx.voices.candidates(groups={"housing"}, place=(), since=NOW - DAY, unplaced_since=LATER) == []


async def test_candidates_of_a_thread_come_whatever_their_group(storage: Storage) -> None:
    async with storage.transaction() as tx:
        wall, comment = await stored_post(tx, 1), await stored_post(tx, 2, "+1", parent_external_id="wall-1_1")
        under, itself = await stored_incident(tx, group="roads", place_id=None), await stored_incident(tx, group="heat", place_id=None)
        await stored_voice(tx, under, comment)
        await stored_voice(tx, itself, wall)
        found = await tx.voices.candidates(groups={"housing"}, place=(), since=NOW, unplaced_since=LATER, thread=wall.id)
        assert [one.incident for one in found] == [under, itself]
        assert await tx.voices.candidates(groups={"housing"}, place=(), since=NOW, unplaced_since=LATER) == []


async def test_an_old_incident_is_a_candidate_while_voices_join_it(storage: Storage) -> None:
    async with storage.transaction() as tx:
        old = await stored_incident(tx, opened_at=NOW - 9 * DAY)
        assert await tx.voices.candidates(groups={"housing"}, place=(), since=NOW, unplaced_since=LATER) == []
        await stored_voice(tx, old, await stored_post(tx), joined_at=NOW)
        (found,) = await tx.voices.candidates(groups={"housing"}, place=(), since=NOW, unplaced_since=LATER)
        assert found.incident == old


async def test_two_readers_never_open_two_incidents_about_one_pipe(storage: Storage) -> None:
    async def take_in() -> bool:
        async with storage.transaction() as tx:
            if await tx.voices.candidates(groups={"housing"}, place={"s1"}, since=NOW, unplaced_since=LATER):
                return False
            await asyncio.sleep(0.02)
            await stored_incident(tx)
            return True

    assert sorted(await asyncio.gather(take_in(), take_in(), take_in())) == [False, False, True]


async def test_open_incidents_come_earliest_deadline_first(storage: Storage) -> None:
    async with storage.transaction() as tx:
        person = await tx.officials.enrol(an_official())
        timeless = await stored_incident(tx, department_id=HOUSING)
        later = await stored_incident(tx, answer_by=NOW + DAY, holder_id=person.id, status=Status.ACCEPTED)
        sooner = await stored_incident(tx, answer_by=NOW, department_id=HOUSING, status=Status.ASSIGNED)
        answered = await stored_incident(tx, status=Status.ANSWERED, answer_by=NOW + MINUTE, department_id=HOUSING)
        await stored_incident(tx, status=Status.CLOSED, department_id=HOUSING)
        assert await tx.incidents.unfinished() == [sooner, answered, later, timeless]
        assert await tx.incidents.held_by(official=person.id, department=None) == [later]
        assert await tx.incidents.held_by(official=None, department=HOUSING) == [sooner, timeless]
        assert await tx.incidents.held_by(official=person.id, department=HOUSING) == [sooner, later, timeless]
        assert await tx.incidents.held_by(official=None, department=None) == []


async def test_a_period_has_what_was_opened_answered_or_closed_in_it(storage: Storage) -> None:
    async with storage.transaction() as tx:
        opened = await stored_incident(tx)
        answered = await stored_incident(tx, opened_at=NOW - DAY, answered_at=NOW)
        closed = await stored_incident(tx, opened_at=NOW - DAY, closed_at=NOW + MINUTE)
        await stored_incident(tx, opened_at=NOW + 2 * MINUTE)
        assert await tx.incidents.between(NOW, NOW + 2 * MINUTE) == [opened, answered, closed]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
async def test_incidents_that_are_read_in_lots_are_all_there(storage: Storage, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidents, "LOT", 2)
    async with storage.transaction() as tx:
        made = [await stored_incident(tx) for _ in range(number)]
        assert await tx.incidents.between(NOW, NOW + MINUTE) == made
        assert await tx.incidents.unfinished() == made


async def test_what_stood_at_the_very_place_before_is_remembered(storage: Storage) -> None:
    elsewhere = MainPlace(street="улица Лесная", street_id="s1", house="7")
    async with storage.transaction() as tx:
        await stored_incident(tx, opened_at=NOW - 40 * DAY)
        older = await stored_incident(tx, opened_at=NOW - 3 * DAY, topic="roads_potholes")
        newer = await stored_incident(tx, opened_at=NOW - 2 * DAY)
        await stored_incident(tx, opened_at=NOW - DAY, place=elsewhere)
        placeless = await stored_incident(tx, place=MainPlace(), place_id=None, opened_at=NOW - DAY)
        this = await stored_incident(tx)
        assert await tx.incidents.earlier_at(this, since=NOW - 30 * DAY) == [newer, older]
        assert await tx.incidents.earlier_at(placeless, since=NOW - 30 * DAY) == []


async def test_the_key_of_an_incident_never_comes_back(storage: Storage) -> None:
    async with storage.transaction() as tx:
        id = await tx._scalar(table.insert().values(**_row()).returning(table.c.id))
        await tx._run(everywhere(delete(table)))
        assert (await stored_incident(tx)).id > id


def _row() -> dict[str, object]:
    own = {"district_id": "konakovo", "number": 1, "status": "new", "group": "g", "topic": "t", "place": {}, "route_because": ""}
    moments = dict.fromkeys(("opened_at", "published_at", "clock_from", "last_voice_at"), NOW)
    return {**own, **moments, "returns": 0, "reminded": [], "version": 1}
