"""Messages about illnesses of the bot, sent without the database."""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.health.episodes import Episodes
from bot.health.illness import Illness
from bot.health.illness_messages import IllnessWords
from bot.health.illness_words import title
from incidents.ids import ChatId
from incidents.messenger import Later, Message, Messenger

LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Letter:
    """A message on its way: `left` have not got it yet."""

    kind: Illness
    message: Message
    left: set[ChatId]
    is_over: bool
    not_before: datetime


class Alarm:
    """Tells the coordinators when an illness lasts and when it is over.

    `addresses`: their chats as last known. They are in memory, since the database may be what is ill.
    """

    def __init__(self, messenger: Messenger, clock: Clock, episodes: Episodes, words: IllnessWords) -> None:
        self._messenger, self._clock, self._episodes, self._words = messenger, clock, episodes, words
        self._letters: list[_Letter] = []
        self.addresses: frozenset[ChatId] = frozenset()
        self.tells: Collection[Illness] = ()  # the others are another process's to tell

    async def round(self) -> None:
        """Write what is due and send what was not sent yet."""
        now = self._clock.now()
        for episode in self._episodes.end(at=now):
            LOG.warning("прошло: %s", title(episode.kind))
            self._letters = [letter for letter in self._letters if letter.kind is not episode.kind]
            if episode.kind in self.tells and self._episodes.is_end_told(episode):
                if not episode.is_told:
                    self._episodes.told(episode, at=now)
                self._write(episode.kind, self._words.over(episode, now=now), is_over=True, now=now)
        for episode in self._episodes.to_tell(at=now):
            if episode.kind in self.tells and self.addresses:
                self._episodes.told(episode, at=now)
                self._write(episode.kind, self._words.ill(episode, now=now), is_over=False, now=now)
        await self._send(now)

    def tells_all(self) -> bool:
        """Whether every illness is this process's to tell."""
        return set(Illness) <= set(self.tells)

    def is_on_its_way(self, kind: Illness) -> bool:
        """Whether somebody has still to get a message about it."""
        return any(letter.kind is kind for letter in self._letters)

    def _write(self, kind: Illness, message: Message, *, is_over: bool, now: datetime) -> None:
        self._letters.append(_Letter(kind, message, set(self.addresses), is_over, now))

    async def _send(self, now: datetime) -> None:
        async with asyncio.TaskGroup() as group:
            for letter in self._letters:
                if letter.not_before <= now and (letter.is_over or self._lasts(letter.kind)):
                    for chat in tuple(letter.left):
                        group.create_task(self._send_one(letter, chat))
        self._letters = [letter for letter in self._letters if letter.left]

    def _lasts(self, kind: Illness) -> bool:
        episode = self._episodes.now_ill.get(kind)
        return episode is not None and episode.well_at is None

    async def _send_one(self, letter: _Letter, chat: ChatId) -> None:
        delivery = await self._messenger.send(chat, letter.message, silent=letter.is_over)
        if isinstance(delivery, Later):
            letter.not_before = self._clock.now() + timedelta(seconds=delivery.seconds)
        else:
            letter.left.discard(chat)
