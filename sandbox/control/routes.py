"""Routes of the control API: JSON in, JSON out.

HTTP 400 with words for a bad wish.
"""

import inspect
import json
from collections.abc import Awaitable, Callable
from itertools import islice
from urllib.parse import quote

from aiohttp import web

from sandbox.control import chats, description, fates, feeds, ok, ok_walls, playing, telegram, vk, vk_boards, vk_messages, vk_walls
from sandbox.control.stream import stream
from sandbox.control.wish import Wish
from sandbox.errors import ControlError, Json, TelegramError, no
from sandbox.town import Town, town_of

Act = Callable[[Town, Wish], Json | Awaitable[Json]]
Look = Callable[[Town, web.Request], Json | list[Json]]
CALLS_AT_ONCE = 500


def reset(town: Town, wish: Wish) -> Json:
    """Empty the town, set its first clock again, then load a description."""
    town.empty()
    return merge(town, wish)


def merge(town: Town, wish: Wish) -> Json:
    """Merge a description; the clock changes only if it is named."""
    clock = wish.fields.get("clock")
    if clock is not None:
        set_clock(town, Wish(clock))
    description.merge(town, wish)
    return {"ok": True}


def set_clock(town: Town, wish: Wish) -> Json:
    """Change the scenario clock."""
    if not isinstance(wish.fields, dict):
        no("clock должно быть объектом")
    town.clock.change(wish.fields)
    return town.clock.view()


def order_fault(town: Town, wish: Wish) -> Json:
    """Order a fault."""
    return town.faults.add(wish.fields).view()


ACTS: dict[str, Act] = {
    "reset": reset,
    "town": merge,
    "clock": set_clock,
    "fault": order_fault,
    "played": playing.set_played,
    "busy": playing.set_busy,
    "fates": fates.tell,
    "order": playing.order,
    "orders": lambda town, _: playing.take_orders(town),
    "vk/post": vk.post,
    "vk/comment": vk.comment,
    "vk/edit": vk.edit,
    "vk/delete": vk.delete,
    "vk/restore": vk.restore,
    "vk/like": vk.like,
    "vk/longpoll": vk.break_off,
    "vk/topic": vk_boards.topic,
    "vk/said": vk_boards.said,
    "vk/message": vk_messages.message,
    "vk/message/edit": vk_messages.edit_message,
    "vk/deny": vk_messages.deny,
    "vk/callback": vk_messages.set_callback,
    "ok/post": ok.post,
    "ok/comment": ok.comment,
    "ok/edit": ok.edit,
    "ok/delete": ok.delete,
    "ok/restore": ok.restore,
    "ok/like": ok.like,
    "feed/news": feeds.news,
    "feed/comment": feeds.remark,
    "feed/edit": feeds.edit,
    "feed/delete": feeds.delete,
    "tg/touch": playing.touch,
    "tg/type": telegram.type_,
    "tg/edit": telegram.edit,
    "tg/press": telegram.press,
    "tg/block": telegram.block,
    "tg/migrate": telegram.migrate,
    "tg/update": telegram.update,
}


def log(town: Town, request: web.Request) -> Json:
    """Show the calls after number `after`, oldest first."""
    after = int(request.query.get("after", "0"))
    limit = min(int(request.query.get("limit", str(CALLS_AT_ONCE))), CALLS_AT_ONCE)
    later = (call for call in town.journal.calls if call["n"] > after)
    return {"calls": list(islice(later, max(0, limit)))}


def last(rows: list[Json], request: web.Request) -> list[Json]:
    """Keep the last `limit` rows if a limit is named."""
    limit = int(request.query.get("limit", "0"))
    return rows[-limit:] if limit > 0 else rows


def wall(town: Town, request: web.Request) -> Json:
    """Show a wall."""
    return {"posts": last(vk_walls.wall(town, request.query.get("group_id", "")), request)}


