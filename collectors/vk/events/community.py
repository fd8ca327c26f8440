"""One's own community: events in seconds, the wall as the safety net.

Events tell of no edited or deleted post and may be lost, so the wall is read too: seldom while events come, as any other wall while
they do not, at once after a gap.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Self

from collectors.vk.events.ears import Ears, Heard
from incidents.posts import Batch, Collector, Post, SourceBroken

SELDOM = 600.0  # scenario seconds between two sweeps of the wall while events come
AFTER_A_GAP = 30.0  # the least between two sweeps, however often VK loses the thread
PAUSES = (1.0, 5.0, 15.0, 60.0)  # scenario seconds until events are asked for again
POLLED = "События сообщества не приходят ({}), читаем стену, как все остальные"
UNREAD = "События приходят, а стена не читается: {}"


@dataclass(slots=True, kw_only=True)
class _Memory:
    """The cursor. `wall_next`: when the wall is read again; `heard_at`: when events came last; `missed_since`: from when on dialogues
    are to be read, after a gap. Unix seconds.
    """

    events: str | None = None
    wall: str | None = None
    wall_next: float = 0.0
    heard_at: float | None = None
    missed_since: float | None = None

    def dump(self) -> str:
        """As text."""
        return json.dumps({"own": 1, **asdict(self)}, separators=(",", ":"))

    @classmethod
    def load(cls, cursor: str | None) -> Self:
        """A cursor of the wall alone is taken over: what was read stays read."""
        try:
            data = json.loads(cursor) if cursor else {}
            if data.get("own") == 1:
                at, since = data.get("heard_at"), data.get("missed_since")
                return cls(events=data["events"], wall=data["wall"], wall_next=float(data["wall_next"]), heard_at=at, missed_since=since)
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
        self._quota: str | None = None
        self._failures = 0

    async def fetch(self, cursor: str | None) -> Batch:
        """What happened since the cursor: events, or the wall when it is its turn. Raises SourceBroken if neither is to be had."""
        memory = _Memory.load(cursor)
        is_due = memory.wall is None or memory.wall_next <= self._seconds()
        return await (self._see(memory) if is_due else self._listen(memory))

    async def _see(self, memory: _Memory) -> Batch:
        if memory.events is None or self._is_off:  # before the wall is read: what comes in between is told twice, and nothing is lost
            self._felt(heard := await self._ears.begin())
            memory.events = memory.events or heard.cursor
            if heard.cursor is not None:
                memory.heard_at = memory.heard_at or self._seconds()
        try:
            batch = await self._wall.fetch(memory.wall)
        except SourceBroken as error:
            self._blind = error.user_text
            if memory.wall is None or self._deaf is not None:
                raise
            memory.wall_next = self._seconds() + max(self._every, error.retry_after or 0.0)
            return self._batch(memory, Heard(cursor=memory.events))
        self._blind, self._wall_at = None, self._seconds()
        every = self._every if self._deaf or self._is_off else max(SELDOM, self._every)
        memory.wall, memory.wall_next = batch.cursor, self._wall_at + max(every, batch.again_in or 0.0)
        self._quota = batch.quota
        posts = [*batch.posts, *await self._missed(memory)]
        return self._batch(memory, Heard(cursor=memory.events, posts=posts, gone=batch.gone))

    async def _missed(self, memory: _Memory) -> Sequence[Post]:
        """Private messages of a gap; where they cannot be read now, the next sweep asks again."""
        if memory.missed_since is None or self._deaf is not None or self._is_off:
            return ()
        found = await self._ears.missed(memory.missed_since)
        memory.missed_since = memory.missed_since if found is None else None
        return found or ()

    async def _listen(self, memory: _Memory) -> Batch:
        heard = await self._ears.hear(memory.events)
        self._felt(heard)
        memory.events = heard.cursor
        if heard.is_gap:
            memory.missed_since = min(filter(None, (memory.missed_since, memory.heard_at)), default=None)
            memory.wall_next = min(memory.wall_next, max(self._seconds(), self._wall_at + AFTER_A_GAP))
        elif heard.trouble is not None or heard.is_off:
            memory.wall_next = min(memory.wall_next, max(self._seconds(), self._wall_at + self._every))
        else:
            memory.heard_at = self._seconds()
        return self._batch(memory, heard)

    def _felt(self, heard: Heard) -> None:
        self._deaf, self._is_off = heard.trouble, heard.is_off
        self._failures = self._failures + 1 if heard.trouble is not None else 0

    def _batch(self, memory: _Memory, heard: Heard) -> Batch:
        left = max(1.0, memory.wall_next - self._seconds())
        again = 0.0 if self._ears.waits and not self._is_off else left
        if self._failures:
            again = min(PAUSES[min(self._failures, len(PAUSES)) - 1], left)
        ill = POLLED.format(self._deaf) if self._deaf else UNREAD.format(self._blind) if self._blind else None
        return Batch(
            posts=tuple(heard.posts),
            cursor=memory.dump(),
            gone=tuple(heard.gone),
            quota=self._quota,
            again_in=again,
            ill=ill,
            drained=heard.drained,
        )

    def _seconds(self) -> float:
        return self._now().timestamp()
