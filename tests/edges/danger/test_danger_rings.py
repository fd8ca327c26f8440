"""A danger that nobody took rings on: who, when, and until what."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.delivery import sound_budget
from bot.delivery.after_sending import act_after_sending
from bot.storage.delivery.outbox import OutboxKind, OutboxRow, Turn
from incidents.deadlines.reminders import Reminder, is_still_true
from incidents.desk.acts.undo import undo
from incidents.desk.deadlines.night_digest import post_digest
from incidents.duty.messages import ShiftBegan
from incidents.errors import Unchanged
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Untold
from incidents.messenger import Done
from incidents.official import Role, Watch
from tests.kit.danger import NOW, rung, standing, watched
from tests.kit.desk_town import HOUSING, DeskTown, desk_town
from tests.kit.said import messages
from tests.kit.screens import card_text
from tests.kit.values.samples import at, place


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def test_a_danger_at_three_in_the_night_rings_until_somebody_comes(town: DeskTown) -> None:
    await town.enrol("second", Role.DUTY)
    await town.enrol("vera", Role.COORDINATOR)
    async with town.storage.transaction() as tx:
        await tx.officials.set_watch(town.who("duty").id, Watch.NOW)
        await tx.officials.set_watch(town.who("second").id, Watch.NEXT)
    town.clock.moment = at(3)
    incident = await town.open("Провод искрит над дорогой", **NOW)
    heard = await watched(town, at(8, 30))
    assert heard.pop("03:05:00") == {"R8": {"second"}}
    assert heard.pop("03:10:00") == {"R9": {"chief", "coordinator", "vera"}}
    first_hour = [f"03:{minute}:00" for minute in range(15, 60, 5)]
    later = [f"{hour:02}:{minute:02}:00" for hour in range(4, 7) for minute in (0, 15, 30, 45)] + ["07:00:00", "08:00:00"]
    assert list(heard) == first_hour + later
    assert all(codes == {"R9": {"duty", "second", "chief", "coordinator", "vera"}} for codes in heard.values())
    async with town.storage.transaction() as tx:
        rounds = [event for event in await tx.log.of(incident.id) if event.act is Act.ESCALATE and "R9" in event.because]
    assert len(rounds) == 1 + len(heard)
    assert str(town.who("vera").id) in str(rounds[-1].data["called"]).split()
    assert "Приняли: пока никто. Позвали в 8:00 координаторов, руководителя отдела и дежурных" in await card_text(town, incident, "duty")


async def test_after_four_hours_it_rings_by_the_hour_and_wakes_nobody_but_the_night_duty(town: DeskTown) -> None:
    await town.enrol("second", Role.DUTY)
    async with town.storage.transaction() as tx:
        await tx.officials.set_watch(town.who("duty").id, Watch.NOW)
        await tx.officials.set_watch(town.who("second").id, Watch.NEXT)
    town.clock.moment = at(15, 20)
    incident = await town.open("Провод искрит над дорогой", **NOW)
    heard = await watched(town, at(9, 30, day=25))
    everybody = {"R9": {"duty", "second", "chief", "coordinator"}}
    loud = [moment for moment in heard if "15:20:00" < moment <= "19:20:00"]
    assert [moment for moment in loud if moment > "18:30"] == ["18:35:00", "18:50:00", "19:05:00", "19:20:00"]
    rest = [moment for moment in heard if moment not in loud]
    assert rest == ["20:00:00", "21:00:00", "22:00:00", *(f"{hour:02}:00:00" for hour in range(8, 10))]
    assert [heard[moment] for moment in ("21:00:00", "22:00:00", "08:00:00")] == [everybody, {"R9": {"duty"}}, everybody]
    async with town.storage.transaction() as tx:
        rounds = [event for event in await tx.log.of(incident.id) if event.act is Act.ESCALATE and "R9" in event.because]
    assert len(rounds) < 60


async def test_a_bot_that_was_off_at_ten_in_the_evening_calls_the_night_duty_alone(town: DeskTown) -> None:
    town.clock.moment = at(12)
    await town.open(**NOW)
    await watched(town, at(17))
    town.clock.moment = at(23, 40)
    assert await rung(town) == {"R9": {"duty"}}
    assert list(await watched(town, at(8, 0, day=25))) == ["08:00:00"]


async def test_a_night_duty_that_does_not_exist_is_the_coordinators(town: DeskTown) -> None:
    async with town.storage.transaction() as tx:
        await tx.officials.save(replace(town.who("duty"), active=False))
    town.clock.moment = at(12)
    await town.open(**NOW)
    await watched(town, at(21, 59))
    assert await watched(town, at(22)) == {"22:00:00": {"R9": {"coordinator"}}}


async def test_the_morning_list_and_a_new_shift_name_what_nobody_took(town: DeskTown) -> None:
    town.clock.moment = at(12)
    incident = await town.open(**NOW)
    await watched(town, at(12, 20))
    town.clock.moment = at(8, 30, day=26)
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        assert await post_digest(tx, town.policy, due=at(8, 30, day=26), dropped_since=at(8, 30, day=25), now=town.clock.now())
        await tx.outbox.say(town.chat("duty"), ShiftBegan(official=town.who("duty").id))
    line = "⚠️ <b>Опасное никто не принял: 1.</b> Вода на дороге, Конаково, Белавинская (44 часа). Позвоните голосом"
    for code, message in await messages(town):
        assert line in message.html, code
        assert [button.label for button in message.rows[0]] == ["№ 1"]
    await town.act(incident.id, Act.ACCEPT, "duty")
    async with town.storage.transaction() as tx:
        assert await tx.reminders.ringing() == []


async def test_every_round_is_a_new_message_with_a_sound_of_its_own_and_takes_the_former_away(town: DeskTown) -> None:
    incident = await town.open(**NOW)
    async with town.storage.transaction() as tx:
        for message_id in (71, 72):
            row = OutboxRow(
                id=message_id, kind=OutboxKind.SAY, chat_id=town.chat("duty"), topic_id=None, incident_id=incident.id, post_id=None,
                code="R9", params={}, sound=True, urgent=True, turn=Turn.OTHERS, not_before=None, attempt=1, tries=0, fence=1,
                created_at=at(3),
            )  # fmt: skip
            assert await sound_budget.rings(tx, row, now=town.clock.now(), calendar=town.policy.calendar, budget=0)
            await act_after_sending(tx, row, Done(message_id=message_id), now=town.clock.now())
        assert len(await tx.sounds.in_chat(town.chat("duty"), since=at(0))) == 2
    deleted = [row.params["edit"] for row in await town.rows() if row.code == "delete"]
    assert 71 in deleted


async def test_the_rounds_end_where_somebody_does_something(town: DeskTown) -> None:
    async def known(id: IncidentId) -> None:
        await town.act(id, Act.DANGER_KNOWN, "coordinator", by_voice=True)

    async def accepted(id: IncidentId) -> None:
        await town.act(id, Act.ACCEPT, "duty")

    async def denied(id: IncidentId) -> None:
        await town.act(id, Act.DANGER_DENIED, "duty")

    async def closed(id: IncidentId) -> None:
        await town.act(id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)

    async def merged(id: IncidentId) -> None:
        other = await town.open("Совсем другое: провод искрит у школы", main=place("Редкино", "Гагарина"), **NOW)
        await town.act(other.id, Act.ACCEPT, "duty")
        await town.act(id, Act.MERGE, "coordinator", into=other.id)

    for number, ends in enumerate((known, accepted, denied, closed, merged)):
        incident = await town.open("Провод искрит", main=place("Конаково", f"Улица {number}"), **NOW)
        town.clock.move(minutes=10)
        await rung(town)
        town.clock.move(minutes=5)
        assert "R9" in await rung(town)
        await ends(incident.id)
        assert not any(is_still_true(Reminder.DANGER_10, each) for each in [await town.incident(incident.id)])
        town.clock.move(minutes=20)
        assert await rung(town) == {}, ends.__name__


async def test_whoever_was_spared_is_not_called_by_the_card_either(town: DeskTown) -> None:
    incident = await town.open(**NOW)
    await town.sweep_outbox()
    await town.act(incident.id, Act.DANGER_KNOWN, "duty")
    assert town.chat("chief") not in await town.cards(incident.id)


async def test_a_restart_in_the_middle_rings_nobody_twice_and_misses_no_round(town: DeskTown) -> None:
    town.clock.moment = at(3)
    incident = await town.open(**NOW)
    for minutes in (5, 5, 5):
        town.clock.move(minutes=minutes)
        await rung(town)
    assert await rung(town) == {}  # the same moment, another process
    town.clock.moment = at(3, 29)  # the bot was off for three rounds
    assert set(await rung(town)) == {"R9"}
    town.clock.moment = at(3, 30)
    assert await rung(town) == {}
    assert list(await watched(town, at(3, 40))) == ["03:35:00", "03:40:00"]
    assert (await town.incident(incident.id)).reminded.count("R9") == 1


async def test_an_acceptance_taken_back_lets_it_ring_on(town: DeskTown) -> None:
    incident = await town.open(**NOW)
    town.clock.move(minutes=10)
    await rung(town)
    await town.act(incident.id, Act.ACCEPT, "ann")
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, incident.id, by=town.who("ann"), now=town.clock.now())
    town.clock.move(minutes=5)
    assert set(await rung(town)) == {"R9"}


async def test_only_those_who_were_told_are_named(town: DeskTown) -> None:
    incident = await town.open(**NOW)
    everyone = "Знают с 9:14: ЕДДС, дежурный координатор, отдел дорожного хозяйства"
    assert everyone in await card_text(town, incident, "coordinator")  # from the first second: all are being told
    await standing(town, incident.id, "coordinator", "head")  # the head looked the card up
    assert "Знают с 9:14: дежурный координатор\n" in await card_text(town, incident, "coordinator")


async def test_nobody_is_said_to_be_called_who_does_not_exist(town: DeskTown) -> None:
    incident = await town.open("Прорвало трубу в подъезде", group="housing", topic="housing_pipe_burst", **NOW)
    assert incident.department_id == HOUSING  # without a chief
    town.clock.move(minutes=10)
    await rung(town)
    text = await card_text(town, incident, "coordinator")
    assert "Позвали в 9:24 координатора\n" in text and "руководителя" not in text


async def test_who_answered_once_may_answer_again_when_the_ladder_climbs_anew(town: DeskTown) -> None:
    incident = await town.open(**NOW)
    await town.act(incident.id, Act.DANGER_KNOWN, "coordinator", by_voice=True)
    with pytest.raises(Unchanged):
        await town.act(incident.id, Act.DANGER_KNOWN, "coordinator", by_voice=True)
    await town.act(incident.id, Act.RETURN, "ann")
    town.clock.move(minutes=10)
    assert "R9" in await rung(town)
    assert "Приняли: пока никто. Позвали в 9:24 " in await card_text(town, incident, "duty")
    await town.act(incident.id, Act.DANGER_KNOWN, "coordinator", by_voice=True)
    town.clock.move(minutes=30)
    assert await rung(town) == {}
