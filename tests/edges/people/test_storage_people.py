"""People, departments, rules, invites, answers, slots, dialogues and the audit log in the storage."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.storage.engine.storage import Storage, open_storage
from incidents.answers.values import AnswerState
from incidents.errors import NotFound
from incidents.ids import AnswerId, ChatId, DepartmentId, DistrictId, InvitationId, OfficialId
from incidents.official import Department, Role
from incidents.routing.rules import Rule
from tests.kit.values.stored import (
    DISTRICT,
    HOUSING,
    MINUTE,
    NOW,
    an_event,
    an_incident,
    an_invitation,
    an_official,
    stored_answer,
    stored_incident,
    stored_post,
)

ANN = ChatId(500)
ROADS = DepartmentId("roads")


async def test_an_official_is_enrolled_once_and_may_change_the_role(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first = await tx.officials.enrol(an_official(title="исполнитель, отдел ЖКХ\0"))
        assert first == an_official(id=first.id)
        chief = await tx.officials.enrol(an_official(role=Role.CHIEF, department_id=ROADS))
        assert chief == replace(first, role=Role.CHIEF, department_id=ROADS)
        assert await tx.officials.all() == [chief]
        assert await tx.officials.get(first.id) == await tx.officials.by_user(ANN) == chief


async def test_who_was_dismissed_is_known_by_id_only(storage: Storage) -> None:
    async with storage.transaction() as tx:
        gone = await tx.officials.enrol(an_official(active=False))
        assert await tx.officials.all() == []
        assert await tx.officials.by_user(ANN) is None
        assert await tx.officials.get(gone.id) == gone
        with pytest.raises(NotFound):
            await tx.officials.get(OfficialId(404))


async def test_an_official_who_blocked_the_bot_is_out_of_reach_until_they_write(storage: Storage) -> None:
    async with storage.transaction() as tx:
        person = await tx.officials.enrol(an_official())
        await tx.officials.set_reachable(ANN, False)
        assert await tx.officials.all() == [replace(person, reachable=False)]
        await tx.officials.set_reachable(ANN, True)
        assert await tx.officials.all() == [person]


async def test_a_department_keeps_its_chat_when_the_profile_is_read_again(storage: Storage) -> None:
    housing = Department(id=HOUSING, district_id=DISTRICT, title="отдел ЖКХ")
    async with storage.transaction() as tx:
        await tx.departments.put(housing)
        await tx.departments.set_chat(HOUSING, ChatId(-7), 3)
        await tx.departments.put(replace(housing, title="Отдел ЖКХ и ТЭК"))
        assert await tx.departments.all() == [replace(housing, title="Отдел ЖКХ и ТЭК", chat_id=ChatId(-7), topic_id=3)]
        await tx.departments.set_chat(HOUSING, None)
        assert [one.chat_id for one in await tx.departments.all()] == [None]


async def test_the_tree_of_rules_comes_back_in_order_and_is_replaced_whole(storage: Storage) -> None:
    leaf = Rule(number=2, title="вода, г. Конаково", department_id=HOUSING, topics=frozenset({"a", "b"}), settlements=frozenset({"k"}))
    tree = (
        Rule(number=1, title="вода", groups=frozenset({"housing"}), danger=True, children=(leaf, replace(leaf, number=3))),
        Rule(number=4, title="остальное", department_id=ROADS, danger=False),
    )
    async with storage.transaction() as tx:
        assert await tx.rules.all() == ()
        await tx.rules.put(tree)
        assert await tx.rules.all() == tree
        await tx.rules.put(tree[1:])
        assert await tx.rules.all() == tree[1:]


async def test_an_invitation_is_a_row_that_is_found_by_its_code_while_it_is_open(storage: Storage) -> None:
    async with storage.transaction() as tx:
        person = await tx.officials.enrol(an_official())
        unsealed = await tx.invitations.add(an_invitation(created_by=person.id, code_hash=None))
        assert unsealed.id
        assert await tx.invitations.by_code("h") is None
        made = await tx.invitations.add(an_invitation(NOW + MINUTE, role=Role.CHIEF))
        assert await tx.invitations.still_open(NOW + MINUTE) == [made, unsealed]
        assert await tx.invitations.still_open(NOW + timedelta(days=1)) == [made]
        assert await tx.invitations.by_code("h") == made.id
        used = replace(made, opened_by=person.id, used_at=NOW, used_by=person.id)
        await tx.invitations.save(used)
        assert await tx.invitations.get(made.id) == used
        assert not used.is_open(NOW)
        await tx.invitations.save(replace(unsealed, cancelled_at=NOW))
        assert await tx.invitations.still_open(NOW) == []
        with pytest.raises(NotFound):
            await tx.invitations.get(InvitationId(404))


async def test_an_answer_comes_back_with_every_field(storage: Storage) -> None:
    async with storage.transaction() as tx:
        draft = await stored_answer(tx)
        full = replace(
            draft,
            text="Починили 🔧",
            state=AnswerState.PUBLISHED,
            publish_at=NOW,
            started_at=NOW + MINUTE,
            tries=2,
            published_at=NOW + 2 * MINUTE,
            external_id="wall-1_1_r5",
            url="https://vk.com/wall-1_1?reply=5",
            proved_at=NOW + 3 * MINUTE,
            refusal="Комментарии закрыты",
            look_at=NOW + 4 * MINUTE,
            message_id=77,
        )
        await tx.answers.save(full)
        assert await tx.answers.get(draft.id) == full
        assert await tx.answers.of(draft.incident_id) == [full]
        assert (await tx.counters.all())["answers"] == 1


async def test_an_unknown_answer_is_not_found(storage: Storage) -> None:
    async with storage.transaction() as tx:
        with pytest.raises(NotFound):
            await tx.answers.get(AnswerId(404))
        with pytest.raises(NotFound):
            await tx.answers.save(replace(await stored_answer(tx), id=AnswerId(404)))


@pytest.mark.parametrize(
    ("state", "publish_at", "look_at", "moves"),
    [
        (AnswerState.DRAFT, None, None, False),
        (AnswerState.SCHEDULED, NOW, None, True),
        (AnswerState.SCHEDULED, NOW + MINUTE, None, False),
        (AnswerState.PUBLISHING, NOW, NOW, True),
        (AnswerState.PUBLISHING, NOW, None, True),
        (AnswerState.PUBLISHING, NOW, NOW + MINUTE, False),
        (AnswerState.PUBLISHED, NOW, NOW, True),
        (AnswerState.PUBLISHED, NOW, None, False),
        (AnswerState.REFUSED, NOW, NOW, False),
        (AnswerState.CANCELLED, NOW, NOW, False),
    ],
)
async def test_an_answer_moves_when_its_time_has_come(
    storage: Storage, state: AnswerState, publish_at: object, look_at: object, moves: bool
) -> None:
    async with storage.transaction() as tx:
        answer = await stored_answer(tx, state=state, publish_at=publish_at, look_at=look_at)
        assert await tx.answers.next_to_move(now=NOW) == (answer if moves else None)


async def test_an_answer_in_another_process_hands_is_passed_over(postgres_storage: Storage) -> None:
    async with postgres_storage.transaction() as tx:
        await stored_answer(tx, state=AnswerState.SCHEDULED, publish_at=NOW)

    async def look() -> object:
        async with postgres_storage.transaction() as tx:
            return await tx.answers.next_to_move(now=NOW)

    async with postgres_storage.transaction() as tx:
        assert await tx.answers.next_to_move(now=NOW) is not None
        (passed_over,) = await asyncio.gather(look())
    assert passed_over is None


async def test_a_slot_is_taken_exactly_once(storage: Storage, database_url: str) -> None:
    other = await open_storage(database_url, DISTRICT)

    async def take(where: Storage) -> bool:
        async with where.transaction() as tx:
            taken = await tx.slots.take("summary", date(2025, 3, 3), at=NOW)
            await asyncio.sleep(0.01)
            return taken

    try:
        assert sorted(await asyncio.gather(take(storage), take(other), take(storage))) == [False, False, True]
    finally:
        await other.close()
    async with storage.transaction() as tx:
        assert await tx.slots.take("summary", date(2025, 3, 4), at=NOW)
        assert await tx.slots.take("purge", date(2025, 3, 3), at=NOW)


async def test_a_slot_of_a_transaction_that_failed_is_free(storage: Storage) -> None:
    with pytest.raises(RuntimeError):
        async with storage.transaction() as tx:
            await tx.slots.take("summary", date(2025, 3, 3), at=NOW)
            raise RuntimeError
    async with storage.transaction() as tx:
        assert await tx.slots.take("summary", date(2025, 3, 3), at=NOW)


async def test_a_dialogue_is_remembered_and_leaves_nothing_when_it_ends(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.dialogues.get("1:2") == (None, {})
        await tx.dialogues.set_data("1:2", {"text": "я \ud83d", "ids": [1, 2]})
        await tx.dialogues.set_state("1:2", "Answer:text")
        assert await tx.dialogues.get("1:2") == ("Answer:text", {"text": "я \ud83d", "ids": [1, 2]})
        await tx.dialogues.set_state("1:2", None)
        assert await tx.dialogues.get("1:2") == (None, {"text": "я \ud83d", "ids": [1, 2]})
        await tx.dialogues.set_data("1:2", {})
        assert await tx.dialogues.get("1:2") == (None, {})


async def test_an_old_dialogue_about_an_answer_is_a_question_like_the_others(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.dialogues.set_data("1:2", {"incident": 3, "answer": None, "kind": "final"})
        await tx.dialogues.set_state("1:2", "Writing:text")
        assert await tx.dialogues.get("1:2") == ("Asking:words", {"what": "answer", "incident": 3, "answer": None, "kind": "final"})


async def test_the_audit_log_knows_since_when(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.audit.add("stranger", user_id=ANN, at=NOW, data={"chat": 1, "why": None})
        await tx.audit.add("start", user_id=None, at=NOW, data={})
        assert await tx.audit.happened("stranger", user_id=ANN, since=NOW)
        assert not await tx.audit.happened("stranger", user_id=ANN, since=NOW + timedelta(microseconds=1))
        assert not await tx.audit.happened("stranger", user_id=ChatId(1), since=NOW)


async def test_districts_in_one_database_never_see_each_other(storage: Storage, database_url: str) -> None:
    async with storage.transaction() as tx:
        post, incident, person = await stored_post(tx), await stored_incident(tx), await tx.officials.enrol(an_official())
    other = await open_storage(database_url, DistrictId("kalyazin"))
    try:
        async with other.transaction() as tx:
            for question in (tx.incidents.get(incident.id), tx.posts.get(post.id), tx.officials.get(person.id)):
                with pytest.raises(NotFound):
                    await question
            assert await tx.unread.next(10) == []
            assert await tx.officials.all() == []
            assert await tx.incidents.unfinished() == []
            twin = await stored_post(tx)
            assert twin.id != post.id
            assert (await tx.incidents.add(an_incident(), an_event())).number == 1
    finally:
        await other.close()
