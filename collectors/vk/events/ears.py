"""Two ways in which a community's events come, of one shape."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from collectors.pushed.drain import Drain, readable_news, summed
from collectors.vk.client import Caller
from collectors.vk.errors import VkError
from collectors.vk.events.long_poll import LongPoll, Refused
from collectors.vk.events.missed_messages import missed_messages
from collectors.vk.events.news import news_of
from incidents.posts import Post, SourceBroken

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the events after a cursor tell. `is_gap`: some were lost, so the wall has to be read; `trouble`: they do not come.

    `is_off`: the community lets nobody listen, which is no trouble: its wall is read as any other.
    """

    cursor: str | None
    posts: Sequence[Post] = ()
    gone: Sequence[str] = ()
    is_gap: bool = False
    trouble: str | None = None
    is_off: bool = False
    drained: int | None = None


class Ears(Protocol):
    """Hears events. `waits`: it holds the question until something comes, so it is asked again at once."""

    waits: bool

    async def begin(self) -> Heard:
        """Where to go on from this moment; nothing is told yet."""

    async def hear(self, cursor: str | None, *, at_once: bool = False) -> Heard:
        """Events after the cursor; what goes wrong is a `trouble`. `at_once`: nothing is waited for."""

    async def missed(self, since: float) -> Sequence[Post] | None:
        """Private messages since a moment (Unix seconds), after a gap: the wall does not show them. None: ask again later."""


class ByLongPoll:
    """We ask VK, and VK answers when something happens. The cursor is its `ts`."""

    waits = True

    def __init__(self, poll: LongPoll, group_id: int, client: Caller) -> None:
        self._client = client
        self._poll, self._group_id, self._is_refused = poll, group_id, False

    async def begin(self) -> Heard:
        """The `ts` of this moment."""
        return await self._hear(None, None)

    async def hear(self, cursor: str | None, *, at_once: bool = False) -> Heard:
        """Events after the `ts`. Without one whatever happened before is lost."""
        ts = _ts(cursor)
        heard = await self._hear(ts, cursor, at_once=at_once)
        return heard if ts else replace(heard, is_gap=True)

    async def missed(self, since: float) -> Sequence[Post] | None:
        """Read from the dialogues."""
        return await _missed(self._client, self._group_id, since)

    async def _hear(self, ts: str | None, cursor: str | None, *, at_once: bool = False) -> Heard:
        try:
            heard = await self._poll.hear(ts, at_once=at_once)
        except Refused as error:
            if not self._is_refused:
                LOG.warning("ВК: события сообщества не приходят (%s), читаем стену; что включить, скажет otklik check", error.user_text)
            self._is_refused = True
            return Heard(cursor=cursor, is_off=True)
        except SourceBroken as error:
            return Heard(cursor=cursor, trouble=error.user_text)
        self._is_refused = False
        posts, gone = summed(readable_news(partial(news_of, each, self._group_id), "an event of Long Poll") for each in heard.events)
        after = json.dumps({"ts": heard.ts}) if heard.ts else None
        return Heard(cursor=after, posts=posts, gone=gone, is_gap=heard.is_gap, trouble=heard.trouble)


class ByCallback:
    """VK brings events to our server, which keeps them. The cursor is the row's number."""

    waits = False

    def __init__(self, drain: Drain, group_id: int, client: Caller | None) -> None:
        self._drain, self._group_id, self._client = drain, group_id, client

    async def begin(self) -> Heard:
        """From the first row that waits."""
        return Heard(cursor=json.dumps({"row": 0}))

    async def hear(self, cursor: str | None, *, at_once: bool = False) -> Heard:
        """Rows after the cursor. One that was no row is of Long Poll: what came in between is lost."""
        batch = await self._drain.fetch(cursor)
        is_gap = '"row"' not in (cursor or "")
        return Heard(cursor=batch.cursor, posts=batch.posts, gone=batch.gone, drained=batch.drained, is_gap=is_gap)

    async def missed(self, since: float) -> Sequence[Post] | None:
        """Read from the dialogues; without a key of the community nothing."""
        return () if self._client is None else await _missed(self._client, self._group_id, since)


async def _missed(client: Caller, group_id: int, since: float) -> Sequence[Post] | None:
    try:
        return await missed_messages(client, group_id, since)
    except VkError as error:
        LOG.warning("ВК: пропущенные сообщения сообщества не прочитаны: %s", error)
        is_lasting = error.policy.fatal and not error.policy.token  # no right to messages: there is nothing to wait for
        return () if is_lasting else None
    except (LookupError, TypeError, ValueError, AttributeError):
        return ()


def _ts(cursor: str | None) -> str | None:
    try:
        return str(json.loads(cursor)["ts"]) if cursor else None
    except (LookupError, TypeError, ValueError, RecursionError):
        return None
