"""The health page of a process with several districts."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.registry import Collector

from bot.config.settings import HttpSettings
from bot.health.meters import Meters
from bot.health.page import ILL, WELL, HealthPage, listening, metrics_of

DOWN = {"code": "down", "what": "Округ запускается или остановился: причина в журнале", "stops": True}

UNKNOWN = {"code": "unknown", "what": "Такого округа в этом процессе нет", "stops": True}


class DistrictsPage:
    """/livez, /readyz and /metrics of all districts; `?district=NAME` asks /readyz for one of them."""

    def __init__(self, districts: Sequence[str], http: HttpSettings) -> None:
        self._districts, self._http = districts, http
        self._pages: dict[str, HealthPage] = {}
        self.port: int | None = None  # where it listens, while it does

    @contextmanager
    def of(self, district: str, page: HealthPage) -> Iterator[None]:
        """The district runs for the block."""
        self._pages[district] = page
        try:
            yield
        finally:
            del self._pages[district]

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen for the block, if the settings want it. Raises NotReady where nothing can listen."""
        pages = {"/livez": self._live, "/readyz": self._ready, "/metrics": self._metrics}
        try:
            async with listening(self._http, pages) as self.port:
                yield
        finally:
            self.port = None

    async def _live(self, _request: web.Request) -> web.Response:
        """A district that is started again just now needs no restart of the others."""
        wrong = [{**each, "district": name} for name, page in list(self._pages.items()) for each in await page.not_alive()]
        return web.json_response({"alive": not wrong, "wrong": wrong}, status=ILL if wrong else WELL)

    async def _ready(self, request: web.Request) -> web.Response:
        asked = request.query.get("district")
        if asked is not None and asked not in self._districts:
            return web.json_response(
                {"ready": False, "wrong": [{"code": "unknown", "what": "Такого округа в этом процессе нет"}]}, status=404
            )
        wrong = {name: self._wrong(name) for name in self._districts if asked in {None, name}}
        ready = {name: not any(each["stops"] for each in found) for name, found in wrong.items()}
        said = [{**each, "district": name} for name, found in wrong.items() for each in found]
        is_ready = all(ready.values())
        return web.json_response({"ready": is_ready, "districts": ready, "wrong": said}, status=WELL if is_ready else ILL)

    def _wrong(self, district: str) -> Sequence[Mapping[str, Any]]:  # Any: JSON
        return self._pages[district].not_ready() if district in self._pages else [DOWN]

    async def _metrics(self, _request: web.Request) -> web.Response:
        meters = {name: await page.measured() for name, page in list(self._pages.items())}
        registry = CollectorRegistry()
        registry.register(_Labelled(meters))
        return metrics_of(generate_latest(registry))


class _Labelled(Collector):
    """The meters of all districts, each sample with its district."""

    def __init__(self, meters: Mapping[str, Meters]) -> None:
        self._meters = meters

    def collect(self) -> Iterable[Metric]:
        """One family of samples a name."""
        families: dict[str, Metric] = {}
        for district, meters in self._meters.items():
            for metric in meters.collect():
                family = families.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
                family.samples += [sample._replace(labels={"district": district, **sample.labels}) for sample in metric.samples]
        return families.values()
