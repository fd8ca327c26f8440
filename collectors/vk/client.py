"""One token, one daemon thread, calls in a queue.

They wait their turn and come back to the event loop as futures.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from collectors.vk.errors import CLOSED, ODD, VkError
from collectors.vk.limiter import Kind, Limiter, Steady, Tempo
from collectors.vk.session import HOST, VkSession

log = logging.getLogger(__name__)
RETRIES = (1.0, 2.0, 4.0)  # scenario seconds before each repeat
READS = ("get", "is", "search", "resolve")


class Secret(Protocol):
    """A token that hides itself (pydantic's SecretStr)."""

    def get_secret_value(self) -> str:
        """Show it."""


class Caller(Protocol):
    """Whoever calls methods: a client of one token, or several of them."""

    async def call(self, method: str, **params: object) -> Any:  # Any: what VK's JSON holds
        """Ask VK and give back the «response». Raises VkError."""


@dataclass(frozen=True, slots=True)
class _Job:
    method: str
    params: Mapping[str, object] = field(repr=False)
    future: Future[Any]  # what VK's JSON holds


class VkClient:
    """Calls VK's methods for a token of a kind. Raises VkError; never waits a call out when it is closed."""

    def __init__(self, token: str | Secret, *, kind: Kind, api_base: str = HOST, tempo: Tempo | None = None, timeout: float = 10.0) -> None:
        plain = token if isinstance(token, str) else token.get_secret_value()
        self.kind, self.host = kind, urlsplit(api_base or HOST).hostname or ""
        self._session = VkSession(plain, api_base=api_base or HOST, timeout=timeout)
        self._limiter = Limiter(kind, tempo or Steady())
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._waiting: set[Future[Any]] = set()
        self._closed = threading.Event()
        self._refused: str | None = None  # why VK takes no call with this token
        self._is_accepted = False
        self._thread = threading.Thread(target=self._work, name=f"vk-{kind}", daemon=True)
        self._thread.start()

    def __repr__(self) -> str:
        return f"VkClient(kind={self.kind!r})"

    def sign(self) -> str | bool:
        """Why VK refuses the token, True when accepted, False when unknown."""
        return self._refused or self._is_accepted

    def rests(self) -> Sequence[VkError]:
        """Methods that this token must leave alone for a while, and why."""
        return self._limiter.rests()

    async def call(self, method: str, **params: object) -> Any:
        """Ask VK and give back the «response» of its JSON. A reading call is repeated a few times, a writing one only if it did nothing."""
        if self._closed.is_set():
            raise VkError(method, CLOSED)
        future: Future[Any] = Future()
        self._waiting.add(future)
        self._jobs.put(_Job(method, params, future))
        try:
            return await asyncio.wrap_future(future)
        finally:
            self._waiting.discard(future)

    def close(self) -> None:
        """Stop at once: who waits gets a VkError, the thread ends after its call by itself."""
        self._closed.set()
        self._jobs.put(None)
        for future in tuple(self._waiting):
            with suppress(InvalidStateError):
                future.set_exception(VkError("close", CLOSED))

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not job.future.done():
                self._serve(job)
        self._session.close()

    def _serve(self, job: _Job) -> None:
        try:
            outcome = self._patiently(job.method, job.params)
        except VkError as error:
            with suppress(InvalidStateError):
                job.future.set_exception(error)
        except Exception as error:  # noqa: BLE001 - the thread must outlive a bug; a foreign exception may hold the token
            log.error("VK call %s failed unexpectedly: %s", job.method, type(error).__name__)  # noqa: TRY400 - frames hold the token
            with suppress(InvalidStateError):
                job.future.set_exception(VkError(job.method, ODD, detail=type(error).__name__))
        else:
            with suppress(InvalidStateError):
                job.future.set_result(outcome)

    def _patiently(self, method: str, params: Mapping[str, object]) -> Any:
        reads = method.partition(".")[2].startswith(READS)
        for pause in RETRIES:
            try:
                return self._once(method, params)
            except VkError as error:
                if not error.policy.retry or not (reads or error.policy.sure):
                    raise
            self._rest(method, self._limiter.real(pause))
        return self._once(method, params)

    def _once(self, method: str, params: Mapping[str, object]) -> Any:
        if blocked := self._limiter.blocked(method):
            raise blocked
        while (delay := self._limiter.delay()) > 0:  # asked again: the tempo may have changed meanwhile
            self._rest(method, delay)
        try:
            outcome = self._session.call(method, params)
        except VkError as error:
            if error.policy.token:
                self._refused, self._is_accepted = error.policy.source, False
            if self._limiter.failed(error):
                log.warning("VK: %s rests for %.0f s: %s", method, error.wait, error)
            raise
        finally:
            self._limiter.ended()
        self._refused, self._is_accepted = None, True
        if self._limiter.succeeded(method):
            log.info("VK: %s works again", method)
        return outcome

    def _rest(self, method: str, real_seconds: float) -> None:
        if self._closed.wait(real_seconds):
            raise VkError(method, CLOSED)
