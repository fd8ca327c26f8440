"""What one thing costs: CPU and wall milliseconds, statements."""

import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import event

from bot.storage.engine.storage import Storage

WARM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Medians of several times."""

    cpu_ms: float
    wall_ms: float
    statements: int

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


@contextmanager
def heard(storage: Storage) -> Iterator[list[str]]:
    """Statements that the storage sends meanwhile."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    engine = storage._engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", hear)


Act = Callable[[], Awaitable[object]]


async def nothing() -> None:
    """Nothing is to be done before."""


async def cost_of(storage: Storage, act: Act, *, times: int, warm: int = WARM, before: Act = nothing) -> Cost:
    """Do it so many times, after some that do not count; what is done `before` each does not count."""
    for _ in range(warm):
        await before()
        await act()
    cpu, wall, statements = [], [], []
    for _ in range(times):
        await before()
        with heard(storage) as said:
            began, used = time.perf_counter(), time.process_time()
            await act()
            cpu.append((time.process_time() - used) * 1000)
            wall.append((time.perf_counter() - began) * 1000)
        statements.append(len(said))
    return Cost(
        cpu_ms=round(statistics.median(cpu), 1), wall_ms=round(statistics.median(wall), 1), statements=round(statistics.median(statements))
    )
