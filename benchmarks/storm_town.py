"""The district of a storm: a department a settlement, and what its phones got."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from district_set import DistrictSet, One, until
from sqlalchemy import select

from benchmarks.department_a_village import coordinated, district_of, town_of
from benchmarks.storm_journal import Call, labels_of
from bot.config.district import District
from bot.demo.robots.staff import TownOfficial
from bot.demo.town import Town
from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import heard, same_post
from bot.storage.engine.own_district import everywhere
from bot.storage.intake.posts import post
from incidents.official import Role

DEPARTMENTS = 24
HELP = "Что умеет бот"


class Storm:
    """The one district of a run, and what its phones got."""

    def __init__(self, districts: DistrictSet) -> None:
        self.one: One = districts.districts[0]
        self.names = [each.title for each in self.one.district.rules]  # a rule a settlement
        self.chats = {each.user_id: each for each in self.one.town.officials}
        self.coordinator = next(id for id, each in self.chats.items() if each.role is Role.COORDINATOR)

    async def write(self, author: int, text: str) -> None:
        """A resident writes on the administration's wall."""
        await self.one.control.write(self.one.town.answers_as.group_id, author, text)

    async def calls(self) -> Sequence[Call]:
        """What the bot has asked the messenger and got, oldest first."""
        found: list[Mapping[str, Any]] = []
        while some := (await self.one.control.get("log", after=found[-1]["n"] if found else 0, limit=500))["calls"]:
            found += some
        return [each for each in found if each["api"] == "telegram" and each["ok"]]

    async def dangers(self) -> Sequence[Any]:  # Any: a row
        """Dangers in the order of their coming, each with whoever told of it first."""
        first = select(post.c.author_id).join(heard, same_post()).where(heard.c.incident_id == incident.c.id)
        first = first.order_by(heard.c.joined_at, post.c.id).limit(1).scalar_subquery()
        asked = select(incident, first.label("author_id")).where(incident.c.danger_since.is_not(None))
        asked = asked.order_by(incident.c.danger_since, incident.c.id)
        async with self.one.storage.transaction() as tx:
            return await tx._all(everywhere(asked))

    async def holds(self, chat: int, words: str, *, at_least: int = 0, at_most: int = 1_000) -> bool:
        """Whether so many messages of a chat have these words."""
        found = sum(words in each.get("text", "") for each in await self.one.control.chat(chat))
        return at_least <= found <= at_most

    async def press(self, label: str) -> None:
        """The coordinator presses, once such a button stands there."""
        found: list[Mapping[str, Any]] = []

        async def stands() -> bool:
            found[:] = [each for each in await self.one.control.chat(self.coordinator, newest=30) if label in labels_of(each)]
            return bool(found)

        await until(stands, label, every=0.1)
        await self.one.control.press(self.coordinator, self.coordinator, found[-1]["message_id"], label, wait=20)

    async def until_answered(self, mark: int) -> None:
        """Back when the coordinator's chat holds a reply to a command that was typed after so many messages."""

        async def is_answered() -> bool:
            chat = await self.one.control.chat(self.coordinator, newest=30)
            return any(HELP in each.get("text", "") and each["message_id"] > mark for each in chat)

        await until(is_answered, "the command is answered", every=0.05)


def made(folder: Path) -> tuple[District, Town]:
    """A department a settlement, a coordinator, a duty officer."""
    district, _ = district_of(folder, DEPARTMENTS)
    town = coordinated(town_of(district))
    last = max(each.user_id for each in town.officials)
    return district, replace(town, officials=(*town.officials, TownOfficial(last + 1, Role.DUTY, None, "Дежурный", "Пётр", "Лужин")))
