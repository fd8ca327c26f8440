"""What every rendering gets: one outbox row, the transaction to read in, the time and the district."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.config.district import District
from bot.screens.kit.place import what_where
from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.transaction import Tx
from incidents.advice.values import Words
from incidents.answers.values import Answer
from incidents.errors import NotFound
from incidents.ids import AnswerId, IncidentId, OfficialId
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.official import Official


def short(district: District, topic: str) -> str:
    """A topic as the first line of a card."""
    known = district.topics.get(topic)
    return known.short if known else "Сообщение"


@dataclass(frozen=True, slots=True)
class Call:
    """What a text is made from."""

    tx: Tx
    row: OutboxRow
    now: datetime
    district: District
    bot_name: str | None = None  # for links to the bot; None: not known yet
    file_words: Words = field(default_factory=Words)  # of the advice, as lint.toml says them

    @property
    def tz(self) -> tzinfo:
        """The district's zone."""
        return self.district.timezone

    def number(self, name: str) -> int:
        """A parameter that is an id. Raises NotFound where it is none: the row is of an older program."""
        value = self.row.params.get(name)
        if not isinstance(value, int):
            raise NotFound
        return value

    def text(self, name: str) -> str:
        """A parameter that is a code or our own words."""
        value = self.row.params.get(name)
        if not isinstance(value, str):
            raise NotFound
        return value

    def page(self) -> int:
        """Which page of a list is asked for, from 0."""
        value = self.row.params.get("page")
        return value if isinstance(value, int) else 0

    def short(self, topic: str) -> str:
        """A topic in ≤ 24 characters."""
        return short(self.district, topic)

    def about(self, incident: Incident) -> str:
        """«Вода на дороге · Конаково, ул. Белавинская»."""
        return what_where(self.short(incident.topic), incident.place)

    async def incident(self) -> tuple[Incident, str]:
        """The incident of the row and what it is about."""
        incident = await self.tx.incident(IncidentId(self.number("incident")))
        return incident, self.about(incident)

    async def answer(self) -> tuple[Answer, str]:
        """The answer of the row and what its incident is about."""
        answer = await self.tx.answer(AnswerId(self.number("answer")))
        return answer, self.about(await self.tx.incident(answer.incident_id))

    async def official(self) -> Official:
        """The official of the row."""
        return await self.tx.official(OfficialId(self.number("official")))


class Unneeded(Exception):
    """There is nothing to say any more: the row is done, and what stands in the chat for it is taken away."""


Render = Callable[[Call], Awaitable[Message]]


def topic_titles(call: Call) -> Mapping[str, str]:
    """Slugs of groups and topics as people call them."""
    topics = call.district.topics
    return {topic.group: topic.group_title for topic in topics.values()} | {slug: topic.short for slug, topic in topics.items()}


def fixed(make: Callable[[], Message]) -> Render:
    """A text that depends on nothing."""

    async def render(_call: Call) -> Message:
        return make()

    return render


def plain(make: Callable[..., Message]) -> Render:
    """A text about the incident's number and matter only."""

    async def render(call: Call) -> Message:
        incident, where = await call.incident()
        return make(number=incident.number, what_where=where)

    return render


def with_buttons(make: Callable[..., Message]) -> Render:
    """A text about the incident's number and matter, with buttons that carry the incident."""

    async def render(call: Call) -> Message:
        incident, where = await call.incident()
        return make(incident_id=incident.id, number=incident.number, what_where=where)

    return render
