"""The health page of several districts over real HTTP: each line names its district, one asks for all."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.config.settings import HttpSettings
from bot.health.districts_page import DistrictsPage
from bot.health.illness import Illness
from bot.health.meters import Meters
from bot.health.page import HealthPage
from bot.health.watch import Health
from bot.storage.engine.storage import Storage
from incidents.ids import DistrictId
from tests.kit.desk_town import StillClock
from tests.kit.phones_of_health import Phones
from tests.kit.values.samples import MOSCOW

ANYWHERE = HttpSettings().model_copy(update={"health_port": 0})


async def get(page: DistrictsPage, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{page.port}{path}") as answer:
        return answer.status, await answer.text()


async def json_of(page: DistrictsPage, path: str) -> tuple[int, dict[str, Any]]:
    status, said = await get(page, path)
    return status, json.loads(said)


@asynccontextmanager
async def pages_of(storage: Storage, *names: str) -> AsyncIterator[tuple[DistrictsPage, dict[str, Health], dict[str, Meters]]]:
    clock, page = StillClock(), DistrictsPage(names, ANYWHERE)
    healths, meters = {}, {}
    async with AsyncExitStack() as opened:
        await opened.enter_async_context(page.serving())
        for name in names:
            beside, meters[name] = storage.beside(DistrictId(name)), Meters()
            healths[name] = Health(beside, clock, Phones(), signs=(), timezone=MOSCOW, meters=meters[name])  # type: ignore[arg-type]  # nothing is edited here
            await healths[name].ask_database()
            own = HealthPage(healths[name], beside, clock, meters[name], lambda: clock.now() - timedelta(minutes=20), HttpSettings())
            opened.enter_context(page.of(name, own))
        yield page, healths, meters


async def test_one_ill_district_is_named_and_the_others_are_ready(storage: Storage) -> None:
    async with pages_of(storage, "konakovo", "primer") as (page, healths, _meters):
        assert await json_of(page, "/readyz") == (200, {"ready": True, "districts": {"konakovo": True, "primer": True}, "wrong": []})
        healths["primer"]._seen(Illness.TOKEN, "401")
        status, said = await json_of(page, "/readyz")
        assert (status, said["districts"]) == (503, {"konakovo": True, "primer": False})
        assert [(each["district"], each["code"]) for each in said["wrong"]] == [("primer", "token")]
        assert (await get(page, "/readyz?district=konakovo"))[0] == 200
        assert (await get(page, "/readyz?district=primer"))[0] == 503
        assert (await get(page, "/readyz?district=nowhere"))[0] == 404
        assert await json_of(page, "/livez") == (200, {"alive": True, "wrong": []})


async def test_a_district_that_does_not_run_is_not_ready_and_needs_no_restart_of_the_others(storage: Storage) -> None:
    async with pages_of(storage, "konakovo", "primer") as (page, _healths, _meters):
        del page._pages["primer"]
        status, said = await json_of(page, "/readyz")
        assert (status, said["districts"], said["wrong"][0]["code"]) == (503, {"konakovo": True, "primer": False}, "down")
        assert (await get(page, "/livez"))[0] == 200
        page._pages["primer"] = page._pages["konakovo"]


async def test_each_sample_has_its_district_and_each_family_stands_once(storage: Storage) -> None:
    async with pages_of(storage, "konakovo", "primer") as (page, healths, meters):
        healths["primer"]._seen(Illness.TOKEN, "401")
        meters["konakovo"].read(0.2)
        _status, said = await get(page, "/metrics")
        families = list(text_string_to_metric_families(said))
        assert len({each.name for each in families}) == len(families)
        ready = {sample.labels["district"]: sample.value for each in families if each.name == "otklik_ready" for sample in each.samples}
        assert ready == {"konakovo": 1.0, "primer": 0.0}
        assert all("district" in sample.labels for each in families for sample in each.samples)
        assert 'otklik_reader_seconds_count{district="konakovo"} 1.0' in said
        assert 'otklik_reader_seconds_count{district="primer"} 0.0' in said
