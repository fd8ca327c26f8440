"""Follow the clock of the town's page: stop, speed, jumps."""

import asyncio
from datetime import datetime

import aiohttp

from bot.clock import ScenarioClock
from bot.demo.control import Control

AGAIN = 1.0  # real seconds before a lost stream is opened again


async def follow_clock(control: Control, clock: ScenarioClock) -> None:
    """Until cancelled."""
    while True:
        try:
            async for news in control.news():
                if view := news.get("clock"):
                    clock.rebase(datetime.fromisoformat(view["origin"]), view["speed"], view["anchor"], paused=view["paused"])
        except (aiohttp.ClientError, OSError):
            await asyncio.sleep(AGAIN)
