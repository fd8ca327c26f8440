"""The door of the VK API: /method/<name>."""

from collections.abc import Callable

from aiohttp import web

from sandbox import faults
from sandbox.errors import Json, VkError
from sandbox.params import Params, UnreadableBody, read_params
from sandbox.photos import PHOTOS
from sandbox.town import Town, town_of
from sandbox.vk import boards, comments, longpoll, messages, parameters, people, photos, search, wall
from sandbox.vk.call import Call, fail, spec
from sandbox.vk.guards import check_quota
from sandbox.vk.state import GROUP, SERVICE, Token

METHODS: dict[str, Callable[[Call, str], object]] = {
    "wall.get": wall.get,
    "wall.getById": wall.get_by_id,
    "wall.post": wall.post,
    "wall.getComments": comments.get_comments,
    "wall.getComment": comments.get_comment,
    "wall.createComment": comments.create_comment,
    "messages.send": messages.send,
    "messages.getHistory": messages.get_history,
    "messages.getConversations": messages.get_conversations,
    "groups.getById": people.groups_get_by_id,
    "groups.getLongPollServer": longpoll.get_server,
    "board.getTopics": boards.get_topics,
    "board.getComments": boards.get_comments,
    "board.createComment": boards.create_comment,
    "newsfeed.search": search.search,
    "newsfeed.getMentions": search.mentions,
    "photos.getWallUploadServer": photos.upload_server,
    "photos.saveWallPhoto": photos.save,
    "users.get": people.users_get,
    "utils.getServerTime": people.server_time,
}
LIMITS = frozenset({6, 9, 14, 29})  # of the pace, of sameness, of a day
PER_SECOND = {SERVICE: 3, GROUP: 20, "user": 3}  # of the scenario
OLDEST_VERSION = (5, 81)
HIDDEN = frozenset({"access_token", "client_secret"})


async def handle(request: web.Request) -> web.StreamResponse:
    """Answer one call in VK's form, or fail as ordered."""
    town = town_of(request)
    method = request.match_info["method"]
    fault = town.faults.take("vk", method)
    params = Params()
    answer: Json = {}
    error: VkError | None = None
    try:
        params = await read_params(request)
        if fault is None or fault.after:
            answer = {"response": _result(town, request, method, params)}
    except UnreadableBody:
        error = VkError(100, "One of the parameters specified was missing or invalid: bad encoding")
    except VkError as refusal:
        error = refusal
    fault = await faults.slowed(fault, town.stopping)
    if fault is not None:
        if fault.kind != "error":
            town.journal.call(town.now(), "vk", method, params, f"fault: {fault.kind}", key=_key(town, request, params))
            return await faults.act_out(fault, request, town.stopping)
        refusal_on_order = fault.refusal()
        assert isinstance(refusal_on_order, VkError)
        error = refusal_on_order
    if error is not None:
        if error.code in LIMITS:
            town.journal.meet("vk", error.code)
        town.journal.refuse("vk", method, error.message)
    town.journal.call(town.now(), "vk", method, params, error.message if error else None, key=_key(town, request, params))
    return web.json_response(error.body(request_params(method, params)) if error else answer)


def request_params(method: str, params: Params) -> list[dict[str, str]]:
    """Show what was asked, as VK does, without secrets."""
    shown = {"oauth": "1", "method": method}
    shown |= {name: str(value) for name, value in params.values.items() if name not in HIDDEN}
    return [{"key": name, "value": value} for name, value in shown.items()]


def _result(town: Town, request: web.Request, method: str, params: Params) -> object:
    values = {name: _as_text(value) for name, value in params.values.items()}
    _check_version(values.get("v", ""))
    token = _token(town, request, values)
    if method not in METHODS:
        fail(3)
    rule = spec()["methods"][method]
    _check_kind(token, rule["tokens"])
    _check_rate(token, town.pace())
    parameters.check(method, values)
    call = Call(town, method, token, values)
    check_quota(call)
    return METHODS[method](call, str(request.url.origin()))


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    return "" if value is None else str(value)


def _check_version(version: str) -> None:
    numbers = tuple(int(part) for part in version.split(".") if part.isdecimal())
    if not numbers:
        fail(8, "v (version) is required")
    if numbers < OLDEST_VERSION:
        fail(8, 'versions below 5.81 are deprecated. Version param should be passed as "v"')


def _key(town: Town, request: web.Request, params: Params) -> str | None:
    """Name a known token without showing it: «service 1»."""
    token = town.vk.tokens.get(_shown_token(request, params.values))
    return f"{token.kind} {[*town.vk.tokens.values()].index(token) + 1}" if token else None


def _shown_token(request: web.Request, values: Json) -> str:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return str(values.get("access_token") or (bearer if scheme == "Bearer" else ""))


def _token(town: Town, request: web.Request, values: dict[str, str]) -> Token:
    text = _shown_token(request, values)
    if not text:
        fail(5, "no access_token passed.")
    token = town.vk.tokens.get(text)
    if token is None:
        fail(5, "invalid access_token (4).")
    return token


def _check_kind(token: Token, kinds: list[str]) -> None:
    if token.kind in kinds:
        return
    if token.kind == GROUP:
        fail(27, "method is unavailable with group auth.")
    if token.kind == SERVICE:
        fail(28, "method is unavailable with service token.")
    fail(15, "method is unavailable with user auth.")


def _check_rate(token: Token, now: float) -> None:
    calls = token.calls
    while calls and not now - 1.0 < calls[0] <= now:
        calls.popleft()
    if len(calls) >= PER_SECOND[token.kind]:
        fail(6)
    calls.append(now)


async def photo(request: web.Request) -> web.StreamResponse:
    """Serve a built-in picture, or one that was uploaded."""
    name = request.match_info["name"]
    content = PHOTOS.get(name) or town_of(request).vk.pictures.get(name)
    if content is None:
        raise web.HTTPNotFound
    return web.Response(body=content, content_type="image/jpeg")


def routes() -> list[web.RouteDef]:
    """List the routes."""
    return [
        web.route("*", "/method/{method}", handle),
        *longpoll.routes(),
        web.post(r"/vk/upload/{group:\d{1,18}}", photos.upload),
        web.get(r"/vk/photo/{name:[\w-]+}.jpg", photo),
    ]
