"""SQLite engines that serve one test after another: SQLAlchemy compiles each statement once an engine, and the suite has thousands."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engine.engine import is_sqlite, make_engine
from bot.storage.engine.storage import Storage

STORAGE = "bot.storage.engine.storage"


class Engines:
    """An engine that its storage has closed opens the next file that is asked for; two open files have two engines."""

    def __init__(self) -> None:
        self._free: list[AsyncEngine] = []
        self._files: dict[AsyncEngine, str] = {}

    def make(self, url: URL) -> AsyncEngine:
        """As `make_engine`."""
        if not is_sqlite(url):
            return make_engine(url)
        engine = self._free.pop() if self._free else self._fresh(url)
        self._files[engine] = str(url.database)
        return engine

    def back(self, engine: AsyncEngine) -> None:
        """Its connections are closed."""
        if engine in self._files and engine not in self._free:
            self._free.append(engine)

    def _fresh(self, url: URL) -> AsyncEngine:
        engine = make_engine(url)

        def open_the_file(_dialect: object, _record: object, cargs: list[Any], _cparams: object) -> None:  # Any: the driver's own
            cargs[0] = self._files[engine]

        event.listen(engine.sync_engine, "do_connect", open_the_file)
        return engine


@contextmanager
def shared_engines() -> Iterator[None]:
    """For as long as it lasts, storages take their engines from here."""
    engines, close = Engines(), Storage.close

    async def close_and_keep(storage: Storage) -> None:
        await close(storage)
        engines.back(storage._engine)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{STORAGE}.make_engine", engines.make)
        patch.setattr(Storage, "close", close_and_keep)
        yield
