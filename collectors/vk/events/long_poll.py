"""Long Poll of one's own community: one question at a time.

vk_api's class takes a fresh `ts` at its start, swallows `failed` and asks VK past our client; what stays of it is the question itself.
Source: https://dev.vk.com/ru/api/bots-long-poll/getting-started (page of the docs; the library's own tests agree).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests
from vk_api.bot_longpoll import VkBotLongPoll

from collectors.daemon import in_daemon
from collectors.vk.client import VkClient
from collectors.vk.errors import VkError
from collectors.vk.session import Detour
from incidents.posts import SourceBroken

WAIT = 25  # real seconds that VK holds the question
AT_ONCE = 1  # the least of them
PATIENCE = 10.0  # and so many more until it is a hang
OUTDATED, EXPIRED = 1, 2  # `failed`: some events are gone; only the key is old. Whatever else: both are gone
HANGS = "Сервер событий ВК молчит"
GARBLED = "Сервер событий ВК ответил непонятно"
ELSEWHERE = "ВК дал адрес событий без https, туда не ходим"
FORGETS = "ВК теряет события сообщества"


class Refused(SourceBroken):
    """The community lets nobody listen: Long Poll is switched off there, or the key has no right to it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one question brought. `is_gap`: events before `ts` were lost; `trouble`: it happens again and again, so wait."""

    events: Sequence[object]
    ts: str | None
    is_gap: bool = False
    trouble: str | None = None


class Question(VkBotLongPoll):  # type: ignore[misc]  # the library has no types
    """The library's question with our address, our `ts` and our timeouts. Blocking: for a daemon thread."""

    url: str
    key: str | None
    ts: str | None

    def __init__(self, group_id: int, api_base: str, *, wait: int, patience: float) -> None:
        self.vk, self.group_id, self.wait = None, group_id, wait  # not asked by it, so nothing is asked at the start
        self.url, self.key, self.server, self.ts = "", None, None, None
        self.session = requests.Session()
        self.session.max_redirects = 0
        self.session.trust_env = (urlsplit(api_base).hostname or "") not in {"127.0.0.1", "::1", "localhost"}
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, Detour(api_base, wait + patience))

    def update_longpoll_server(self, update_ts: bool = True) -> NoReturn:
        """Refuse: the server is asked through our client."""
        raise NotImplementedError

    def check(self) -> dict[str, Any]:  # Any: VK's JSON
        """Ask once and give back the answer as it is, `failed` too."""
        asked = {"act": "a_check", "key": self.key, "ts": self.ts, "wait": self.wait}
        answer = self.session.get(self.url, params=asked).json()
        if not isinstance(answer, dict):
            raise TypeError("an answer is an object")
        return answer


class LongPoll:
    """Asks for events after a `ts`; remembers the server and its key only."""

    def __init__(self, client: VkClient, group_id: int, *, api_base: str) -> None:
        self._client, self._group_id = client, abs(group_id)
        self._question = Question(self._group_id, api_base, wait=WAIT, patience=PATIENCE)
        self._local = urlsplit(api_base).netloc if api_base.startswith("http://") else None
        self._losses = 0  # in a row

    async def hear(self, ts: str | None, *, at_once: bool = False) -> Heard:
        """Events after `ts`, waiting for the first one; with None the `ts` of this moment. Raises SourceBroken."""
        self._question.wait = AT_ONCE if at_once else WAIT
        try:
            return await self._hear(ts)
        except VkError as error:
            self._question.key = None
            policy = error.policy
            is_refusal = error.code is not None and not (policy.retry or policy.token or policy.pause)
            raise (Refused(policy.source) if is_refusal else error.as_broken()) from None
        except requests.JSONDecodeError:
            self._question.key = None
            raise SourceBroken(GARBLED) from None
        except requests.RequestException:
            self._question.key = None  # the address may have died; the `ts` stands
            raise SourceBroken(HANGS) from None
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            self._question.key = None
            raise SourceBroken(GARBLED) from None

    async def _hear(self, ts: str | None) -> Heard:
        fresh = await self._ask_server() if self._question.key is None else None
        if ts is None:
            return Heard((), fresh or await self._ask_server())
        self._question.ts = ts
        answer = await in_daemon(partial(Question.check, self._question))
        failed = answer.get("failed")
        if failed is None:
            self._losses = 0
            return Heard([*answer["updates"]], str(answer["ts"]))
        if failed == OUTDATED:
            return self._lost(Heard((), str(answer["ts"]), is_gap=True))
        self._question.key = None
        return self._lost(Heard((), ts) if failed == EXPIRED else Heard((), None, is_gap=True))

    def _lost(self, heard: Heard) -> Heard:
        """Once is said by the gap alone; again and again is a trouble, or VK would be asked without end."""
        self._losses += 1
        is_often = self._losses > 2  # noqa: PLR2004 - an old key and then a lost thread is one loss
        return replace(heard, trouble=FORGETS) if is_often else heard

    async def _ask_server(self) -> str:
        given = await self._client.call("groups.getLongPollServer", group_id=self._group_id)
        address = str(given["server"])
        if "://" not in address:
            address = f"https://{address}"
        if not address.startswith("https://") and urlsplit(address).netloc != self._local:
            raise SourceBroken(ELSEWHERE, fatal=True)
        self._question.url, self._question.key = address, str(given["key"])
        return str(given["ts"])
