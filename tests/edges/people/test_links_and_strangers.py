"""Links, strangers, and people who block the bot and come back."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind
from bot.telegram.incoming.updates import chat_of, from_user, is_block
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from incidents.incident import Act, Incident, RejectReason
from incidents.official import Role
from incidents.reading import DangerGrade
from tests.kit.desk_town import ROADS, konakovo
from tests.kit.memberships import membership
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import place
from tests.kit.values.stored import an_invitation


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def invite(town: Phones, code: str, role: Role = Role.EXECUTOR) -> None:
    async with town.town.storage.transaction() as tx:
        code_hash, department = hashlib.sha256(code.encode()).hexdigest(), ROADS if role is Role.EXECUTOR else None
        await tx.invitations.add(an_invitation(town.town.clock.now(), code_hash=code_hash, role=role, department_id=department))


async def is_reachable(town: Phones, name: str) -> bool:
    async with town.town.storage.transaction() as tx:
        return (await tx.officials.get(town.town.who(name).id)).reachable


async def test_a_link_makes_a_resident_an_official(town: Phones) -> None:
    await invite(town, "secret-code")
    await town.type("resident", "/start secret-code")
    async with town.town.storage.transaction() as tx:
        official = await tx.officials.by_user(town.user("resident"))
    assert official is not None
    assert (official.role, official.department_id) == (Role.EXECUTOR, ROADS)
    assert await town.town.says() == [("welcome", town.user("resident")), ("joined", town.user("coordinator"))]


async def test_a_link_that_leads_nowhere_is_told_to_whoever_followed_it(town: Phones) -> None:
    await town.type("resident", "/start used-up")
    (row,) = await town.town.rows()
    assert (row.code, row.chat_id) == ("refusal", town.user("resident"))
    assert "Попросите у координатора новую" in str(row.params["text"])
    for _ in range(2):
        await town.type("ann", "/start used-up")
    assert (await town.town.says())[1:] == [("refusal", town.user("ann"))] * 2


async def test_guessing_at_codes_is_answered_and_written_down_once_a_day(town: Phones) -> None:
    for code in ("one", "two", "three"):
        await town.type("resident", f"/start {code}")
    assert await town.town.says() == [("refusal", town.user("resident"))]
    assert await town.town.audited() == [("badinvite", town.user("resident"))]
    await invite(town, "secret-code")
    town.town.clock.move(days=1, seconds=1)
    await town.type("resident", "/start four")
    assert await town.town.says() == [("refusal", town.user("resident"))] * 2
    await town.type("resident", "/start secret-code")
    assert (await town.town.says("welcome")) == []  # a link lives for a day
    await invite(town, "another-code")
    await town.type("resident", "/start another-code")
    assert (await town.town.says("welcome")) == [("welcome", town.user("resident"))]


async def test_a_link_in_a_group_is_not_spent(town: Phones) -> None:
    await invite(town, "secret-code")
    await town.type("resident", "/start secret-code", chat=GROUP)
    assert await town.town.rows() == []
    await town.type("resident", "/start secret-code")
    assert await town.town.says("welcome") == [("welcome", town.user("resident"))]


async def test_whoever_blocked_the_bot_as_a_stranger_hears_it_as_an_official(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.chats.mark_dead(town.user("resident"), "blocked")
    await invite(town, "secret-code")
    await town.type("resident", "/start secret-code")
    async with town.town.storage.transaction() as tx:
        assert await tx.outbox.count_waiting() == 2  # the welcome and the line to the coordinator: a dead chat's rows are not counted


async def test_a_stranger_gets_one_sentence_a_day_in_private(town: Phones) -> None:
    for text in ("Здравствуйте", "/my", "/start", "/help"):
        await town.type("resident", text)
    assert await town.town.says() == [("stranger", town.user("resident"))]
    town.town.clock.move(days=1, seconds=1)
    await town.type("resident", "Есть кто?")
    assert len(await town.town.says()) == 2
    assert await town.town.audited() == [("stranger", town.user("resident"))] * 2


async def test_strangers_in_a_group_meet_silence(town: Phones) -> None:
    await town.type("resident", "/my", chat=GROUP)
    await town.type("resident", "Здравствуйте", chat=GROUP)
    assert await town.town.rows() == []
    assert await town.town.audited() == []


async def test_a_press_by_a_stranger_is_answered_blank_and_written_down(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.sweep_outbox()
    assert await town.press("resident", CardButton(press=Press.ACCEPT, incident=incident.id), chat=GROUP) is None
    assert (await town.town.incident(incident.id)).holder_id is None
    assert await town.town.audited() == [("stranger_press", town.user("resident"))]
    assert await town.town.rows() == []
    assert await town.press("resident", CardButton(press=Press.ACCEPT, incident=incident.id), chat=GROUP) is None
    assert await town.town.audited() == [("stranger_press", town.user("resident"))]  # of a day there is one line


async def test_whoever_was_dismissed_is_told_so_once_a_day(town: Phones) -> None:
    await town.town.enrol("left", Role.EXECUTOR, ROADS, active=False)
    for text in ("/my", "Почему?", "/help"):
        await town.type("left", text)
    (row,) = await town.town.rows()
    assert (row.code, row.chat_id) == ("refusal", town.user("left"))
    assert "Вы больше не подключены" in str(row.params["text"])


async def test_an_official_who_blocks_the_bot_is_passed_over_and_the_coordinator_is_told_once(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await town.town.sweep_outbox()
    await town.update(my_chat_member=membership(town, "ann", "kicked"))
    assert not await is_reachable(town, "ann")
    assert await town.town.says() == [("chat_dead", town.user("coordinator"))]
    assert town.user("peter") in await town.town.cards(incident.id)
    await town.update(my_chat_member=membership(town, "ann", "kicked"))
    assert await town.town.says() == [("chat_dead", town.user("coordinator"))]


async def away_and_back(town: Phones, **danger: Any) -> list[Incident]:
    """Ann has blocked the bot, eight things come, she presses «Начать»."""
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("ann"), reachable=False)
        await tx.chats.mark_dead(town.user("ann"), "blocked")
    streets = ("Лесная", "Садовая", "Речная", "Новая", "Мира", "Труда", "Горького", "Пушкина")
    came = [await town.town.open(f"Яма на улице {each}", topic="roads_potholes", main=place("Конаково", each)) for each in streets]
    assert not any([town.user("ann") in await town.town.cards(each.id) for each in came])
    if danger:
        await town.town.open("Провал посреди дороги", main=place("Конаково", "Заводская"), **danger)
    await town.town.sweep_outbox()
    await town.type("ann", "/start")
    assert await is_reachable(town, "ann")
    return came


async def test_an_official_who_is_back_gets_what_came_meanwhile_as_one_list(town: Phones) -> None:
    came = await away_and_back(town)
    assert not any([town.user("ann") in await town.town.cards(each.id) for each in came])
    assert [chat for _, chat in await town.town.says("back_again")] == [town.user("ann")]
    await town.town.act(came[0].id, Act.REJECT, "coordinator", reason=RejectReason.AD)
    (row,) = [row for row in await town.town.rows() if row.code == "back_again"]
    async with town.town.storage.transaction() as tx:
        message = await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())
    text = parse(message.html)
    assert text.startswith("Снова на связи. Пока вас не было, пришло: 7\n1. ")
    assert text.endswith("Карточка по кнопке с номером, все по /my")
    assert [button.label for line in message.rows for button in line] == ["1", "2", "3", "4", "5", "6"]
    opened = message.rows[0][0].data
    assert opened is not None
    await town.press("ann", opened)
    assert town.user("ann") in await town.town.cards(came[1].id)
    await town.town.sweep_outbox()
    await town.type("ann", "/my")
    assert await town.town.says("back_again") == []


async def test_a_danger_comes_as_a_card_to_whoever_is_back(town: Phones) -> None:
    await away_and_back(town, danger=True, danger_grade=DangerGrade.NOW)
    cards = [row for row in await town.town.rows() if row.kind is OutboxKind.CARD and row.chat_id == town.user("ann")]
    assert [row.urgent for row in cards] == [True]
    assert len(await town.town.says("back_again")) == 1


async def test_nothing_came_meanwhile_and_nothing_is_told(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("ann"), reachable=False)
    await town.update(my_chat_member=membership(town, "ann", "member"))
    assert await is_reachable(town, "ann")
    assert await town.town.says() == []


async def test_a_message_from_a_group_switches_its_chat_on_again(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.sweep_outbox()
    async with town.town.storage.transaction() as tx:
        await tx.chats.mark_dead(GROUP, "kicked")
        await tx.outbox.refresh_here(incident.id, GROUP, None)
        assert await tx.outbox.count_waiting() == 0
    await town.update(my_chat_member=membership(town, "ann", "left", GROUP))
    async with town.town.storage.transaction() as tx:
        assert await tx.outbox.count_waiting() == 0
    await town.type("ann", "/help", chat=GROUP)
    async with town.town.storage.transaction() as tx:
        assert await tx.outbox.count_waiting() == 2  # the card and the answer


async def test_a_strangers_block_is_nothing_to_tell(town: Phones) -> None:
    await town.update(my_chat_member=membership(town, "resident", "kicked"))
    assert await town.town.rows() == []


def test_who_and_where_is_found_in_whatever_comes() -> None:
    assert from_user({"update_id": 1}) is None
    assert from_user({"update_id": 1, "message": {"from": {"id": "x"}}}) is None
    assert chat_of({"update_id": 1, "poll": {"id": "1"}}) is None
    assert chat_of({"callback_query": {"message": {"chat": {"id": 5}}}}) == 5
    assert chat_of({"callback_query": {"message": None}}) is None
    assert not is_block({"my_chat_member": {"new_chat_member": 7}})
    assert not is_block({"my_chat_member": 7})


def test_a_stranger_in_a_handler_for_officials_is_a_defect() -> None:
    context = Context(tx=None, policy=None, now=None, official=None)  # type: ignore[arg-type]  # nothing of it is asked
    with pytest.raises(LookupError):
        _ = context.who
