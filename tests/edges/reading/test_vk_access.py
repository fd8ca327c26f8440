"""VK as a process uses it: which walls are read and who answers, by the tokens that are set."""

from collections.abc import AsyncIterator

import pytest

from bot.config.settings_networks import VkSettings
from bot.config.settings_values import Wall
from bot.reading.collect import Collecting
from bot.reading.vk_access import VkAccess, watch_walls
from bot.wakeups import Nudge
from incidents.posts import Network
from tests.kit.desk_town import DeskTown, StillClock, desk_town
from tests.kit.scripted_collector import sweep
from tests.kit.vk.fake import FakeVk


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url, speed=100_000.0) as town:
        yield town


def settings(base: str, **tokens: object) -> VkSettings:
    return VkSettings.model_validate({"api_base": base, **tokens})


async def watched(town: DeskTown, vk: FakeVk, *walls: Wall, token: str | None = "service") -> list[tuple[str, str]]:
    access = VkAccess(settings(vk.base, **({"service_token": token} if token else {})), town.clock)
    try:
        found = await watch_walls(town.storage, access, walls, town.clock)
    finally:
        access.close()
    return [(item.source.external_id, item.source.title) for item in found]


def groups(id: int, name: str) -> dict[str, object]:
    return {"response": {"groups": [{"id": id, "name": name}]}}


async def test_without_tokens_nothing_is_read_and_nothing_is_answered(town: DeskTown, vk: FakeVk, caplog: pytest.LogCaptureFixture) -> None:
    assert await watched(town, vk, token=None) == []
    assert caplog.text == ""
    assert await watched(town, vk, Wall("-1", "Стена", None), token=None) == []
    assert "стены читать нечем" in caplog.text


async def test_a_named_wall_is_found_by_its_address_and_takes_the_communitys_title(town: DeskTown, vk: FakeVk) -> None:
    vk.say("groups.getById", groups(77, "Подслушано"), groups(78, "Другое"))
    found = await watched(town, vk, Wall("podslushano", None, "s-konakovo"), Wall("other", "Наше название", None))
    assert found == [("-77", "Подслушано"), ("-78", "Наше название")]
    async with town.storage.transaction() as tx:
        assert {s.external_id: s.settlement_id for s in await tx.sources.all()}["-77"] == "s-konakovo"


async def test_a_numbered_wall_with_a_title_and_a_persons_wall_need_no_asking(town: DeskTown, vk: FakeVk) -> None:
    assert await watched(town, vk, Wall("-5", "Стена", None), Wall("6", None, None)) == [("-5", "Стена"), ("6", "6")]
    assert vk.calls == []


async def test_a_numbered_wall_without_a_title_asks_for_it_and_does_without(town: DeskTown, vk: FakeVk) -> None:
    vk.say("groups.getById", {"response": [{"id": 5, "name": "Стена"}]}, {"error": {"error_code": 100, "error_msg": "no"}})
    assert await watched(town, vk, Wall("-5", None, None), Wall("-6", None, None)) == [("-5", "Стена"), ("-6", "-6")]


async def test_a_wall_that_vk_does_not_know_is_said_and_left_out(town: DeskTown, vk: FakeVk, caplog: pytest.LogCaptureFixture) -> None:
    vk.say("groups.getById", {"response": {"groups": []}}, {"error": {"error_code": 100, "error_msg": "no"}})
    assert await watched(town, vk, Wall("nobody", None, None), Wall("nothing", None, None)) == []
    assert "стена nobody не найдена" in caplog.text
    assert "стена nothing не найдена" in caplog.text


async def test_a_wall_that_vk_could_not_name_is_asked_for_again_and_told_once(
    town: DeskTown, vk: FakeVk, caplog: pytest.LogCaptureFixture
) -> None:
    access = VkAccess(settings(vk.base, service_token="service"), town.clock)
    vk.say("groups.getById", {"response": {"groups": []}}, {"response": {"groups": []}}, groups(77, "Подслушано"))
    try:
        for left in ({"late"}, {"late"}, set()):
            found = await watch_walls(town.storage, access, [Wall("late", None, None)], town.clock)
            assert access.unknown == left
    finally:
        access.close()
    assert [item.source.external_id for item in found] == ["-77"]
    assert caplog.text.count("стена late не найдена") == 1
    collecting = Collecting(town.storage, town.clock, [], Nudge())
    collecting.watch(found)
    await sweep(collecting)
    async with town.storage.transaction() as tx:
        assert [source.external_id for source in await tx.sources.all() if source.is_broken or source.baseline_at] == ["-77"]


@pytest.mark.parametrize(
    ("tokens", "answers"),
    [
        ({"service_token": "s", "group_token": "g", "group_id": 5, "user_token": "u"}, True),
        ({"service_token": "s", "group_token": "g", "group_id": 5}, True),
        ({"service_token": "s", "group_token": "g"}, False),
        ({"service_token": "s"}, False),
        ({"group_token": "g", "group_id": 5}, False),
    ],
)
def test_answers_go_out_where_reader_writer_and_community_are_known(tokens: dict[str, object], answers: bool) -> None:
    access = VkAccess(settings("http://127.0.0.1:9", **tokens), StillClock())
    access.close()
    assert (Network.VK in access.publishers) is answers
    assert access.photo_hosts == ("127.0.0.1",)


def test_photos_of_a_private_address_are_allowed_for_the_sandbox_only() -> None:
    access = VkAccess(settings("https://api.vk.ru"), StillClock())
    access.close()
    assert access.photo_hosts == ()
