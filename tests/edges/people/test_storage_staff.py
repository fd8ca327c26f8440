"""What the desk of people asks of the storage, on both engines: changes of officials, the roster, groups to check, search, chats let go."""

from dataclasses import replace
from datetime import date, timedelta

from bot.storage.engine.storage import Storage
from incidents.answers.values import AnswerState
from incidents.delivery import Say
from incidents.ids import ChatId, DepartmentId
from incidents.official import Department, Role, Watch
from incidents.places.find_text import find_query
from incidents.reading import MainPlace
from tests.kit.values.stored import DISTRICT, NOW, an_invitation, an_official, stored_answer, stored_incident, stored_post, stored_voice

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GROUP = ChatId(-100500)


async def test_a_changed_official_is_kept_whole(storage: Storage) -> None:
    async with storage.transaction() as tx:
        person = await tx.officials.enrol(an_official(name="Анна", enrolled_at=NOW))
        deputy = await tx.officials.enrol(an_official(501))
        leave = {"away": True, "away_from": date(2026, 11, 24), "away_until": date(2026, 12, 7), "deputy_id": deputy.id}
        changed = replace(person, role=Role.CHIEF, title="руководитель", name="Анна С.", **leave)  # type: ignore[arg-type]  # of several types
        await tx.officials.save(changed)
        assert await tx.officials.get(person.id) == changed
        await tx.officials.save(replace(changed, active=False, blocked=True, left_at=NOW))
        assert [each.id for each in await tx.officials.all()] == [deputy.id]
        assert [each.id for each in await tx.officials.blocked()] == [person.id]
        former = await tx.officials.dismissed_by_user(person.user_id)
        assert former is not None
        assert (former.id, former.left_at) == (person.id, NOW)
        assert await tx.officials.dismissed_by_user(deputy.user_id) is None


async def test_the_roster_and_how_everyone_stands_in_it(storage: Storage) -> None:
    async with storage.transaction() as tx:
        person = await tx.officials.enrol(an_official())
        for _ in range(2):
            await tx.shifts.add(person.id, NOW - HOUR, NOW + HOUR)
        await tx.shifts.add(person.id, NOW - HOUR * 9, NOW - HOUR * 8)
        (shift,) = await tx.shifts.after(NOW)
        assert (shift.official_id, shift.starts_at, shift.ends_at) == (person.id, NOW - HOUR, NOW + HOUR)
        await tx.officials.set_watch(person.id, Watch.NOW)
        assert (await tx.officials.get(person.id)).watch is Watch.NOW
        assert (await tx.shifts.remove(shift.id), await tx.shifts.remove(shift.id)) == (True, False)
        await tx.shifts.remove_all_of(person.id, since=NOW - HOUR * 24)
        assert await tx.shifts.after(NOW - HOUR * 24) == []


async def test_a_connected_group_waits_until_its_rights_are_looked_at(storage: Storage) -> None:
    async with storage.transaction() as tx:
        housing = DepartmentId("housing")
        await tx.departments.put(Department(id=housing, district_id=DISTRICT, title="отдел ЖКХ"))
        assert await tx.departments.to_check() == []
        await tx.departments.set_chat(housing, GROUP, 7)
        assert [(each.chat_id, each.topic_id) for each in await tx.departments.to_check()] == [(GROUP, 7)]
        await tx.departments.checked(housing, "post", at=NOW)
        assert await tx.departments.to_check() == []
        await tx.departments.recheck_chat(GROUP)
        assert [each.id for each in await tx.departments.to_check()] == [housing]


async def test_incidents_are_found_by_place_and_by_what_residents_wrote(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident = await stored_incident(tx, place=MainPlace(settlement="Конаково", street="улица Строителей", house="14"))
        await stored_voice(tx, incident, await stored_post(tx, text="Ёлка упала на ФОНАРЬ"))
        other = await stored_incident(tx, place=MainPlace(settlement="Редкино"))
        person = await tx.officials.enrol(an_official(role=Role.COORDINATOR, department_id=None))
        for words in ("строителей 14", "елки", "фонаря строителей", f"№ {incident.number}"):
            assert [each.id for each in await tx.search.find(find_query(words), reader=person, limit=9)] == [incident.id], words
        assert [each.id for each in await tx.search.find(find_query("редкино"), reader=person, limit=9)] == [other.id]
        assert await tx.search.find(find_query("жираф"), reader=person, limit=9) == []
        assert await tx.search.find(find_query("100% _"), reader=person, limit=9) == []
        await tx.search.keep(person.id, "ямы")
        await tx.search.keep(person.id, "лужи")
        assert await tx.search.last(person.id) == "лужи"


async def test_a_chat_that_is_let_go_hears_nothing_more(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident = await stored_incident(tx)
        await tx.outbox.put(Say(chat_id=GROUP, code="help"))
        await tx.outbox.refresh_here(incident.id, GROUP, None)
        await tx.outbox.forget_chat(GROUP)
        assert await tx.outbox.count_waiting() == 0


async def test_links_of_one_who_left_are_cancelled_and_unfinished_answers_are_known(storage: Storage) -> None:
    async with storage.transaction() as tx:
        answer = await stored_answer(tx)
        assert [each.id for each in await tx.answers.unfinished_of(answer.author_id)] == [answer.id]
        await tx.answers.save(replace(answer, state=AnswerState.PUBLISHED))
        assert await tx.answers.unfinished_of(answer.author_id) == []
        mine = await tx.invitations.add(an_invitation(created_by=answer.author_id, code_hash="a"))
        late = await tx.invitations.add(an_invitation(NOW - 2 * DAY, created_by=answer.author_id, code_hash=None))
        other = await tx.invitations.add(an_invitation(code_hash="b"))
        assert await tx.invitations.cancel_all_by(answer.author_id, at=NOW) == 1
        assert await tx.invitations.cancel_all_by(answer.author_id, at=NOW) == 0
        assert [(await tx.invitations.get(each.id)).cancelled_at for each in (mine, late, other)] == [NOW, NOW, None]
        assert await tx.invitations.still_open(NOW) == [other]


async def test_menus_are_known_with_what_is_shown(storage: Storage) -> None:
    async with storage.transaction() as tx:
        person = await tx.officials.enrol(an_official())
        assert await tx.officials.menus() == [(person, None)]
        await tx.officials.menu_shown(person.id, "abc")
        assert [shown for _, shown in await tx.officials.menus()] == ["abc"]
