"""One voice to systemd for all districts of a process."""

import time
from collections.abc import Callable
from functools import partial

from bot.health import systemd

PATIENCE = 180.0  # real seconds: a district that stands is started again by the process itself, and only then by systemd
STATUS, ALIVE = "STATUS=", "WATCHDOG=1"
WELL = "Работает"


class OneVoice:
    """Gathers what each district would tell systemd. `now`: real seconds that never go back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._alive_at: dict[str, float] = {}
        self._status: dict[str, str] = {}

    def of(self, district: str) -> Callable[..., object]:
        """What the district calls in the place of `systemd.notify`."""
        self._alive_at[district] = self._now()
        return partial(self._hear, district)

    def waits(self, district: str, why: str) -> None:
        """The district does not run: it keeps nobody from saying that the process lives. `why` stands until it reports itself."""
        self._alive_at.pop(district, None)
        self._status[district] = why
        self._tell(ALIVE)

    def _hear(self, district: str, *words: str) -> None:
        if ALIVE in words:
            self._alive_at[district] = self._now()
        for word in words:
            if word.startswith(STATUS):
                self._status[district] = word.removeprefix(STATUS)
        self._tell(*words)

    def _tell(self, *words: str) -> None:
        """The process is alive while each of its districts that run is, or was three minutes ago."""
        is_alive = all(self._now() - at < PATIENCE for at in self._alive_at.values())
        others = [word for word in words if word != ALIVE and not word.startswith(STATUS)]
        systemd.notify(f"{STATUS}{self._said()}", *others, *[ALIVE] * is_alive)

    def _said(self) -> str:
        ill = [f"{district}: {status}" for district, status in self._status.items() if status != WELL]
        return "; ".join(ill) or f"{WELL}, округов {len(self._alive_at)}"
