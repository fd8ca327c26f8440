"""Send rates in scenario time: over all, a chat, a group.

Edits count too: docs/limits.md.
"""

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self

from bot.storage.engine.storage import Storage
from incidents.ids import ChatId

OVERALL = (30, timedelta(seconds=1.04))
"""A little more than the messenger's second: between its turn and the messenger a message is rendered, now quicker, now slower."""

PRIVATE = (1, timedelta(seconds=1))
GROUP = (20, timedelta(minutes=1, seconds=0.5))
"""Half a second more than the messenger's minute: the twenty-first would else come before it is over, if it was quicker on its way."""
FARTHEST = timedelta(minutes=5)
"""Nothing is booked farther: what is was booked by a clock that ran ahead."""

_PAST = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
FORGET = 10_000  # chats remembered at most


class Pace:
    """Sliding windows. `reserve` books the next free moment of a chat."""

    def __init__(self) -> None:
        self._all: list[datetime] = []  # booked moments in order: a chat may book later than another one that asks after it
        self._chats: dict[ChatId, deque[datetime]] = {}

    @classmethod
    def of(cls, overall: Sequence[datetime], chat_id: ChatId, chat: Sequence[datetime]) -> Self:
        """What is booked already, in order: of all chats, of this one."""
        pace, count = cls(), _limit(chat_id)[0]
        pace._all, pace._chats[chat_id] = list(overall), deque(chat, maxlen=count)
        return pace

    def reserve(self, chat_id: ChatId, now: datetime, *, patience: float, is_answer: bool = True) -> tuple[float, bool]:
        """Scenario seconds until the free moment; it is booked unless they are more than `patience`.

        What answers nobody (`is_answer`) books nothing behind another that waits in the chat, it asks again when that one goes: whoever
        presses meanwhile goes before it.
        """
        if self._all and self._all[-1] > now + FARTHEST:
            self._all.clear()
            self._chats.clear()
        count, span = _limit(chat_id)
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self._chats) >= FORGET:
                self._chats.clear()
            chat = self._chats[chat_id] = deque(maxlen=count)
        if not is_answer and chat and chat[-1] > now:
            return (chat[-1] - now).total_seconds(), False
        moment = max(now, _free(chat, span))
        if chat_id < 0 and chat:
            moment = max(moment, chat[-1] + PRIVATE[1])
        moment = self._uncrowded(moment, now)
        wait = (moment - now).total_seconds()
        if wait <= patience:
            chat.append(moment)
            insort(self._all, moment)
        return wait, wait <= patience

    def took(self, chat_id: ChatId, now: datetime) -> None:
        """The messenger took a message this moment: the chat's next one counts from here, however long this one was on its way."""
        chat = self._chats.get(chat_id)
        if chat and chat[-1] < now:
            chat[-1] = now

    def _uncrowded(self, moment: datetime, now: datetime) -> datetime:
        """The first moment from this one on that makes no second of any place too full."""
        span = OVERALL[1]
        del self._all[: bisect_right(self._all, now - span)]
        while (
            first := _full(self._all[bisect_right(self._all, moment - span) : bisect_left(self._all, moment + span)], moment)
        ) is not None:
            moment = first + span
        return moment


class SharedPace:
    """The limits of one bot, whoever sends: several processes on PostgreSQL book their moments in it, one on SQLite in its memory."""

    def __init__(self, storage: Storage) -> None:
        self._storage, self._own = storage, Pace()

    async def reserve(self, chat_id: ChatId, now: datetime, *, patience: float, is_answer: bool = True) -> tuple[float, bool]:
        """See `Pace.reserve`."""
        if self._storage.is_embedded:
            return self._own.reserve(chat_id, now, patience=patience, is_answer=is_answer)
        async with self._storage.transaction(person_waits=is_answer) as tx:
            overall, chat = await tx.sendings.lately(chat_id, now, chat=GROUP[1], overall=OVERALL[1])
            wait, is_booked = Pace.of(overall, chat_id, chat).reserve(chat_id, now, patience=patience, is_answer=is_answer)
            if is_booked:
                await tx.sendings.add(chat_id, now + timedelta(seconds=wait), now=now)
        return wait, is_booked

    def took(self, chat_id: ChatId, now: datetime) -> None:
        """See `Pace.took`. Booked moments that several processes share stay as they are."""
        self._own.took(chat_id, now)


def _limit(chat_id: ChatId) -> tuple[int, timedelta]:
    return GROUP if chat_id < 0 else PRIVATE


def _full(near: Sequence[datetime], moment: datetime) -> datetime | None:
    """The first of the others that this moment would make a span of too many with; None: of none. `near`: what is booked around it."""
    most, span = OVERALL
    if len(near) < most:
        return None
    place = bisect_right(near, moment)
    booked = [*near[:place], moment, *near[place:]]
    for first in range(max(0, place - most), min(place + 1, len(booked) - most)):
        if booked[first + most] - booked[first] < span:
            return booked[first + (first == place)]
    return None


def _free(window: deque[datetime], span: timedelta) -> datetime:
    """When the window has room again."""
    return window[0] + span if len(window) == window.maxlen else _PAST
