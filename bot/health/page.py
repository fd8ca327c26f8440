"""The health page: /livez, /readyz and /metrics over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.clock import Clock
from bot.config.program_parts import NotReady
from bot.config.settings import HttpSettings
from bot.health.heartbeat import Heartbeat
from bot.health.meters import Meters, Shown, lateness
from bot.health.watch import Health
from bot.http_server import Handler, serving
from bot.signals import kept_running
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from incidents.head.summary import SUMMARY_JOB
from incidents.official import Role
from incidents.recipients import in_role

ANSWERS_IN = 1.0  # real seconds for the database
ILL, WELL = 503, 200
TAKEN = "Страницу здоровья открыть не вышло, {host}:{port} ({why}): выберите свободный HTTP__HEALTH_PORT, у каждого процесса он свой"

Answer = TypeVar("Answer")


class _InTime(Generic[Answer]):
    """A question to the database, one at a time: one that hangs gathers no others behind it."""

    def __init__(self, ask: Callable[[], Coroutine[Any, Any, Answer]]) -> None:  # Any: what a coroutine takes and listens
        self._ask = ask
        self._asked: asyncio.Task[Answer] | None = None

    async def answer(self) -> Answer | None:
        """None where it fails or does not come within a second."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._ask())
            self._asked.add_done_callback(_heard)
        await asyncio.wait({self._asked}, timeout=ANSWERS_IN)
        is_answered = self._asked.done() and not self._asked.cancelled() and self._asked.exception() is None
        return self._asked.result() if is_answered else None

    def end(self) -> None:
        """Ask no more."""
        if self._asked is not None:
            self._asked.cancel()


def _heard(task: asyncio.Task[Any]) -> None:  # Any: of whatever question
    """A failure is told by the storage itself (`Storage.on_failure`)."""
    if not task.cancelled():
        task.exception()


@asynccontextmanager
async def listening(http: HttpSettings, pages: Mapping[str, Handler]) -> AsyncIterator[int | None]:
    """Listen for the block if the settings name a port; gives the port. Raises NotReady where nothing can listen."""
    host, port = http.health_host, http.health_port
    async with AsyncExitStack() as opened:
        try:
            listens = None if port is None else await opened.enter_async_context(serving(host, port, {}, gets=pages))
        except (OSError, OverflowError) as error:
            raise NotReady(TAKEN.format(host=host, port=port, why=getattr(error, "strerror", None) or error)) from None
        yield listens


def metrics_of(page: bytes) -> web.Response:
    """An answer in the text format of Prometheus."""
    return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})


class HealthPage:
    """What another program reads of this process. `summary_due`: the last moment when the head's summary was due."""

    def __init__(
        self, health: Health, storage: Storage, clock: Clock, meters: Meters, summary_due: Callable[[], datetime], http: HttpSettings
    ) -> None:
        self._health, self._storage, self._clock, self._meters = health, storage, clock, meters
        self._summary_due, self._http = summary_due, http
        self._touched, self._shown = _InTime(self._touch), _InTime(self._show)
        self.port: int | None = None  # where it listens, while it does

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen for the block and give signs of life, as far as the settings say. Raises NotReady where nothing can listen."""
        beating = self._beating()
        try:
            pages = {"/livez": self._live, "/readyz": self._ready, "/metrics": self._metrics}
            async with listening(self._http, pages) as self.port:
                yield
        finally:
            self.port = None
            for question in (self._touched, self._shown):
                question.end()
            if beating is not None:
                beating.cancel()
                await asyncio.wait({beating})

    def _beating(self) -> asyncio.Task[None] | None:
        address = self._http.heartbeat_url
        if address is None:
            return None
        heartbeat = Heartbeat(address.get_secret_value(), self._health.is_ready)
        return asyncio.ensure_future(kept_running("heartbeat", heartbeat.run))

    async def not_alive(self) -> list[dict[str, Any]]:  # Any: JSON
        """What a restart would help."""
        wrong = [{"code": "stuck", "what": f"Стоит: {name}"} for name in self._health.pulse.stuck()]
        if await self._touched.answer() is None:
            wrong.append({"code": "database", "what": "База не ответила за секунду"})
        return wrong

    def not_ready(self) -> list[dict[str, Any]]:  # Any: JSON
        """What is wrong; `stops`: the bot is not ready while it lasts."""
        return self._health.wrong()

    async def measured(self) -> Meters:
        """The meters of now, also while the database is away: what was shown last stands, and its illness beside it."""
        shown = await self._shown.answer()
        if shown is not None:
            self._meters.show(shown)
        self._meters.show_state(self._health.kinds(), is_ready=self._health.is_ready())
        return self._meters

    async def _live(self, _request: web.Request) -> web.Response:
        """Whoever reads this sees that the loop turns; a restart helps when it says 503 for minutes."""
        wrong = await self.not_alive()
        return web.json_response({"alive": not wrong, "wrong": wrong}, status=ILL if wrong else WELL)

    async def _ready(self, _request: web.Request) -> web.Response:
        wrong = self.not_ready()
        is_ready = self._health.is_ready()
        return web.json_response({"ready": is_ready, "wrong": wrong}, status=WELL if is_ready else ILL)

    async def _metrics(self, _request: web.Request) -> web.Response:
        return metrics_of((await self.measured()).page())

    async def _touch(self) -> bool:
        async with self._storage.transaction() as tx:
            await tx.health.first_of_inbox(now=self._clock.now())
        return True

    async def _show(self) -> Shown:
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            sources = [each for each in await tx.sources.all() if each.paused_at is None]
            inbox, outbox = await tx.health.first_of_inbox(now=now), await tx.health.first_of_outbox(now=now)
            return Shown(
                inbox_age=inbox.age if inbox is not None else timedelta(0),
                outbox_age=outbox.age if outbox is not None else timedelta(0),
                sources=[(each, await tx.sources_health.lag(each.id)) for each in sources],
                unsure=await tx.health.unsure(),
                summary_late=await self._late(tx, now),
            )

    async def _late(self, tx: Tx, now: datetime) -> timedelta:
        """Nothing is late where nobody was reading then, or nobody gets it."""
        due = self._summary_due()
        first = min((each.baseline_at for each in await tx.sources.all() if each.baseline_at), default=None)
        if first is None or first >= due or not in_role(await tx.officials.all(), Role.HEAD):
            return timedelta(0)
        return lateness(due, await tx.health.taken_at(SUMMARY_JOB, due.date()), now)
