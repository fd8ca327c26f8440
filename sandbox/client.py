"""A small client of a town for tests and scripts.

The control API and plain calls of both networks.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from sandbox.errors import ControlError, Json
from sandbox.server import make_app
from sandbox.town import Town


class TownClient:
    """Speaks to a town over HTTP; `base` is its address without a slash at the end."""

    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        """Take the address and a session of the caller's."""
        self.base = base
        self.session = session

    async def get(self, path: str) -> Any:  # Any: whatever JSON holds
        """Look at something under /control/."""
        async with self.session.get(f"{self.base}/control/{path}") as answer:
            return await self._read(answer)

    async def post(self, path: str, **wish: Any) -> Any:
        """Wish for something under /control/; ControlError if it is refused."""
        async with self.session.post(f"{self.base}/control/{path}", json=wish) as answer:
            return await self._read(answer)

    async def bot(self, method: str, *, token: str = "1:demo", **values: Any) -> Json:  # noqa: S107 - a toy token of a toy town
        """Call the Bot API; give the whole answer."""
        async with self.session.post(f"{self.base}/bot{token}/{method}", json=values) as answer:
            body: Json = await answer.json()
            return body

    async def vk(self, method: str, *, token: str = "service", **values: Any) -> Json:  # noqa: S107 - a toy token of a toy town
        """Call the VK API with a form; give the whole answer."""
        form = {"access_token": token, "v": "5.199"} | {name: str(value) for name, value in values.items()}
        async with self.session.post(f"{self.base}/method/{method}", data=form) as answer:
            body: Json = await answer.json()
            return body

    async def start(self, *users: int) -> None:
        """Let people write /start to the first bot."""
        for user in users:
            await self.post("tg/type", user_id=user, text="/start")

    async def _read(self, answer: aiohttp.ClientResponse) -> Any:
        body = await answer.json()
        if answer.status != 200:  # noqa: PLR2004 - HTTP OK
            raise ControlError(body["error"])
        return body


@asynccontextmanager
async def open_town(description: Json, **clock: Any) -> AsyncIterator[TownClient]:
    """Open a town of its own on a free port of this machine, in this very process."""
    async with TestServer(make_app(Town())) as server, aiohttp.ClientSession() as session:
        client = TownClient(str(server.make_url("")).rstrip("/"), session)
        await client.post("reset", **description | ({"clock": clock} if clock else {}))
        yield client
