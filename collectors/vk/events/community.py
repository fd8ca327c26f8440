"""One's own community: events in seconds, the wall as the safety net.

Events tell of no edited or deleted post and may be lost, so the wall is read too: seldom while events of it come, as any other wall
while they do not, at once after a gap. Private messages stand on no wall: after a gap the dialogues are read.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Self

from collectors.vk.boards.items import topic_ref_of
from collectors.vk.events.ears import Ears, Heard
from collectors.vk.memory import Memory, with_heard
from incidents.posts import Batch, Collector, Network, Post, SourceBroken

SELDOM = 600.0  # scenario seconds between two sweeps of the wall while events of it come
AFTER_A_GAP = 30.0  # the least between two sweeps, however often VK loses the thread
PAUSES = (1.0, 5.0, 15.0, 60.0)  # scenario seconds until events are asked for again
DAY = 86_400.0  # seconds: nobody waits longer for a wall
AGAIN = 3600.0  # scenario seconds between two looks through the dialogues where events are brought: a lost one leaves no gap
POLLED = "События сообщества не приходят ({}), читаем стену, как все остальные"
MONTH = 30 * 86_400.0  # seconds: an earlier version's cursor brings no older dialogues, the law's answer to them is late anyway
NO_MORE = "События сообщества больше не приходят: ВК отказывает, проверьте Long Poll и права ключа. Стену читаем, как все остальные"
UNREAD = "События приходят, а стена не читается: {}"
MISSED = "Часть личных сообщений могла потеряться, загляните в сообщения сообщества"


@dataclass(slots=True, kw_only=True)
class _Memory:
    """The cursor; moments in Unix seconds.

    `wall_next`: when the wall is read again; `heard_at`: when events came last; `missed_since`: from when on dialogues are to be read;
    `talks_at`: they were read up to here; `told`: events of the wall come.
    """

    events: str | None = None
    wall: str | None = None
    wall_next: float = 0.0
    heard_at: float | None = None
    missed_since: float | None = None
    talks_at: float | None = None
    told: bool = False

    def dump(self) -> str:
        """As text."""
        return json.dumps({"own": 1, **asdict(self)}, separators=(",", ":"))

    @classmethod
    def load(cls, cursor: str | None) -> Self:
        """A cursor of the wall alone is taken over: what was read stays read."""
        try:
            data = json.loads(cursor) if cursor else {}
            if data.get("own") == 1:
                made = cls(events=data["events"], wall=data["wall"], wall_next=float(data["wall_next"]))
                return replace(made, **{name: data[name] for name in ("heard_at", "missed_since", "talks_at", "told") if name in data})
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            return cls()
        return cls(wall=cursor if data else None)


class OwnCommunity:
    """The administration's wall and its messages. `every`: how often the wall is read while events do not come."""

    def __init__(self, wall: Collector, ears: Ears, *, now: Callable[[], datetime], every: float) -> None:
        self._wall, self._ears, self._now, self._every = wall, ears, now, every
        self._wall_at = float("-inf")
        self._deaf: str | None = None  # why events do not come
        self._blind: str | None = None  # why the wall is not read
        self._is_off = False  # nobody may listen
        self._is_silent = False  # dialogues of a gap cannot be read now
        self._quota: str | None = None
        self._failures = 0

    async def fetch(self, cursor: str | None) -> Batch:
        """What happened since the cursor: events, and the wall when it is its turn. Raises SourceBroken if neither is to be had."""
        memory = _Memory.load(cursor)
        self._put_right(memory)
        self._upgrade(memory)
        is_due = memory.wall is None or memory.wall_next <= self._seconds()
        heard = await self._hear(memory, at_once=is_due)
        return self._batch(memory, await self._see(memory, heard) if is_due else heard)

    def _put_right(self, memory: _Memory) -> None:
        """Read on after a clock that ran ahead.

        The wall is read at once, and the messages of the last hour once more.
        """
        now = self._seconds()
        if self._wall_at > now or memory.wall_next > now + DAY:
            self._wall_at, memory.wall_next = float("-inf"), now
        for name in ("heard_at", "missed_since", "talks_at"):
            if (getattr(memory, name) or now) > now:
                setattr(memory, name, now - AGAIN)

    def _upgrade(self, memory: _Memory) -> None:
        """A cursor of an earlier version kept no moment of the dialogues: they are read from its last sweep of the wall."""
        if memory.wall is not None and memory.heard_at is None and memory.talks_at is None and memory.missed_since is None:
            memory.missed_since = max(float(Memory.load(memory.wall).at), self._seconds() - MONTH)

    async def _hear(self, memory: _Memory, *, at_once: bool) -> Heard:
        """Events first: what comes while the wall is read is told twice, and nothing is lost."""
        heard = await (self._ears.begin() if memory.events is None else self._ears.hear(memory.events, at_once=at_once))
        if heard.is_gap and heard.cursor is None and heard.trouble is None:  # from here on events are kept: the dialogues are read after it
            began = await self._ears.begin()
            heard = replace(heard, cursor=began.cursor, trouble=began.trouble, is_off=began.is_off)
        self._deaf, self._is_off = heard.trouble, heard.is_off
        self._failures = self._failures + 1 if heard.trouble is not None else 0
        memory.events = heard.cursor
        if heard.is_gap:
            memory.missed_since = min(filter(None, (memory.missed_since, memory.heard_at)), default=None)
            memory.wall_next = min(memory.wall_next, max(self._seconds(), self._wall_at + AFTER_A_GAP))
        elif heard.trouble is not None or heard.is_off:
            memory.wall_next = min(memory.wall_next, max(self._seconds(), self._wall_at + self._every))
        else:
            memory.heard_at = self._seconds()
        if memory.wall is not None:
            memory.wall, posts = with_heard(memory.wall, heard.posts)
            heard = replace(heard, posts=posts)
        memory.told = memory.told or any(each.network is Network.VK for each in heard.posts)
        return heard

    async def _see(self, memory: _Memory, heard: Heard) -> Heard:
        try:
            batch = await self._wall.fetch(memory.wall)
        except SourceBroken as error:
            self._blind = error.user_text
            if memory.wall is None or (self._deaf is not None and not heard.posts):
                raise
            memory.wall_next = self._seconds() + max(self._every, error.retry_after or 0.0)
            return heard
        self._blind, self._wall_at, self._quota = None, self._seconds(), batch.quota
        if memory.wall is not None and not heard.is_gap and _has_unheard(memory.wall, batch.posts):
            memory.told = False
        is_heard = memory.told and not (self._deaf or self._is_off)
        every = max(SELDOM, self._every) if is_heard else self._every
        memory.wall, memory.wall_next = batch.cursor, self._wall_at + max(every, batch.again_in or 0.0)
        posts = {each.external_id: each for each in (*heard.posts, *batch.posts)}  # the wall was read later
        posts |= {each.external_id: each for each in await self._missed(memory) if each.external_id not in posts}
        gone = dict.fromkeys((*(each for each in heard.gone if each not in posts), *batch.gone))
        return replace(heard, posts=tuple(posts.values()), gone=tuple(gone))

    async def _missed(self, memory: _Memory) -> Sequence[Post]:
        """Private messages of a gap; where they cannot be read now, the next sweep asks again."""
        now = self._seconds()
        memory.talks_at = memory.talks_at or now
        if not self._ears.waits and memory.missed_since is None and now - memory.talks_at >= AGAIN:
            memory.missed_since = memory.talks_at
        if memory.missed_since is None or self._deaf is not None or self._is_off:
            return ()
        found = await self._ears.missed(memory.missed_since)
        self._is_silent = found is None
        if found is not None:
            memory.missed_since, memory.talks_at = None, now
        return found or ()

    def _batch(self, memory: _Memory, heard: Heard) -> Batch:
        left = max(1.0, memory.wall_next - self._seconds())
        again = 0.0 if self._ears.waits and not self._is_off else left
        if self._failures:
            again = min(PAUSES[min(self._failures, len(PAUSES)) - 1], left)
        return Batch(
            posts=tuple(heard.posts),
            cursor=memory.dump(),
            gone=tuple(heard.gone),
            quota=self._quota,
            again_in=again,
            ill=self._ill(memory),
            drained=heard.drained,
        )

    def _ill(self, memory: _Memory) -> str | None:
        if self._deaf:
            return POLLED.format(self._deaf)
        if self._is_off and memory.events is not None:
            return NO_MORE
        if self._blind:
            return UNREAD.format(self._blind)
        return MISSED if self._is_silent else None

    def _seconds(self) -> float:
        return self._now().timestamp()


def _has_unheard(wall: str, posts: Sequence[Post]) -> bool:
    """Whether the wall shows a post that no event told of."""
    known = Memory.load(wall)
    told = [each for each in posts if each.parent_external_id is None and topic_ref_of(each.external_id) is None]
    _, new = with_heard(wall, told)
    return bool(new) and not known.first
