"""The pulse of the process: loops that turn, work that hangs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from bot.config.program_parts import ProgramPart

STUCK = 120.0
"""Real seconds: a loop that has not turned for so long hangs. They turn each five seconds at the least when there is nothing to do."""

HANGS = 1800.0
"""Real seconds: a piece of work (a tick) that takes longer will not end any more. Learning at night takes up to fifteen minutes."""


BEATS = {ProgramPart.DESK: ("worker", "scheduler"), ProgramPart.DELIVER: ("courier",)}
"""The loops that systemd's watchdog is fed for, by part."""


class Pulse:
    """Loops beat when they turn; those that are expected are missed.

    `now`: real seconds that never go back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._beats: dict[str, float] = {}
        self._work: dict[str, float] = {}

    def expect(self, *loops: str) -> None:
        """From now on these must beat."""
        self._beats = dict.fromkeys(loops, self._now())

    def of(self, loop: str) -> Callable[[], None]:
        """What the loop calls at each turn."""
        return partial(self._beat, loop)

    def _beat(self, loop: str) -> None:
        if loop in self._beats:
            self._beats[loop] = self._now()

    @contextmanager
    def at_work(self, name: str) -> Iterator[None]:
        """Watch a piece of work that has to end in time."""
        self._work[name] = self._now()
        try:
            yield
        finally:
            self._work.pop(name, None)

    def ages(self) -> dict[str, float]:
        """Real seconds since the last beat of each expected loop."""
        return {loop: self._now() - beat for loop, beat in self._beats.items()}

    def stuck(self) -> tuple[str, ...]:
        """Names of what stands still."""
        loops = [loop for loop, age in self.ages().items() if age > STUCK]
        return (*loops, *(name for name, since in self._work.items() if self._now() - since > HANGS))
