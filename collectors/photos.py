"""Fetch a photo of a foreign post: capped, timed out.

Never from inside our own network.
"""

from collections.abc import Collection, Mapping

from collectors.fetch import TOO_BIG, Caps, NotFetched, fetch

MAX_BYTES = 10 * 1024 * 1024


class PhotoUnavailable(Exception):
    """The photo was not fetched; the message says why and names no address."""


async def fetch_photo(url: str, *, allow_hosts: Collection[str] = (), limit: int = MAX_BYTES, timeout: float = 20.0) -> bytes:
    """Bytes of a photo. `allow_hosts` may stand in a private network («127.0.0.1», the sandbox). Raises PhotoUnavailable."""
    try:
        found = await fetch(url, Caps(limit=limit, timeout=timeout, allow_hosts=allow_hosts), check=_check)
    except NotFetched as error:
        why = str(error)
        raise PhotoUnavailable(f"over {limit} bytes" if why == TOO_BIG else why) from None
    if not found.body:
        raise PhotoUnavailable("empty")
    return found.body


def _check(status: int, kind: str, _headers: Mapping[str, str]) -> None:
    if status != 200:  # noqa: PLR2004 - HTTP's «OK»
        raise PhotoUnavailable(f"HTTP {status}")
    if kind.startswith("text/"):
        raise PhotoUnavailable("a page, no photo")
