"""The doors of the newspapers: pages and feeds with ETag and Last-Modified."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime

from aiohttp import web

from sandbox import faults
from sandbox.feeds.rss import comment_feed, news_feed, page
from sandbox.feeds.state import Paper
from sandbox.params import Params
from sandbox.town import Town, town_of

_WRITERS = {"rss": news_feed, "comments": comment_feed}
_MEGABYTE = b"<!-- " + b"x" * 1_048_568 + b" -->"
HUGE = 100
"""Megabytes of a feed that is too large."""


async def handle(request: web.Request) -> web.StreamResponse:
    """Give a feed, 304 to whoever has it, or fail as ordered."""
    town, what = town_of(request), request.match_info["what"]
    paper = _paper(request)
    fault = town.faults.take("feeds", what)
    asked = Params()
    asked.values["paper"] = paper.name
    if fault is not None:
        town.journal.call(town.now(), "feeds", what, asked, f"fault: {fault.kind}")
        return await _fail(fault, request, town)
    answer = _feed(request, _WRITERS[what](paper), _changed(paper))
    asked.values["status"] = answer.status
    town.journal.call(town.now(), "feeds", what, asked, None)
    return answer


async def front(request: web.Request) -> web.StreamResponse:
    """Give the first page."""
    return web.Response(text=page(_paper(request)), content_type="text/html")


def _paper(request: web.Request) -> Paper:
    found = town_of(request).feeds.papers.get(request.match_info["paper"])
    if found is None:
        raise web.HTTPNotFound
    return found


def _feed(request: web.Request, text: str, changed: int) -> web.Response:
    body = text.encode()
    etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    headers = {"ETag": etag, "Last-Modified": format_datetime(datetime.fromtimestamp(changed, UTC), usegmt=True)}
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers=headers)
    answer = web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers=headers)
    answer.enable_compression()
    return answer


def _changed(paper: Paper) -> int:
    dates = [*(each.date for each in paper.news.values()), *(each.date for each in paper.remarks.values())]
    return max(dates, default=0)


async def _fail(fault: faults.Fault, request: web.Request, town: Town) -> web.StreamResponse:
    match fault.kind:
        case "error":
            return web.Response(status=fault.code, text=fault.description)
        case "redirect":
            return web.Response(status=302, headers={"Location": fault.description})
        case "huge":
            return await _huge(request)
    return await faults.act_out(fault, request, town.stopping)


async def _huge(request: web.Request) -> web.StreamResponse:
    """A feed that does not end for a hundred megabytes."""
    response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
    await response.prepare(request)
    try:
        await response.write(b'<?xml version="1.0"?><rss version="2.0"><channel>')
        for _ in range(HUGE):
            await response.write(_MEGABYTE)
    except ConnectionError:
        pass  # the reader had enough
    return response


def routes() -> list[web.RouteDef]:
    """List the routes."""
    return [
        web.get("/feed/{paper}/", front),
        web.get("/feed/{paper}/{what:rss}", handle),
        web.get("/feed/{paper}/{what:comments}/feed", handle),
    ]
