"""The day's quota against the town: walls wait by the plan, several keys share the work, what rests is told to the coordinators."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.cli.check import _vk
from bot.config.settings_networks import VkSettings
from bot.config.settings_values import Wall
from bot.reading.vk_access import VkAccess
from bot.reading.vk_rests import VkRests
from bot.wakeups import Nudge
from collectors.vk.budget import DAY, Budget
from collectors.vk.client import VkClient
from collectors.vk.errors import VkError
from collectors.vk.limiter import Steady
from collectors.vk.memory import Memory, spent_of
from collectors.vk.tokens import VkTokens
from collectors.vk.wall import USED_UP, VkWall
from incidents.posts import SourceBroken
from sandbox.client import TownClient, open_town
from tests.kit.desk_town import DeskTown
from tests.kit.town.vk import TOWN, write
from tests.kit.vk.community import RATE, HandClock, beside, collecting, hand_town
from tests.kit.vk.walls import START

SECOND = {"token": "second", "kind": "service"}


@pytest.fixture
async def net() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, speed=RATE) as client:
        await client.post("town", vk={"tokens": [SECOND]})
        yield client


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with hand_town(sqlite_url) as town:
        yield town


def client_of(net: TownClient, token: str) -> VkClient:
    return VkClient(token, kind="service", api_base=net.base, tempo=Steady(RATE))


@pytest.fixture
async def both(net: TownClient) -> AsyncIterator[VkTokens]:
    made = VkTokens([client_of(net, "service"), client_of(net, "second")])
    yield made
    for each in made.clients:
        each.close()


async def calls(net: TownClient, method: str) -> int:
    return sum(call["method"] == method for call in (await net.get("log?limit=500"))["calls"])


async def test_a_wall_says_when_it_is_read_again_and_what_the_quota_buys(net: TownClient, both: VkTokens) -> None:
    budget, moment = Budget(tokens=1, least=180.0, quota=100), START
    budget.know({-1: 1.0, -2: 1.0})
    wall = VkWall(both, -1, now=lambda: moment, budget=budget)
    await write(net, "Яма")
    batch = await wall.fetch(None)
    assert batch.again_in == pytest.approx(2 * DAY / 96, rel=0.2)
    assert batch.quota is not None
    assert batch.quota.endswith("за сутки потратили 1 чтений стен из 100")
    assert spent_of(batch.cursor).total(moment.timestamp()) == 1
    assert Memory.load(batch.cursor).spent == [(int(moment.timestamp() // 3600), 1)]


async def test_a_used_up_day_asks_vk_for_nothing_and_goes_on_when_there_is_room(net: TownClient, both: VkTokens) -> None:
    budget, moment = Budget(tokens=1, least=180.0, quota=10), START
    budget.know({-1: 1.0})
    wall = VkWall(both, -1, now=lambda: moment, budget=budget)
    cursor = None
    for _ in range(10):
        cursor = (await wall.fetch(cursor)).cursor
    with pytest.raises(SourceBroken) as caught:
        await wall.fetch(cursor)
    assert (caught.value.user_text, await calls(net, "wall.get")) == (USED_UP, 10)
    assert caught.value.retry_after is not None
    again = Budget(tokens=1, least=180.0, quota=10)  # a restart forgets nothing: the cursor knows
    again.know({-1: 1.0})
    again.remember(-1, spent_of(cursor))
    with pytest.raises(SourceBroken):
        await VkWall(both, -1, now=lambda: moment, budget=again).fetch(cursor)
    moment = START + timedelta(seconds=caught.value.retry_after)
    assert (await VkWall(both, -1, now=lambda: moment, budget=again).fetch(cursor)).cursor


async def test_the_town_never_refuses_for_the_quota_by_our_own_doing(net: TownClient, town: DeskTown) -> None:
    """Three walls with a quota for a few readings: what is not in the day's plan is not asked."""
    await net.post("town", vk={"quotas": {"wall.get": 30}})
    walls = [Wall("-1", "Подслушано"), Wall("-2", "Закрытые"), Wall("-3", "Для своих")]
    async with beside(town, net, every=5.0, long_poll=False, walls=walls) as one:
        one.vk.budget._quota = 30
        async with collecting(one):
            await one.read_baseline()
            for _ in range(60):
                town.clock.move(seconds=900)
                await town.clock.sleep(1.0)
    assert 5 < await calls(net, "wall.get") <= 30
    assert "Rate limit reached" not in str(await net.get("log?limit=500"))


async def test_two_keys_share_the_work_and_one_that_rests_or_is_refused_is_stood_in_for(net: TownClient, both: VkTokens) -> None:
    for _ in range(4):
        await both.call("groups.getById", group_id=1)
    assert [made["groups.getById"] for made in both._made] == [2, 2]
    await net.post("fault", api="vk", method="groups.getById", kind="error", code=14)
    assert (await both.call("groups.getById", group_id=1))["groups"]
    resting = [[(error.method, error.code) for error in client.rests()] for client in both.clients]
    assert sorted(resting) == [[], [("groups.getById", 14)]]
    await net.post("fault", api="vk", method="groups.getById", kind="error", code=14)
    with pytest.raises(VkError) as caught:
        await both.call("groups.getById", group_id=1)
    assert caught.value.code == 14
    assert await both.call("utils.getServerTime")  # the circuit is the method's


@pytest.mark.parametrize(("code", "kind"), [(14, "service"), (9, "group"), (29, "service")])
async def test_a_captcha_a_flood_and_a_used_up_quota_are_told_once_a_day(net: TownClient, town: DeskTown, code: int, kind: str) -> None:
    own = {"service_token": "service", "group_token": "group", "group_id": 1, "api_base": net.base}
    vk = VkAccess(VkSettings.model_validate(own), HandClock())
    rests = VkRests(town.storage, town.clock, Nudge(), vk.clients)
    try:
        await rests.step()
        assert await town.says() == []
        await net.post("fault", api="vk", method="groups.getById", kind="error", code=code)
        client = next(each for each in vk.clients if each.kind == kind)
        with pytest.raises(VkError):
            await client.call("groups.getById", group_id=1)
        await rests.step()
        await rests.step()
        assert await town.says() == [("network_rests", town.chat("coordinator"))]
    finally:
        vk.close()


async def test_check_says_what_the_quota_buys_and_which_key_is_wrong(net: TownClient) -> None:
    walls = [Wall(f"-{number}", f"Стена {number}") for number in range(1, 4)]
    settings = VkSettings.model_validate({"service_token": "service, чужой", "api_base": net.base, "walls": walls})
    lines = [text for _, text in await _vk(settings, 180.0)]
    assert "ВК: стен 3, ключей 2: стену читаем раз в 3 мин, за сутки 1440 чтений из 10000" in lines
    assert [line for line in lines if line.startswith("ВК: ключ № 2 в VK__SERVICE_TOKEN не подходит")]
