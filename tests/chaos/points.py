"""Crash points: functions of the product that are wrapped from outside, in the chaos process alone.

A point fires when its file lies in `armed`: the process renames it (one process wins) and kills itself with SIGKILL.
"""

import functools
import importlib
import inspect
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARMED, HIT, UNNEEDED = "armed", "hit", "unneeded"
UNWRITTEN = "unwritten"
"""The planted fault: what the messenger took is not written down."""

Step = Callable[..., Any]  # Any: a coroutine function of the product


@dataclass(frozen=True, slots=True)
class Point:
    """A function `path` of `module`; `after`: the process dies when it has returned, and not before it is called."""

    module: str
    path: str
    after: bool = False


POINTS: dict[str, Point] = {
    "updates came, not kept": Point("bot.telegram.incoming.poller", "Poller._store"),
    "updates kept, not confirmed": Point("bot.telegram.incoming.poller", "Poller._store", after=True),
    "press handled, not committed": Point("bot.telegram.incoming.worker", "Worker._feed", after=True),
    "press committed, not answered": Point("bot.health.presses", "Presses.settle"),
    "row claimed, not rendered": Point("bot.delivery.courier", "Courier.deliver"),
    "message sent, not written": Point("bot.delivery.sending", "Sending._settle"),
    "message written": Point("bot.delivery.sending", "Sending._settle", after=True),
    "sweep read, not kept": Point("bot.reading.collect", "Collecting._keep"),
    "sweep kept, not committed": Point("bot.reading.collect", "keep_batch", after=True),
    "post read, not taken": Point("bot.reading.reader", "ReaderProcess.read", after=True),
    "post taken, not committed": Point("bot.reading.intake", "Intake._decide", after=True),
    "answer begun, not called": Point("bot.delivery.publishing", "Publishing._call"),
    "comment stands, not written": Point("bot.delivery.publishing", "Publishing._published"),
    "comment written, not proved": Point("bot.delivery.publishing", "Publishing._prove"),
    "summary posted, not committed": Point("bot.ticks.summary", "post_summary", after=True),
}
RARE = frozenset({"summary posted, not committed"})
"""Once a day: armed early, it may fire at any time."""


def owner_of(point: Point) -> tuple[Any, str]:
    """The module or class that holds the function, and its name there."""
    owner: Any = importlib.import_module(point.module)
    *outer, name = point.path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    return owner, name


def wrap_all(folder: Path, plant: str | None = None) -> None:
    """Wrap every point (and plant a fault) in this process."""
    if plant == UNWRITTEN:
        setattr(importlib.import_module("bot.delivery.sending"), "written", _nothing_written)  # noqa: B010 - a planted fault
    for name, point in POINTS.items():
        owner, attribute = owner_of(point)
        setattr(owner, attribute, wrapped(getattr(owner, attribute), folder, name, after=point.after))
    sending = importlib.import_module("bot.delivery.sending").Sending
    sending._done_with = _noting_unneeded(sending._done_with, folder)


def wrapped(step: Step, folder: Path, name: str, *, after: bool) -> Step:
    """The same function, which may be the last that the process does."""
    if not inspect.iscoroutinefunction(step):

        @functools.wraps(step)
        def plain(*args: Any, **options: Any) -> Any:
            if not after:
                die_if_armed(folder, name)
            result = step(*args, **options)
            if after:
                die_if_armed(folder, name)
            return result

        return plain

    @functools.wraps(step)
    async def awaited(*args: Any, **options: Any) -> Any:
        if not after:
            die_if_armed(folder, name)
        result = await step(*args, **options)
        if after and result is not False:  # a summary that was posted, updates that were kept
            die_if_armed(folder, name)
        return result

    return awaited


def die_if_armed(folder: Path, name: str) -> None:
    """End here if somebody armed the point and no other process was first."""
    try:
        (folder / ARMED / name).rename(folder / HIT / f"{name}@{os.getpid()}")
    except FileNotFoundError:
        return
    end_here()


def end_here() -> None:
    """As a power cut ends it."""
    os.kill(os.getpid(), signal.SIGKILL)


async def _nothing_written(_storage: object, _change: object) -> None:
    """In place of `settling.written`."""


def _noting_unneeded(step: Step, folder: Path) -> Step:
    """Rows that were done without a message, for the judge."""

    @functools.wraps(step)
    async def noting(self: Any, tx: Any, row: Any, edit: int | None) -> None:
        with (folder / UNNEEDED).open("a") as file:
            file.write(f"{row.id}\n")
        await step(self, tx, row, edit)

    return noting
