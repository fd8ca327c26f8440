"""The clock: the only module that asks the system for the time. In production speed is 1 and time is the world's."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Scenario time. `speed`: scenario seconds in a real second."""

    @property
    def speed(self) -> float:
        """Scenario seconds in a real second."""
        ...

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Sleep scenario seconds."""
        ...


class WorldClock:
    """The world's time."""

    speed = 1.0

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that asks

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await asyncio.sleep(max(0.0, seconds))


class ScenarioClock:
    """origin + speed × (real time − anchor). Processes that share the three numbers share the time (the bot and its sandbox)."""

    def __init__(self, origin: datetime, speed: float, anchor: float | None = None) -> None:
        if origin.tzinfo is None or speed <= 0:
            raise ValueError("a scenario needs an aware origin and a positive speed")
        self.origin = origin.astimezone(UTC)
        self.speed = speed
        self.anchor = time.time() if anchor is None else anchor
        self._drift = time.time() - time.monotonic()  # from here on the monotonic clock counts: no jump of the world's reaches us

    def now(self) -> datetime:
        """Aware UTC of the scenario."""
        return self.origin + timedelta(seconds=self.speed * (time.monotonic() + self._drift - self.anchor))

    async def sleep(self, seconds: float) -> None:
        """Sleep scenario seconds."""
        await asyncio.sleep(max(0.0, seconds) / self.speed)
