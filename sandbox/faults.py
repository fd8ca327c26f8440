"""Faults on order: the next N calls of a method fail."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.errors import ControlError, Json, TelegramError, VkError

KINDS = ("error", "html", "hang", "drop", "slow", "huge", "redirect")
APIS = ("telegram", "vk", "ok", "feeds")
OF_FEEDS = frozenset({"huge", "redirect"})
HTML = "<html><head><title>{0} Bad Gateway</title></head><body><h1>{0}</h1></body></html>"


@dataclass(slots=True)
class Fault:
    """One order; `times` is how many calls are still to fail."""

    api: str
    method: str
    times: int
    kind: str
    code: int
    description: str
    parameters: Json
    http_status: int
    seconds: float
    after: bool
    chat_id: int | None

    def view(self) -> Json:
        """Show the order."""
        return {name: getattr(self, name) for name in self.__slots__}

    def refusal(self) -> TelegramError | VkError:
        """Give the error of the API's own form."""
        if self.api == "telegram":
            return TelegramError(self.code, self.description, self.parameters or None)
        return VkError(self.code, self.description)


@dataclass(slots=True)
class Faults:
    """Orders in the order of their coming; the first that fits is used."""

    orders: list[Fault] = field(default_factory=list)

    def add(self, wish: Json) -> Fault:
        """Take an order of the control API."""
        fault = read_fault(wish)
        self.orders.append(fault)
        return fault

    def take(self, api: str, method: str, chat_id: object = None) -> Fault | None:
        """Use up one failure for this call, if one is ordered."""
        for fault in self.orders:
            is_there = fault.chat_id is None or str(fault.chat_id) == str(chat_id)
            if is_there and fault.api == api and fault.method.lower() in {"*", method.lower()}:
                fault.times -= 1
                if fault.times <= 0:
                    self.orders.remove(fault)
                return fault
        return None


def read_fault(wish: Json) -> Fault:
    """Check an order and fill in what it leaves out."""
    api, kind = wish.get("api"), wish.get("kind")
    if api not in APIS:
        raise ControlError(f"api должно быть одним из {', '.join(APIS)}, а не {api!r}")
    if kind not in KINDS:
        raise ControlError(f"kind должно быть одним из {', '.join(KINDS)}, а не {kind!r}")
    if kind in OF_FEEDS and api != "feeds":
        raise ControlError(f"{kind} бывает только у газет (api feeds)")
    if kind == "slow" and api not in {"telegram", "vk"}:
        raise ControlError("slow бывает только у telegram и vk")
    parameters = dict(wish.get("parameters") or {})
    retry_after = wish.get("retry_after")
    if retry_after is not None:
        parameters["retry_after"] = retry_after
    code = int(_number(wish, "code", _default_code(api, retry_after)))
    times = int(_number(wish, "times", 1))
    if times < 1:
        raise ControlError("times должно быть не меньше одного")
    return Fault(
        api=api,
        method=str(wish.get("method") or "*"),
        times=times,
        kind=kind,
        code=code,
        description=str(wish.get("description") or _default_words(api, code, retry_after)),
        parameters=parameters,
        http_status=int(_number(wish, "http_status", 502)),
        seconds=_number(wish, "seconds", 30.0),
        after=bool(wish.get("after", False)) or kind == "slow",
        chat_id=wish.get("chat_id"),
    )


def _number(wish: Json, name: str, default: float) -> float:
    value: Any = wish.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ControlError(f"{name} должно быть неотрицательным числом, а не {value!r}")
    return value


def _default_code(api: str, retry_after: object) -> int:
    if api in {"vk", "ok"}:
        return 10 if api == "vk" else 1
    return 500 if retry_after is None else 429


def _default_words(api: str, code: int, retry_after: object) -> str:
    if api == "vk":
        return "Internal server error" if code == 10 else f"Error {code}"  # noqa: PLR2004 - VK's own number
    if retry_after is not None:
        return f"Too Many Requests: retry after {retry_after}"
    return "Internal Server Error"


async def slowed(fault: Fault | None, stopping: asyncio.Event) -> Fault | None:
    """Hold a true answer back for so many seconds where that is the order; gives the order that is still to be carried out."""
    if fault is None or fault.kind != "slow":
        return fault
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), fault.seconds)
    return None


async def act_out(fault: Fault, request: web.Request, stopping: asyncio.Event) -> web.Response:
    """Fail on the level of HTTP: an HTML page, a hang or a dropped connection."""
    if fault.kind == "html":
        status = fault.http_status
        return web.Response(status=status, text=HTML.format(status), content_type="text/html")
    if fault.kind == "hang":
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), fault.seconds)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
