"""Odnoklassniki on loopback: a town's group, and a stand-in that says what a test wrote."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from collectors.ok.client import Keys, OkClient
from collectors.ok.group import OkGroup
from collectors.ok.pace import Steady
from incidents.posts import Batch

GROUP = 5_303_893
APPLICATION, TOKEN, SECRET = "OKPUBLIC", "ok-token-secret", "ok-session-secret"
KEYS = {"application_key": APPLICATION, "access_token": TOKEN, "session_secret": SECRET}
FAST = 100_000.0  # scenario seconds a second: pauses vanish, real timeouts stay
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OK_TOWN: dict[str, Any] = {  # Any: JSON
    "ok": {
        "application_key": APPLICATION,
        "tokens": [{"token": TOKEN, "secret": SECRET, "user_id": 100}],
        "users": [{"id": 100, "name": "Редактор"}, {"id": 101, "name": "Анна П."}, {"id": 102, "name": "Пётр Л."}],
        "groups": [
            {"id": GROUP, "name": "Наше Редкино", "short": "nashe-redkino"},
            {"id": 77, "name": "Закрытая", "access": "CLOSED"},
        ],
    }
}
HANG, DROP = "hang", "drop"


def ok_client(base: str, keys: Mapping[str, str] = MappingProxyType({}), *, speed: float = FAST, timeout: float = 2.0) -> OkClient:
    """A client of the group, `keys` instead of the right ones; close it."""
    given = {**KEYS, **keys}
    made = Keys(
        application_key=given["application_key"],
        access_token=SecretStr(given["access_token"]),
        session_secret=SecretStr(given["session_secret"]),
    )
    return OkClient(made, api_base=base, tempo=Steady(speed), timeout=timeout)


def topic(id: int = 1_000_001, text: str = "В Редкино яма", *, comments: int = 0, at: datetime = NOW, **more: Any) -> dict[str, Any]:
    """A topic as `mediatopic.getTopics` gives it."""
    return {
        "id": str(id),
        "created_ms": int(at.timestamp() * 1000),
        "author_ref": "user:101",
        "media": [{"type": "text", "text": text}] if text else [],
        "discussion_summary": {"comments_count": comments},
        **more,
    }


def comment(id: str = "MTM5Nzox", text: str = "И у нас", *, date: str = "2026-11-24 12:00:00", **more: Any) -> dict[str, Any]:
    """A comment as `discussions.getComments` gives it; its moment is Moscow's."""
    return {"id": id, "author_id": "102", "date": date, "text": text, "type": "ACTIVE_MESSAGE", **more}


class FakeOk:
    """`say` what a method answers; look at `calls` afterwards."""

    def __init__(self) -> None:
        self.base = ""
        self.calls: list[dict[str, str]] = []
        self.end = asyncio.Event()  # of what hangs
        self._answers: dict[str, list[Any]] = {}

    def say(self, method: str, *answers: Any) -> None:
        """Answers in order, the last one stays: JSON, pages (web.Response) or a fault."""
        self._answers[method] = list(answers)

    def topics(self, *items: Any, **more: Any) -> None:
        """What stands in the group."""
        self.say("mediatopic.getTopics", {"media_topics": list(items), **more})

    def comments(self, *items: Any, **more: Any) -> None:
        """What stands under each topic."""
        self.say("discussions.getComments", {"comments": list(items), **more})

    def count(self, method: str) -> int:
        """How often the method was called."""
        return sum(call["method"] == method for call in self.calls)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a call."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.calls.append(form)
        answers = self._answers.get(form["method"]) or [{"error_code": 3, "error_msg": "METHOD"}]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer == HANG:
            await self.end.wait()
        if answer in (DROP, HANG):
            assert request.transport is not None
            request.transport.abort()
            return web.Response(status=500)
        if isinstance(answer, web.Response):
            return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
        return web.Response(text=json.dumps(answer), content_type="application/json")


@asynccontextmanager
async def open_ok() -> AsyncIterator[FakeOk]:
    """Open a fake on a free port of this machine."""
    fake = FakeOk()
    app = web.Application()
    app.router.add_post("/fb.do", fake.handle)
    async with TestServer(app) as server:
        fake.base = str(server.make_url("")).rstrip("/")
        try:
            yield fake
        finally:
            fake.end.set()


async def swept(fake: FakeOk, cursor: str | None = None, *, now: datetime = NOW) -> Batch:
    """One sweep of the group."""
    client = ok_client(fake.base)
    try:
        return await OkGroup(client, str(GROUP), now=lambda: now).fetch(cursor)
    finally:
        await client.close()
