"""The clock: the only module that asks the system for time.

In production speed is 1 and time is the world's.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol


class Clock(Protocol):
    """Scenario time. `speed`: scenario seconds in a real second."""

    @property
    def speed(self) -> float:
        """Scenario seconds in a real second."""

    def now(self) -> datetime:
        """Aware UTC."""

    @property
    def rate(self) -> float:
        """How many seconds `pace` counts in a real second."""

    def pace(self) -> float:
        """Seconds that the networks' limits and our pauses are counted in: they never stop and never go back."""

    async def sleep(self, seconds: float) -> None:
        """Sleep so many seconds of `pace`."""


class WorldClock:
    """The world's time."""

    speed = 1.0
    rate = 1.0

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that asks

    def pace(self) -> float:
        """Real seconds."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await asyncio.sleep(max(0.0, seconds))


class _Stretch(NamedTuple):
    """A piece of `pace` of one rate. One value, so that VK's threads never see half a change."""

    since: float  # monotonic
    counted: float
    rate: float

    def at(self, moment: float) -> float:
        return self.counted + self.rate * max(0.0, moment - self.since)


class ScenarioClock:
    """origin + speed × (real time − anchor). Processes that share the three numbers share the time (the bot and its sandbox).

    A person may stop it, change its speed or move it on (`rebase`). The bot's own pace follows, but it never falls below
    `least_pace` seconds a real one: a town that stands still for its reader still answers a press and reads its walls.
    """

    def __init__(self, origin: datetime, speed: float, anchor: float | None = None, *, least_pace: float = 1.0) -> None:
        if origin.tzinfo is None or speed <= 0:
            raise ValueError("a scenario needs an aware origin and a positive speed")
        self.origin = origin.astimezone(UTC)
        self.speed = speed
        self.paused = False
        self.anchor = time.time() if anchor is None else anchor
        self._drift = time.time() - time.monotonic()  # from here on the monotonic clock counts: no jump of the world's reaches us
        self._least = least_pace
        self._stretch = _Stretch(time.monotonic(), 0.0, max(speed, least_pace))
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        """Aware UTC of the scenario."""
        return self._at(time.monotonic())

    def _at(self, monotonic: float) -> datetime:
        if self.paused:
            return self.origin
        return self.origin + timedelta(seconds=self.speed * (monotonic + self._drift - self.anchor))

    @property
    def rate(self) -> float:
        """How many seconds `pace` counts in a real second."""
        return self._stretch.rate

    def pace(self) -> float:
        """Seconds that limits and pauses are counted in; a jump forward of the scenario is counted as passed."""
        return self._stretch.at(time.monotonic())

    def rebase(self, origin: datetime, speed: float, anchor: float, *, paused: bool) -> None:
        """Go on from `origin` at the real moment `anchor`. Who sleeps wakes up and counts anew."""
        moment = anchor - self._drift
        jump = max(0.0, (origin - self._at(moment)).total_seconds())
        counted = self._stretch.at(moment) + jump
        self.origin, self.speed, self.anchor, self.paused = origin.astimezone(UTC), speed, anchor, paused
        self._stretch = _Stretch(moment, counted, max(0.0 if paused else speed, self._least))
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def sleep(self, seconds: float) -> None:
        """Sleep so many seconds of `pace`."""
        end = self.pace() + seconds
        await asyncio.sleep(0)
        while (left := end - self.pace()) > 0:
            changed = self._changed
            try:
                async with asyncio.timeout(left / self.rate):
                    await changed.wait()
            except TimeoutError:
                pass
