"""VK's rate a token and pauses a method, in scenario time."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from collectors.vk.errors import VkError

Kind = Literal["service", "group", "user"]
PER_SECOND: dict[Kind, int] = {"service": 3, "user": 3, "group": 20}
WINDOW = 1.02  # scenario seconds: two clocks never agree to the millisecond
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

    def __init__(self, rate: float = 1.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._monotonic = monotonic

    def pace(self) -> float:
        """Real seconds times the rate."""
        return self._monotonic() * self.rate


class Limiter:
    """What one token may do now, in the seconds of a tempo."""

    def __init__(self, kind: Kind, tempo: Tempo) -> None:
        self._tempo = tempo
        self._ends: deque[float] = deque(maxlen=PER_SECOND[kind])
        self._open: dict[str, _Circuit] = {}

    def real(self, scenario_seconds: float) -> float:
        """Turn scenario seconds into real ones."""
        return scenario_seconds / self._tempo.rate

    def delay(self) -> float:
        """Real seconds to wait before the next call: a whole window after the end of the third last (of a group: the twentieth)."""
        if len(self._ends) < (self._ends.maxlen or 0):
            return 0.0
        return self.real(max(0.0, self._ends[0] + WINDOW - self._scenario()))

    def ended(self) -> None:
        """A call is over. Its end counts, not its start: when VK noted it in between is not known, and it must not matter."""
        self._ends.append(self._scenario())

    def blocked(self, method: str) -> VkError | None:
        """The error that opened the method's circuit, while it is open. Afterwards one call tries."""
        circuit = self._open.get(method)
        left = circuit.until - self._scenario() if circuit else 0.0
        if circuit is None or left <= 0:
            return None
        return VkError(method, circuit.error.policy, code=circuit.error.code, wait=left)

    def failed(self, error: VkError) -> bool:
        """Open the circuit, or open it again for twice as long; True if it was closed before."""
        first = error.policy.pause
        if first is None:
            return False
        former = self._open.get(error.method)
        pause = min(former.pause * 2, LONGEST_PAUSE) if former else first
        self._open[error.method] = _Circuit(error=error, pause=pause, until=self._scenario() + pause)
        error.wait = pause
        return former is None

    def rests(self) -> Sequence[VkError]:
        """Methods that rest now, each with its error and the scenario seconds left. May be asked from another thread."""
        return [error for method in tuple(self._open) if (error := self.blocked(method)) is not None]

    def succeeded(self, method: str) -> bool:
        """Close the circuit; True if it was open."""
        return self._open.pop(method, None) is not None

    def _scenario(self) -> float:
        return self._tempo.pace()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Circuit:
    error: VkError
    pause: float
    until: float
