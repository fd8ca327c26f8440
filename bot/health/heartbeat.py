"""The heartbeat: a sign of life to a service outside."""

import asyncio
import logging
from collections.abc import Callable

import aiohttp

LOG = logging.getLogger(__name__)

EVERY = 60.0  # real seconds
PATIENCE = aiohttp.ClientTimeout(total=10)
REFUSED = 300  # this status and those above it: a redirect would carry the address, often a secret, elsewhere


class Heartbeat:
    """Asks for an address once a minute, only while the bot is ready. The address may be a secret: no log shows it."""

    def __init__(self, url: str, is_ready: Callable[[], bool]) -> None:
        self._url, self._is_ready = url, is_ready
        self._trouble: str | None = None

    async def run(self) -> None:
        """Until cancelled. Whoever does not listen harms nothing."""
        while True:
            if self._is_ready():
                await self._beat()
            await asyncio.sleep(EVERY)

    async def _beat(self) -> None:
        trouble = await beat(self._url)
        if trouble is not None and self._trouble is None:
            LOG.warning("HTTP__HEARTBEAT_URL не отвечает (%s): бот работает, но снаружи этого не видно", trouble)
        elif trouble is None and self._trouble is not None:
            LOG.info("HTTP__HEARTBEAT_URL снова отвечает")
        self._trouble = trouble


async def beat(url: str) -> str | None:
    """Give one sign of life; gives back what is wrong with the answer, without the address."""
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(url, allow_redirects=False) as answer:
            return str(answer.status) if answer.status >= REFUSED else None
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        return type(error).__name__
