"""The VK client against recorded answers: every failure is one VkError, nothing hangs, the token stays inside."""

import asyncio
import socket
from typing import Any

import pytest

from collectors.vk.client import VkClient
from collectors.vk.errors import POLICIES, VkError
from collectors.vk.limiter import Limiter, Steady
from tests.kit.vk.fake import CUT_BODY, DRIP, DROP, FAST, HANG, REDIRECT, TOKEN, FakeVk, client_of, recorded, refusal

EMPTY = {"response": {"count": 0, "items": []}}


async def test_a_call_carries_the_version_and_plain_parameters(vk: FakeVk, client: VkClient) -> None:
    vk.say("wall.getById", EMPTY)
    answer = await client.call("wall.getById", posts=["-1_2", "-1_3"], extended=True, fields=None)
    assert answer == {"count": 0, "items": []}
    assert vk.calls == [
        ("wall.getById", {"posts": "-1_2,-1_3", "extended": "1", "v": "5.199", "access_token": TOKEN}),
    ]


@pytest.mark.parametrize("name", ["vk_bad_gateway", "vk_html_with_200"])
async def test_a_web_page_in_place_of_json_is_repeated_and_then_an_error(vk: FakeVk, client: VkClient, name: str) -> None:
    vk.say("wall.get", recorded(name))
    error = await refusal(client)
    assert (error.code, error.policy.sure, vk.count("wall.get")) == (None, False, 4)
    vk.say("wall.get", recorded(name), recorded(name), EMPTY)
    assert await client.call("wall.get") == {"count": 0, "items": []}


async def test_a_hanging_server_costs_one_timeout(vk: FakeVk) -> None:
    client = client_of(vk, timeout=0.2)
    vk.say("wall.get", HANG)
    error = await refusal(client)
    assert (error.policy.source, vk.count("wall.get")) == ("ВК не ответил вовремя", 1)
    client.close()


async def test_a_server_that_drips_bytes_does_not_hold_the_thread(vk: FakeVk) -> None:
    client = client_of(vk, timeout=0.2)
    vk.say("wall.get", DRIP)
    async with asyncio.timeout(30):  # the drip would last for ever
        assert not (await refusal(client)).policy.sure
    client.close()


async def test_a_broken_connection_is_repeated_for_reading_and_never_for_writing(vk: FakeVk, client: VkClient) -> None:
    vk.say("wall.get", DROP, EMPTY)
    vk.say("wall.createComment", DROP)
    assert await client.call("wall.get")
    assert not (await refusal(client, "wall.createComment", message="да")).policy.sure
    assert vk.count("wall.createComment") == 1


async def test_a_refused_connection_did_nothing_for_certain() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    client = VkClient(TOKEN, kind="group", api_base=f"http://127.0.0.1:{port}", tempo=Steady(FAST))
    error = await refusal(client, "wall.createComment")
    assert (error.policy.sure, error.policy.answer) == (True, "нет связи с ВКонтакте")
    client.close()


async def test_a_redirect_is_not_followed_with_the_token(vk: FakeVk, client: VkClient) -> None:
    vk.say("wall.get", REDIRECT)
    assert "VK__API_BASE" in (await refusal(client)).policy.source
    assert vk.count("elsewhere") == 0


@pytest.mark.parametrize("name", ["vk_error_without_code", "vk_answer_a_list"])
async def test_json_unlike_an_answer_is_an_error_too(vk: FakeVk, client: VkClient, name: str) -> None:
    vk.say("wall.get", recorded(name))
    assert (await refusal(client)).policy.source == "ВК ответил не так, как описано в его документации"


async def test_a_burst_of_error_6_is_repeated_a_few_times_and_ends(vk: FakeVk, client: VkClient) -> None:
    often = recorded("vk_error_6_too_often")
    vk.say("wall.get", *[often] * 400)
    assert (await refusal(client)).code == 6
    assert vk.count("wall.get") == 4
    vk.say("wall.createComment", often, often, {"response": {"comment_id": 1}})
    assert await client.call("wall.createComment") == {"comment_id": 1}


async def test_a_captcha_opens_the_circuit_of_that_method_only(vk: FakeVk, client: VkClient, caplog: pytest.LogCaptureFixture) -> None:
    slow = client_of(vk, speed=1.0)
    vk.say("wall.createComment", recorded("vk_error_14_captcha"))
    vk.say("wall.get", EMPTY)
    first = await refusal(slow, "wall.createComment")
    second = await refusal(slow, "wall.createComment")
    assert (first.code, second.code, vk.count("wall.createComment")) == (14, 14, 1)
    assert second.wait is not None
    assert 890 < second.wait <= 900
    assert await slow.call("wall.get")
    assert [record.levelname for record in caplog.records if "rests" in record.message] == ["WARNING"]
    slow.close()


async def test_a_validation_request_is_an_error_and_its_address_is_not_opened(vk: FakeVk, client: VkClient) -> None:
    vk.say("wall.get", recorded("vk_error_17_validation"))
    assert (await refusal(client)).code == 17
    assert len(vk.calls) == 1


def test_a_circuit_opens_for_longer_each_time_and_closes_at_success() -> None:
    seconds = [0.0]
    limiter = Limiter("service", Steady(10.0, lambda: seconds[0]))
    error = VkError("wall.get", POLICIES[29], code=29)
    assert limiter.failed(error)
    assert error.wait == 3600
    seconds[0] = 359.0
    blocked = limiter.blocked("wall.get")
    assert blocked is not None
    assert blocked.wait == pytest.approx(10)
    assert blocked.as_broken().retry_after == pytest.approx(10)
    seconds[0] = 361.0
    assert limiter.blocked("wall.get") is None
    assert not limiter.failed(VkError("wall.get", POLICIES[29], code=29))
    seconds[0] = 361.0 + 719.0
    assert limiter.blocked("wall.get") is not None
    seconds[0] = 361.0 + 721.0
    assert limiter.blocked("wall.get") is None
    assert limiter.succeeded("wall.get")
    assert not limiter.succeeded("wall.get")
    assert not limiter.failed(VkError("wall.get", POLICIES[15], code=15))


@pytest.mark.parametrize(("kind", "calls"), [("service", 3), ("user", 3), ("group", 20)])
def test_the_pace_is_kept_in_scenario_seconds(kind: Any, calls: int) -> None:
    real = [100.0]
    limiter = Limiter(kind, Steady(60.0, lambda: real[0]))
    starts, ends = [], []
    for _ in range(calls * 3 + 1):
        real[0] += limiter.delay()
        starts.append(real[0] * 60.0)
        real[0] += 0.0001
        ends.append(real[0] * 60.0)
        limiter.ended()
    assert all(later - earlier > 1 for earlier, later in zip(ends, starts[calls:], strict=False))
    assert starts[-1] - starts[0] < 3.2
    real[0] += 5
    assert limiter.delay() == 0


async def test_a_body_cut_in_the_middle_is_a_broken_connection(vk: FakeVk, client: VkClient) -> None:
    vk.say("wall.createComment", CUT_BODY)
    assert (await refusal(client, "wall.createComment")).policy.source == "Связь с ВК оборвалась"
