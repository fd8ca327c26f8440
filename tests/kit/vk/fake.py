"""A stand-in for api.vk.ru on loopback that says what was recorded, in order; the last answer of a method stays."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from collectors.vk.client import VkClient
from collectors.vk.errors import VkError
from collectors.vk.limiter import Steady

RECORDED = Path(__file__).parent.parent.parent / "recorded"
TOKEN = "secret-token-123"
HANG, DROP, DRIP, REDIRECT, CUT_BODY = "hang", "drop", "drip", "redirect", "cut body"
FAST = 100_000.0  # scenario seconds a second: pauses vanish, real timeouts stay


def recorded(name: str) -> Any:
    """The recorded answer: JSON, or a web.Response for a page."""
    story = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    if "status" in story:
        return web.Response(status=story["status"], text=story["answer"], content_type="text/html")
    return story["answer"]


class FakeVk:
    """`say` what a method answers; look at `calls` afterwards."""

    def __init__(self) -> None:
        self.base = ""
        self.calls: list[tuple[str, dict[str, str]]] = []
        self._answers: dict[str, list[Any]] = {}
        self._end = asyncio.Event()

    def say(self, method: str, *answers: Any) -> None:
        """Answers in order; a list of JSON, pages (web.Response) or one of the faults."""
        self._answers[method] = list(answers)

    def count(self, method: str) -> int:
        """How often the method was called."""
        return sum(name == method for name, _ in self.calls)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a call."""
        method = request.match_info["method"]
        form = await request.post()
        self.calls.append((method, {name: str(value) for name, value in form.items()}))
        answers = self._answers[method]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer == HANG:
            await self._end.wait()
        if answer == DRIP:
            return await self._drip(request)
        if answer == CUT_BODY:
            response = web.StreamResponse(headers={"Content-Length": "100"})
            await response.prepare(request)
            await response.write(b'{"response"')
            assert request.transport is not None
            request.transport.close()
            return response
        if answer == REDIRECT:
            return web.Response(status=307, headers={"Location": f"{self.base}/elsewhere"})
        if answer in (DROP, HANG):
            assert request.transport is not None
            request.transport.abort()
            return web.Response(status=500)
        if isinstance(answer, web.Response):
            return web.Response(status=answer.status, body=answer.body, content_type=answer.content_type)
        return web.Response(text=json.dumps(answer), content_type="application/json")

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while not self._end.is_set():
            try:
                await response.write(b" ")
            except ConnectionError:
                break
            await asyncio.sleep(0.02)
        return response

    async def elsewhere(self, request: web.Request) -> web.Response:
        """Where no token should ever come."""
        self.calls.append(("elsewhere", {}))
        return web.json_response({"response": 1})

    @property
    def stop(self) -> asyncio.Event:
        """Ends what hangs."""
        return self._end


@asynccontextmanager
async def open_vk() -> AsyncIterator[FakeVk]:
    """Open a fake on a free port of this machine."""
    fake = FakeVk()
    app = web.Application()
    app.router.add_post("/method/{method}", fake.handle)
    app.router.add_route("*", "/elsewhere", fake.elsewhere)
    async with TestServer(app) as server:
        fake.base = str(server.make_url("")).rstrip("/")
        try:
            yield fake
        finally:
            fake.stop.set()


def client_of(fake: FakeVk, *, kind: Any = "service", speed: float = FAST, timeout: float = 2.0) -> VkClient:
    """A client of the fake; close it."""
    return VkClient(TOKEN, kind=kind, api_base=fake.base + "/", tempo=Steady(speed), timeout=timeout)


async def refusal(client: VkClient, method: str = "wall.get", **params: Any) -> VkError:
    """What the call is refused with."""
    with pytest.raises(VkError) as caught:
        await client.call(method, **params)
    return caught.value
