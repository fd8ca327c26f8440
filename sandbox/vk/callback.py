"""The Callback API of a community: events by POST until «ok».

Source: https://dev.vk.com/ru/api/callback/getting-started: a server is confirmed by a word, each event carries the secret, an answer
other than «ok» is asked for again.
"""

import asyncio
from typing import TYPE_CHECKING

import aiohttp

from sandbox.errors import Json
from sandbox.vk.dialogs import Callback

if TYPE_CHECKING:  # the town holds VK, VK's servers hold the town
    from sandbox.town import Town

PATIENCE = aiohttp.ClientTimeout(total=15.0)  # real seconds
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # real seconds before an event is brought again
OK = "ok"


async def confirmed(callback: Callback, group_id: int) -> str:
    """What a server answers to the question who it is: its word, or what went wrong."""
    async with aiohttp.ClientSession() as session:
        return (await _ask(session, callback, {"type": "confirmation", "group_id": group_id}))[1]


async def carry(town: "Town") -> None:
    """Carry events until cancelled."""
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        while True:
            town.vk_post.clear()
            for one in town.vk.groups.values():
                if one.callback is not None and one.callback.waiting and not one.callback.served:
                    one.callback.served = True
                    group.create_task(_serve(one.callback, session))
            await town.vk_post.wait()


async def _serve(callback: Callback, session: aiohttp.ClientSession) -> None:
    """Bring the oldest event until it is taken, then the next one."""
    failures = 0
    try:
        while callback.waiting:
            status, words = await _ask(session, callback, callback.waiting[0])
            if status == 200 and words.strip() == OK:  # noqa: PLR2004 - HTTP OK
                callback.waiting.popleft()
                callback.brought, callback.last_error, failures = callback.brought + 1, None, 0
                continue
            callback.last_error = f"{status}: {words[:100]}"
            failures += 1
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES)) - 1])
    finally:
        callback.served = False


async def _ask(session: aiohttp.ClientSession, callback: Callback, event: Json) -> tuple[int, str]:
    told = event | ({"secret": callback.secret} if callback.secret else {})
    try:
        async with session.post(callback.url, json=told, timeout=PATIENCE, allow_redirects=False) as answer:
            return answer.status, await answer.text()
    except (aiohttp.ClientError, OSError, ValueError, TimeoutError) as error:
        return 0, type(error).__name__
