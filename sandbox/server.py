"""The application of the town and the running of it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from sandbox.control import routes as control
from sandbox.feeds import pages as feeds
from sandbox.neighbours import only_own_pages
from sandbox.ok import api as ok
from sandbox.telegram import api as telegram
from sandbox.telegram import webhook
from sandbox.town import TOWN, Town
from sandbox.vk import api as vk
from sandbox.vk import callback

BODY_LIMIT = 64 * 1024 * 1024
SHUTDOWN_SECONDS = 0.3
PAGE = Path(__file__).parent / "page"


async def _carried(carry: Callable[[Town], Coroutine[None, None, None]], town: Town) -> AsyncIterator[None]:
    """A postman carries for as long as the application is open."""
    task = asyncio.ensure_future(carry(town))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def make_app(town: Town, name: str = "127.0.0.1") -> web.Application:
    """Put all doors of the town into one application. `name`: the address that it listens at."""
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[only_own_pages(name)])
    app[TOWN] = town
    app.cleanup_ctx.append(lambda _: _carried(webhook.carry, town))
    app.cleanup_ctx.append(lambda _: _carried(callback.carry, town))
    app.router.add_routes(
        [
            *telegram.routes(),
            *vk.routes(),
            *ok.routes(),
            *feeds.routes(),
            *control.routes(),
            web.get("/", _page),
            web.static("/page", PAGE),
        ]
    )
    return app


async def _page(_: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


async def serve(town: Town, host: str, port: int, until: asyncio.Event, ready: Callable[[int], None]) -> None:
    """Serve until the event is set; OSError if the port is taken."""
    runner = web.AppRunner(make_app(town, host), access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        ready(runner.addresses[0][1])
        await until.wait()
    finally:
        town.stopping.set()
        town.release_polls()
        await runner.cleanup()


def say_ready(port: int) -> None:
    """Tell the parent that the town is open."""
    sys.stdout.write(json.dumps({"ready": True, "port": port}) + "\n")
    sys.stdout.flush()
