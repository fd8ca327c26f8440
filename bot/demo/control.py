"""Start the sandbox as a subprocess and call its control API."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, Self

import aiohttp

from incidents.errors import ExplainedError

START = 20.0  # real seconds


class SandboxError(ExplainedError):
    """The sandbox did not start or refused a control call; `user_text` is one Russian line."""


class Control:
    """The control API: what a resident writes, what an official presses, the clock, faults, figures."""

    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self._session = session
        self.port = port
        self.base = f"http://127.0.0.1:{port}"

    async def post(self, path: str, **body: Any) -> dict[str, Any]:  # Any: JSON
        """POST /control/<path>. Raises SandboxError with the sandbox's words."""
        async with self._session.post(f"{self.base}/control/{path}", json=body) as response:
            return await _answer(path, response)

    async def get(self, path: str, **params: str | int) -> dict[str, Any]:  # Any: JSON
        """GET /control/<path>. Raises SandboxError."""
        async with self._session.get(f"{self.base}/control/{path}", params=params) as response:
            return await _answer(path, response)

    async def news(self) -> AsyncIterator[dict[str, Any]]:  # Any: JSON
        """What changes in the town, as it changes, until the town goes away."""
        async with self._session.get(f"{self.base}/control/stream", timeout=aiohttp.ClientTimeout(total=None)) as response:
            async for line in response.content:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

    async def write(self, group_id: int, author_id: int | None, text: str, **more: Any) -> dict[str, Any]:  # Any: JSON
        """A resident (None: the community) writes a post."""
        return await self.post("vk/post", group_id=group_id, author_id=author_id, text=text, **more)

    async def played(self) -> dict[str, Any]:  # Any: JSON
        """Whether people are played (`on`), and whose phones are a visitor's (`held`)."""
        return await self.get("played")

    async def chat(self, chat_id: int, newest: int = 0) -> list[dict[str, Any]]:  # Any: JSON
        """Messages of a chat that stand there, oldest first; `newest`: only so many."""
        messages: list[dict[str, Any]] = (await self.get(f"tg/chat/{chat_id}", limit=newest))["messages"]
        return [message for message in messages if not message.get("deleted")]

    async def type(self, user_id: int, text: str, **more: Any) -> dict[str, Any]:  # Any: JSON
        """An official types."""
        return await self.post("tg/type", user_id=user_id, text=text, **more)

    async def press(self, user_id: int, chat_id: int, message_id: int, label: str, wait: float = 0) -> dict[str, Any]:  # Any: JSON
        """An official presses a button by its label."""
        return await self.post("tg/press", user_id=user_id, chat_id=chat_id, message_id=message_id, label=label, wait=wait)


async def _answer(path: str, response: aiohttp.ClientResponse) -> dict[str, Any]:  # Any: JSON
    try:
        body = await response.json(content_type=None)
    except ValueError:
        body = None
    if response.status != 200 or not isinstance(body, dict):  # noqa: PLR2004 - HTTP's own number
        error = body.get("error") if isinstance(body, dict) else response.status
        raise SandboxError(f"полигон отказал ({path}): {error}")
    return body


class Sandbox:
    """A running `python -m sandbox`. It ends with us, however we end: it watches its stdin."""

    def __init__(self, child: asyncio.subprocess.Process, session: aiohttp.ClientSession, port: int) -> None:
        self._child, self._session = child, session
        self.control = Control(session, port)

    @classmethod
    async def start(cls, *, port: int, origin: datetime, speed: float, anchor: float) -> Self:
        """Start it and wait until it listens. Raises SandboxError."""
        clock = ("--clock-origin", origin.isoformat(), "--speed", str(speed), "--clock-anchor", repr(anchor))
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sandbox", "--port", str(port), "--exit-with-stdin", *clock),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is ours to handle: the bot goes first
        )
        try:
            async with asyncio.timeout(START):
                line = await _ready(child)
        except TimeoutError:
            line = b""
        if not line:
            await _end(child)
            raise SandboxError(await _last_words(child))
        return cls(child, aiohttp.ClientSession(), json.loads(line)["port"])

    async def close(self) -> None:
        """End it and wait for the end."""
        await self._session.close()
        await _end(self._child)


async def _ready(child: asyncio.subprocess.Process) -> bytes:
    assert child.stdout is not None
    return await child.stdout.readline()


async def _last_words(child: asyncio.subprocess.Process) -> str:
    assert child.stderr is not None
    said = (await child.stderr.read()).decode(errors="replace").strip().splitlines()
    return said[-1] if said else "полигон не запустился за 20 секунд"


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is not None:
        return
    with suppress(ProcessLookupError):
        child.terminate()
    try:
        async with asyncio.timeout(3):
            await child.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


@asynccontextmanager
async def running_sandbox(*, port: int, origin: datetime, speed: float, anchor: float) -> AsyncIterator[Control]:
    """The sandbox for as long as the block runs."""
    sandbox = await Sandbox.start(port=port, origin=origin, speed=speed, anchor=anchor)
    try:
        yield sandbox.control
    finally:
        await sandbox.close()
