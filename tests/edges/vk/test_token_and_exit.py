"""The VK client keeps the token to itself and never holds the exit."""

import asyncio
import logging
import subprocess
import sys
import traceback

import pytest

from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from tests.kit.vk.fake import DROP, FAST, HANG, TOKEN, FakeVk, client_of, recorded, refusal

EMPTY = {"response": {"count": 0, "items": []}}


async def test_the_token_is_in_no_exception_log_or_repr(vk: FakeVk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = client_of(vk, timeout=0.2)
    names = ["vk_error_5_wrong_token", "vk_error_14_captcha", "vk_error_27_group_token", "vk_bad_gateway", "vk_answer_a_list"]
    said = []
    for number, answer in enumerate([*map(recorded, names), DROP, HANG]):
        vk.say("wall.get", answer)
        client_of_turn = client if number else client_of(vk)
        error = await refusal(client_of_turn)
        assert error.__cause__ is None
        assert error.__context__ is None
        frames = traceback.TracebackException.from_exception(error, capture_locals=True)
        said += [str(error), repr(error), repr(vars(error)), "".join(frames.format())]
        if client_of_turn is not client:
            client_of_turn.close()
    said += [repr(client), repr(vars(client)), caplog.text]
    assert not any(TOKEN in text for text in said)
    client.close()


async def test_closing_answers_all_who_wait_and_the_thread_dies(vk: FakeVk) -> None:
    client = client_of(vk, timeout=60.0)
    vk.say("wall.get", HANG)
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        waiting = [group.create_task(refusal(client)) for _ in range(3)]
        await asyncio.sleep(0.05)
        client.close()
    assert {task.result().policy.source for task in waiting} == {"Чтение ВК остановлено: программа завершается"}
    assert (await refusal(client)).policy.answer == "программа завершается"
    vk.stop.set()
    await asyncio.to_thread(client._thread.join, 30)
    assert not client._thread.is_alive()


async def test_a_long_pause_ends_at_closing(vk: FakeVk) -> None:
    client = client_of(vk, speed=0.001)
    vk.say("wall.get", EMPTY)
    for _ in range(3):
        await client.call("wall.get")
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(refusal(client))
        await asyncio.sleep(0.05)
        client.close()
    assert not waiting.cancelled()
    await asyncio.to_thread(client._thread.join, 30)
    assert not client._thread.is_alive()


async def test_a_call_that_nobody_waits_for_is_not_made(vk: FakeVk, client: VkClient) -> None:
    vk.say("wall.get", HANG, EMPTY)
    vk.say("users.get", {"response": []})
    async with asyncio.TaskGroup() as group:
        first = group.create_task(client.call("wall.get"))
        second = group.create_task(client.call("users.get"))
        await asyncio.sleep(0.1)
        first.cancel()
        second.cancel()
    vk.stop.set()
    assert await client.call("wall.get")
    assert vk.count("users.get") == 0


SCRIPT = """
import asyncio, sys
from collectors.vk.client import VkClient
async def main():
    client = VkClient("t", kind="service", api_base=sys.argv[1], timeout=90.0)
    try:
        await asyncio.wait_for(client.call("wall.get"), 0.3)
    except TimeoutError:
        print("gone", flush=True)
asyncio.run(main())
"""


async def test_a_call_under_way_does_not_hold_the_exit(vk: FakeVk) -> None:
    vk.say("wall.get", HANG)
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", SCRIPT, vk.base], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "gone", "")


async def test_a_bug_inside_a_call_does_not_end_the_thread(vk: FakeVk, client: VkClient, caplog: pytest.LogCaptureFixture) -> None:
    class Odd:
        def __str__(self) -> str:
            raise ZeroDivisionError(TOKEN)

    vk.say("wall.get", EMPTY)
    assert not (await refusal(client, "wall.get", ids=[Odd()])).policy.sure
    assert await client.call("wall.get")
    assert "ZeroDivisionError" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_secret_that_hides_itself_is_shown_to_vk_only(vk: FakeVk) -> None:
    class Hidden:
        def get_secret_value(self) -> str:
            return TOKEN

    client = VkClient(Hidden(), kind="user", api_base=vk.base + "/method/", tempo=Steady(FAST))
    vk.say("users.get", {"response": []})
    assert await client.call("users.get") == []
    assert vk.calls[0][1]["access_token"] == TOKEN
    client.close()
