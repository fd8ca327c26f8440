"""How fast a bot may write, in scenario time (edits count too).

Telegram publishes no exact numbers; these are what is reported: about 30 messages a second over
all, one a second in a chat with small bursts, 20 a minute in a group.
"""

import math
from collections import deque
from dataclasses import dataclass, field

from sandbox.errors import TelegramError

BOT_PER_SECOND = 30
CHAT_BURST = 3
GROUP_PER_MINUTE = 20
MINUTE = 60.0


@dataclass(slots=True)
class Bucket:
    """Tokens come at `rate` a second up to `size`; an album may go into debt."""

    size: float
    rate: float
    left: float
    at: float

    def wait(self, now: float) -> float:
        """Tell how many seconds until one more message may go."""
        self.left = min(self.size, self.left + max(0.0, now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.rate


@dataclass(slots=True)
class Pace:
    """The three limits of one bot."""

    whole: Bucket | None = None
    chats: dict[int, Bucket] = field(default_factory=dict)
    groups: dict[int, deque[float]] = field(default_factory=dict)

    def spend(self, chat_id: int, now: float, messages: int = 1) -> None:
        """Let the messages through or refuse with 429; a refused one costs nothing."""
        if self.whole is None:
            self.whole = Bucket(BOT_PER_SECOND, BOT_PER_SECOND, BOT_PER_SECOND, now)
        chat = self.chats.setdefault(chat_id, Bucket(CHAT_BURST, 1.0, CHAT_BURST, now))
        minute = self.groups.setdefault(chat_id, deque()) if chat_id < 0 else deque()
        wait = max(self.whole.wait(now), chat.wait(now), _group_wait(minute, now))
        if wait > 0:
            seconds = math.ceil(wait)
            words = f"Too Many Requests: retry after {seconds}"
            raise TelegramError(429, words, {"retry_after": seconds})
        self.whole.left -= messages
        chat.left -= messages
        minute.extend([now] * messages)


def _group_wait(minute: deque[float], now: float) -> float:
    while minute and not now - MINUTE < minute[0] <= now:
        minute.popleft()
    if len(minute) < GROUP_PER_MINUTE:
        return 0.0
    return minute[len(minute) - GROUP_PER_MINUTE] + MINUTE - now
