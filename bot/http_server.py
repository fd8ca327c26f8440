"""The listening side of the bot: one port, a handler a path."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

BODY_LIMIT = 1024 * 1024  # bytes; an event is a few kilobytes
BODY_PATIENCE = 15.0  # real seconds for a body to come
STRANGERS_EVERY = 60.0  # real seconds between lines about strangers: nobody fills the log by knocking

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def runner_of(posts: Mapping[str, Handler], gets: Mapping[str, Handler] | None = None) -> web.AppRunner:
    """A server that takes POST and GET at these paths; «/{path:.*}» is any other one, and stands last."""
    app = web.Application(client_max_size=BODY_LIMIT)
    for path, handler in posts.items():
        app.router.add_post(path, handler)
    for path, handler in (gets or {}).items():
        app.router.add_get(path, handler)
    return web.AppRunner(app, access_log=None, shutdown_timeout=1.0)


@asynccontextmanager
async def serving(host: str, port: int, posts: Mapping[str, Handler], *, gets: Mapping[str, Handler] | None = None) -> AsyncIterator[int]:
    """Listen for the block; gives the port. Raises OSError or OverflowError where nothing can listen."""
    runner = runner_of(posts, gets)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


class Strangers:
    """Counts what strangers send and says so once a minute."""

    def __init__(self, log: logging.Logger, line: str) -> None:
        self._log, self._line = log, line
        self._number, self._told = 0, float("-inf")

    def knocked(self) -> None:
        """One more."""
        self._number += 1
        now = asyncio.get_running_loop().time()
        if now - self._told >= STRANGERS_EVERY:
            self._log.warning(self._line, self._number)
            self._number, self._told = 0, now
