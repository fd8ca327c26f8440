"""Keep foreign web pages out of the town.

Neither a page of another site nor one that leads its own name to this machine.
"""

from ipaddress import ip_address

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from yarl import URL

FORBIDDEN = 403
OWN_SITE = {"same-origin", "none"}
"""Sec-Fetch-Site of our own page and of an address that was typed; programs do not send it."""


def only_own_pages(name: str) -> Middleware:
    """Let in whoever asks for this machine by its address, or by the name that the town listens at, and by its port."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        here = _own_addresses(request, name)
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
        known = _address(f"http://{request.headers.get('Host', '')}") in here and (origin is None or _address(origin) in here)
        if not known or (site not in OWN_SITE and request.path != "/"):
            words = f"Городок отвечает только своей странице и программам этого компьютера: http://127.0.0.1:{_port(request)}"
            return web.json_response({"error": words}, status=FORBIDDEN)
        return await handler(request)

    return check


def is_loopback(name: str) -> bool:
    """Whether the address is seen from this machine only."""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def _own_addresses(request: web.Request, name: str) -> set[tuple[str, int]]:
    ip, port = _ip(request), _port(request)
    names = {ip, name, *(("localhost", "127.0.0.1", "::1") if is_loopback(ip) else ())}
    return {(each, port) for each in names}


def _address(url: str) -> tuple[str, int] | None:
    """Host and port of an address of our kind; «null» and what does not parse are none."""
    try:
        parsed = URL(url)
    except ValueError:
        return None
    return (parsed.host, parsed.port) if parsed.scheme == "http" and parsed.host and parsed.port else None


def _ip(request: web.Request) -> str:
    """The address of this machine where the request came in."""
    ip = ip_address(str(_socket(request)[0]).partition("%")[0])
    return str(getattr(ip, "ipv4_mapped", None) or ip)


def _port(request: web.Request) -> int:
    return int(_socket(request)[1])


def _socket(request: web.Request) -> tuple[str, int]:
    if request.transport is None:
        raise web.HTTPForbidden
    found: tuple[str, int] = request.transport.get_extra_info("sockname")[:2]
    return found
