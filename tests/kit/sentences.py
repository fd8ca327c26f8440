"""What becomes of a resident's sentence: the shipped reader reads it, the desk takes it in, somebody of each department may get it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache

from bot.config.district import find_taxonomy
from incidents.incident import Incident
from incidents.official import Role
from incidents.reading import Reading
from nlp.district_files import load_district, load_taxonomy
from nlp.reader import Reader
from tests.kit.danger import asks
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.said import said
from tests.kit.screens import card_text

WALL = "Наше Конаково"


@cache
def reader() -> Reader:
    """The shipped weights with the places of Konakovo."""
    folder = konakovo().folder
    return Reader(load_district(folder), load_taxonomy(find_taxonomy(folder)))


@dataclass
class Heard:
    """A sentence that was written. `phones`: who has its card, executors by their department."""

    hands: Phones
    reading: Reading
    incident: Incident | None
    phones: set[str]
    is_asked: bool  # whether the coordinator is asked «Опасно?»

    @property
    def department(self) -> str | None:
        """Whose it is, or would be once the coordinator has said whether it is a danger."""
        assert self.incident is not None
        return self.incident.department_id or self.incident.proposed_id

    async def on(self, who: str) -> str:
        """The card on this person's phone."""
        assert self.incident is not None
        return await card_text(self.hands.town, self.incident, who)

    async def missed(self) -> str:
        """«Не взяли» of the coordinator."""
        await self.hands.town.sweep_outbox()
        await self.hands.type("coordinator", "/missed")
        ((_, text),) = await said(self.hands.town)
        return text


@asynccontextmanager
async def staffed(url: str) -> AsyncIterator[Phones]:
    """A town with an executor in each department, called as it."""
    async with phones(url) as hands:
        for department in konakovo().departments:
            await hands.town.enrol(department.id, Role.EXECUTOR, department.id)
        yield hands


async def write(hands: Phones, text: str) -> Heard:
    """A resident writes it on the wall."""
    town = hands.town
    reading = reader().read(text, community=WALL)
    incident = (await town.take(await town.write(text), reading)).incident
    names = {person.user_id: name for name, person in town.people.items()}
    coordinator = hands.user("coordinator")
    return Heard(
        hands=hands,
        reading=reading,
        incident=incident,
        phones={names[chat] for chat in await town.cards(incident.id)} if incident else set(),
        is_asked=any(asks(row) for row in await town.rows() if row.chat_id == coordinator),
    )
