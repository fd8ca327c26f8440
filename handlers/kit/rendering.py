"""What every rendering gets: chat, transaction, time and policy."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TypeVar

from handlers.kit.networks import Networks, networks_of
from handlers.kit.place import plain_title, topic_title, what_where
from incidents.advice.values import Words
from incidents.answers.values import Answer
from incidents.danger.phones import Phone
from incidents.ids import AnswerId, ChatId, IncidentId
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.outbox_message import AboutIncident, OutboxMessage
from incidents.policy import Policy
from incidents.transaction import Transaction

Said = TypeVar("Said", bound=OutboxMessage)


def short(policy: Policy, topic: str) -> str:
    """A topic as the first line of a card."""
    entry = policy.topics.get(topic)
    return topic_title(entry.short) if entry else "Сообщение"


def title_of(policy: Policy, incident: Incident) -> str:
    """What an incident is called where people read it: topics are named for troubles, and a suggestion is none."""
    return "Предложение" if incident.is_suggestion else plain_title(incident, short(policy, incident.topic))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ailment:
    """What does not work in the bot itself. `what` and `wanted` are Russian lines of our own."""

    what: str
    wanted: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """What a text is made from."""

    tx: Transaction
    chat_id: ChatId
    now: datetime
    policy: Policy
    in_topic: bool = False  # of a group's forum
    phones: Sequence[Phone] = ()  # whom to call by voice
    bot_name: str | None = None  # for links to the bot; None: not known yet
    file_words: Words = field(default_factory=Words)  # of the advice, as lint.toml says them
    code: str | None = None  # of a link that is about to be sent: it stands in no row
    ailments: Sequence[Ailment] = ()  # of the bot itself, as this process knows them
    is_split: bool = False  # other processes do the other parts, and know their illnesses

    @property
    def tz(self) -> tzinfo:
        """The district's zone."""
        return self.policy.calendar.timezone

    @property
    def networks(self) -> Networks:
        """How networks are called."""
        return networks_of(self.policy.networks)

    def short(self, topic: str) -> str:
        """A topic in ≤ 24 characters."""
        return short(self.policy, topic)

    def title(self, incident: Incident) -> str:
        """What the incident is called.

        A topic in ≤ 24 characters, the resident's own words in ≤ 41.
        """
        return title_of(self.policy, incident)

    def about(self, incident: Incident) -> str:
        """«Вода на дороге · Конаково, ул. Белавинская»."""
        return what_where(self.title(incident), incident.place)

    async def incident(self, id: IncidentId) -> tuple[Incident, str]:
        """The incident, and what it is about."""
        incident = await self.tx.incidents.get(id)
        return incident, self.about(incident)

    async def answer(self, id: AnswerId) -> tuple[Answer, str]:
        """The answer, and what its incident is about."""
        answer = await self.tx.answers.get(id)
        return answer, self.about(await self.tx.incidents.get(answer.incident_id))


Render = Callable[[Call, Said], Awaitable[Message]]
"""Reads the database, makes the text of one class of messages."""


class Unneeded(Exception):
    """There is nothing to say any more: the row is done, and what stands in the chat for it is taken away."""


def topic_titles(call: Call) -> Mapping[str, str]:
    """Slugs of groups and topics as people call them."""
    topics = call.policy.topics
    return {topic.group: topic.group_title for topic in topics.values()} | {slug: topic.short for slug, topic in topics.items()}


def fixed(make: Callable[[], Message]) -> Render[OutboxMessage]:
    """A text that depends on nothing."""

    async def render(_call: Call, _said: OutboxMessage) -> Message:
        return make()

    return render


def about_incident(make: Callable[..., Message]) -> Render[AboutIncident]:
    """A text about the incident's number and matter only."""

    async def render(call: Call, said: AboutIncident) -> Message:
        incident, where = await call.incident(said.incident)
        return make(number=incident.number, what_where=where)

    return render


def with_buttons(make: Callable[..., Message]) -> Render[AboutIncident]:
    """A text about the incident's number and matter, with buttons that carry the incident."""

    async def render(call: Call, said: AboutIncident) -> Message:
        incident, where = await call.incident(said.incident)
        return make(incident_id=incident.id, number=incident.number, what_where=where)

    return render
