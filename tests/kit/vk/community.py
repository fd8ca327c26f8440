"""A community with the bot beside it: the town over HTTP, the real storage, one collecting."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bot.config.settings_networks import VkSettings
from bot.config.settings_values import Wall
from bot.reading.collect import Collecting
from bot.reading.vk_access import VkAccess, watch_walls
from bot.reading.vk_callback import PATH, VkCallback
from bot.wakeups import Nudge
from incidents.posts import Network, Source, StoredPost
from sandbox.client import TownClient
from tests.kit.desk_town import DeskTown, StillClock, desk_town
from tests.kit.town.vk import write

SECRET, WORD = "dlinnyy-sekret-42", "a1b2c3"
RATE = 1000.0


class HandClock(StillClock):
    """The day's time is moved by hand; the pace that limits count goes on fast."""

    def __init__(self) -> None:
        super().__init__(speed=RATE)

    def pace(self) -> float:
        return time.monotonic() * RATE

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 1.0) / 50)


@asynccontextmanager
async def hand_town(url: str) -> AsyncIterator[DeskTown]:
    """A town of one edge whose time stands until it is moved."""
    async with desk_town(url) as town:
        town.clock = HandClock()
        yield town


@dataclass
class Beside:
    """The bot's side of a community."""

    town: DeskTown
    net: TownClient
    vk: VkAccess
    collecting: Collecting
    callback: VkCallback
    nudge: Nudge

    async def source(self) -> Source:
        async with self.town.storage.transaction() as tx:
            return next(each for each in await tx.sources.all() if each.external_id == "-1")

    async def posts(self, network: Network = Network.VK) -> list[StoredPost]:
        """What waits for the reader, in the order in which it was written."""
        async with self.town.storage.transaction() as tx:
            found = [each for each in await tx.unread.next(1000) if each.post.network is network]
        return sorted(found, key=lambda each: each.id)

    async def texts(self, network: Network = Network.VK) -> list[str]:
        return [each.post.text for each in await self.posts(network)]

    async def until(self, seen: Callable[[], Awaitable[Any]]) -> Any:  # Any: whatever was waited for
        async with asyncio.timeout(90):
            while not (found := await seen()):  # noqa: ASYNC110 - the town is seen from outside
                await asyncio.sleep(0.01)
        return found

    async def read_baseline(self) -> None:
        async def seen() -> bool:
            return (await self.source()).baseline_at is not None

        await self.until(seen)

    async def comes(self, *texts: str, network: Network = Network.VK) -> None:
        """Wait until exactly these are there."""

        async def seen() -> bool:
            return await self.texts(network) == list(texts)

        with suppress(TimeoutError):
            await self.until(seen)
        assert await self.texts(network) == list(texts)

    async def write(self, text: str, **more: Any) -> int:
        return await write(self.net, text, **more)

    async def message(self, text: str = "", **more: Any) -> Any:  # Any: JSON
        return await self.net.post("vk/message", **({"group_id": 1, "user_id": 1001, "text": text} | more))

    async def bring_events(self, url: str, secret: str = SECRET) -> str:
        """Name the bot's server to the community; gives back the word that it answered with."""
        return str((await self.net.post("vk/callback", group_id=1, url=url, secret=secret))["confirmation"])


@asynccontextmanager
async def beside(town: DeskTown, net: TownClient, *, callback: bool = False, every: float = 180.0, **more: Any) -> AsyncIterator[Beside]:
    """Wire the bot's side; nothing runs yet."""
    own = {"service_token": "service", "group_token": "group", "group_id": 1, "api_base": net.base, "walls": [Wall("-1", "Подслушано")]}
    heard = {"callback_secret": SECRET, "callback_confirmation": WORD} if callback else {}
    settings, nudge = VkSettings.model_validate(own | heard | more), Nudge(poll=0.05)
    vk = VkAccess(settings, town.clock, storage=town.storage, poll_seconds=every)
    watched = await watch_walls(town.storage, vk, settings.walls, town.clock)
    collecting = Collecting(town.storage, town.clock, watched, nudge, every=every, own_wall="-1", know=vk.know)
    taker = VkCallback(town.storage, town.clock, group_id=1, secret=SECRET, confirmation=WORD, nudge=nudge.pushed.set)
    try:
        yield Beside(town, net, vk, collecting, taker, nudge)
    finally:
        vk.close()


@asynccontextmanager
async def listening(one: Beside) -> AsyncIterator[str]:
    """The bot's server stands for the block; gives its address."""
    task = asyncio.ensure_future(one.callback.run())
    try:
        async with asyncio.timeout(60):
            while one.callback.port is None:  # noqa: ASYNC110 - nothing tells it
                await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{one.callback.port}{PATH}"
    finally:
        task.cancel()
        await asyncio.wait([task])


@asynccontextmanager
async def collecting(one: Beside) -> AsyncIterator[None]:
    """The collecting runs for the block."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(one.collecting.run())
        try:
            yield
        finally:
            task.cancel()
