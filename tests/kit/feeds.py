"""A site with a feed that a test writes, byte for byte."""

import gzip
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestServer

from collectors.feeds.feed import Feed
from collectors.feeds.feed_file import Limits
from collectors.feeds.look import Eye
from incidents.posts import Post

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HERE = Limits(timeout=5.0, allow_hosts=("127.0.0.1",))
TUESDAY = "Tue, 24 Nov 2026 09:12:00 +0300"


def names(text: str) -> bool:
    """As the gazetteer would tell it."""
    return "Редкин" in text or "Конаков" in text


def eye() -> Eye:
    return Eye(names=names, zone=UTC, limits=HERE)


def item(title: str = "", text: str = "", *, n: int = 1, more: str = "", date: str = TUESDAY) -> str:
    when = f"<pubDate>{date}</pubDate>" if date else ""
    link = f"<link>https://zarya.example/news/{n}</link><guid isPermaLink='false'>news-{n}</guid>" if n else ""
    return f"<item><title>{title}</title>{link}{when}<description>{text}</description>{more}</item>"


def rss(*items: str, title: str = "Заря", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'{head}<rss version="2.0" {space}><channel><title>{title}</title><link>https://zarya.example</link>{"".join(items)}</channel></rss>'


@dataclass
class Site:
    """What it answers with; `asked` are the headers of each question."""

    base: str = ""
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/rss+xml"})
    pages: dict[str, str] = field(default_factory=dict)  # whole answers by path, before all others
    asked: list[dict[str, str]] = field(default_factory=list)

    def say(self, body: str | bytes, status: int = 200, headers: Mapping[str, str] | None = None, **more: str) -> None:
        self.body, self.status = (body.encode() if isinstance(body, str) else body), status
        named = {name.replace("_", "-"): value for name, value in more.items()}
        self.headers = {"Content-Type": "application/rss+xml", **(headers or {}), **named}

    def pack(self, body: str | bytes) -> None:
        self.say(gzip.compress(body.encode() if isinstance(body, str) else body), Content_Encoding="gzip")

    def feed(self, *, path: str = "/feed", limits: Limits = HERE, is_local: bool = False) -> Feed:
        return Feed(f"{self.base}{path}", names=names, now=lambda: NOW, zone=UTC, is_local=is_local, limits=limits)

    async def posts(self, *, path: str = "/feed") -> list[Post]:
        return list((await self.feed(path=path).fetch(None)).posts)


@asynccontextmanager
async def open_site() -> AsyncIterator[Site]:
    site = Site()

    async def answer(request: web.Request) -> web.Response:
        site.asked.append(dict(request.headers))
        if "to" in request.query:
            return web.Response(status=302, headers={"Location": request.query["to"]})
        if request.path in site.pages:
            return web.Response(text=site.pages[request.path], content_type="text/html")
        return web.Response(body=site.body, status=site.status, headers=site.headers)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app) as server:
        site.base = str(server.make_url("")).rstrip("/")
        yield site
