"""The Long Poll of a community: server and wall events."""

import asyncio
from contextlib import suppress

from aiohttp import web

from sandbox import faults
from sandbox.errors import Json
from sandbox.params import UnreadableBody, read_params
from sandbox.town import Town, town_of
from sandbox.vk.call import Call, fail
from sandbox.vk.state import GROUP, Comment, Group, Poll, Post
from sandbox.vk.view import comment_view, wall_post

LONGEST_WAIT, WAIT = 90, 25  # real seconds
OUTDATED, EXPIRED, LOST = 1, 2, 3  # `failed`: take the new ts; ask for a new key; ask for key and ts, events are gone


def get_server(call: Call, base: str) -> Json:
    """Tell where a community's events are to be had."""
    group = call.town.vk.groups.get(call.needed("group_id"))
    if group is None:
        fail(100, "group_id is invalid")
    if call.token.group_id != group.id:
        fail(15, "group token of another community" if call.token.kind == GROUP else "you should be group moderator")
    call.town.vk.base = base
    return {"key": group.poll.key, "server": f"{base}/vk/longpoll/{group.id}", "ts": str(group.poll.ts)}


async def handle(request: web.Request) -> web.StreamResponse:
    """Answer act=a_check: events after `ts`, waiting for the first one; or `failed`."""
    town = town_of(request)
    fault = town.faults.take("vk", "longpoll")
    if fault is not None and fault.kind != "error":
        return await faults.act_out(fault, request, town.stopping)
    try:
        values = {name: str(value) for name, value in (await read_params(request)).values.items()}
    except UnreadableBody:
        return web.Response(status=400)
    if fault is not None:
        return web.json_response({"failed": fault.code} | fault.parameters)
    group = town.vk.groups.get(int(request.match_info["group"]))
    if values.get("act") != "a_check" or group is None:
        return web.Response(status=400)
    wait = values.get("wait", "")
    return web.json_response(await _check(group.poll, values, min(int(wait), LONGEST_WAIT) if wait.isdecimal() else WAIT))


async def _check(poll: Poll, values: dict[str, str], wait: int) -> Json:
    failed = _failed(poll, values)
    if failed is not None:
        return failed
    since = int(values["ts"])
    if since == poll.ts:
        with suppress(TimeoutError):
            await asyncio.wait_for(poll.news.wait(), wait)
        if (failed := _failed(poll, values)) is not None:
            return failed
    return {"ts": str(poll.ts), "updates": [event for ts, event in poll.events if ts > since]}


def _failed(poll: Poll, values: dict[str, str]) -> Json | None:
    key, ts = values.get("key", ""), values.get("ts", "")
    if key != poll.key:
        return {"failed": LOST if key in poll.lost_keys else EXPIRED}
    if not ts.isdecimal() or not poll.oldest <= int(ts[:18]) <= poll.ts:
        return {"failed": OUTDATED, "ts": poll.ts}
    return None


def post_new(town: Town, group: Group, post: Post) -> None:
    """Tell of a post."""
    tell(town, group, "wall_post_new", wall_post(post, town.vk.base, can_post=int(group.comments == "open" and not post.is_closed)))


def reply(town: Town, group: Group, post: Post, comment: Comment, kind: str) -> None:
    """Tell of a comment: `kind` is new, edit, restore or delete."""
    if kind == "delete":
        told: Json = {"owner_id": post.owner_id, "id": comment.id, "post_id": post.id, "deleter_id": comment.from_id}
    else:
        told = comment_view(post, comment, town.vk.base) | {"post_owner_id": post.owner_id}
    tell(town, group, f"wall_reply_{kind}", told)


def tell(town: Town, group: Group, kind: str, told: Json) -> None:
    """Keep an event for whoever asks, and have it brought where a server is named."""
    number = group.poll.ts + 1
    event = {"type": kind, "object": told, "group_id": group.id, "event_id": f"event{group.id}x{number}", "v": "5.199"}
    group.poll.add(number, event)
    if group.callback is not None:
        group.callback.waiting.append(event)
        town.vk_post.set()


def routes() -> list[web.RouteDef]:
    """List the routes."""
    return [web.route("*", r"/vk/longpoll/{group:\d{1,18}}", handle)]
