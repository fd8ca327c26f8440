"""The door of Odnoklassniki's API: /fb.do, signed calls, errors under HTTP 200."""

from hashlib import md5

from aiohttp import web

from sandbox import faults
from sandbox.errors import Json, OkError
from sandbox.ok.methods import METHODS, WORDS, Call, fail
from sandbox.params import Params, UnreadableBody, read_params
from sandbox.town import Town, town_of

COMMON = frozenset({"application_key", "format", "method", "sig", "access_token", "call_id", "__online"})
UNSIGNED = frozenset({"sig", "access_token"})


async def handle(request: web.Request) -> web.StreamResponse:
    """Answer one call, or fail as ordered."""
    town, params = town_of(request), Params()
    answer: object = None
    error: OkError | None = None
    method = ""
    try:
        params = await read_params(request)
        method = str(params.values.get("method", ""))
        fault = town.faults.take("ok", method)
        if fault is not None and fault.kind != "error":
            town.journal.call(town.now(), "ok", method, params, f"fault: {fault.kind}")
            return await faults.act_out(fault, request, town.stopping)
        if fault is not None:
            raise OkError(fault.code, WORDS.get(fault.code, fault.description))  # noqa: TRY301 - one door for all refusals
        answer = _result(town, method, {name: str(value) for name, value in params.values.items()}, str(request.url.origin()))
    except UnreadableBody:
        error = OkError(4, "REQUEST : Invalid request")
    except OkError as refusal:
        error = refusal
    town.journal.call(town.now(), "ok", method, params, str(error) if error else None)
    return web.json_response(error.body() if error else answer)


def _result(town: Town, method: str, values: dict[str, str], base: str) -> object:
    ok = town.ok
    if values.get("application_key") != ok.application_key:
        fail(101)
    if method not in METHODS:
        fail(3, method)
    if not values.get("access_token"):
        fail(453)
    token = ok.tokens.get(values["access_token"])
    if token is None:
        fail(103)
    if values.get("sig") != _signed(values, token.secret):
        fail(104)
    if token.expired:
        fail(102)
    make, known = METHODS[method]
    if unknown := sorted(values.keys() - known - COMMON):
        fail(100, f"unknown {', '.join(unknown)}")
    return make(Call(town, token, values, base))


def _signed(values: Json, secret: str) -> str:
    joined = "".join(f"{name}={values[name]}" for name in sorted(values.keys() - UNSIGNED))
    return md5((joined + secret).encode(), usedforsecurity=False).hexdigest()


def routes() -> list[web.RouteDef]:
    """List the routes."""
    return [web.route("*", "/fb.do", handle)]
