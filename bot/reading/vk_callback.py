"""VK's Callback API: events by POST, committed before VK hears «ok».

Source: https://dev.vk.com/ru/api/callback/getting-started and the callback objects of VK's published schema: an event carries the
secret inside of its body; the same `event_id` again is the same event; whatever is not «ok» is brought again.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.config.settings import Settings
from bot.http_server import BODY_PATIENCE, Strangers, serving
from bot.storage.engine.storage import Storage
from bot.telegram.incoming.webhook import refuse
from collectors.vk.events.news import is_of_use
from incidents.posts import Network
from incidents.sources.pushed import Pushed

LOG = logging.getLogger(__name__)

PATH = "/vk"
OK = "ok"
RETRY = 10.0  # real seconds until the port is tried again


class VkCallback:
    """Takes the events of one community and keeps them raw."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        *,
        group_id: int,
        secret: str,
        confirmation: str,
        nudge: Callable[[], None],
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """`port` 0 means any free one."""
        if not secret:
            raise ValueError("a callback without a secret takes events from anybody")
        self._storage, self._clock, self._nudge = storage, clock, nudge
        self._group_id, self._secret, self._confirmation = group_id, secret, confirmation
        self._address = host, port
        self._strangers = Strangers(LOG, "Callback API ВК: запросов с чужим секретом отклонено: %d (403)")
        self._senseless = Strangers(LOG, "Callback API ВК: пришло не событий: %d, отклонили (400)")
        self.port: int | None = None  # where it listens by itself

    async def run(self) -> None:
        """Listen by itself until cancelled: where the bot asks Telegram and no webhook stands."""
        while True:
            try:
                async with serving(*self._address, {PATH: self.take}) as self.port:
                    await asyncio.Event().wait()
            except (OSError, OverflowError) as error:
                where = ":".join(map(str, self._address))
                LOG.error("Callback API ВК: не могу слушать %s (%s); проверьте HTTP__HOST и HTTP__PORT", where, error)  # noqa: TRY400 - one line
                await asyncio.sleep(RETRY)
            finally:
                self.port = None

    async def take(self, request: web.Request) -> web.Response:
        """Keep an event; nothing is kept of what a stranger sends."""
        try:
            async with asyncio.timeout(BODY_PATIENCE):
                event = _event(await request.read())
        except TimeoutError:
            return web.Response(status=408)
        if event is None:
            self._senseless.knocked()
            return web.Response(status=400)
        if not self._is_ours(event):
            self._strangers.knocked()
            return web.Response(status=403)
        if event.get("type") == "confirmation":
            return web.Response(text=self._confirmation)
        if is_of_use(event):
            await self._keep(event)
        return web.Response(text=OK)

    def _is_ours(self, event: dict[str, Any]) -> bool:  # Any: VK's JSON
        given = event.pop("secret", "")  # never kept
        is_known = isinstance(given, str) and hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._secret.encode())
        return is_known and event.get("group_id") == self._group_id

    async def _keep(self, event: dict[str, Any]) -> None:  # Any: VK's JSON
        number = event.get("event_id")
        one = Pushed(
            network=Network.VK,
            source=str(-self._group_id),
            external_id=number if isinstance(number, str) and number else _fingerprint(event),
            raw=event,
        )
        async with self._storage.transaction() as tx:
            await tx.pushed.add([one], at=self._clock.now())
        self._nudge()


def _event(body: bytes) -> dict[str, Any] | None:  # Any: VK's JSON
    """Read an event; None for whatever is none. What JSON does not know (NaN) is refused."""
    try:
        value = json.loads(body, parse_constant=refuse)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return None
    return value if isinstance(value, dict) and isinstance(value.get("type"), str) else None


def _fingerprint(event: dict[str, Any]) -> str:  # Any: VK's JSON
    return blake2b(json.dumps(event, sort_keys=True).encode(), digest_size=16).hexdigest()


def callback_of(settings: Settings, storage: Storage, clock: Clock, nudge: Callable[[], None]) -> VkCallback | None:
    """The taker of events, if the settings want one."""
    secret, confirmation, group = settings.vk.callback_secret, settings.vk.callback_confirmation, settings.vk.group_id
    if secret is None or confirmation is None or group is None:
        return None
    where, word = settings.http, secret.get_secret_value()
    return VkCallback(storage, clock, group_id=group, secret=word, confirmation=confirmation, nudge=nudge, host=where.host, port=where.port)