def chat(town: Town, request: web.Request) -> Json:
    """Show a chat."""
    shown = chats.chat(town, request.match_info["id"])
    return shown | {"messages": last(shown["messages"], request)}


def day(town: Town) -> Json:
    """Show the day that is played."""
    shown = town.day
    return {
        "scenes": shown.scenes,
        "timezone": shown.timezone,
        "directed": shown.directed,
        "busy": shown.busy,
        "scene": shown.scene,
        "played": shown.played,
    }


LOOKS: dict[str, Look] = {
    "clock": lambda town, _: town.clock.view(),
    "day": lambda town, _: day(town),
    "played": lambda town, _: playing.played(town),
    "faults": lambda town, _: {"faults": [fault.view() for fault in town.faults.orders]},
    "stats": lambda town, _: town.journal.stats(),
    "log": log,
    "vk/groups": lambda town, _: vk_walls.groups(town),
    "vk/wall": wall,
    "vk/dialog": lambda town, request: vk_messages.dialog(town, request.query.get("group_id", ""), request.query.get("user_id", "")),
    "vk/callback": lambda town, request: vk_messages.callback_state(town, request.query.get("group_id", "")),
    "ok/groups": lambda town, _: ok_walls.groups(town),
    "ok/wall": lambda town, request: {"posts": last(ok_walls.wall(town, request.query.get("group_id", "")), request)},
    "ok/group": lambda town, request: {"topics": last(ok.group(town, request.query.get("group_id", "")), request)},
    "tg/chats": lambda town, _: chats.chats(town),
    "tg/commands": lambda town, _: chats.commands(town),
    "tg/chat/{id}": chat,
    "tg/callback/{id}": lambda town, request: telegram.callback(town, request.match_info["id"]),
}


def _act(path: str, act: Act) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            wish = Wish(await _body(request))
            made = act(town_of(request), wish)
            answer = await made if inspect.isawaitable(made) else made
        except (ControlError, TelegramError) as error:
            return web.json_response({"error": str(error)}, status=400)
        town_of(request).changes.acted(path, wish.fields, answer)
        return web.json_response(answer)

    return handle


async def _body(request: web.Request) -> Json:
    try:
        value = json.loads(await request.text() or "{}")
    except (ValueError, RecursionError):
        no("тело запроса не читается как JSON")
    if not isinstance(value, dict):
        no("тело запроса должно быть объектом JSON")
    return value


def _look(look: Look) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(look(town_of(request), request))
        except ControlError as error:
            return web.json_response({"error": str(error)}, status=400)
        except ValueError:
            return web.json_response({"error": "after и limit должны быть целыми числами"}, status=400)

    return handle


async def forget_faults(request: web.Request) -> web.Response:
    """Take all orders of faults back."""
    town_of(request).faults.orders.clear()
    return web.json_response({"ok": True})


async def photo(request: web.Request) -> web.Response:
    """Serve a picture of a chat to the page."""
    found = town_of(request).telegram.photos.get(request.match_info["id"])
    if found is None:
        raise web.HTTPNotFound
    return web.Response(body=found.content, content_type=found.content_type)


async def document(request: web.Request) -> web.Response:
    """Serve a file of a chat to the page, to be kept under its own name."""
    found = town_of(request).telegram.documents.get(request.match_info["id"])
    if found is None:
        raise web.HTTPNotFound
    named = f"attachment; filename*=UTF-8''{quote(found.name)}"
    headers = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}
    return web.Response(body=found.content, content_type="application/octet-stream", headers=headers)


def routes() -> list[web.RouteDef]:
    """List the routes."""
    return [
        *(web.post(f"/control/{path}", _act(path, act)) for path, act in ACTS.items()),
        *(web.get(f"/control/{path}", _look(look)) for path, look in LOOKS.items()),
        web.get("/control/stream", stream),
        web.delete("/control/faults", forget_faults),
        web.get("/control/tg/photo/{id}", photo),
        web.get("/control/tg/document/{id}", document),
    ]
