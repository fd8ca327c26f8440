"""A photo by its address from a foreign post: capped, timed out, and never from inside our own network."""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from collectors.daemon import in_daemon

MAX_BYTES = 10 * 1024 * 1024
MAX_HOPS = 3
_CHUNK = 64 * 1024
_NAT64 = IPv6Network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}


class PhotoUnavailable(Exception):
    """The photo was not fetched; the message says why and names no address."""


async def fetch_photo(url: str, *, allow_hosts: Collection[str] = (), limit: int = MAX_BYTES, timeout: float = 20.0) -> bytes:
    """Bytes of a photo. `allow_hosts` may stand in a private network («127.0.0.1», the sandbox). Raises PhotoUnavailable."""
    clock = aiohttp.ClientTimeout(total=timeout, connect=timeout / 2)
    connector = aiohttp.TCPConnector(resolver=_PublicResolver(allow_hosts), use_dns_cache=False, force_close=True)
    try:
        async with aiohttp.ClientSession(connector=connector, timeout=clock, cookie_jar=aiohttp.DummyCookieJar()) as session:
            for _ in range(MAX_HOPS):
                _check_address(url, allow_hosts)
                async with session.get(url, allow_redirects=False) as response:
                    if response.status not in {301, 302, 303, 307, 308}:
                        return await _body(response, limit)
                    url = urljoin(url, response.headers.get("Location", ""))
    except TimeoutError:
        raise PhotoUnavailable("timed out") from None
    except (aiohttp.ClientError, ValueError, OSError) as error:
        raise PhotoUnavailable(type(error).__name__) from None
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


def _check_address(url: str, allow_hosts: Collection[str]) -> None:
    """Refuse other schemes, names with passwords, and literal addresses, which never reach the resolver."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise PhotoUnavailable("not a web address")
    if parts.hostname in allow_hosts:
        return
    try:
        public = is_public(parts.hostname)
    except ValueError:
        return  # a name: the resolver will look
    if not public:
        raise PhotoUnavailable("the address is inside our network")


class _PublicResolver(AbstractResolver):
    """Resolves once, and the connection goes to the very addresses that were checked."""

    def __init__(self, allow_hosts: Collection[str]) -> None:
        self._allow_hosts = allow_hosts

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        """Addresses of a host; one private address among them refuses all."""
        found: list[Any] = await in_daemon(lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM))  # sockaddr differs by family
        addresses = [info[4][0] for info in found]
        if host not in self._allow_hosts and not all(map(is_public, addresses)):
            raise PhotoUnavailable("the address is inside our network")
        return [
            ResolveResult(hostname=host, host=info[4][0], port=port, family=info[0], proto=info[2], flags=socket.AI_NUMERICHOST)
            for info in found
        ]

    async def close(self) -> None:
        """Nothing is held."""
