"""Progress of a start in the terminal: what is being done."""

import os
import sys
import threading
import time
from types import TracebackType
from typing import Self

from tqdm import tqdm

STEPS = {
    "Загружаем программу": 46,
    "Читаем справочники округа": 3,
    "Создаём базу": 3,
    "Открываем город": 4,
    "Собираем бота": 7,
    "Подключаем сотрудников": 26,
    "Вспоминаем две недели": 4,
    "Читаем стены": 7,
}
"""What a start does, in its order, with the share of its time."""

PACE = 5.0  # percent a second of a usual machine
TICK = 0.2  # seconds
SIZE = {"ncols": 80, "nrows": 24}  # of a terminal that does not tell how large it is


class Progress:
    """One bar from the first second to the greeting; silent where no person looks on.

    Within a step it moves at the usual pace and waits before the step's end: a bar that stands still looks broken.
    """

    def __init__(self, *, shown: bool | None = None) -> None:
        is_shown = sys.stderr.isatty() if shown is None else shown
        bar = "{desc:<28}{bar:30} {n_fmt}%"
        knows = is_shown and sys.stderr.isatty() and os.get_terminal_size(sys.stderr.fileno()).columns > 0
        size = {"dynamic_ncols": True} if knows else SIZE  # of no size tqdm draws nothing at all
        self._bar = tqdm(total=100, disable=not is_shown, file=sys.stderr, bar_format=bar, leave=False, **size)
        self._name, self._start, self._end = "", 0, 0
        self._began, self._closed = time.monotonic(), threading.Event()
        self._thread = threading.Thread(target=self._creep, daemon=True)
        if is_shown:
            self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """All is done: the bar goes."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join()  # nothing is drawn after the bar has gone
        self._bar.close()

    def step(self, name: str) -> None:
        """The former step is done, this one begins. KeyError for one that is not in the plan."""
        share = STEPS[name]
        self._to(self._end)
        self._name, self._start, self._end = name, self._end, self._end + share
        self._began = time.monotonic()
        self._bar.set_description_str(name)

    def part(self, done: int, of: int) -> None:
        """So much of the present step is done."""
        self._to(self._start + (self._end - self._start) * done // max(1, of))

    def creep(self, passed: float) -> None:
        """So many seconds of the present step have passed."""
        self._to(min(self._start + int(passed * PACE), self._end - 1))

    def _creep(self) -> None:
        while not self._closed.wait(TICK):
            self.creep(time.monotonic() - self._began)

    def _to(self, percent: int) -> None:
        if not self._bar.disable and percent > self._bar.n:
            self._bar.n = percent
            self._bar.refresh()
