"""Foreign web pages get nothing of the town, its own page and programs do."""

import json
from collections.abc import AsyncIterator

import pytest

from sandbox.__main__ import load, parser, run
from sandbox.client import TownClient, open_town

Headers = dict[str, str]
TOWN = {"bots": [{"token": "1:demo", "username": "otklik_bot", "name": "Отклик"}]}


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN) as client:
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1:1"},
        {"Host": "127.0.0.1:{port}@evil.example"},
        {"Host": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_page_of_another_site_neither_reads_nor_changes_the_town(town: TownClient, headers: Headers) -> None:
    port = town.base.rpartition(":")[2]
    sent = {name: value.format(port=port) for name, value in headers.items()} | {"Content-Type": "text/plain"}
    before = (await town.get("clock"))["speed"]
    for path in ("control/clock", "bot1:demo/setWebhook"):
        body = json.dumps({"speed": 7, "url": "http://127.0.0.1:9/"})
        async with town.session.post(f"{town.base}/{path}", data=body, headers=sent) as answer:
            assert answer.status == 403
    async with town.session.get(f"{town.base}/control/stats", headers=sent) as answer:
        assert answer.status == 403
        assert "Городок отвечает только своей странице" in (await answer.json())["error"]
    assert (await town.get("clock"))["speed"] == before


@pytest.mark.parametrize("headers", [{"Origin": "http://{host}"}, {"Host": "{host}", "Sec-Fetch-Site": "same-origin"}, {}])
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_the_towns_own_page_and_programs_are_answered(town: TownClient, headers: Headers, name: str) -> None:
    host = f"{name}:{town.base.rpartition(':')[2]}"
    sent = {key: value.format(host=host) for key, value in headers.items()}
    async with town.session.post(f"{town.base}/control/clock", data='{"speed": 7}', headers=sent) as answer:
        assert answer.status == 200
    async with town.session.get(f"{town.base}/", headers={"Sec-Fetch-Site": "cross-site"}) as answer:
        assert answer.status == 200  # somebody followed a link to the page


@pytest.mark.parametrize(("host", "is_told"), [("0.0.0.0", True), ("town.example", True), ("127.0.0.1", False), ("localhost", False)])
async def test_a_town_that_a_network_sees_says_so(
    host: str, is_told: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def serve(*_: object) -> None:
        pass

    monkeypatch.setattr("sandbox.__main__.serve", serve)
    options = parser().parse_args(["--host", host])
    await run(load(options), options)
    assert ("Городок виден в сети" in capsys.readouterr().err) == is_told
