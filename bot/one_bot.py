"""The lock by which one bot alone runs on SQLite's file."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.storage.engine.base_lock import BaseLock, InUse
from bot.storage.engine.engine import is_sqlite, parse
from bot.storage.engine.errors import StorageError

PATIENCE = 30.0  # real seconds: the former bot may be ending
LOOK = 0.5  # real seconds
RUNS = "На базе {path} уже работает бот, второй не запускается: остановите первого (sudo systemctl stop otklik) или дайте этому свою базу"


@asynccontextmanager
async def alone_on(url: str) -> AsyncIterator[None]:
    """Keep other bots from the file for the block.

    One that is there is waited for. Raises StorageError where it stays. Other commands take another lock (`BaseLock` of the
    file itself). The system frees ours when the process is killed.
    """
    parsed = parse(url)
    if not is_sqlite(parsed):
        yield
        return
    base = Path(str(parsed.database))
    until = asyncio.get_running_loop().time() + PATIENCE
    while (lock := _lock_of(base)) is None:
        if asyncio.get_running_loop().time() >= until:
            raise StorageError(RUNS.format(path=base))
        await asyncio.sleep(LOOK)
    with lock:
        yield


def _lock_of(base: Path) -> BaseLock | None:
    """None while another bot holds it."""
    try:
        return BaseLock(base.with_name(f"{base.name}.run"), alone=True)
    except InUse:
        return None
