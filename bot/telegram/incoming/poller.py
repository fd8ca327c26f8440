"""The poller: updates over plain HTTP, committed before the offset moves."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import aiohttp

from bot.clock import Clock
from bot.health.illness import Illness
from bot.health.line import Line, LineBroken
from bot.health.presses import NOT_KEPT, Presses
from bot.storage.engine.storage import Storage
from bot.telegram.adapter import PROXY_FAILURES
from bot.telegram.incoming.door import take_in, wanted_updates
from bot.username import BotName

LOG = logging.getLogger(__name__)

LONG_POLL = 25  # real seconds
BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0)  # real seconds
AFTER_FAILURE = 2.0  # real seconds: what the inbox did not take is asked for again
LOOK_WHAT = 3.0  # real seconds between looks whether other updates are wanted
LISTEN = 1.0  # real seconds between looks at what else arrives while the inbox does not take what is there
CONFLICT, UNKNOWN = 409, {401, 404}  # Telegram says 404 for a token of no bot
WEBHOOK_STANDS = "webhook is active"
Updates = list[dict[str, Any]]  # Any: raw JSON of Telegram


class PollerBroken(LineBroken):
    """Telegram gave no updates."""

    def __init__(self, because: str, illness: Illness = Illness.MESSENGER) -> None:
        super().__init__(because, illness)


class Poller:
    """One poller a token: Telegram refuses a second one with 409."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        *,
        token: str,
        api_base: str,
        proxy: str | None = None,
        nudge: Callable[[], None],
        presses: Presses,
        name: BotName | None = None,
    ) -> None:
        self._storage, self._clock, self._nudge, self._presses = storage, clock, nudge, presses
        self._bot_id = int(token.split(":", 1)[0])
        self._url = f"{api_base.rstrip('/')}/bot{token}/getUpdates"
        self._proxy, self._name = proxy, name or BotName()
        self._known = asyncio.Event()
        self._wanted: Sequence[str] | None = None  # not known yet: Telegram goes on with what was asked for before
        self.line = Line(LOG, "Telegram снова отвечает")

    async def run(self) -> None:
        """Poll until cancelled. A broken line is said once when it breaks and once when it is back."""
        offset: int | None = None
        failures = 0
        async with aiohttp.ClientSession(connector=_connector(self._proxy)) as session, asyncio.TaskGroup() as answers:
            answers.create_task(self._watch_what_is_wanted())
            with suppress(TimeoutError):
                async with asyncio.timeout(LISTEN):
                    await self._known.wait()
            while True:
                try:
                    is_away = self.line.illness in {Illness.MESSENGER, Illness.TOKEN}  # when it is back, it is known at once
                    updates = await self._ask(session, offset, wait=0 if is_away else LONG_POLL)
                except PollerBroken as error:
                    failures += 1
                    self.line.broke(error)
                    await asyncio.sleep(BACK_OFF[min(failures, len(BACK_OFF)) - 1])
                    continue
                failures = 0
                self.line.is_back()
                if updates and not await self._keep(session, offset, updates, answers):
                    await asyncio.sleep(AFTER_FAILURE)
                    continue
                # Without an offset Telegram gives all that is not confirmed: the inbox knows what came twice, and after
                # a week of silence, when updates are numbered anew, an old offset would throw the new ones away.
                offset = max((update["update_id"] for update in updates), default=-1) + 1 or None

    async def _watch_what_is_wanted(self) -> None:
        """A channel that became a source is heard from the next call on: within LONG_POLL seconds. Nothing waits for a busy database."""
        while True:
            with suppress(Exception):  # a database that is away tells of itself when something is to be kept
                async with self._storage.transaction() as tx:
                    self._wanted = await wanted_updates(tx)
                self._known.set()
            await asyncio.sleep(LOOK_WHAT)

    async def _keep(self, session: aiohttp.ClientSession, offset: int | None, updates: Updates, answers: asyncio.TaskGroup) -> bool:
        """Commit updates to the inbox; False when the database refuses.

        Presses are answered in time all the same.
        """
        keeping = answers.create_task(self._store(updates))
        self._arm(answers, updates)
        while not (await asyncio.wait({keeping}, timeout=LISTEN))[0]:  # the database is busy: who presses now waits for us too
            with suppress(PollerBroken):
                self._arm(answers, await self._ask(session, offset, wait=0))
        for update in updates:
            if keeping.result():
                self._presses.kept(update)
            else:
                self._presses.settle(answers, update, NOT_KEPT)
        return keeping.result()

    async def _store(self, updates: Updates) -> bool:
        try:
            async with self._storage.transaction(person_waits=True) as tx:
                await take_in(tx, self._bot_id, updates, at=self._clock.now(), username=self._name.value)
        except Exception:
            LOG.exception("updates were not kept, Telegram keeps them for us")
            return False
        self._nudge()
        return True

    def _arm(self, answers: asyncio.TaskGroup, updates: Updates) -> None:
        for update in updates:
            self._presses.arm(answers, update)

    async def _ask(self, session: aiohttp.ClientSession, offset: int | None, *, wait: int) -> Updates:
        params: dict[str, str | int] = {"timeout": wait}
        if self._wanted is not None:
            params["allowed_updates"] = json.dumps(self._wanted, separators=(",", ":"))
        if offset is not None:
            params["offset"] = offset
        try:
            async with session.get(self._url, params=params, timeout=aiohttp.ClientTimeout(total=wait + 10)) as response:
                body = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, *PROXY_FAILURES) as error:
            raise PollerBroken(f"Telegram не отвечает: {type(error).__name__}") from None
        if not isinstance(body, dict):
            raise PollerBroken("Telegram ответил не по правилам")
        if body.get("ok") is True and isinstance(body.get("result"), list):
            return [u for u in body["result"] if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        if body.get("error_code") == CONFLICT and WEBHOOK_STANDS in str(body.get("description")):
            await self._take_webhook_away(session)
            raise PollerBroken("У бота стоял webhook, он снят: бот опрашивает Telegram сам", Illness.CONFLICT)
        if body.get("error_code") == CONFLICT:
            because = "Этим ботом управляет ещё одна программа (409). Остановите её: двоим Telegram не отдаёт сообщения"
            raise PollerBroken(because, Illness.CONFLICT)
        if (code := body.get("error_code")) in UNKNOWN:
            raise PollerBroken(f"Telegram не узнал токен ({code}). Проверьте TELEGRAM__TOKEN", Illness.TOKEN)
        raise PollerBroken(f"Telegram отказал: {body.get('description', 'без объяснений')}")

    async def _take_webhook_away(self, session: aiohttp.ClientSession) -> None:
        """What waits is not dropped: it comes to the poller. A refusal shows itself as the next 409."""
        url = f"{self._url.removesuffix('getUpdates')}deleteWebhook"
        try:
            async with session.post(url, timeout=aiohttp.ClientTimeout(total=10)) as response:
                await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError, *PROXY_FAILURES) as error:
            raise PollerBroken(f"У бота стоит webhook, и снять его не вышло: {type(error).__name__}") from None


def _connector(proxy: str | None) -> aiohttp.BaseConnector | None:
    if not proxy:
        return None
    from aiohttp_socks import ProxyConnector  # noqa: PLC0415 - only those behind a proxy pay for it

    return ProxyConnector.from_url(proxy)
