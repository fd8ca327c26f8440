"""Photos from foreign addresses: capped, timed out, and nothing from inside our own network."""

import asyncio
import socket
from collections.abc import AsyncIterator
from ipaddress import ip_address
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from collectors import fetch
from collectors.fetch import is_public
from collectors.photos import PhotoUnavailable, fetch_photo

JPEG = b"\xff\xd8\xff\xe0 a photo"
HERE = ("127.0.0.1",)


@pytest.fixture
async def base() -> AsyncIterator[str]:
    async def photo(_: web.Request) -> web.Response:
        return web.Response(body=JPEG, content_type="image/jpeg")

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>", content_type="text/html")

    async def empty(_: web.Request) -> web.Response:
        return web.Response(body=b"", content_type="image/jpeg")

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"x" * 10_000)
        except ConnectionError:
            return response

    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    async def moved(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": request.query["to"]})

    app = web.Application()
    for name, handler in {"photo": photo, "page": page, "empty": empty, "endless": endless, "slow": slow, "moved": moved}.items():
        app.router.add_get(f"/{name}", handler)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def why(url: str, **options: Any) -> str:
    with pytest.raises(PhotoUnavailable) as caught:
        await fetch_photo(url, **options)
    return str(caught.value)


async def test_a_photo_comes_as_bytes_through_a_redirect_too(base: str) -> None:
    assert await fetch_photo(f"{base}/photo", allow_hosts=HERE) == JPEG
    assert await fetch_photo(f"{base}/moved?to=/photo", allow_hosts=HERE) == JPEG


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("endless", "over 50000 bytes"),
        ("slow", "timed out"),
        ("page", "a page, no photo"),
        ("empty", "empty"),
        ("nothing", "HTTP 404"),
        ("moved?to=/moved?to=/moved?to=/photo", "too many redirects"),
        ("moved?to=file:///etc/passwd", "not a web address"),
        ("moved?to=http://169.254.169.254/latest", "the address is inside our network"),
        ("moved?to=http://localhost:1/", "the address is inside our network"),
    ],
)
async def test_what_is_no_photo_is_refused(base: str, path: str, reason: str) -> None:
    assert await why(f"{base}/{path}", allow_hosts=HERE, limit=50_000, timeout=0.5) == reason


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/a.jpg",
        "http://10.0.0.1/a.jpg",
        "http://192.168.1.1/a.jpg",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://localhost:1/a.jpg",
    ],
)
async def test_addresses_inside_our_network_are_never_asked(url: str) -> None:
    assert await why(url) == "the address is inside our network"


@pytest.mark.parametrize(
    "url", ["", "ftp://vk.com/a", "file:///etc/passwd", "//vk.com/a", "http://", "http://user:pw@vk.com/a", "javascript:1"]
)
async def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert await why(url) == "not a web address"


@pytest.mark.parametrize(
    "host", ["①②⑦.0.0.1", "127。0。0。1", "１２７.0.0.1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "2130706433", "0x7f.1", "127.1", "[::ffff:7f00:1]"]
)
async def test_an_inner_server_is_not_asked_by_any_spelling_of_its_address(base: str, host: str) -> None:
    port = base.rpartition(":")[2]
    refused = {"not a web address", "the address is inside our network", "InvalidUrlClientError"}
    assert await why(f"http://{host}:{port}/photo") in refused


async def test_a_name_with_an_inner_address_among_public_ones_never_leads_inside(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(_host: str, port: int, *_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("127.0.0.1", "127.0.0.2")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.2")
    port = base.rpartition(":")[2]
    assert await why(f"http://sun9.example.com:{port}/photo") == "the address is inside our network"  # nobody listens at the public one


async def test_a_broken_address_is_refused_too() -> None:
    assert await why("http://[::1/a.jpg") == "ValueError"
    assert await why("http://127.0.0.1:1/a.jpg", allow_hosts=HERE)


async def test_the_connection_goes_to_the_address_that_was_checked(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, *_: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    port = base.rpartition(":")[2]
    monkeypatch.setattr(fetch, "is_public", lambda address: ip_address(address).is_loopback)
    assert await fetch_photo(f"http://sun9.example.com:{port}/photo") == JPEG
    assert asked == ["sun9.example.com"]
    assert await why(f"http://sun9.example.com:{port}/photo") == "the address is inside our network"


def test_public_addresses_are_known() -> None:
    assert is_public("87.240.132.72")
    assert is_public("2a00:bdc0::1")
    assert not is_public("224.0.0.1")


@pytest.mark.parametrize("address", ["192.0.0.192", "::127.0.0.1", "::7f00:1", "64:ff9b:1::7f00:1", "fec0::1", "::1", "::ffff:192.0.0.192"])
def test_what_an_older_python_calls_global_is_inside(address: str) -> None:
    assert not is_public(address)


async def test_a_name_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert await why("http://sun9.example.com/photo") == "ClientConnectorDNSError"
