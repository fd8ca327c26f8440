"""Look at an address: a feed, or a page that names one."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import unescape
from urllib.parse import urljoin, urlsplit, urlunsplit

from collectors.feeds.feed import Names, items_of
from collectors.feeds.feed_file import FeedFile, Limits, is_page, parse_feed
from collectors.feeds.plain_text import plain_text
from collectors.feeds.troubles import NO_SUCH, PAGE, not_fetched, not_given
from collectors.fetch import Caps, NotFetched, fetch
from incidents.posts import Network, SourceBroken
from incidents.sources.source_links import FeedGlance, FoundWall

NO_LINK = "На этой странице лента не названа. Поищите на сайте значок RSS и пришлите адрес самой ленты"
NO_ITEMS = "Лента читается, но в ней ничего нет"
NAMED = 100  # code points of a title
_LINK = re.compile(rb"<link\b[^<>]{1,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_TRIES = 3  # links of one page that are tried
_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Eye:
    """With what an address is looked at: as the collector of `feed.py`."""

    names: Names
    zone: tzinfo
    limits: Limits


async def look_at_feed(address: str, eye: Eye, *, now: datetime) -> FoundWall:
    """The feed at an address, or the first one that its page names, read once. Raises SourceBroken that says why not."""
    try:
        named = in_ascii(address)
    except ValueError:
        raise SourceBroken(NO_SUCH, fatal=True) from None
    body, url, feed = await _asked(named, eye)
    if feed is None:
        feed = await _named(body, url, eye)
    return found_of(feed, eye, now=now)


def found_of(feed: FeedFile, eye: Eye, *, now: datetime) -> FoundWall:
    """The feed as it is named, with what stands there now. Raises SourceBroken for an empty one."""
    items = items_of(feed, feed.url, now=now, zone=eye.zone)
    if not items:
        raise SourceBroken(NO_ITEMS)
    latest = max((each.post.published_at for each in items if each.is_dated), default=None)
    glance = FeedGlance(
        items=len(items),
        latest=latest,
        ours=sum(eye.names(each.named) for each in items),
        is_comments=all(each.is_comment for each in items),
    )
    title = plain_text(feed.title)[:NAMED].strip() or urlsplit(feed.url).hostname or feed.url
    return FoundWall(network=Network.FEED, external_id=feed.url, title=title, feed=glance)


def in_ascii(address: str) -> str:
    """The address with its host as name servers know it: «заря.рф» is «xn--80an2a1d.xn--p1ai».

    Raises ValueError, which names no address, for a host or a port that cannot be and for a name with a password.
    """
    parts = urlsplit(address)
    if parts.port == 0 or parts.username is not None:
        raise ValueError("no such port, or a password")
    host = (parts.hostname or "").encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, f"{host}{port}", parts.path, parts.query, ""))


async def _asked(url: str, eye: Eye) -> tuple[bytes, str, FeedFile | None]:
    """What stands at the address; as a feed, if it is one."""
    limits = eye.limits
    try:
        found = await fetch(url, Caps(limit=limits.size, timeout=limits.timeout, allow_hosts=limits.allow_hosts))
    except NotFetched as error:
        raise not_fetched(str(error), limits.size) from None
    if found.status != _OK:
        raise not_given(found.status, found.headers)
    if is_page(found.body):
        return found.body, found.url, None
    return found.body, found.url, await parse_feed(found.body, url=found.url, headers=found.headers, timeout=limits.timeout)


async def _named(page: bytes, url: str, eye: Eye) -> FeedFile:
    """The first feed of those that a page names. Raises SourceBroken."""
    trouble = SourceBroken(NO_LINK)
    for link in list(_links(page, url))[:_TRIES]:
        try:
            _, _, feed = await _asked(in_ascii(link), eye)
        except ValueError:
            trouble = SourceBroken(NO_SUCH)
            continue
        except SourceBroken as error:
            trouble = error
            continue
        if feed is not None:
            return feed
        trouble = SourceBroken(PAGE)
    raise trouble


def _links(page: bytes, url: str) -> Iterator[str]:
    """Addresses of `<link rel="alternate" type="application/rss+xml" href>`."""
    for tag in _LINK.finditer(page):
        words = tag.group().decode("utf-8", "replace")
        said = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(words)}
        if "alternate" in said.get("rel", "").lower().split() and said.get("type", "").lower() in _TYPES and said.get("href"):
            with suppress(ValueError):  # `http://[cdn]/feed`
                yield urljoin(url, said["href"].strip())
