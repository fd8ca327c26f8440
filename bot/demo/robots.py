"""Officials of a headless demo: they read their phones over the control API, press and answer, by a seed."""

import logging
import random
from collections.abc import Sequence
from typing import Any

from bot.clock import Clock
from bot.demo.control import Control, SandboxError
from bot.demo.town import TownOfficial
from incidents.people import Role

LOG = logging.getLogger(__name__)

EVERY = 120.0  # scenario seconds between two looks at the phones
CHANCE = {"Принять": 0.6, "Принято, выезжаем": 0.9, "Не наше": 0.05, "Ответить": 0.5, "Отправить": 1.0, "Закрыть": 0.3, "Сделано": 1.0}
ANSWERS = (
    "Здравствуйте! Увидели, спасибо. Завтра до 12:00 мастер проверит на месте, вечером напишем здесь результат.",
    "Здравствуйте! Передали бригаде, сделаем до пятницы. Отвечает дежурный отдела, напишем здесь, когда закончим.",
)


class Robots:
    """All officials of the town, one after another."""

    def __init__(self, control: Control, clock: Clock, officials: Sequence[TownOfficial], *, seed: int) -> None:
        self._control, self._clock = control, clock
        self._officials = [o for o in officials if o.role in {Role.EXECUTOR, Role.COORDINATOR, Role.DUTY}]
        self._random = random.Random(seed)  # noqa: S311 - a demo, no secret
        self._done: set[tuple[int, int, str]] = set()
        self.presses = 0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(EVERY)
            for official in self._officials:
                await self._look(official)

    async def _look(self, official: TownOfficial) -> None:
        try:
            messages = await self._control.chat(official.user_id)
            for message in messages[-30:]:
                await self._consider(official, message)
        except SandboxError as error:
            LOG.info("%s", error.user_text)  # a message went away between the look and the press

    async def _consider(self, official: TownOfficial, message: dict[str, Any]) -> None:  # Any: JSON
        if "Напишите ответ" in message["text"] and message.get("from", {}).get("is_bot"):
            await self._once(official, message, "text", ANSWERS[message["message_id"] % len(ANSWERS)])
            return
        for row in message["buttons"] or ():
            for button in row:
                label = button["text"]
                key = (official.user_id, message["message_id"], label)
                if "callback_data" not in button or key in self._done or label not in CHANCE:
                    continue
                if label == "Закрыть" and "Ответ опубликован" not in message["text"]:
                    continue
                if self._random.random() < CHANCE[label]:
                    self._done.add(key)
                    self.presses += 1
                    await self._control.press(official.user_id, official.user_id, message["message_id"], label)
                    return

    async def _once(self, official: TownOfficial, message: dict[str, Any], what: str, text: str) -> None:  # Any: JSON
        key = (official.user_id, message["message_id"], what)
        if key not in self._done:
            self._done.add(key)
            await self._control.type(official.user_id, text)
