"""The bar of a run."""

import time
from collections.abc import Callable
from typing import TextIO

WIDTH = 24
EVERY = 30.0  # real seconds
Figures = Callable[[], tuple[int, int, int, int]]


class Progress:
    """On a terminal a bar that moves; elsewhere a line for each kill, and each half a minute."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._began = out, time.monotonic()
        self._figures: Figures = lambda: (0, 0, 0, 0)
        self._told, self._shown = -1, self._began

    def of(self, figures: Figures) -> None:
        """Where the figures come from: kills, of how many, presses, posts."""
        self._figures = figures

    def show(self) -> None:
        """Now."""
        kills, most, presses, posts = self._figures()
        full = WIDTH * min(kills, most) // (most or 1)
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        line = f"[{'█' * full}{'·' * (WIDTH - full)}] убито {kills} из {most}, постов {posts}, нажатий {presses}, {minutes}:{seconds:02}"
        if self._out.isatty():
            self._out.write(f"\r{line} ")
        elif kills != self._told or time.monotonic() - self._shown >= EVERY:
            self._out.write(f"{line}\n")
            self._told, self._shown = kills, time.monotonic()
        self._out.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._out.isatty():
            self._out.write("\n")
