"""The bot's processes: each started by its command line, killed, started again."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.config.settings_values import DemoClock
from bot.demo.town import BOT_TOKEN, GROUP_TOKEN, SERVICE_TOKEN, SWEEP_SECONDS, USER_TOKEN, Town
from tests.chaos.points import HIT

RUNS = "Отклик запущен"  # what the bot says when its parts start
PATIENCE = 180.0  # real seconds that a start may take on a busy machine
RANDOM = "random"


class Died(Exception):
    """The process ended before it ran."""


class Process:
    """One process of a layout. It does not outlive us: it ends when its standard input does."""

    def __init__(self, env: dict[str, str], folder: Path, parts: Sequence[str] = (), plant: str | None = None) -> None:
        self._env, self._folder = env, folder
        self._command = [sys.executable, "-m", "tests.chaos", "bot", str(folder), *(["--plant", plant] if plant else [])]
        self._command += ["--only", *parts] if parts else []
        self._child: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._runs = asyncio.Event()
        self.starts, self.tracebacks = 0, 0

    @property
    def is_up(self) -> bool:
        """Whether it said that it runs, and lives."""
        return self._child is not None and self._child.returncode is None and self._runs.is_set()

    @property
    def code(self) -> int:
        """How it ended; less than none: by a signal."""
        assert self._child is not None and self._child.returncode is not None
        return self._child.returncode

    def tell_time(self, clock: DemoClock) -> None:
        """From the next start on it lives by this clock."""
        self._env["DEMO__CLOCK"] = f"{clock.origin.isoformat()}|{clock.speed}|{clock.anchor}"

    async def start(self) -> None:
        """Start it and wait until it runs. Raises Died."""
        self._runs, self.starts = asyncio.Event(), self.starts + 1
        self._child = child = await asyncio.create_subprocess_exec(
            *self._command, env=self._env, stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        self._reading = asyncio.ensure_future(self._read(child))
        ends = asyncio.ensure_future(child.wait())
        runs = asyncio.ensure_future(self._runs.wait())
        await asyncio.wait({ends, runs}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        runs.cancel()
        if not self._runs.is_set():
            raise Died

    async def end(self, how: signal.Signals) -> None:
        """Send a signal and wait for the end."""
        if self._child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._child.send_signal(how)
        await self.wait()

    async def wait(self) -> str:
        """Wait for the end; gives back the point at which it died."""
        assert self._child is not None
        await self._child.wait()
        if self._reading is not None:
            await self._reading
        hit = next((self._folder / HIT).glob(f"*@{self._child.pid}"), None)
        return hit.name.rpartition("@")[0] if hit is not None else RANDOM

    async def _read(self, child: asyncio.subprocess.Process) -> None:
        assert child.stderr is not None
        async for line in child.stderr:
            said = line.decode(errors="replace")
            if RUNS in said:
                self._runs.set()
            self.tracebacks += said.startswith("Traceback")
            with (self._folder / "log").open("a") as log:
                log.write(f"{time.time():.2f} {child.pid} {said}")


def environment(town: Town, port: int, database: str, clock: DemoClock) -> dict[str, str]:
    """Settings of a bot that lives in the town; nothing of a `.env` reaches it."""
    base = f"http://127.0.0.1:{port}"
    walls = ",".join(f"-{c.group_id}{'@' + c.settlement_id if c.settlement_id else ''}={c.title}" for c in town.communities)
    return {
        **os.environ,
        "TELEGRAM__TOKEN": BOT_TOKEN,
        "TELEGRAM__API_BASE": base,
        "VK__SERVICE_TOKEN": SERVICE_TOKEN,
        "VK__GROUP_TOKEN": GROUP_TOKEN,
        "VK__USER_TOKEN": USER_TOKEN,
        "VK__GROUP_ID": str(town.answers_as.group_id),
        "VK__API_BASE": base,
        "VK__WALLS": walls,
        "DATABASE__URL": database,
        "SCHEDULE__POLL_SECONDS": str(SWEEP_SECONDS),
        "DEMO__CLOCK": f"{clock.origin.isoformat()}|{clock.speed}|{clock.anchor}",
        "LOG__LEVEL": "INFO",
    }
