"""What `otklik check` hears about the VK tokens."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from collectors.vk.check import check_vk
from collectors.vk.check_events import check_events
from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from sandbox.client import TownClient, open_town
from tests.kit.vk.fake import FakeVk, client_of, recorded
from tests.kit.vk.walls import SPEED, START, TOWN

GROUP = {"response": {"groups": [{"id": 1, "name": "Подслушано"}], "profiles": []}}


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin=START.isoformat(), speed=SPEED) as client:
        yield client


async def test_good_tokens_get_good_lines(town: TownClient) -> None:
    reader = VkClient("service", kind="service", api_base=town.base, tempo=Steady(SPEED))
    writer = VkClient("group", kind="group", api_base=town.base, tempo=Steady(SPEED))
    lines = await check_vk(reader=reader, writer=writer, group_id=1, owner_ids=[-1])
    assert lines == (
        (True, "ВК, «Подслушано»: стена читается, записей 0"),
        (True, "ВК: отвечаем от имени «Подслушано»"),
        (True, "ВК, «Подслушано»: права ключа этот сервер не показывает, проверит первый ответ"),
        (None, "ВК: без ключа редактора (VK__USER_TOKEN) фото под ответ не выходят, бот о них не спросит"),
    )
    reader.close()
    writer.close()


async def test_missing_tokens_are_said_by_name() -> None:
    (reading, writing) = await check_vk(reader=None, writer=None, group_id=None)
    assert not reading[0]
    assert "VK__SERVICE_TOKEN" in reading[1]
    assert not writing[0]
    assert "VK__GROUP_TOKEN" in writing[1]


async def test_an_unknown_wall_and_a_dead_token_are_one_line_each(town: TownClient) -> None:
    reader = VkClient("service", kind="service", api_base=town.base, tempo=Steady(SPEED))
    writer = VkClient("dead", kind="group", api_base=town.base, tempo=Steady(SPEED))
    lines = await check_vk(reader=reader, writer=writer, group_id=1, owner_ids=[-9, 101])
    assert lines[:3] == (
        (False, "ВК, сообщество 9: стена закрыта для чтения: попросите владельца открыть её"),
        (False, "ВК, страница 101: стена закрыта для чтения: попросите владельца открыть её"),
        (False, "ВК, ключ сообщества: токен ВК недействителен: получите новый и впишите его в настройки"),
    )
    reader.close()
    writer.close()


@pytest.mark.parametrize(
    ("group_id", "permissions", "words"),
    [
        (None, GROUP, "впишите его номер 1 в VK__GROUP_ID"),
        (2, GROUP, "а в VK__GROUP_ID стоит 2"),
        (1, {"response": {"mask": 4096, "permissions": [{"name": "messages", "setting": 4096}]}}, "нет права «стена»"),
        (1, {"response": {"mask": 8192, "permissions": [{"name": "wall", "setting": 8192}]}}, "право отвечать на стене есть"),
        (1, {"response": {}}, "права ключа узнать не вышло"),
        (1, recorded("vk_error_29_quota"), "права ключа узнать не вышло, суточный запас"),
    ],
)
async def test_the_right_to_answer_is_looked_at(vk: FakeVk, group_id: int | None, permissions: dict[str, Any], words: str) -> None:
    vk.say("groups.getById", GROUP)
    vk.say("groups.getTokenPermissions", permissions)
    writer = client_of(vk, kind="group")
    lines = await check_vk(reader=None, writer=writer, group_id=group_id)
    right = [line for line in lines if "фото" not in line[1]][-1]
    assert words in right[1]
    assert right[0] == ("есть" in words)
    writer.close()


async def test_answers_unlike_vks_are_lines_too(vk: FakeVk) -> None:
    vk.say("groups.getById", recorded("vk_created_without_id"))
    vk.say("wall.get", recorded("vk_created_without_id"))
    client = client_of(vk)
    lines = await check_vk(reader=client, writer=client, group_id=1, owner_ids=[-1])
    assert lines == (
        (False, "ВК, сообщество 1: ответ не такой, как описано в документации ВК"),
        (False, "ВК, ключ сообщества: ВК не сказал, чей он"),
        (None, "ВК: без ключа редактора (VK__USER_TOKEN) фото под ответ не выходят, бот о них не спросит"),
    )
    client.close()


async def test_a_key_without_the_right_to_messages_is_said(vk: FakeVk) -> None:
    vk.say("groups.getById", GROUP)
    vk.say("groups.getTokenPermissions", {"response": {"mask": 8192, "permissions": [{"name": "wall", "setting": 8192}]}})
    writer = client_of(vk, kind="group")
    lines = await check_vk(reader=None, writer=writer, group_id=1)
    assert any(well is None and "права «сообщения»" in words for well, words in lines)
    writer.close()


TICKED = dict.fromkeys(("wall_post_new", "wall_reply_new", "wall_reply_edit", "wall_reply_delete", "wall_reply_restore"), True)
SERVER = {"response": {"key": "k", "server": "https://lp.vk.com/x", "ts": "1"}}


@pytest.mark.parametrize(
    ("ticked", "well", "words"),
    [
        (TICKED | {"message_new": 1, "message_edit": 1}, True, "приходят сразу"),
        (TICKED, None, "не отмечены: сообщения"),
        ({"message_new": 1, "message_edit": 1}, None, "не отмечены: записи, комментарии"),
        (None, True, "приходят сразу"),
    ],
)
async def test_types_of_events_that_nobody_ticked_are_named(vk: FakeVk, ticked: Any, well: bool | None, words: str) -> None:
    vk.say("groups.getLongPollServer", SERVER)
    error = {"error": {"error_code": 3, "error_msg": "Unknown method passed"}}
    vk.say("groups.getLongPollSettings", error if ticked is None else {"response": {"is_enabled": True, "events": ticked}})
    writer = client_of(vk, kind="group")
    found = await check_events(writer, 1, "long_poll", is_read=True)
    assert found[0] is well
    assert words in found[1]
    writer.close()


@pytest.mark.parametrize("way", ["callback", "long_poll"])
async def test_events_that_nobody_reads_are_not_well(vk: FakeVk, way: Any) -> None:
    writer = client_of(vk, kind="group")
    well, words = await check_events(writer, 1, way, is_read=False)
    assert well is False
    assert "VK__SERVICE_TOKEN" in words
    writer.close()
