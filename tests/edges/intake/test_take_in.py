"""A resident's post at the desk: joins, reopens, repeats, opens, is no appeal, is changed, is gone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.storage.delivery.copies import Copy
from bot.storage.delivery.outbox import OutboxKind
from incidents.deadlines.values import StartEvent
from incidents.desk.intake import joining
from incidents.desk.intake import take_in as desk
from incidents.incident import Act, ClosingOutcome, Doubt, Event, Incident, RejectReason, Status, Untold
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Kind, Mood
from tests.kit.desk_town import HOUSING, ROADS, START, DeskTown, desk_town
from tests.kit.values.samples import at, place, reading

BURNS: dict[str, Any] = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "машина провалилась"}  # Any: fields of a Reading


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def voices_of(town: DeskTown, incident: Incident) -> list[int]:
    async with town.storage.transaction() as tx:
        return [voice.post_id for voice in await tx.voices.of(incident.id)]


async def closed(town: DeskTown) -> Incident:
    incident = await town.open()
    await town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    return incident


async def changed(town: DeskTown, post: StoredPost, text: str) -> StoredPost:
    async with town.storage.transaction() as tx:
        await tx.door.receive(town.source, replace(post.post, text=text), at=town.clock.now(), history=False)
        return await tx.posts.get(post.id)


async def test_a_new_problem_is_assigned_to_its_department_with_the_reason_and_both_deadlines(town: DeskTown) -> None:
    outcome = await town.take(await town.write())
    incident = outcome.incident
    assert incident is not None
    assert outcome.is_new
    assert (incident.status, incident.department_id, incident.doubt) == (Status.ASSIGNED, ROADS, None)
    assert "правило" in outcome.because
    assert outcome.because == incident.route_because
    assert incident.accept_by == START + timedelta(hours=1)
    assert incident.answer_by is not None
    assert await town.acts(incident.id) == [Act.TAKE_IN, Act.ASSIGN]
    assert await town.cards(incident.id) == {town.chat("ann"), town.chat("peter")}


@pytest.mark.parametrize("start", StartEvent)
async def test_the_clock_starts_where_the_district_wants_it(town: DeskTown, start: StartEvent) -> None:
    post = await town.write(published_at=START - timedelta(hours=2))
    policy = Policy(norms=replace(town.policy.norms, start=start), calendar=town.policy.calendar)
    town.clock.move(minutes=10)
    async with town.storage.transaction() as tx:
        outcome = await desk.take_in(tx, policy, post, reading(), now=town.clock.now())
    assert outcome.incident is not None
    starts = {
        StartEvent.PUBLISHED: START - timedelta(hours=2),
        StartEvent.DETECTED: START,
        StartEvent.ASSIGNED: START + timedelta(minutes=10),
    }
    assert outcome.incident.clock_from == starts[start]


async def test_the_same_problem_at_the_same_place_joins_as_one_more_voice(town: DeskTown) -> None:
    incident = await town.open()
    town.clock.move(minutes=5)
    outcome = await town.take(await town.write("Белавинская, вода по колено"))
    assert outcome.incident is not None
    assert outcome.incident.id == incident.id
    assert not outcome.is_new
    assert outcome.matched_because == outcome.incident.matched_because == "та же улица и тема, 5 мин назад"
    assert len(await voices_of(town, incident)) == 2
    assert await town.acts(incident.id) == [Act.TAKE_IN, Act.ASSIGN, Act.TAKE_IN]


async def test_a_comment_that_agrees_joins_though_it_is_no_appeal_by_itself(town: DeskTown) -> None:
    post = await town.write()
    first = await town.take(post)
    comment = await town.write("+1", parent_external_id=post.post.external_id)
    outcome = await town.take(comment, reading(is_appeal=False, kind=Kind.CHAT, main=place()))
    assert outcome.incident is not None
    assert first.incident is not None
    assert outcome.incident.id == first.incident.id


async def test_one_more_voice_soon_after_closing_reopens_the_incident_with_a_new_clock(town: DeskTown) -> None:
    incident = await closed(town)
    town.clock.move(days=1)
    outcome = await town.take(await town.write())
    after = await town.incident(incident.id)
    assert outcome.matched_because is not None
    assert (after.status, after.outcome, after.closed_at, after.holder_id) == (Status.REOPENED, None, None, None)
    assert after.clock_from == town.clock.now()
    assert (await town.acts(incident.id))[-1] is Act.REOPEN


async def test_a_voice_after_the_answer_starts_the_clock_again_and_the_holder_stays(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    async with town.storage.transaction() as tx:
        held = await tx.incidents.get(incident.id)
        done = Event(act=Act.ANSWER, at=town.clock.now(), by=None, because="", status_before=held.status, status_after=Status.ANSWERED)
        await tx.incidents.save(replace(held, status=Status.ANSWERED, answered_at=town.clock.now(), reminded=("R5",)), done)
    town.clock.move(hours=1)
    await town.take(await town.write("Белавинская, вода по колено"))
    after = await town.incident(incident.id)
    assert (after.status, after.holder_id, after.reminded) == (Status.REOPENED, town.who("ann").id, ())
    assert after.clock_from == town.clock.now()


async def test_the_same_problem_weeks_after_closing_opens_a_new_incident_marked_as_a_repeat(town: DeskTown) -> None:
    incident = await closed(town)
    town.clock.move(days=10)
    outcome = await town.take(await town.write())
    assert outcome.is_new
    assert outcome.incident is not None
    assert outcome.incident.repeat_of == incident.id
    assert outcome.matched_because is not None
    assert outcome.incident.matched_because == outcome.matched_because
    assert (await town.incident(incident.id)).status is Status.CLOSED


@pytest.mark.parametrize(
    ("kind", "because"),
    [
        (Kind.AD, "не обращение: реклама"),
        (Kind.CHAT, "не обращение: разговор"),
        (Kind.THANKS, "не обращение: спасибо"),
        (Kind.OTHER, "не обращение"),
        (Kind.RUMOUR, "не обращение"),
    ],
)
async def test_what_is_no_appeal_opens_nothing_and_says_why(town: DeskTown, kind: Kind, because: str) -> None:
    post = await town.write("Продам гараж")
    outcome = await town.take(post, reading(is_appeal=False, kind=kind))
    assert (outcome.incident, outcome.because) == (None, because)
    async with town.storage.transaction() as tx:
        assert await tx.unread.next(10) == []


async def test_a_danger_is_taken_in_even_where_the_text_is_no_appeal(town: DeskTown) -> None:
    incident = await town.open("Машина провалилась", is_appeal=False, kind=Kind.CHAT, **BURNS)
    assert incident.danger_grade is DangerGrade.NOW
    assert await town.cards(incident.id) == {town.chat(name) for name in ("ann", "peter", "duty", "coordinator")}
    assert all(row.urgent for row in await town.rows())


async def test_a_place_outside_waits_for_the_coordinator_and_no_department_hears_of_it(town: DeskTown) -> None:
    incident = await town.open(outside=True)
    assert (incident.status, incident.department_id, incident.doubt) == (Status.NEW, None, Doubt.OUTSIDE)
    assert await town.cards(incident.id) == {town.chat("coordinator")}


async def test_a_danger_whose_place_is_unclear_goes_to_its_department_and_keeps_the_doubt(town: DeskTown) -> None:
    incident = await town.open(main=place(), **BURNS)
    assert (incident.status, incident.department_id, incident.doubt) == (Status.ASSIGNED, ROADS, Doubt.PLACE)


async def test_a_department_whose_people_cannot_be_reached_gets_nothing(town: DeskTown) -> None:
    async with town.storage.transaction() as tx:
        for name in ("ann", "peter", "chief"):
            await tx.officials.set_reachable(town.chat(name), reachable=False)
    incident = await town.open()
    assert incident.department_id != ROADS


async def test_the_same_revision_twice_changes_nothing_the_second_time(town: DeskTown) -> None:
    post = await town.write()
    first = await town.take(post)
    assert first.incident is not None
    await town.sweep_outbox()
    again = await town.take(post, reading(**BURNS))
    assert again.incident == await town.incident(first.incident.id) == first.incident
    assert await town.rows() == []
    neighbour = await town.write()
    await town.take(neighbour)
    events = await town.acts(first.incident.id)
    await town.take(neighbour)
    assert await town.acts(first.incident.id) == events
    assert len(await voices_of(town, first.incident)) == 2


async def test_a_changed_text_is_a_line_in_the_log_and_a_refresh_once(town: DeskTown) -> None:
    post = await town.write()
    first = await town.take(post)
    assert first.incident is not None
    await town.sweep_outbox()
    later = await changed(town, post, "Исправлено: вода уже по колено")
    assert later.revision == 2
    outcome = await town.take(later)
    assert outcome.because == "житель изменил текст"
    assert await town.cards(first.incident.id) == {town.chat("ann"), town.chat("peter")}
    await town.take(later)
    assert await town.acts(first.incident.id) == [Act.TAKE_IN, Act.ASSIGN, Act.TAKE_IN]


async def test_a_text_that_became_an_appeal_by_an_edit_opens_an_incident_once(town: DeskTown) -> None:
    post = await town.write("Всем привет")
    assert (await town.take(post, reading(is_appeal=False, kind=Kind.CHAT))).incident is None
    later = await changed(town, post, "На Белавинской вода")
    opened = await town.take(later)
    assert opened.incident is not None
    assert (await town.take(later)).incident == opened.incident


async def test_an_edit_of_a_rejected_post_that_asks_for_nothing_is_noted_and_brings_nothing_back(town: DeskTown) -> None:
    post = await town.write()
    first = await town.take(post)
    assert first.incident is not None
    await town.act(first.incident.id, Act.REJECT, "coordinator", reason=RejectReason.AD)
    town.clock.move(minutes=5)
    await town.take(await changed(town, post, "Ну и ладно"), reading(is_appeal=False))
    assert (await town.incident(first.incident.id)).status is Status.REJECTED
    assert (await town.acts(first.incident.id))[-1] is Act.NOTE


async def test_a_voice_that_says_it_burns_starts_the_clock_of_a_danger(town: DeskTown) -> None:
    incident = await town.open()
    town.clock.move(minutes=30)
    await town.take(await town.write(), reading(**BURNS))
    after = await town.incident(incident.id)
    assert (after.danger_grade, after.danger_words) == (DangerGrade.NOW, "машина провалилась")
    assert after.clock_from == after.assigned_at == town.clock.now()
    assert after.accept_by == town.clock.now() + town.policy.norms.now_accept
    assert town.chat("duty") in await town.cards(incident.id)


async def test_a_danger_only_grows_and_a_risk_shortens_the_time_to_answer_at_once(town: DeskTown) -> None:
    incident = await town.open()
    risk = {"danger": True, "danger_grade": DangerGrade.RISK, "danger_words": "скользко"}
    town.clock.move(minutes=46)
    await town.act(incident.id, Act.ACCEPT, "ann")
    await town.sweep_outbox()
    await town.take(await town.write(), reading(**risk))
    after = await town.incident(incident.id)
    assert (after.danger_grade, after.clock_from) == (DangerGrade.RISK, incident.clock_from)
    assert (after.status, after.holder_id, after.accept_by) == (Status.ACCEPTED, town.who("ann").id, incident.accept_by)
    assert after.answer_by == at(15)  # four working hours from 10:00, lunch left out
    assert not [row for row in await town.rows() if row.sound or row.urgent]
    await town.take(await town.write(), reading(**risk))
    await town.take(await town.write(), reading(**BURNS))
    await town.take(await town.write(), reading(**risk))
    assert (await town.incident(incident.id)).danger_grade is DangerGrade.NOW


async def test_a_risk_that_is_told_late_lengthens_nothing(town: DeskTown) -> None:
    incident = await town.open()
    town.clock.move(hours=24)
    await town.take(await town.write(), reading(danger=True, danger_grade=DangerGrade.RISK))
    assert (await town.incident(incident.id)).answer_by == incident.answer_by


async def test_photos_of_a_later_voice_follow_every_card_that_stands(town: DeskTown) -> None:
    incident = await town.open()
    async with town.storage.transaction() as tx:
        stands = Copy(incident_id=incident.id, chat_id=town.chat("ann"), topic_id=None, message_id=5, shown="x", photos_sent=True)
        await tx.copies.save(stands)
    await town.sweep_outbox()
    await town.take(await town.write())
    assert not [row for row in await town.rows() if row.kind is OutboxKind.PHOTOS]
    later = await town.write(photos=("https://pics.example/1.jpg",))
    await town.take(later)
    await town.take(later)  # the same revision again
    assert [(row.chat_id, row.post_id) for row in await town.rows() if row.kind is OutboxKind.PHOTOS] == [(town.chat("ann"), later.id)]


async def test_of_many_voices_only_the_first_few_bring_their_photos(town: DeskTown) -> None:
    incident = await town.open()
    async with town.storage.transaction() as tx:
        stands = Copy(incident_id=incident.id, chat_id=town.chat("ann"), topic_id=None, message_id=5, shown="x", photos_sent=True)
        await tx.copies.save(stands)
    for _ in range(joining.SHOWN_VOICES + 1):
        await town.take(await town.write(photos=("https://pics.example/1.jpg",)))
    assert len([row for row in await town.rows() if row.kind is OutboxKind.PHOTOS]) == joining.SHOWN_VOICES - 1


async def test_a_danger_said_after_an_interim_answer_has_a_clock_of_its_own(town: DeskTown) -> None:
    incident = await town.open()
    async with town.storage.transaction() as tx:
        before = await tx.incidents.get(incident.id)
        event = (await tx.log.of(incident.id))[-1]
        await tx.incidents.save(replace(before, answered_at=town.clock.now()), event)
    town.clock.move(minutes=5)
    await town.take(await town.write(), reading(**BURNS))
    after = await town.incident(incident.id)
    assert (after.danger_grade, after.clock_from) == (DangerGrade.NOW, town.clock.now())


async def test_a_deleted_post_is_noted_and_the_incident_stays(town: DeskTown) -> None:
    post = await town.write()
    first = await town.take(post)
    assert first.incident is not None
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        outcome = await desk.mark_deleted(tx, post, now=town.clock.now())
    assert outcome.because == "автор удалил пост"
    assert (await town.incident(first.incident.id)).status is Status.ASSIGNED
    assert (await town.acts(first.incident.id))[-1] is Act.NOTE
    assert await town.cards(first.incident.id) == {town.chat("ann"), town.chat("peter")}


async def test_a_post_deleted_before_anybody_read_it_is_no_incident(town: DeskTown) -> None:
    post = await town.write()
    async with town.storage.transaction() as tx:
        outcome = await desk.mark_deleted(tx, post, now=town.clock.now())
    assert (outcome.incident, outcome.because) == (None, "удалён до разбора")


async def test_a_hostile_text_is_taken_in_as_any_other(town: DeskTown) -> None:
    text = "На Белавинской \x00вода\ud800 <b>&amp;</b> " + "🌊" * 50_000
    post = await town.write(text, external_id="wall-1_bad")
    outcome = await town.take(post, reading(mood=Mood.NEUTRAL))
    assert outcome.incident is not None
    async with town.storage.transaction() as tx:
        assert "\x00" not in (await tx.posts.get(post.id)).post.text
    assert outcome.incident.department_id != HOUSING
