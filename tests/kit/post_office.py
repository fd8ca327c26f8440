"""A post office for tests: the courier over the real storage and renderer; the messenger says what the test wants."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.delivery.courier import LEASE, Courier
from bot.delivery.photos.photo_cache import Photos
from bot.renderer import Renderer
from bot.wakeups import Nudge
from incidents.delivery import Say
from incidents.ids import ChatId, IncidentId
from incidents.incident import Incident
from incidents.messenger import Delivery, Done, Message
from tests.kit.desk_town import DeskTown, desk_town, konakovo


@dataclass
class RecordingMessenger:
    """Writes down what it is asked and answers by script, else Done with the next message id."""

    calls: list[tuple[str, ChatId, Any]] = field(default_factory=list)
    script: dict[str, list[Delivery]] = field(default_factory=dict)
    details: list[dict[str, Any]] = field(default_factory=list)
    last_id: int = 100

    def says(self, method: str, *deliveries: Delivery) -> None:
        self.script[method] = list(deliveries)

    def _answer(self, method: str, chat_id: ChatId, what: Any, **details: Any) -> Delivery:
        self.calls.append((method, chat_id, what))
        self.details.append(details)
        waiting = self.script.get(method)
        if waiting:
            return waiting.pop(0)
        self.last_id += 1
        return Done(message_id=self.last_id)

    async def send(
        self, chat_id: ChatId, message: Message, *, silent: bool = False, topic_id: int | None = None, reply_to: int | None = None
    ) -> Delivery:
        return self._answer("send", chat_id, message, silent=silent, topic_id=topic_id, reply_to=reply_to)

    async def edit(self, chat_id: ChatId, message_id: int, message: Message) -> Delivery:
        return self._answer("edit", chat_id, message, message_id=message_id)

    async def send_photos(
        self, chat_id: ChatId, photos: Sequence[bytes], *, reply_to: int | None = None, topic_id: int | None = None
    ) -> Delivery:
        return self._answer("photos", chat_id, list(photos), reply_to=reply_to, topic_id=topic_id)

    async def delete(self, chat_id: ChatId, message_id: int, *, is_photo: bool = False) -> Delivery:
        return self._answer("delete", chat_id, message_id, is_photo=is_photo)

    def to(self, chat_id: ChatId) -> list[str]:
        """Methods that were called for a chat."""
        return [method for method, chat, _ in self.calls if chat == chat_id]


class HeldPhotos(Photos):
    """Photos that need no network."""

    async def fetch(self, urls: Sequence[str]) -> list[bytes]:
        return [url.encode() for url in urls if "gone" not in url]


@dataclass
class Post:
    """A post office: the courier and what it needs."""

    town: DeskTown
    messenger: RecordingMessenger
    courier: Courier

    async def deliver(self, *, rounds: int = 10) -> None:
        """Everything that can be sent now, a row a chat at a time."""
        for _ in range(rounds):
            async with self.town.storage.transaction() as tx:
                rows = await tx.outbox.claim(now=self.town.clock.now(), lease=LEASE, limit=30)
            if not rows:
                return
            for row in rows:
                await self.courier._guarded(row)

    async def say(self, code: str, to: str = "ann", **more: Any) -> None:
        async with self.town.storage.transaction() as tx:
            await tx.outbox.put(Say(chat_id=self.town.chat(to), code=code, **more))

    async def message_of(self, incident: Incident, chat: str | ChatId) -> int | None:
        async with self.town.storage.transaction() as tx:
            copy = await tx.copies.in_chat(incident.id, self.town.chat(chat) if isinstance(chat, str) else chat)
        return copy.message_id if copy else None

    async def whose(self, chat: str, message_id: int) -> IncidentId | None:
        async with self.town.storage.transaction() as tx:
            return await tx.copies.incident_at(self.town.chat(chat), message_id)

    async def given_up(self) -> int:
        async with self.town.storage.transaction() as tx:
            return len(await tx.outbox.given_up())


@asynccontextmanager
async def post_office(url: str) -> AsyncIterator[Post]:
    async with desk_town(url) as town:
        messenger = RecordingMessenger()
        district = konakovo()
        courier = Courier(town.storage, town.clock, messenger, Renderer(district), HeldPhotos(), district.policy, Nudge())
        yield Post(town, messenger, courier)
