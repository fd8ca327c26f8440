"""Kills and stops, one after another: at armed points, at random, by SIGTERM; each followed by a start."""

import asyncio
import itertools
import random
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from tests.chaos.points import ARMED, POINTS, RARE
from tests.chaos.processes import RANDOM, Died, Process
from tests.chaos.verdict import Kill

RANDOM_EVERY = 5  # of so many kills one is at a random moment
STOP_EVERY = 3  # of so many ends one is a stop in good order: it is no kill and excuses nothing
LIFE = (3.0, 12.0)  # real seconds that all processes live before a point is armed
PATIENCE = 25.0  # real seconds that a point is waited for; then any process is killed, and the point stays armed
TURN = [name for name in POINTS if name not in RARE]


class Killer:
    """Kills the processes of a layout so many times. `first`: with which point it begins, so that runs share the points out."""

    def __init__(self, processes: Sequence[Process], folder: Path, dice: random.Random, most: int, *, first: int = 0) -> None:
        self._processes, self._folder, self._dice, self._most = processes, folder, dice, most
        self._points = itertools.islice(itertools.cycle(TURN), first % len(TURN), None)
        self._ends: dict[Process, asyncio.Task[str]] = {}
        self.kills: list[Kill] = []
        self.stops: list[int] = []
        """Codes of the processes that were stopped in good order."""

    async def start_all(self) -> None:
        """Start all that are down, again where a point was hit before they ran."""
        while down := [process for process in self._processes if process not in self._ends]:
            for process in down:
                try:
                    await process.start()
                except Died:
                    self._note(await process.wait(), is_ready=False)
                else:
                    self._ends[process] = asyncio.ensure_future(process.wait())
            self._reap()

    async def run(self) -> None:
        """Kill and start until there were as many kills as wanted."""
        for name in RARE:
            self._arm(name)
        while len(self.kills) < self._most:
            await self._died(self._dice.uniform(*LIFE))
            if not self._reap():
                is_stop = (len(self.kills) + len(self.stops) + 1) % STOP_EVERY == 0
                await (self._stop_one() if is_stop else self._kill())
            await self.start_all()
        self.disarm()

    async def stop(self) -> None:
        """End all of them in good order; that is no kill."""
        self.disarm()
        await asyncio.gather(*(process.end(signal.SIGTERM) for process in self._processes))
        self._ends.clear()

    def disarm(self) -> None:
        """No point fires any more."""
        for file in (self._folder / ARMED).iterdir():
            file.unlink(missing_ok=True)

    async def _kill(self) -> None:
        if (len(self.kills) + 1) % RANDOM_EVERY:
            self._arm(next(self._points))
            await self._died(PATIENCE)
        if not self._reap():
            process = self._dice.choice(list(self._ends))
            await process.end(signal.SIGKILL)
            await self._died(PATIENCE)
            self._reap()

    async def _stop_one(self) -> None:
        process = self._dice.choice(list(self._ends))
        end = self._ends.pop(process)
        await process.end(signal.SIGTERM)
        if process.code < 0:  # an armed point was there first
            self._note(await end, is_ready=True)
        else:
            self.stops.append(process.code)

    def _arm(self, name: str) -> None:
        (self._folder / ARMED / name).touch()

    async def _died(self, patience: float) -> None:
        await asyncio.wait(self._ends.values(), timeout=patience, return_when=asyncio.FIRST_COMPLETED)

    def _reap(self) -> bool:
        """Note every process that is gone; gives back whether there was one."""
        gone = [process for process, end in self._ends.items() if end.done()]
        for process in gone:
            self._note(self._ends.pop(process).result(), is_ready=True)
        return bool(gone)

    def _note(self, point: str, *, is_ready: bool) -> None:
        self.kills.append(Kill(time.time(), point or RANDOM, is_ready))
