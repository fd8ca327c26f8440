"""The poller: asks Telegram for updates over plain HTTP, commits the raw JSON to the inbox, and only then moves the offset."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import aiohttp

from bot.clock import Clock
from bot.storage import Storage
from bot.telegram import PROXY_FAILURES

LOG = logging.getLogger(__name__)

LONG_POLL = 25  # real seconds
ALLOWED = '["message","callback_query","my_chat_member"]'
BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0)  # real seconds
CONFLICT, UNAUTHORIZED = 409, 401
WEBHOOK_STANDS = "webhook is active"


class PollerBroken(Exception):
    """Telegram gave no updates; `because` is one line for the log and the health."""


class Poller:
    """One poller a token: Telegram refuses a second one with 409."""

    def __init__(
        self, storage: Storage, clock: Clock, *, token: str, api_base: str, proxy: str | None = None, nudge: Callable[[], None]
    ) -> None:
        self._storage, self._clock, self._nudge = storage, clock, nudge
        self._bot_id = int(token.split(":", 1)[0])
        self._url = f"{api_base.rstrip('/')}/bot{token}/getUpdates"
        self._proxy = proxy
        self.broken_because: str | None = None

    async def run(self) -> None:
        """Poll until cancelled. A broken line is said once when it breaks and once when it is back."""
        offset: int | None = None
        failures = 0
        async with aiohttp.ClientSession(connector=_connector(self._proxy)) as session:
            while True:
                try:
                    updates = await self._ask(session, offset)
                except PollerBroken as error:
                    failures += 1
                    self._say_broken(str(error))
                    await asyncio.sleep(BACK_OFF[min(failures, len(BACK_OFF)) - 1])
                    continue
                failures = 0
                self._say_back()
                if updates:
                    await self._keep(updates)
                # Without an offset Telegram gives all that is not confirmed: the inbox knows what came twice, and after
                # a week of silence, when updates are numbered anew, an old offset would throw the new ones away.
                offset = max((update["update_id"] for update in updates), default=-1) + 1 or None

    async def _keep(self, updates: list[dict[str, Any]]) -> None:  # Any: raw JSON of Telegram
        async with self._storage.transaction() as tx:
            await tx.inbox_add(self._bot_id, updates, at=self._clock.now())
        self._nudge()

    async def _ask(self, session: aiohttp.ClientSession, offset: int | None) -> list[dict[str, Any]]:  # Any: raw JSON of Telegram
        params: dict[str, str | int] = {"timeout": LONG_POLL, "allowed_updates": ALLOWED}
        if offset is not None:
            params["offset"] = offset
        try:
            async with session.get(self._url, params=params, timeout=aiohttp.ClientTimeout(total=LONG_POLL + 10)) as response:
                body = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, *PROXY_FAILURES) as error:
            raise PollerBroken(f"Telegram не отвечает: {type(error).__name__}") from None
        if not isinstance(body, dict):
            raise PollerBroken("Telegram ответил не по правилам")
        if body.get("ok") is True and isinstance(body.get("result"), list):
            return [u for u in body["result"] if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        if body.get("error_code") == CONFLICT and WEBHOOK_STANDS in str(body.get("description")):
            await self._take_webhook_away(session)
            raise PollerBroken("У бота стоял webhook, он снят: бот опрашивает Telegram сам")
        if body.get("error_code") == CONFLICT:
            raise PollerBroken("Этим ботом управляет ещё одна программа (409). Остановите её: двоим Telegram не отдаёт сообщения")
        if body.get("error_code") == UNAUTHORIZED:
            raise PollerBroken("Telegram не узнал токен (401). Проверьте TELEGRAM__TOKEN")
        raise PollerBroken(f"Telegram отказал: {body.get('description', 'без объяснений')}")

    async def _take_webhook_away(self, session: aiohttp.ClientSession) -> None:
        """What waits is not dropped: it comes to the poller. A refusal shows itself as the next 409."""
        url = f"{self._url.removesuffix('getUpdates')}deleteWebhook"
        try:
            async with session.post(url, timeout=aiohttp.ClientTimeout(total=10)) as response:
                await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError, *PROXY_FAILURES) as error:
            raise PollerBroken(f"У бота стоит webhook, и снять его не вышло: {type(error).__name__}") from None

    def _say_broken(self, because: str) -> None:
        if self.broken_because != because:
            LOG.warning("%s", because)
        self.broken_because = because

    def _say_back(self) -> None:
        if self.broken_because is not None:
            LOG.info("Telegram снова отвечает")
        self.broken_because = None


def _connector(proxy: str | None) -> aiohttp.BaseConnector | None:
    if not proxy:
        return None
    from aiohttp_socks import ProxyConnector  # noqa: PLC0415 - only those behind a proxy pay for it

    return ProxyConnector.from_url(proxy)
