"""A vk_api session with our timeouts and our errors.

Without its waits, recursion and tokens in exceptions.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError, SSLError
from vk_api import VkApi
from vk_api.exceptions import ApiError, ApiHttpError

from collectors.vk.errors import CUT, GARBLED, ILL, ODD, REDIRECTED, SLOW, UNREACHABLE, UNTRUSTED, Policy, VkError, policy_of

API_VERSION = "5.199"
HOST = "https://api.vk.ru"  # vk_api has it built in
MAX_BODY = 32 * 1024 * 1024
_CHUNK = 64 * 1024
_SERVER_FAULT = 500


class Detour(HTTPAdapter):
    """Sends what is meant for VK to the configured address; each call has a timeout, a deadline for the body and a cap."""

    def __init__(self, api_base: str, timeout: float) -> None:
        super().__init__()
        self._base = api_base.rstrip("/").removesuffix("/method")
        self._timeout = timeout

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:  # Any: passed through as it came
        """Send and read the whole body: a server that drips bytes must not hold the thread for ever."""
        if request.url is not None:
            request.url = request.url.replace(HOST, self._base, 1)
        deadline = time.monotonic() + 3 * self._timeout
        response = super().send(request, *args, **{**kwargs, "timeout": self._timeout, "stream": True})
        try:
            response._content = self._body(response, deadline)
        except urllib3.exceptions.ReadTimeoutError:
            raise requests.ReadTimeout from None
        except urllib3.exceptions.HTTPError:
            raise requests.ConnectionError from None
        return response

    @staticmethod
    def _body(response: requests.Response, deadline: float) -> bytes:
        body = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > MAX_BODY or time.monotonic() > deadline:
                response.raw.close()
                raise requests.ReadTimeout
        response.raw.release_conn()
        return bytes(body)


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Any  # what VK's JSON holds


class VkSession:
    """Calls methods, blocking; every failure is a VkError without the token. Not for two threads at once."""

    def __init__(self, token: str, *, api_base: str, timeout: float) -> None:
        http = requests.Session()
        http.max_redirects = 0  # 307 would carry the token to another host
        http.trust_env = (urlsplit(api_base).hostname or "") not in {"127.0.0.1", "::1", "localhost"}
        http.mount("https://", Detour(api_base, timeout))
        self._http = http
        self._token = token
        self._api = VkApi(token=token, api_version=API_VERSION, session=http, config=_no_file)
        self._api.RPS_DELAY = 0.0  # the pace is the limiter's
        self._api.error_handlers = {}  # its handlers repeat the call inside the call, without end

    def __repr__(self) -> str:
        return "VkSession()"

    def call(self, method: str, params: Mapping[str, object]) -> Any:
        """Ask once. Raises VkError, always outside of the library's exception, whose frames and fields hold the token."""
        outcome = self._ask(method, _plain(params))
        if isinstance(outcome, VkError):
            raise outcome
        return outcome.value

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    def _ask(self, method: str, params: dict[str, object]) -> _Answer | VkError:
        try:
            return _Answer(self._api.method(method, params))
        except ApiError as error:
            return self._refused(method, error.error)
        except ApiHttpError as error:
            status = error.response.status_code
            return VkError(method, ILL if status >= _SERVER_FAULT else ODD, detail=f"HTTP {status}")
        except (requests.exceptions.JSONDecodeError, UnicodeDecodeError):
            return VkError(method, GARBLED)
        except requests.RequestException as error:
            return VkError(method, _policy_of_failure(error), detail=type(error).__name__)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            return VkError(method, ODD, detail=type(error).__name__)

    def _refused(self, method: str, error: Mapping[str, object]) -> VkError:
        code = int(str(error["error_code"])) if str(error["error_code"]).lstrip("-").isdigit() else 1
        words = str(error.get("error_msg", "")).replace(self._token, "***") if self._token else ""
        return VkError(method, policy_of(code), code=code, detail=words[:200])


def _no_file(*_args: object, **_options: object) -> dict[str, object]:
    """Stand for vk_api's settings file: nothing is kept in the working folder."""
    return {}


def _plain(params: Mapping[str, object]) -> dict[str, object]:
    """Write parameters as VK wants them: lists with commas, truth as 1 and 0, nothing for None."""
    plain: dict[str, object] = {}
    for name, value in params.items():
        if isinstance(value, bool):
            plain[name] = int(value)
        elif isinstance(value, list | tuple):
            plain[name] = ",".join(map(str, value))
        elif value is not None:
            plain[name] = value
    return plain


def _policy_of_failure(error: requests.RequestException) -> Policy:
    """Tell what never left (nothing happened for sure) from what may have arrived."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.TooManyRedirects):
        return REDIRECTED
    if isinstance(error, requests.exceptions.SSLError) or isinstance(reason, SSLError):
        return UNTRUSTED if "CERTIFICATE_VERIFY_FAILED" in repr(error) else CUT
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return UNREACHABLE
    if isinstance(reason, NewConnectionError | ConnectTimeoutError | NameResolutionError):
        return UNREACHABLE
    return SLOW if isinstance(error, requests.Timeout) else CUT
