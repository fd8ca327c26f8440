"""Fetch a foreign address: capped, timed out, unpacked by ourselves.

Never from inside our own network: each connection of each redirect is checked where it is made.
"""

import socket
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from collectors.daemon import in_daemon

MAX_HOPS = 3
INSIDE = "the address is inside our network"
NOT_WEB = "not a web address"
TOO_BIG = "too big"
TIMED_OUT = "timed out"
TOO_MANY_HOPS = "too many redirects"
PACKED = "packed in a way that is not known"
_CHUNK = 64 * 1024
_MOVED = {301, 302, 303, 307, 308}
_NAT64 = IPv6Network("64:ff9b::/96")
_CLOSED = tuple(map(ip_network, ("192.0.0.0/24", "::/96", "64:ff9b:1::/48", "fec0::/10")))
"""Inside too, though `is_global` of an older Python denies it: metadata of a cloud, 127.0.0.1 in IPv6, local NAT64, sites."""
_WEB = {"http", "https"}
_GZIP = 16 + zlib.MAX_WBITS


class NotFetched(Exception):
    """Nothing came; the message says why (one of the words above, or the error's name) and names no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came. `url`: where from, after redirects; `headers` know no case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much is waited for. `allow_hosts` may stand in a private network («127.0.0.1», the sandbox)."""

    limit: int  # bytes, unpacked
    timeout: float  # real seconds
    allow_hosts: Collection[str] = ()


Check = Callable[[int, str, Mapping[str, str]], None]
"""Sees status, content type and headers before the body is read, and may raise."""


def _whatever(_status: int, _kind: str, _headers: Mapping[str, str]) -> None:
    return None


async def fetch(url: str, caps: Caps, *, headers: Mapping[str, str] | None = None, check: Check = _whatever) -> Fetched:
    """Ask for one address. Raises NotFetched, and what `check` raises."""
    clock, gate = aiohttp.ClientTimeout(total=caps.timeout, connect=caps.timeout / 2), _Gate()
    connector = _connector(gate)
    asking = {"Accept-Encoding": "gzip, deflate", **(headers or {})}
    try:
        async with aiohttp.ClientSession(
            connector=connector, timeout=clock, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, headers=asking
        ) as session:
            for _ in range(MAX_HOPS):
                asked = _web_address(url)
                gate.is_open = asked.host in caps.allow_hosts
                async with session.get(asked, allow_redirects=False) as response:
                    if response.status not in _MOVED:
                        check(response.status, response.content_type, response.headers)
                        body = await _body(response, caps.limit)
                        return Fetched(url=url, status=response.status, headers=response.headers, body=body)
                    url = urljoin(url, response.headers.get("Location", ""))
    except TimeoutError:
        raise NotFetched(TIMED_OUT) from None
    except (aiohttp.ClientError, ValueError, OSError, zlib.error) as error:
        raise NotFetched(INSIDE if gate.has_refused else type(error).__name__) from None
    raise NotFetched(TOO_MANY_HOPS)


def public_only() -> aiohttp.TCPConnector:
    """For an address that somebody else named, where more than `fetch` is wanted: it connects to no address inside our network."""
    return _connector(_Gate())


def is_public(address: str) -> bool:
    """Whether an IP address is out in the internet; one wrapped into IPv6 is unwrapped first."""
    ip = ip_address(address.partition("%")[0])
    inner = _unwrapped(ip) if isinstance(ip, IPv6Address) else None
    there = [each for each in (ip, inner) if each is not None]
    return all(each.is_global and not each.is_multicast and not any(each in net for net in _CLOSED) for each in there)


def _unwrapped(ip: IPv6Address) -> IPv4Address | None:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


async def _body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The body, unpacked here: no more than the limit comes in or is unpacked, however small the bomb. What follows it is not read."""
    unpacker = _unpacker(response.headers.get("Content-Encoding", ""))
    body, came = bytearray(), 0
    async for chunk in response.content.iter_chunked(_CHUNK):
        came += len(chunk)
        body += chunk if unpacker is None else unpacker.decompress(chunk, limit + 1 - len(body))
        if len(body) > limit:
            raise NotFetched(TOO_BIG)
        if unpacker is not None and unpacker.eof:
            break
        if came > limit:
            raise NotFetched(TOO_BIG)
    return bytes(body)


def _unpacker(encoding: str) -> "zlib._Decompress | None":
    """What unpacks piece by piece; None: the body is not packed. Raises NotFetched for what we did not ask for."""
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return zlib.decompressobj(_GZIP)
        case "deflate":
            return zlib.decompressobj(zlib.MAX_WBITS)
    raise NotFetched(PACKED)


def _web_address(url: str) -> URL:
    """The address as the client understands it: `①②⑦.0.0.1` is 127.0.0.1 to it. Other schemes, passwords and scripts are refused."""
    parsed = URL(url)
    if parsed.scheme not in _WEB or not parsed.host or parsed.user is not None or not urlsplit(url).netloc.isascii():
        raise NotFetched(NOT_WEB)
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


def _connector(gate: _Gate) -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(resolver=DaemonResolver(), socket_factory=gate, use_dns_cache=False, force_close=True)


class DaemonResolver(AbstractResolver):
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
