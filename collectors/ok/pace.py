"""How often we ask, and what rests after a refusal.

In scenario time. Odnoklassniki publish no number of calls: we ask seldom, and refusals 7, 8, 9, 11 and 511 stop a method for a while.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Protocol

from collectors.ok.errors import OkError

BETWEEN = 0.5  # scenario seconds between two calls
LONGEST_PAUSE = 6 * 3600.0


class Tempo(Protocol):
    """The time that limits are counted in; a scenario's may change its rate on the way."""

    @property
    def rate(self) -> float:
        """How many of its seconds pass in a real one, now."""

    def pace(self) -> float:
        """Its seconds, from any beginning; they never go back."""


class Steady:
    """A tempo of one rate."""

    def __init__(self, rate: float = 1.0) -> None:
        self.rate = rate

    def pace(self) -> float:
        """Real seconds times the rate."""
        return time.monotonic() * self.rate


@dataclass(frozen=True, slots=True)
class _Rest:
    error: OkError
    pause: float
    until: float


class Pace:
    """One call at a time, a moment between two; a refused method rests, each time twice as long."""

    def __init__(self, tempo: Tempo) -> None:
        self._tempo = tempo
        self._turn = asyncio.Lock()
        self._next = 0.0
        self._rests: dict[str, _Rest] = {}

    async def turn(self) -> None:
        """Wait until it is our turn."""
        async with self._turn:
            await self.sleep(max(0.0, self._next - self._tempo.pace()))
            self._next = self._tempo.pace() + BETWEEN

    async def sleep(self, seconds: float) -> None:
        """Wait so many scenario seconds."""
        await asyncio.sleep(seconds / self._tempo.rate)

    def resting(self, method: str) -> OkError | None:
        """The refusal that stopped the method, while it lasts. Afterwards one call tries."""
        rest = self._rests.get(method)
        left = rest.until - self._tempo.pace() if rest else 0.0
        return OkError(method, rest.error.policy, code=rest.error.code, wait=left) if rest and left > 0 else None

    def refused(self, error: OkError) -> None:
        """Let the method rest, if the refusal says so."""
        if error.policy.pause is None:
            return
        former = self._rests.get(error.method)
        pause = min(former.pause * 2, LONGEST_PAUSE) if former else error.policy.pause
        self._rests[error.method] = _Rest(error, pause, self._tempo.pace() + pause)
        error.wait = pause

    def answered(self, method: str) -> None:
        """The method works (again)."""
        self._rests.pop(method, None)
