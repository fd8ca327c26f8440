"""Reminders that stand, sounds that rang: both engines."""

from bot.storage.engine.storage import Storage
from incidents.deadlines.night_digest import Night
from incidents.deadlines.reminders import Reminder
from incidents.deadlines.sound_budget import Sound, Verdict
from incidents.deadlines.store import Reminded
from incidents.ids import ChatId, IncidentId
from incidents.intake.dropped_posts import DropVerdict
from incidents.reading import Kind
from tests.kit.values.stored import MINUTE, NOW, a_reading, an_official, stored_incident, stored_post, stored_voice

ANN, PETER = ChatId(1), ChatId(2)


def reminded(code: Reminder, message_id: int, chat: ChatId = ANN) -> Reminded:
    return Reminded(chat_id=chat, code=code, message_id=message_id)


async def test_one_reminder_of_an_incident_stands_in_a_chat_and_the_former_is_told(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident = await stored_incident(tx)
        assert await tx.reminders.put(incident.id, reminded(Reminder.ANSWER_SOON, 5)) is None
        assert await tx.reminders.put(incident.id, reminded(Reminder.OVERDUE, 7)) == 5
        assert await tx.reminders.put(incident.id, reminded(Reminder.OVERDUE, 7)) is None
        await tx.reminders.put(incident.id, reminded(Reminder.OVERDUE, 8, PETER))
        assert [each.message_id for each in await tx.reminders.of(incident.id)] == [7, 8]
        await tx.reminders.forget(incident.id, ANN)
        assert [each.chat_id for each in await tx.reminders.of(incident.id)] == [PETER]


async def test_a_list_of_what_is_overdue_is_no_incidents(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.reminders.put(None, reminded(Reminder.OVERDUE_COORDINATOR, 5))
        assert [each.message_id for each in await tx.reminders.of(None)] == [5]
        assert await tx.reminders.put(None, reminded(Reminder.OVERDUE_COORDINATOR, 6)) == 5
        await tx.reminders.forget(None, ANN)
        assert await tx.reminders.of(None) == []


async def test_a_sound_is_decided_once_an_outbox_row(storage: Storage) -> None:
    first = Sound(incident_id=IncidentId(1), at=NOW, verdict=Verdict.RINGS)
    async with storage.transaction() as tx:
        assert await tx.sounds.verdict(1) is None
        await tx.sounds.add(1, ANN, first)
        await tx.sounds.add(1, ANN, Sound(incident_id=IncidentId(1), at=NOW, verdict=Verdict.ENOUGH))
        await tx.sounds.add(2, PETER, first)
        assert await tx.sounds.verdict(1) is Verdict.RINGS
        assert await tx.sounds.in_chat(ANN, since=NOW) == [first]
        assert await tx.sounds.in_chat(ANN, since=NOW + MINUTE) == []


async def test_a_chat_knows_which_cards_the_budget_silenced(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.sounds.add(1, ANN, Sound(incident_id=IncidentId(1), at=NOW, verdict=Verdict.OVER_BUDGET))
        await tx.sounds.add(2, ANN, Sound(incident_id=IncidentId(2), at=NOW, verdict=Verdict.RINGS))
        assert await tx.sounds.is_silenced(ANN, IncidentId(1), since=NOW)
        assert not await tx.sounds.is_silenced(ANN, IncidentId(1), since=NOW + MINUTE)
        assert not await tx.sounds.is_silenced(ANN, IncidentId(2), since=NOW)
        assert not await tx.sounds.is_silenced(PETER, IncidentId(1), since=NOW)


async def test_old_sounds_are_forgotten(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.sounds.add(1, ANN, Sound(incident_id=IncidentId(1), at=NOW, verdict=Verdict.RINGS))
        await tx.sounds.add(2, ANN, Sound(incident_id=IncidentId(1), at=NOW + MINUTE, verdict=Verdict.RINGS))
        assert await tx.sounds.purge(NOW + MINUTE) == 1
        assert len(await tx.sounds.in_chat(ANN, since=NOW)) == 1


async def test_dropped_posts_of_a_span_are_those_without_a_voice_or_judged(storage: Storage) -> None:
    async with storage.transaction() as tx:
        official = await tx.officials.enrol(an_official())
        chat = [await stored_post(tx, n, f"Погода {n}") for n in range(1, 4)]
        for n, post in enumerate(chat):
            await tx.readings.save(post, a_reading(is_appeal=False, kind=Kind.CHAT, appeal_score=n / 10), at=NOW)
        await stored_voice(tx, await stored_incident(tx), chat[0])
        dropped = await tx.dropped_posts.between(NOW, NOW + MINUTE)
        assert [each.post_id for each in dropped] == [chat[1].id, chat[2].id]
        assert await tx.dropped_posts.between(NOW + MINUTE, NOW + MINUTE * 2) == []
        assert await tx.dropped_posts.judge(chat[1].id, DropVerdict.APPEAL, by=official.id, at=NOW)
        assert not await tx.dropped_posts.judge(chat[1].id, DropVerdict.RIGHTLY, by=official.id, at=NOW)
        await stored_voice(tx, await stored_incident(tx), chat[1])
        assert [each.verdict for each in await tx.dropped_posts.between(NOW, NOW + MINUTE)] == [DropVerdict.APPEAL, None]


async def test_the_coordinators_word_about_a_night_is_kept_by_day(storage: Storage) -> None:
    day = NOW.date()
    async with storage.transaction() as tx:
        official = await tx.officials.enrol(an_official())
        assert await tx.nights.of(day) is None
        await tx.nights.save(Night(day=day, hold_until=NOW), by=official.id)
        await tx.nights.save(Night(day=day, released_at=NOW), by=official.id)
        assert await tx.nights.of(day) == Night(day=day, released_at=NOW)
        assert (await tx.nights.count_held(), await tx.nights.move_held(None)) == (0, 0)
