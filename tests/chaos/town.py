"""Who writes and who presses: residents by a list of sentences, officials by a seed, each act noted down."""

import asyncio
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.demo.control import Control, SandboxError
from bot.demo.robots.robots import Robots
from bot.demo.robots.staff import TownOfficial
from bot.demo.town import RESIDENTS, Town

Json = dict[str, Any]  # Any: JSON of the control API

PATIENCE = 20  # looks that an official waits for the prompt: it may come after a kill
EAGER = frozenset({"Принять", "Знаем, работаем", "Принято, выезжаем", "Опубликовать", "Закрыть"})
"""Thought over at every look until pressed."""

ROUND = 0.5  # real seconds between two looks of all officials at their phones
STREETS = ("Энергетиков", "Гагарина", "Баскакова", "Горького", "Первомайская", "Набережная Волги")
SENTENCES = (
    "Конаково, улица {street}, {house}: во дворе яма на дороге, машины объезжают по газону",
    "У дома {house} по улице {street} в Конакове третий день не вывозят мусор, баки переполнены",
    "Конаково, {street}, {house}: не горит фонарь у подъезда, вечером темно",
    "В доме {house} на улице {street} в Конакове холодные батареи, в квартире 15 градусов",
    "Конаково, улица {street}, дом {house}: сломаны качели на детской площадке, почините",
    "У дома {house} на улице {street} в Конакове тротуар не чистят от снега, не пройти с коляской",
    "Конаково, {street}, {house}: в подъезде течёт крыша, на пятом этаже мокрые стены",
    "Улица {street}, {house}, Конаково: провалился асфальт у остановки, стоит лужа",
)


def texts() -> Iterator[str]:
    """What residents write: each time another house."""
    for number in itertools.count():
        street = STREETS[number // len(SENTENCES) % len(STREETS)]
        yield SENTENCES[number % len(SENTENCES)].format(street=street, house=1 + 2 * (number // len(SENTENCES)) + number % 2)


class Noted(Control):
    """The control API; what officials press and type is noted with the number under which the bot gets it."""

    def __init__(self, control: Control) -> None:
        super().__init__(control._session, control.port)
        self.presses: list[tuple[int, str, str]] = []  # who, the label, the press
        self.typed: list[tuple[int, int]] = []  # who, the update

    async def press(self, user_id: int, chat_id: int, message_id: int, label: str, wait: float = 0) -> Json:
        """An official presses a button by its label."""
        made = await super().press(user_id, chat_id, message_id, label, wait)
        self.presses.append((user_id, label, made["callback_query_id"]))
        return made

    async def type(self, user_id: int, text: str, **more: Any) -> Json:  # Any: JSON
        """An official types."""
        made = await super().type(user_id, text, **more)
        self.typed.append((user_id, made["update_id"]))
        return made


class Officials(Robots):
    """They work at night too, press what they may, and wait for a slow bot: a run need not wait for the morning."""

    def _is_worktime(self) -> bool:
        return True

    def _may_think(self, who: int, message: Json, label: str) -> bool:
        return (who, message["message_id"], label) not in self._thought if label in EAGER else super()._may_think(who, message, label)

    async def _look(self, official: TownOfficial) -> int:
        began = official.user_id not in self._writing
        done = await super()._look(official)
        if began and official.user_id in self._writing:
            self._patience[official.user_id] = PATIENCE
        return done

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(ROUND)
            await self.round()


@dataclass(slots=True)
class Residents:
    """They write on the walls, as many posts as the scenario has; `written`: places of the posts and their texts."""

    control: Control
    town: Town
    dice: random.Random
    written: dict[str, str] = field(default_factory=dict)

    async def run(self, posts: int, pause: float) -> None:
        """Write them all, one after another."""
        authors, walls = itertools.cycle(RESIDENTS), itertools.cycle(self.town.communities)
        for text in itertools.islice(texts(), posts):
            try:
                made = await self.control.write(next(walls).group_id, next(authors), text, photos=[])
            except SandboxError:
                continue
            self.written[f"wall{made['owner_id']}_{made['post_id']}"] = text
            await asyncio.sleep(self.dice.uniform(0.5, 1.5) * pause)
