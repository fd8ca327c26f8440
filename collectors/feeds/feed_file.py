"""Fetch a feed and parse it; nothing hostile reaches the parser."""

import asyncio
import codecs
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import feedparser

from collectors.daemon import in_daemon
from collectors.feeds.troubles import CROWDED, DOCTYPE, EMPTY, NO_FEED, PAGE, SLOW_TO_PARSE, not_fetched, not_given
from collectors.fetch import Caps, NotFetched, fetch
from collectors.xml_guard import has_doctype
from incidents.posts import SourceBroken

MAX_BYTES = 2_000_000
TIMEOUT = 20.0  # real seconds for fetching, and again for parsing
MAX_TAGS = 50_000  # parsing takes a second for so many; a feed with fifty whole articles has ten thousand
_HEAD = 2_000
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_DECLARES = re.compile(rb"<!\s*(?:doctype|entity)", re.IGNORECASE)
_ASKS = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
_ENCODING = re.compile(rb"^[^<]{0,10}<\?xml[^>]{0,100}encoding=[\"']([\w.:-]{1,40})")
_FEW = 100  # one sign in a hundred that is no UTF-8 is a slip, more are another encoding
_NOT_CHANGED, _OK = 304, 200

Entry = dict[str, Any]  # Any: feedparser's dictionaries


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """A feed as it stands now. `entries` in its own order, usually the newest first."""

    url: str  # where it came from, after redirects
    title: str
    about: str
    link: str
    entries: tuple[Entry, ...]
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a feed is taken and waited for; `allow_hosts` as in `collectors.fetch`."""

    size: int = MAX_BYTES
    timeout: float = TIMEOUT
    allow_hosts: Collection[str] = ()


async def read_feed(url: str, limits: Limits, *, etag: str = "", modified: str = "") -> FeedFile | None:
    """What stands there; None: nothing has changed since that ETag and date. Raises SourceBroken."""
    asking = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
    caps = Caps(limit=limits.size, timeout=limits.timeout, allow_hosts=limits.allow_hosts)

    def check(status: int, _kind: str, given: Mapping[str, str]) -> None:
        if status != _OK and not (status == _NOT_CHANGED and asking):
            raise not_given(status, given)

    try:
        found = await fetch(url, caps, headers={"Accept": _ASKS, **asking}, check=check)
    except NotFetched as error:
        raise not_fetched(str(error), limits.size) from None
    if found.status == _NOT_CHANGED:
        return None
    return await parse_feed(found.body, url=found.url, headers=found.headers, timeout=limits.timeout)


async def parse_feed(body: bytes, *, url: str, headers: Mapping[str, str], timeout: float) -> FeedFile:
    """Bytes as a feed. Raises SourceBroken for a page, for what is no feed, for DOCTYPE and for too much."""
    refuse_hostile(body)
    body, kind = in_known_encoding(body, headers.get("Content-Type", ""))
    told = {"content-location": url, "content-type": kind}
    try:
        async with asyncio.timeout(timeout):
            parsed = await in_daemon(
                lambda: feedparser.parse(io.BytesIO(body), response_headers=told, sanitize_html=False, resolve_relative_uris=False)
            )
    except TimeoutError:
        raise SourceBroken(SLOW_TO_PARSE, fatal=True) from None
    except Exception:  # noqa: BLE001 - whatever the library makes of a foreign file, one source breaks and no other
        raise SourceBroken(NO_FEED) from None
    if not parsed.get("version"):
        raise SourceBroken(PAGE if is_page(body) else NO_FEED)
    return FeedFile(
        url=url,
        title=str(dict.get(parsed.feed, "title") or ""),
        about=str(dict.get(parsed.feed, "subtitle") or ""),
        link=str(dict.get(parsed.feed, "link") or ""),
        entries=tuple(parsed.entries),
        etag=headers.get("ETag", ""),
        modified=headers.get("Last-Modified", ""),
    )


def refuse_hostile(body: bytes) -> None:
    """Raises SourceBroken for what is not given to the parser at all."""
    if not body.strip():
        raise SourceBroken(EMPTY)
    if is_page(body):
        raise SourceBroken(PAGE)
    if has_doctype(io.BytesIO(body)) or _declares(body):
        raise SourceBroken(DOCTYPE, fatal=True)
    if body.count(b"<") > MAX_TAGS:
        raise SourceBroken(CROWDED, fatal=True)


def in_known_encoding(body: bytes, kind: str) -> tuple[bytes, str]:
    """The feed and its content type, as they are or in UTF-8: what is UTF-8 is so whatever is said, what is not may say so wrongly."""
    if body.startswith(_WIDE) or b"\0" in body[:4]:
        return body, kind
    text = body.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    said = [*_CHARSET.findall(kind), *(each.decode("ascii") for each in _ENCODING.findall(body[:200]))]
    if broken and any(_is_other(each) for each in said):
        return body, kind
    if broken * _FEW > len(text):  # a site that mixes its encodings up is a Russian one of old
        text = body.decode("cp1251", "replace")
    return (text.encode() if broken else body), "application/xml; charset=utf-8"


def _is_other(encoding: str) -> bool:
    """Whether it is a known encoding that is not UTF-8."""
    try:
        return codecs.lookup(encoding).name != "utf-8"
    except LookupError:
        return False


def is_page(body: bytes) -> bool:
    """Whether it is HTML and no feed."""
    head = body[:_HEAD].replace(b"\0", b"")
    return _HTML.search(head) is not None and _FEED.search(head) is None


def _declares(body: bytes) -> bool:
    """The same for what expat cannot read: a declaration before the feed's first element, or anywhere where there is none."""
    plain = body.replace(b"\0", b"")
    first = _FEED.search(plain)
    return _DECLARES.search(plain, 0, first.start() if first else len(plain)) is not None
