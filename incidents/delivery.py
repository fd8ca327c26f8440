"""What the desk asks of delivery: messages, refreshes, daily slots, audit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol, TypedDict, Unpack

from incidents.audience import Recipient
from incidents.ids import AnswerId, ChatId, IncidentId, PostId
from incidents.official import Official
from incidents.outbox_message import OutboxMessage, params_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A message as the outbox keeps it: ids and codes, never texts."""

    chat_id: ChatId
    code: str
    params: Mapping[str, int | str | None] = field(default_factory=dict)
    incident_id: IncidentId | None = None  # reply to this incident's card in the chat, if it stands there
    topic_id: int | None = None
    sound: bool = True
    not_before: datetime | None = None


class Envelope(TypedDict, total=False):
    """How a message is put into a chat."""

    under: IncidentId | None  # a reply to this incident's card, if it stands in the chat
    edit: int | None  # into this message of ours
    to_more: bool  # a menu that was opened from «Ещё…»: its «Назад» leads there
    topic_id: int | None
    sound: bool  # True where nothing is said
    not_before: datetime | None


def outbox_row(to: ChatId, what: OutboxMessage, envelope: Envelope) -> Say:
    """A message as the outbox keeps it."""
    edit = envelope.get("edit")
    return Say(
        chat_id=to,
        code=what.code,
        params=params_of(what) | ({} if edit is None else {"edit": edit}) | ({"to_more": 1} if envelope.get("to_more") else {}),
        incident_id=envelope.get("under"),
        topic_id=envelope.get("topic_id"),
        sound=envelope.get("sound", True),
        not_before=envelope.get("not_before"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """A message that did not get through. `is_tried`: it still is, once an hour; else it is given up."""

    chat_id: ChatId
    code: str | None  # of the message, where it is neither a card nor photos
    incident_id: IncidentId | None
    post_id: PostId | None
    is_card: bool
    is_photos: bool
    is_tried: bool


class Outbox(Protocol):
    """What is to be said to chats."""

    erases: bool
    """Whether what is said from now on takes erased words away: it goes before cards, as it was asked for by law."""

    async def say(self, to: ChatId, what: OutboxMessage, **envelope: Unpack[Envelope]) -> None:
        """Put a message into the outbox."""

    async def refresh_cards(self, id: IncidentId, recipients: Sequence[Recipient]) -> None:
        """One pending refresh for every recipient's chat and for every chat where a copy of the card stands already.

        A danger that is there now is urgent by itself. Copies of those who are no recipients follow without a sound.
        """

    async def refresh_board(self, chat_id: ChatId) -> None:
        """One pending look at the chat's board of dangers, where it has one."""

    async def take_back(self, chat_id: ChatId, codes: Collection[str]) -> None:
        """Take back what waits for the chat under these codes."""

    async def refresh_here(self, id: IncidentId, chat_id: ChatId, topic_id: int | None, *, sound: bool = False) -> None:
        """One pending refresh for this chat only, at once at any hour: somebody there asks for it, or is asked by it."""

    async def follow_with_photos(self, id: IncidentId, post: PostId) -> None:
        """A later voice's photos follow every copy of the card that stands already, as a silent reply to it."""

    async def send_answer_photos(self, incident_id: IncidentId, chat_id: ChatId, answer_id: AnswerId) -> None:
        """Put the photos of an answer into the outbox, for whoever looks at it."""

    async def mark_alive(self, chat_id: ChatId) -> None:
        """The chat is on again: somebody wrote there, or it is to be tried once more. A pause stays: it is the messenger's word."""

    async def forget_chat(self, chat_id: ChatId) -> None:
        """Cards in this chat are no longer kept up to date, and what waits to be sent there is not sent."""

    async def is_on_its_way(self, chat_id: ChatId, what: type[OutboxMessage]) -> bool:
        """Whether such a message waits to be sent to the chat, or is being sent."""

    async def hold_back(self, chat_id: ChatId) -> Sequence[IncidentId]:
        """First cards that wait for a chat are not sent, nor what would reply to them; dangers are. Gives back whose cards."""

    async def on_the_way(self, id: IncidentId) -> Sequence[ChatId]:
        """Chats that the card is being sent to, where no try has failed yet."""

    async def not_sent(self, rows: str) -> Sequence[NotSent]:
        """Those of the named rows that have not got through to this day."""


class Copies(Protocol):
    """Copies of cards in chats."""

    async def chats_of(self, id: IncidentId) -> Sequence[ChatId]:
        """Chats where a copy of the card stands."""

    async def forget(self, id: IncidentId, chat_id: ChatId) -> None:
        """The next refresh sends a fresh card into the chat; the buttons of the old one still work."""

    async def incident_at(self, chat_id: ChatId, message_id: int) -> IncidentId | None:
        """Whose card this message is or was."""


class CardPlaces(Protocol):
    """Where cards stand or are about to."""

    async def of(self, id: IncidentId) -> Mapping[ChatId, int | None]:
        """Chats of a card and its messages there; None: it waits to be sent."""

    async def in_chat(self, chat_id: ChatId, *, unreadable_by: Official | None = None) -> Mapping[IncidentId, int]:
        """Cards that stand in a chat and their messages, newest first: all of them, or those that this official may not read."""

    async def take_away(self, chat_id: ChatId, ids: Collection[IncidentId]) -> None:
        """Cards are followed there no more, and neither card nor photos that wait are sent."""

    async def take_photos(self, chat_id: ChatId, id: IncidentId) -> Sequence[int]:
        """Messages with the photos that followed a card there; nobody knows of them afterwards."""


class Slots(Protocol):
    """What is done once a day."""

    async def take(self, job: str, day: date, *, at: datetime) -> bool:
        """Take the row (district, job, day): True for exactly one taker, ever."""

    async def taken(self, jobs: Collection[tuple[str, date]]) -> set[tuple[str, date]]:
        """Which of these jobs of a day somebody has taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oldest:
    """Whatever waits longest in a queue. `age`: by the clock that wrote its moment."""

    id: int
    age: timedelta


class HealthFigures(Protocol):
    """What shows from outside whether the parts do their work."""

    async def first_of_inbox(self, *, now: datetime) -> Oldest | None:
        """The oldest update of an official that could be handled now. A stranger may send as much as they like."""

    async def first_of_outbox(self, *, now: datetime) -> Oldest | None:
        """The oldest message that could be sent now: its chat takes messages and waits for no other, and no try has failed."""

    async def count_unsure(self) -> int:
        """How many answers nobody is sure of."""
