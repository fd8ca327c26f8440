"""The heartbeat: a sign of life to a service outside."""

import asyncio
import logging
from collections.abc import Callable

import aiohttp

LOG = logging.getLogger(__name__)

EVERY = 60.0  # real seconds
PATIENCE = aiohttp.ClientTimeout(total=10)
REFUSED = 400  # this status and those above it


class Heartbeat:
    """Asks for an address once a minute, only while the bot is ready. The address may be a secret: no log shows it."""

    def __init__(self, url: str, is_ready: Callable[[], bool]) -> None:
        self._url, self._is_ready = url, is_ready
        self._trouble: str | None = None

    async def run(self) -> None:
        """Until cancelled. Whoever does not listen harms nothing."""
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            while True:
                if self._is_ready():
                    await self._beat(session)
                await asyncio.sleep(EVERY)

    async def _beat(self, session: aiohttp.ClientSession) -> None:
        try:
            async with session.get(self._url, allow_redirects=False) as answer:
                trouble = str(answer.status) if answer.status >= REFUSED else None
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            trouble = type(error).__name__
        if trouble is not None and self._trouble is None:
            LOG.warning("HTTP__HEARTBEAT_URL не отвечает (%s): бот работает, но снаружи этого не видно", trouble)
        elif trouble is None and self._trouble is not None:
            LOG.info("HTTP__HEARTBEAT_URL снова отвечает")
        self._trouble = trouble
