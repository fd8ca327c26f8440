"""The queue of updates of one bot and its single poller."""

import asyncio
import itertools
import time
from collections import deque
from dataclasses import dataclass, field

from sandbox.errors import Json, TelegramError

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
KEPT_SECONDS = 24 * 3600.0  # of the scenario: Telegram keeps no update longer
LONGEST_WAIT = 50.0  # real seconds
ONLY_ON_DEMAND = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

# Update ids go on over resets and restarts: a client that lives on, or keeps them in a database, must not take new
# updates for old ones. Ten a second since late 2023 stay within 31 bits until 2030.
_ids = itertools.count(int((time.time() - 1_700_000_000) * 10))


@dataclass(slots=True)
class Pending:
    """An update that nobody has confirmed yet."""

    id: int
    at: float
    body: Json


@dataclass(slots=True)
class UpdateQueue:
    """Nothing leaves it before a later offset confirms it."""

    pending: deque[Pending] = field(default_factory=deque)
    allowed: list[str] = field(default_factory=list)
    poller: "asyncio.Future[str | None] | None" = None  # its result: what pushed it out, if anything
    arrived: asyncio.Event = field(default_factory=asyncio.Event)  # for the postman of a webhook

    def put(self, kind: str, value: Json, now: float) -> int | None:
        """Add an update unless the bot asked not to see its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in ONLY_ON_DEMAND
        return self.put_raw({kind: value}, now) if wanted else None

    def put_raw(self, body: Json, now: float) -> int:
        """Add any object; it keeps its own update_id if it has one."""
        own = body.get("update_id")
        update_id = own if isinstance(own, int) else next(_ids)
        self.pending.append(Pending(update_id, now, {"update_id": update_id} | body))
        self.arrived.set()
        self._wake(None)
        return update_id

    def close(self) -> None:
        """Let a waiting poller go with nothing."""
        self._wake(None)

    def push_out(self, because: str) -> None:
        """Let a waiting poller go with 409."""
        self._wake(because)

    async def get(self, offset: int, limit: int, wait: float, now: float) -> list[Json]:
        """Confirm what is before the offset and give what is there, waiting if there is nothing.

        A later call pushes this one out with 409, as at Telegram.
        """
        self._confirm(offset)
        self.forget(now)
        self._wake(CONFLICT)
        if not self.pending and wait > 0:
            await self._wait(min(wait, LONGEST_WAIT))
        return [item.body for item in itertools.islice(self.pending, limit)]

    async def _wait(self, seconds: float) -> None:
        mine = self.poller = asyncio.get_running_loop().create_future()
        try:
            because = await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            return
        finally:
            if self.poller is mine:
                self.poller = None
        if because is not None:
            raise TelegramError(409, because)

    def _wake(self, because: str | None) -> None:
        if self.poller is not None and not self.poller.done():
            self.poller.set_result(because)
        self.poller = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        elif offset > 0:
            self.pending = deque(item for item in self.pending if item.id >= offset)

    def forget(self, now: float) -> None:
        """Drop what is older than a day."""
        self.pending = deque(item for item in self.pending if item.at > now - KEPT_SECONDS)
