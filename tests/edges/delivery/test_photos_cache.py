"""Photos are fetched once for all chats, ten at most, and one that is not there spoils nothing."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.delivery.photos import photo_cache as photos_module
from bot.delivery.photos.photo_cache import ALBUM, Photos

HERE = ("127.0.0.1",)


@pytest.fixture
async def served() -> AsyncIterator[tuple[str, Counter[str]]]:
    """Where photos are, and how often each was asked for."""
    asked: Counter[str] = Counter()

    async def photo(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        asked[name] += 1
        return web.Response(status=404) if name == "gone" else web.Response(body=name.encode(), content_type="image/jpeg")

    app = web.Application()
    app.router.add_get("/{name}", photo)
    async with TestServer(app) as server:
        yield str(server.make_url("/")), asked


async def test_each_photo_is_fetched_once_and_in_order(served: tuple[str, Counter[str]]) -> None:
    base, asked = served
    photos = Photos(HERE)
    for _ in range(3):
        assert await photos.fetch([f"{base}1", f"{base}2"]) == [b"1", b"2"]
    assert asked == {"1": 1, "2": 1}


async def test_one_that_is_not_there_is_left_out_and_asked_again(served: tuple[str, Counter[str]]) -> None:
    base, asked = served
    photos = Photos(HERE)
    for _ in range(2):
        assert await photos.fetch([f"{base}gone", f"{base}2"]) == [b"2"]
    assert asked["gone"] == 2


async def test_an_album_is_ten_at_most(served: tuple[str, Counter[str]]) -> None:
    base, _ = served
    assert len(await Photos(HERE).fetch([f"{base}{n}" for n in range(15)])) == ALBUM


async def test_the_oldest_are_forgotten(served: tuple[str, Counter[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    base, asked = served
    monkeypatch.setattr(photos_module, "KEEP", 2)
    photos = Photos(HERE)
    await photos.fetch([f"{base}1", f"{base}2"])
    await photos.fetch([f"{base}1"])
    await photos.fetch([f"{base}3"])
    await photos.fetch([f"{base}1"])
    await photos.fetch([f"{base}2"])
    assert asked == {"1": 1, "2": 2, "3": 1}


async def test_an_address_inside_our_network_is_not_asked(served: tuple[str, Counter[str]]) -> None:
    base, asked = served
    assert await Photos().fetch([f"{base}1"]) == []
    assert not asked
