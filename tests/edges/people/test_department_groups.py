"""Department groups: connected in the group itself, checked for rights, told twice a day how it stands."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.delivery.group_preflight import Groups, group_line, preflight
from bot.renderer import Renderer
from bot.ticks.people import digests
from bot.username import BotName
from bot.wakeups import Nudge
from handlers.people.buttons import GroupButton
from incidents.ids import ChatId
from incidents.incident import Act
from incidents.official import Department
from incidents.people.department_groups import Lack
from sandbox.telegram.view import RIGHTS
from tests.kit.desk_town import HOUSING, ROADS, konakovo
from tests.kit.memberships import membership
from tests.kit.phones import BOT_ID, GROUP, Phones, phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import place

TOPIC: dict[str, Any] = {"message_thread_id": 9, "is_topic_message": True}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def text(town: Phones, code: str) -> str:
    row = [row for row in await town.town.rows() if row.code == code][-1]
    async with town.town.storage.transaction() as tx:
        return parse((await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())).html)


async def department(town: Phones, id: str = ROADS) -> Department:
    async with town.town.storage.transaction() as tx:
        return next(each for each in await tx.departments.all() if each.id == id)


async def connect(town: Phones, id: str = ROADS, by: str = "coordinator", **message: Any) -> str | None:
    return await town.press(by, GroupButton(choice=id), chat=GROUP, **message)


async def test_a_group_is_connected_in_itself_and_open_cards_come_at_once(town: Phones) -> None:
    incident = await town.town.open()
    await town.type("coordinator", "/connect", chat=GROUP)
    (row,) = [row for row in await town.town.rows() if row.code == "connect"]
    assert (row.chat_id, row.topic_id) == (GROUP, None)
    assert "Карточки какого отдела слать в эту группу?" in await text(town, "connect")
    await connect(town)
    assert (await department(town)).chat_id == GROUP
    assert "Группа подключена: отдел дорожного хозяйства" in await text(town, "connected")
    assert GROUP in await town.town.cards(incident.id)
    assert await connect(town) == "Так уже и есть"


async def test_in_a_forum_it_is_the_topic_where_the_command_was_sent(town: Phones) -> None:
    await town.type("coordinator", "/connect@otklik_bot", chat=GROUP, **TOPIC)
    assert "слать в эту тему?" in await text(town, "connect")
    await connect(town, **TOPIC)
    await connect(town, HOUSING, message_thread_id=11, is_topic_message=True)
    assert ((await department(town)).topic_id, (await department(town, HOUSING)).topic_id) == (9, 11)
    await town.type("coordinator", "/disconnect", chat=GROUP, **TOPIC)
    assert (await department(town)).chat_id is None
    assert (await department(town, HOUSING)).chat_id == GROUP


async def test_disconnected_cards_come_no_more(town: Phones) -> None:
    await connect(town)
    incident = await town.town.open()
    await town.type("coordinator", "/disconnect", chat=GROUP)
    assert GROUP not in await town.town.cards(incident.id)
    assert "Группа отключена: отдел дорожного хозяйства" in await text(town, "disconnected")
    await town.type("coordinator", "/disconnect", chat=GROUP)
    assert "ничего не подключено" in await text(town, "refusal")


@pytest.mark.parametrize(("who", "told"), [("ann", ["refusal"]), ("resident", [])])
async def test_only_a_coordinator_connects(town: Phones, who: str, told: list[str]) -> None:
    await town.type(who, "/connect", chat=GROUP)
    assert [(code, chat) for code, chat in await town.town.says()] == [(code, town.user(who)) for code in told]  # never in the group
    if told:
        assert "координатор" in await text(town, "refusal")
    await town.town.sweep_outbox()
    await connect(town, by=who)
    assert (await department(town)).chat_id is None


async def test_a_choice_that_is_none_connects_nothing(town: Phones) -> None:
    await town.type("coordinator", "/connect")
    assert "пришлите в группе отдела" in await text(town, "refusal")
    assert "в самой группе" in str(await town.press("coordinator", GroupButton(choice=ROADS)))
    assert "больше нет" in str(await connect(town, "nowhere"))
    await connect(town, "+1")
    assert await town.town.says("connect") == [("connect", GROUP)]
    await connect(town, "")
    assert "Не подключили" in await text(town, "connect_left")
    assert (await department(town)).chat_id is None


async def test_a_coordinator_who_adds_the_bot_is_asked_and_others_are_not(town: Phones) -> None:
    for who, asked in (("ann", 0), ("coordinator", 1)):
        change = membership(town, who, "member", GROUP)
        change["old_chat_member"]["status"] = "left"
        await town.update(my_chat_member=change)
        assert len(await town.town.says("chat_which")) == asked
        assert await town.town.says("connect") == []  # never before it is a department's group: residents may sit there


async def test_a_group_that_throws_the_bot_out_is_let_go_and_the_coordinator_is_told(town: Phones) -> None:
    await connect(town)
    await town.update(my_chat_member=membership(town, "ann", "kicked", GROUP))
    assert (await department(town)).chat_id is None
    assert await town.town.says("group_gone") == [("group_gone", town.user("coordinator"))]
    assert "Бота убрали из группы: отдел дорожного хозяйства" in await text(town, "group_gone")
    await town.update(my_chat_member=membership(town, "ann", "left", ChatId(-1)))
    assert len(await town.town.says("group_gone")) == 1


def chat(**how: Any) -> tuple[int, Any]:
    body = {"id": GROUP, "type": "supergroup", "title": "Дороги", "accent_color_id": 0, "max_reaction_count": 1}
    gifts = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False)
    return 200, {"ok": True, "result": {**body, "accepted_gift_types": gifts, **how}}


def standing(status: str, **how: Any) -> tuple[int, Any]:
    user = {"id": BOT_ID, "is_bot": True, "first_name": "Отклик"}
    return 200, {"ok": True, "result": {"status": status, "user": user, **how}}


def me(reads_all: bool = False) -> tuple[int, Any]:
    who = {"id": BOT_ID, "is_bot": True, "first_name": "Отклик", "username": "otklik_bot", "can_read_all_group_messages": reads_all}
    return 200, {"ok": True, "result": who}


ADMIN = dict.fromkeys(RIGHTS, False)
HEARD = {"getMe": me(), "getChatMemberCount": (200, {"ok": True, "result": 14})}


@pytest.mark.parametrize(
    ("how", "member", "topic", "lacks"),
    [
        ({}, standing("member"), None, ()),
        ({"permissions": {"can_send_messages": False}}, standing("member"), None, (Lack.POST,)),
        ({}, standing("member"), 9, (Lack.TOPICS,)),
        ({}, standing("administrator", **ADMIN), 9, (Lack.TOPICS,)),
        ({"permissions": {"can_send_messages": False}}, standing("administrator", **{**ADMIN, "can_manage_topics": True}), 9, ()),
        ({}, standing("left"), None, (Lack.GONE,)),
        ({}, (400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}), None, (Lack.GONE,)),
    ],
)
async def test_the_preflight_names_what_is_lacking(town: Phones, how: Any, member: Any, topic: int | None, lacks: Any) -> None:
    town.telegram.says = {**HEARD, "getChat": chat(**how), "getChatMember": member}
    assert (await preflight(town.bot, GROUP, topic)).lacks == lacks
    ok, line = await group_line(town.bot, Department(**{**_roads(), "chat_id": GROUP, "topic_id": topic}))
    assert ok is (True if not lacks else None if lacks == (Lack.TOPICS,) else False)
    assert line.startswith("Группа: отдел дорожного хозяйства, ")


def _roads() -> dict[str, Any]:
    return {"id": ROADS, "district_id": konakovo().id, "title": "отдел дорожного хозяйства"}


async def test_a_connected_group_is_looked_at_once_and_again_when_its_rights_change(town: Phones) -> None:
    town.telegram.says = {**HEARD, "getChat": chat(permissions={"can_send_messages": False}), "getChatMember": standing("member")}
    groups = Groups(town.town.storage, town.town.clock, town.bot, Nudge())
    await connect(town)
    assert (await groups.step(), await groups.step()) == (1, 0)
    assert "Боту нельзя писать: в настройках группы разрешите" in await text(town, "group_checked")
    await town.update(my_chat_member=membership(town, "ann", "administrator", GROUP) | {"new_chat_member": _admin()})
    town.telegram.says["getChatMember"] = standing("administrator", **ADMIN)
    assert await groups.step() == 1
    assert "Группа готова: отдел дорожного хозяйства" in await text(town, "group_checked")


@pytest.mark.parametrize(
    ("member", "reads_all", "hears_all"),
    [("member", False, False), ("member", True, True), ("administrator", False, True)],
)
async def test_what_the_bot_hears_in_a_group_is_said_truly(town: Phones, member: str, reads_all: bool, hears_all: bool) -> None:
    rights = ADMIN if member == "administrator" else {}
    town.telegram.says = {**HEARD, "getMe": me(reads_all), "getChat": chat(), "getChatMember": standing(member, **rights)}
    await connect(town)
    assert await Groups(town.town.storage, town.town.clock, town.bot, Nudge()).step() == 1
    told = await text(town, "group_checked")
    assert ("присылает боту весь разговор этой группы" in told) is hears_all
    assert ("остальной разговор ему не виден" in told) is not hears_all
    assert "неделю хранит команды, ответы на свои карточки и нажатия, остальное не записывает" in told


async def test_whoever_connects_a_group_hears_who_reads_the_cards(town: Phones) -> None:
    town.telegram.says = {**HEARD, "getChat": chat(username="konakovo_roads"), "getChatMember": standing("member")}
    await connect(town)
    connected = await text(town, "connected")
    assert "видны и здесь всем участникам группы" in connected
    assert "остальное не записывает" in connected
    await Groups(town.town.storage, town.town.clock, town.bot, Nudge()).step()
    told = await text(town, "group_checked")
    assert told.startswith("В группе не всё в порядке: отдел дорожного хозяйства")
    assert "Группа открытая: слова жителей прочтёт кто угодно" in told
    assert "Карточки видят все, кто в группе: 14 участников, считая бота" in told


def _admin() -> Any:
    return standing("administrator", **ADMIN)[1]["result"]


async def test_the_group_hears_at_five_past_nine_how_it_stands_once(town: Phones) -> None:
    desk = town.town
    around = desk.around()
    await connect(town)
    await digests(around)
    assert await desk.says("R10") == []  # nothing is at work: nothing is said
    first = await desk.open()
    await desk.act(first.id, Act.ACCEPT, "ann")
    second = await desk.open("Яма", topic="roads_potholes", main=place("Конаково", "улица Гагарина", "3"))
    desk.clock.move(hours=23, minutes=55)  # the next day, 9:09
    await digests(around)
    await digests(around)
    assert await desk.says("R10") == [("R10", GROUP)]
    lines = (await text(town, "R10")).split("\n")
    assert lines[0].startswith("Отдел дорожного хозяйства: в работе 1, срок сегодня у двух")
    assert f"№ {first.number} до 10:14" in lines[1]
    assert f"Никем не взято: № {second.number}" in lines[1]
    assert lines[2] == "Подробности в личных сообщениях у тех, кто взял"
    desk.clock.move(hours=3)  # a digest that is hours late is not said
    await digests(around)
    assert len(await desk.says("R10")) == 1
    desk.clock.move(days=3)  # Saturday
    await digests(around)
    assert len(await desk.says("R10")) == 1
