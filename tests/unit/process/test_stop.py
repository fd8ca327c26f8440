"""A signal: what was begun comes to its end, nothing new is begun, and nobody waits for ever."""

import asyncio
import os
import signal
import time

import pytest

from bot import signals
from bot.signals import Stop, until_signal


def terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


async def test_what_is_under_way_is_waited_for_and_nothing_more_is_begun() -> None:
    stop, began, ended = Stop(), list[int](), list[int]()

    async def work() -> None:
        for number in range(3):
            async with stop.begun():
                began.append(number)
                if number == 1:
                    terminate()
                await asyncio.sleep(0.1)
                ended.append(number)

    await asyncio.wait_for(until_signal(work(), stop), 20)
    assert (began, ended) == ([0, 1], [0, 1])


async def test_a_task_that_was_started_by_what_is_under_way_is_waited_for_too() -> None:
    stop, ended = Stop(), list[str]()

    async def sent() -> None:
        with stop.under_way():
            await asyncio.sleep(0.1)
            ended.append("sent")

    async def work() -> None:
        async with asyncio.TaskGroup() as group:
            async with stop.begun():
                group.create_task(sent())
                terminate()
            await asyncio.Event().wait()

    await asyncio.wait_for(until_signal(work(), stop), 20)
    assert ended == ["sent"]


async def test_what_hangs_is_cut_off_in_time(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(signals, "LAST", 0.2)
    stop = Stop()

    async def work() -> None:
        with stop.under_way():
            terminate()
            await asyncio.Event().wait()

    await asyncio.wait_for(until_signal(work(), stop), 20)
    assert "1 were under way" in caplog.text


async def test_a_second_signal_does_not_wait() -> None:
    stop, began = Stop(), time.monotonic()

    async def work() -> None:
        with stop.under_way():
            terminate()
            await asyncio.sleep(0.1)
            terminate()
            await asyncio.Event().wait()

    await asyncio.wait_for(until_signal(work(), stop), 20)
    assert time.monotonic() - began < signals.LAST / 2


async def test_where_nothing_is_under_way_the_end_comes_at_once() -> None:
    began = time.monotonic()

    async def work() -> None:
        terminate()
        await asyncio.Event().wait()

    await asyncio.wait_for(until_signal(work(), Stop()), 20)
    assert time.monotonic() - began < signals.LAST / 2
