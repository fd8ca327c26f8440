"""How fast a messenger may be spoken to, in scenario time: over all, in a chat, in a group (FACTS: edits count too)."""

from collections import deque
from datetime import datetime, timedelta

from incidents.ids import ChatId

OVERALL = (30, timedelta(seconds=1))
PRIVATE = (1, timedelta(seconds=1))
GROUP = (20, timedelta(minutes=1))
_PAST = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
FORGET = 10_000  # chats remembered at most


class Pace:
    """Sliding windows. `reserve` books the next free moment and says how long to wait for it."""

    def __init__(self) -> None:
        self._all: deque[datetime] = deque(maxlen=OVERALL[0])
        self._chats: dict[ChatId, deque[datetime]] = {}

    def reserve(self, chat_id: ChatId, now: datetime) -> float:
        """Scenario seconds until the booked moment."""
        count, span = GROUP if chat_id < 0 else PRIVATE
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self._chats) >= FORGET:
                self._chats.clear()
            chat = self._chats[chat_id] = deque(maxlen=count)
        moment = max(now, _free(chat, span), _free(self._all, OVERALL[1]))
        if chat_id < 0 and chat:
            moment = max(moment, chat[-1] + PRIVATE[1])
        chat.append(moment)
        self._all.append(moment)
        return (moment - now).total_seconds()


def _free(window: deque[datetime], span: timedelta) -> datetime:
    """When the window has room again."""
    return window[0] + span if len(window) == window.maxlen else _PAST
