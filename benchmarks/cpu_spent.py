"""CPU seconds of the processes of a benchmark: the bot, its reader, the sandbox, ourselves."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def processes(bot: int) -> Mapping[str, int]:
    """Who works here, by name: what we started besides the bot is the sandbox, what the bot started is its reader."""
    town = next(pid for pid in _children(os.getpid()) if pid != bot)
    reader = next(_children(bot), bot)
    return {"bot": bot, "reader": reader, "sandbox": town, "generator": os.getpid()}


def spent(named: Mapping[str, int]) -> Mapping[str, float]:
    """User and system seconds of each since it started."""
    return {name: _seconds(pid) for name, pid in named.items()}


def each(before: Mapping[str, float], after: Mapping[str, float], units: int) -> Mapping[str, float]:
    """Milliseconds a unit of work of each process, and of all."""
    cost = {name: (after[name] - since) * 1000 / max(1, units) for name, since in before.items()}
    return {name: round(ms, 1) for name, ms in {**cost, "all": sum(cost.values())}.items()}


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())
