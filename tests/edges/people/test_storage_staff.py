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
        person = await tx.enrol(an_official(name="Анна", enrolled_at=NOW))
        deputy = await tx.enrol(an_official(501))
        leave = {"away": True, "away_from": date(2026, 11, 24), "away_until": date(2026, 12, 7), "deputy_id": deputy.id}
        changed = replace(person, role=Role.CHIEF, title="руководитель", name="Анна С.", **leave)  # type: ignore[arg-type]  # of several types
        await tx.save_official(changed)
        assert await tx.official(person.id) == changed
        await tx.save_official(replace(changed, active=False, blocked=True, left_at=NOW))
        assert [each.id for each in await tx.officials()] == [deputy.id]
        assert [each.id for each in await tx.blocked_officials()] == [person.id]
        former = await tx.former_official(person.user_id)
        assert former is not None
        assert (former.id, former.left_at) == (person.id, NOW)
        assert await tx.former_official(deputy.user_id) is None


async def test_the_roster_and_how_everyone_stands_in_it(storage: Storage) -> None:
    async with storage.transaction() as tx:
        person = await tx.enrol(an_official())
        for _ in range(2):
            await tx.add_shift(person.id, NOW - HOUR, NOW + HOUR)
        await tx.add_shift(person.id, NOW - HOUR * 9, NOW - HOUR * 8)
        (shift,) = await tx.shifts(NOW)
        assert (shift.official_id, shift.starts_at, shift.ends_at) == (person.id, NOW - HOUR, NOW + HOUR)
        await tx.set_watch(person.id, Watch.NOW)
        assert (await tx.official(person.id)).watch is Watch.NOW
        assert (await tx.remove_shift(shift.id), await tx.remove_shift(shift.id)) == (True, False)
        await tx.remove_shifts_of(person.id, since=NOW - HOUR * 24)
        assert await tx.shifts(NOW - HOUR * 24) == []


async def test_a_connected_group_waits_until_its_rights_are_looked_at(storage: Storage) -> None:
    async with storage.transaction() as tx:
        housing = DepartmentId("housing")
        await tx.put_department(Department(id=housing, district_id=DISTRICT, title="отдел ЖКХ"))
        assert await tx.departments_to_check() == []
        await tx.set_department_chat(housing, GROUP, 7)
        assert [(each.chat_id, each.topic_id) for each in await tx.departments_to_check()] == [(GROUP, 7)]
        await tx.department_checked(housing, "post", at=NOW)
        assert await tx.departments_to_check() == []
        await tx.recheck_chat(GROUP)
        assert [each.id for each in await tx.departments_to_check()] == [housing]


async def test_incidents_are_found_by_place_and_by_what_residents_wrote(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident = await stored_incident(tx, place=MainPlace(settlement="Конаково", street="улица Строителей", house="14"))
        await stored_voice(tx, incident, await stored_post(tx, text="Ёлка упала на ФОНАРЬ"))
        other = await stored_incident(tx, place=MainPlace(settlement="Редкино"))
        for words in ("строителей 14", "елки", "фонаря строителей", f"№ {incident.number}"):
            assert [each.id for each in await tx.found(find_query(words), limit=9)] == [incident.id], words
        assert [each.id for each in await tx.found(find_query("редкино"), limit=9)] == [other.id]
        assert await tx.found(find_query("жираф"), limit=9) == []
        assert await tx.found(find_query("100% _"), limit=9) == []
        person = await tx.enrol(an_official())
        await tx.keep_sought(person.id, "ямы")
        await tx.keep_sought(person.id, "лужи")
        assert await tx.last_sought(person.id) == "лужи"


async def test_a_chat_that_is_let_go_hears_nothing_more(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident = await stored_incident(tx)
        await tx.put_said(Say(chat_id=GROUP, code="help"))
        await tx.refresh_here(incident.id, GROUP, None)
        await tx.forget_chat(GROUP)
        assert await tx.outbox_pending() == 0


async def test_links_of_one_who_left_are_cancelled_and_unfinished_answers_are_known(storage: Storage) -> None:
    async with storage.transaction() as tx:
        answer = await stored_answer(tx)
        assert [each.id for each in await tx.unfinished_of(answer.author_id)] == [answer.id]
        await tx.save_answer(replace(answer, state=AnswerState.PUBLISHED))
        assert await tx.unfinished_of(answer.author_id) == []
        mine = await tx.add_invitation(an_invitation(created_by=answer.author_id, code_hash="a"))
        late = await tx.add_invitation(an_invitation(NOW - 2 * DAY, created_by=answer.author_id, code_hash=None))
        other = await tx.add_invitation(an_invitation(code_hash="b"))
        assert await tx.cancel_invitations(answer.author_id, at=NOW) == 1
        assert await tx.cancel_invitations(answer.author_id, at=NOW) == 0
        assert [(await tx.invitation(each.id)).cancelled_at for each in (mine, late, other)] == [NOW, NOW, None]
        assert await tx.open_invitations(NOW) == [other]


async def test_menus_are_known_with_what_is_shown(storage: Storage) -> None:
    async with storage.transaction() as tx:
        person = await tx.enrol(an_official())
        assert await tx.menus() == [(person, None)]
        await tx.menu_shown(person.id, "abc")
        assert [shown for _, shown in await tx.menus()] == ["abc"]
