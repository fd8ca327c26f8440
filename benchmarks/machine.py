"""What a run took of the machine: processes and their children, CPU, memory, percentiles."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

TICK = os.sysconf("SC_CLK_TCK")
SHARES = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}


def tree(pid: int) -> Iterator[int]:
    """A process and its children."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree(int(child))


def pss(pid: int) -> float:
    """MB."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def cpu(pid: int) -> float:
    """Seconds of a processor since its start, with those of children that ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK


def spread(values: Sequence[float]) -> dict[str, float]:
    """Percentiles, in the unit of the values."""
    ordered = sorted(values)
    return {name: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3) for name, share in SHARES.items()} if ordered else {}


@dataclass(frozen=True, slots=True)
class Cores:
    """How many processors each of some processes takes, from here on."""

    pids: Mapping[str, Sequence[int]]
    since: float = field(default_factory=monotonic)
    before: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before.update(self._spent())

    @classmethod
    def of(cls, bot: int) -> "Cores":
        """The bot, its reader, the sandbox, whoever writes and presses (this process)."""
        main, *others = tree(bot)
        sandbox = [pid for pid in tree(os.getpid()) if b"sandbox" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        return cls({"bot": [main], "reader": others, "sandbox": sandbox, "generator": [os.getpid()]})

    def taken(self) -> dict[str, float]:
        """Processors, a name each."""
        seconds = monotonic() - self.since
        return {name: round((spent - self.before[name]) / seconds, 2) for name, spent in self._spent().items()}

    def _spent(self) -> dict[str, float]:
        return {name: sum(map(cpu, pids)) for name, pids in self.pids.items()}


def processes(bot: int) -> Mapping[str, int]:
    """Who works here, by name: what we started besides the bot is the sandbox, what the bot started is its reader."""
    town = next(pid for pid in _children(os.getpid()) if pid != bot)
    reader = next(_children(bot), bot)
    return {"bot": bot, "reader": reader, "sandbox": town, "generator": os.getpid()}


def spent(named: Mapping[str, int]) -> Mapping[str, float]:
    """User and system seconds of each since it started."""
    return {name: cpu(pid) for name, pid in named.items()}


def cost_of_each(before: Mapping[str, float], after: Mapping[str, float], units: int) -> Mapping[str, float]:
    """Milliseconds a unit of work of each process, and of all."""
    cost = {name: (after[name] - since) * 1000 / max(1, units) for name, since in before.items()}
    return {name: round(ms, 1) for name, ms in {**cost, "all": sum(cost.values())}.items()}


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())
