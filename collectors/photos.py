"""Fetch a photo of a foreign post: capped, timed out.

Never from inside our own network.
"""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from collectors.daemon import in_daemon

MAX_BYTES = 10 * 1024 * 1024
MAX_HOPS = 3
_CHUNK = 64 * 1024
_NAT64 = IPv6Network("64:ff9b::/96")
_WEB = {"http", "https"}


class PhotoUnavailable(Exception):
    """The photo was not fetched; the message says why and names no address."""


async def fetch_photo(url: str, *, allow_hosts: Collection[str] = (), limit: int = MAX_BYTES, timeout: float = 20.0) -> bytes:
    """Bytes of a photo. `allow_hosts` may stand in a private network («127.0.0.1», the sandbox). Raises PhotoUnavailable."""
    clock, gate = aiohttp.ClientTimeout(total=timeout, connect=timeout / 2), _Gate()
    connector = aiohttp.TCPConnector(resolver=_DaemonResolver(), socket_factory=gate, use_dns_cache=False, force_close=True)
    try:
        async with aiohttp.ClientSession(connector=connector, timeout=clock, cookie_jar=aiohttp.DummyCookieJar()) as session:
            for _ in range(MAX_HOPS):
                asked = _web_address(url)
                gate.is_open = asked.host in allow_hosts
                async with session.get(asked, allow_redirects=False) as response:
                    if response.status not in {301, 302, 303, 307, 308}:
                        return await _body(response, limit)
                    url = urljoin(url, response.headers.get("Location", ""))
    except TimeoutError:
        raise PhotoUnavailable("timed out") from None
    except (aiohttp.ClientError, ValueError, OSError) as error:
        raise PhotoUnavailable("the address is inside our network" if gate.has_refused else type(error).__name__) from None
    raise PhotoUnavailable("too many redirects")


def is_public(address: str) -> bool:
    """Whether an IP address is out in the internet; one wrapped into IPv6 is unwrapped first."""
    ip = ip_address(address.partition("%")[0])
    inner = _unwrapped(ip) if isinstance(ip, IPv6Address) else None
    return all(each.is_global and not each.is_multicast for each in (ip, inner) if each is not None)


def _unwrapped(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


async def _body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    if response.status != 200:  # noqa: PLR2004 - HTTP's «OK»
        raise PhotoUnavailable(f"HTTP {response.status}")
    if response.content_type.startswith("text/"):
        raise PhotoUnavailable("a page, no photo")
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limit:
            raise PhotoUnavailable(f"over {limit} bytes")
    if not body:
        raise PhotoUnavailable("empty")
    return bytes(body)


def _web_address(url: str) -> URL:
    """The address as the client understands it: `①②⑦.0.0.1` is 127.0.0.1 to it. Other schemes, passwords and scripts are refused."""
    parsed = URL(url)
    if parsed.scheme not in _WEB or not parsed.host or parsed.user is not None or not urlsplit(url).netloc.isascii():
        raise PhotoUnavailable("not a web address")
    return parsed


class _Gate:
    """Opens sockets to public addresses only: it sees where the connection really goes, whatever name or number was asked for."""

    def __init__(self) -> None:
        self.is_open = False  # for a host that is allowed to stand in a private network
        self.has_refused = False

    def __call__(self, info: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:  # Any: sockaddr differs by family
        family, kind, proto, _, address = info
        if not self.is_open and not is_public(str(address[0])):
            self.has_refused = True
            raise PermissionError("inside our network")
        return socket.socket(family=family, type=kind, proto=proto)


class _DaemonResolver(AbstractResolver):
    """Resolves in a daemon thread, so that Ctrl-C never waits for a name server."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        """Addresses of a host."""
        found: list[Any] = await in_daemon(lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM))  # sockaddr differs by family
        return [
            ResolveResult(hostname=host, host=info[4][0], port=port, family=info[0], proto=info[2], flags=socket.AI_NUMERICHOST)
            for info in found
        ]

    async def close(self) -> None:
        """Nothing is held."""
