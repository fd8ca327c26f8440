"""Play the day on order: a scene, the next morning, the start.

Time goes on in steps and stands while somebody works, so that nobody is late because a visitor was in a hurry.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.app import App
from bot.clock import Clock
from bot.demo.control import Control, SandboxError
from bot.demo.play import Player, Scene
from bot.demo.robots.robots import Robots

LOG = logging.getLogger(__name__)

STEP, NIGHT_STEP = timedelta(minutes=10), timedelta(hours=2)
NIGHT_FROM, NIGHT_TO = 20, 7  # local hours
HEARD = timedelta(minutes=3)  # after a post: time stops there, so that the bot knows of it as soon as it would without a jump
BEFORE = timedelta(seconds=5)  # before a scene's first post
ROUNDS = 2  # looks at the phones a step
QUIET = 2.0  # real seconds to wait for the bot in a step: a slow machine is shown late rather than not at all
LOOK = 0.1  # real seconds between two looks at the bot's queues
STILL = 0.4  # real seconds: cards that do not go meanwhile wait for an hour of their own
ANEW = "Начинаем день заново: город забывает всё, что было"
NO_SCENE = "такой сцены впереди нет"
AGAIN = 1.0  # real seconds before a lost stream is opened again


class Director:
    """Carries out what the page orders."""

    def __init__(self, app: App, control: Control, clock: Clock, player: Player, robots: Robots, scenes: Sequence[Scene]) -> None:
        self._app, self._control, self._clock = app, control, clock
        self._player, self._robots, self._scenes = player, robots, scenes
        self._cards = (0, 0.0)  # how many wait, and since when (of the loop's clock) as many
        self._orders: list[dict[str, Any]] = []  # Any: JSON; taken from the page, not carried out yet
        self.restart = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                async for news in self._control.news():
                    if "orders" in news or "town" in news:
                        await self._carry_out()
            except (aiohttp.ClientError, OSError):
                await asyncio.sleep(AGAIN)

    async def _carry_out(self) -> None:
        await self._hear()
        while self._orders:
            order = self._orders.pop(0)
            try:
                await self._one(order["act"], order["scene"])
            except SandboxError as error:
                LOG.warning("%s", error.user_text)

    async def _hear(self) -> None:
        self._orders += (await self._control.post("orders"))["orders"]

    def _is_called_off(self) -> bool:
        return any(order["act"] == "restart" for order in self._orders)

    async def _one(self, act: str, number: int | None) -> None:
        if act == "restart":
            await self._control.post("busy", busy=ANEW)
            self.restart.set()
            return
        number = self._next_morning() if act == "morning" else number
        if number is None or not 0 <= number < len(self._scenes):
            LOG.warning("%s: %s", act, NO_SCENE)
            await self._control.post("busy", busy="")
            return
        scene = self._scenes[number]
        try:
            await self._go_to(scene)
        finally:
            if not self._is_called_off():
                await self._control.post("busy", busy="", scene=number)

    def _next_morning(self) -> int | None:
        """The number of the first scene of a later day."""
        zone = self._app.around.timezone
        today = self._clock.now().astimezone(zone).date()
        return next((number for number, scene in enumerate(self._scenes) if scene.at.astimezone(zone).date() > today), None)

    async def _go_to(self, scene: Scene) -> None:
        """To the moment before it; what has passed already is only shown. A day that is wanted anew waits for no scene."""
        target = scene.at - BEFORE
        if self._clock.now() >= target:
            return
        await self._control.post("busy", busy=f"Время бежит к сцене «{scene.title}»")
        await self._control.post("clock", paused=True)
        try:
            while (now := self._clock.now()) < target and not self._is_called_off():
                await self._settle()
                await self._move(min(target, self._stop(now)))
                await self._hear()
        finally:
            await self._control.post("clock", paused=False)

    def _stop(self, now: datetime) -> datetime:
        """A step on, or less far where a post comes meanwhile."""
        hour = now.astimezone(self._app.around.timezone).hour
        stop = now + (STEP if NIGHT_TO <= hour < NIGHT_FROM else NIGHT_STEP)
        post = self._player.next_at
        return stop if post is None else min(stop, max(post, now) + HEARD)

    async def _move(self, to: datetime) -> None:
        """Residents write first, so that the sweep which the jump wakes finds their posts; only then it is waited for."""
        written = await self._player.catch_up(to)
        await self._control.post("clock", now=to.isoformat())
        if written:
            await self._until(self._is_swept, to)
        await self._until(self._is_quiet, to)

    async def _settle(self) -> None:
        """People do what waits for them, the bot hears them out."""
        for _ in range(ROUNDS):
            if not await self._robots.round():
                return
            await self._until(self._is_quiet, self._clock.now())

    async def _until(self, holds: Callable[[datetime], Awaitable[bool]], to: datetime) -> None:
        try:
            async with asyncio.timeout(QUIET):
                while not await holds(to):  # noqa: ASYNC110 - the queues tell nobody that they are empty
                    await asyncio.sleep(LOOK)
        except TimeoutError:
            LOG.info("the bot is slow, time goes on")

    async def _is_swept(self, to: datetime) -> bool:
        """Every wall was looked at, but one whose network holds the question until something happens: it hears of a post at once."""
        async with self._app.storage.transaction() as tx:
            looked = [(each.last_ok_at, each.next_at) for each in await tx.sources.all()]
        return all(at is not None and (at >= to or next_at == at) for at, next_at in looked)

    async def _is_quiet(self, _to: datetime) -> bool:
        """Nothing unread, no press unheard, no card on its way."""
        async with self._app.storage.transaction() as tx:
            if await tx.unread.next(limit=1) or await tx.inbox.next(now=self._clock.now()):
                return False
            waiting = (await tx.counters.all())["cards_pending"]
        now = asyncio.get_running_loop().time()
        if waiting != self._cards[0]:
            self._cards = (waiting, now)
        return waiting == 0 or now - self._cards[1] >= STILL
