"""Signs without a failure: a standing queue, a jumped clock."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from handlers.kit.text import duration

STANDS = 30.0
"""Real seconds: a row that could be taken all that time and was not. Parts that work take it within one."""

JUMP = timedelta(minutes=5)
"""Corrections of the server's time are smaller."""

ACCEPTED = 3600.0
"""Real seconds after which the new time counts as the right one."""


class Standstill:
    """A queue whose first row stays the first for too long. `steady`: real seconds that never go back."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._first: int | None = None
        self._since = 0.0

    def saw(self, first: int | None) -> bool:
        """Note the number of the first row (None: nothing waits); True when it stands."""
        if first != self._first:
            self._first, self._since = first, self._steady()
        return first is not None and self._steady() - self._since >= STANDS


class ClockJump:
    """Compares the time of day with the seconds that really passed."""

    def __init__(self, now: Callable[[], datetime], steady: Callable[[], float] = time.monotonic) -> None:
        self._now, self._steady = now, steady
        self._gap = self._measured()
        self._seen_at: float | None = None

    def _measured(self) -> float:
        return self._now().timestamp() - self._steady()

    def sign(self) -> str | bool:
        """By how much it jumped; True while it goes evenly."""
        gap = self._measured()
        jump = timedelta(seconds=gap - self._gap)
        if abs(jump) >= JUMP:
            self._seen_at = self._steady() if self._seen_at is None else self._seen_at
            if self._steady() - self._seen_at < ACCEPTED:
                return f"Часы сервера прыгнули {'вперёд' if jump > timedelta(0) else 'назад'} на {duration(abs(jump))}"
        self._gap, self._seen_at = gap, None
        return True
