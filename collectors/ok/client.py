"""Calls Odnoklassniki's methods: signed, paced, each failure an OkError.

Errors come as dictionaries under HTTP 200.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp

from collectors.fetch import DaemonResolver
from collectors.ok.errors import CLOSED, CUT, GARBLED, ILL, ODD, REDIRECTED, SLOW, UNREACHABLE, OkError, policy_of
from collectors.ok.pace import Pace, Steady, Tempo
from collectors.ok.signature import signature

log = logging.getLogger(__name__)

HOST = "https://api.ok.ru"
RETRIES = (1.0, 2.0, 4.0)  # scenario seconds before each repeat
MAX_BODY = 16 * 1024 * 1024
_CHUNK = 64 * 1024
_SERVER_FAULT, _REDIRECTS, _GOOD = 500, range(300, 400), 200


class Secret(Protocol):
    """A key that hides itself (pydantic's SecretStr)."""

    def get_secret_value(self) -> str:
        """Show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What the page of the application gives: its public key, a token that does not end, the session's secret."""

    application_key: str
    access_token: Secret
    session_secret: Secret


class OkClient:
    """Asks, reading only, so a broken call is repeated. Close it in the loop that it was used in."""

    def __init__(self, keys: Keys, *, api_base: str = HOST, tempo: Tempo | None = None, timeout: float = 10.0) -> None:
        self._keys = keys
        self._address = f"{api_base.rstrip('/').removesuffix('/fb.do')}/fb.do"
        self._pace = Pace(tempo or Steady())
        self._timeout = aiohttp.ClientTimeout(total=3 * timeout, sock_connect=timeout, sock_read=timeout)
        self._session: aiohttp.ClientSession | None = None
        self._is_closed = False

    def __repr__(self) -> str:
        return "OkClient()"

    async def call(self, method: str, **params: object) -> Any:
        """Ask and give back the JSON. Raises OkError."""
        for pause in RETRIES:
            try:
                return await self._once(method, params)
            except OkError as error:
                if not error.policy.retry:
                    raise
            await self._pace.sleep(pause)
        return await self._once(method, params)

    async def close(self) -> None:
        """Let the connections go; later calls are refused."""
        self._is_closed = True
        if self._session is not None:
            await self._session.close()

    async def _once(self, method: str, params: Mapping[str, object]) -> Any:
        if resting := self._pace.resting(method):
            raise resting
        await self._pace.turn()
        if self._is_closed:
            raise OkError(method, CLOSED)
        outcome = await self._ask(method, self._signed(method, params))
        if isinstance(outcome, OkError):  # raised here: no frame of a foreign exception holds the keys
            self._pace.refused(outcome)
            raise outcome
        self._pace.answered(method)
        return outcome

    def _signed(self, method: str, params: Mapping[str, object]) -> dict[str, str]:
        common = {"application_key": self._keys.application_key, "format": "json", "method": method, "__online": "false"}
        asked = {**common, **{name: _plain(value) for name, value in params.items() if value is not None}}
        sig = signature(asked, self._keys.session_secret.get_secret_value())
        return {**asked, "sig": sig, "access_token": self._keys.access_token.get_secret_value()}

    async def _ask(self, method: str, form: Mapping[str, str]) -> Any:
        try:
            async with self._opened().post(self._address, data=form, allow_redirects=False) as response:
                status, body = response.status, await _body(response)
        except TimeoutError:
            return OkError(method, SLOW)
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):
            return OkError(method, UNREACHABLE)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            log.info("OK: %s: %s", method, type(error).__name__)
            return OkError(method, CLOSED if self._is_closed else CUT)
        return _read(method, status, body)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            is_here = (urlsplit(self._address).hostname or "") in {"127.0.0.1", "localhost", "::1"}
            connector = aiohttp.TCPConnector(resolver=DaemonResolver())
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar(), trust_env=not is_here
            )
        return self._session


def _read(method: str, status: int, body: bytes | None) -> Any:
    """What was answered, or the OkError that it is."""
    if body is None:
        return OkError(method, ODD)
    if status in _REDIRECTS:
        return OkError(method, REDIRECTED)
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return OkError(method, ILL if status >= _SERVER_FAULT else GARBLED)
    if isinstance(answer, dict) and "error_code" in answer:
        code = answer["error_code"]
        number = int(code) if isinstance(code, int | str) and str(code).isascii() and str(code).isdigit() else 1
        return OkError(method, policy_of(number), code=number)
    if status >= _SERVER_FAULT:
        return OkError(method, ILL)
    return answer if status == _GOOD else OkError(method, ODD)


async def _body(response: aiohttp.ClientResponse) -> bytes | None:
    """The body; None where it is larger than any answer."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
