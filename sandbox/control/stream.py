"""/control/stream: server-sent events that name what has changed.

The page then looks at that only.
"""

import asyncio
import json
from contextlib import suppress

from aiohttp import web

from sandbox.changes import Listener
from sandbox.town import Town, town_of

GATHER = 0.04  # real seconds: a burst is one event
HEARTBEAT = 15.0  # real seconds: a line that says nothing keeps proxies calm


async def stream(request: web.Request) -> web.StreamResponse:
    """Send what has changed: `{"anew": [], "town": [], "clock": {…}, "day": [], "orders": [], "chats": [ids], "walls": [ids], …}`.

    The town and the clock at first; `anew`: the town was emptied; `topics`: groups of Odnoklassniki.
    """
    town = town_of(request)
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await answer.prepare(request)
    listener = Listener()
    town.changes.listeners.add(listener)
    listener.touch("town")
    listener.touch("clock")
    try:
        with suppress(ConnectionError):
            while not town.stopping.is_set():
                await answer.write(await _next(town, listener))
    finally:
        town.changes.listeners.discard(listener)
    return answer


async def _next(town: Town, listener: Listener) -> bytes:
    try:
        async with asyncio.timeout(HEARTBEAT):
            await listener.news.wait()
    except TimeoutError:
        return b": \n\n"
    await asyncio.sleep(GATHER)
    news = listener.take()
    if "clock" in news:
        news["clock"] = town.clock.view()
    return f"data: {json.dumps(news)}\n\n".encode()
