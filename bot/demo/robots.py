"""Officials of a headless demo: they read their phones over the control API, press and answer, by a seed."""

import logging
import random
from collections.abc import Sequence
from typing import Any

from bot.clock import Clock
from bot.demo.control import Control, SandboxError
from bot.demo.town import TownOfficial
from incidents.official import Role

LOG = logging.getLogger(__name__)

EVERY = 120.0  # scenario seconds between two looks at the phones
NEWEST = 40  # messages that an official still looks through
PATIENCE = 10  # looks that an official waits for the prompt
SENDS = ("Отправить", "Отправить так")
CHANCE = {
    "Отправить": 1.0,
    "Отправить так": 1.0,
    "Опубликовать": 0.9,
    "Сделано": 1.0,
    "Закрыть молча": 1.0,
    "Не знаю чьё": 1.0,
    "Принять": 0.7,
    "Принято, выезжаем": 0.9,
    "Ответить": 0.7,
    "Закрыть": 0.5,
    "Не наше": 0.05,
}
"""Buttons in the order of their weight: at one look one button of a message is pressed. Each is thought over once."""

ANSWERS = (
    "Здравствуйте! Увидели, спасибо. Завтра до 12:00 мастер проверит на месте, вечером напишем здесь результат.",
    "Здравствуйте! Передали бригаде, сделаем до пятницы. Отвечает дежурный отдела, напишем здесь, когда закончим.",
)
Json = dict[str, Any]  # Any: JSON of the control API


class Robots:
    """All officials of the town, one after another."""

    def __init__(self, control: Control, clock: Clock, officials: Sequence[TownOfficial], *, seed: int) -> None:
        self._control, self._clock = control, clock
        self._officials = [o for o in officials if o.role in {Role.EXECUTOR, Role.COORDINATOR, Role.DUTY, Role.APPROVER}]
        self._random = random.Random(seed)  # noqa: S311 - a demo, no secret
        self._thought: set[tuple[int, int, str]] = set()
        self._writing: dict[int, int] = {}  # who writes an answer: since which message
        self._patience: dict[int, int] = {}
        self.presses = 0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(EVERY)
            for official in self._officials:
                try:
                    await self._look(official.user_id)
                except SandboxError as error:
                    LOG.info("%s", error.user_text)  # a message went away between the look and the press

    async def _look(self, who: int) -> None:
        messages = [m for m in (await self._control.chat(who))[-NEWEST:] if m["html"]]
        if who in self._writing:
            await self._write(who, messages)
            return
        for message in messages:
            label = self._choose(who, message)
            if label is None:
                continue
            self.presses += 1
            if label == "Ответить":
                self._writing[who] = messages[-1]["message_id"]
                self._patience[who] = PATIENCE
            await self._control.press(who, who, message["message_id"], label)
            if who in self._writing:
                return

    async def _write(self, who: int, messages: Sequence[Json]) -> None:
        """One dialogue at a time: the prompt, the text, the preview, «Отправить»."""
        for message in messages:
            if message["message_id"] <= self._writing[who]:
                continue
            buttons = _labels(message)
            if "Напишите ответ" in message["text"] and self._first_time(who, message, "text"):
                await self._control.type(who, ANSWERS[message["message_id"] % len(ANSWERS)])
            elif sends := [label for label in buttons if label in SENDS]:
                del self._writing[who]
                self.presses += 1
                await self._control.press(who, who, message["message_id"], sends[0])
                return
        self._patience[who] -= 1
        if self._patience[who] <= 0:
            del self._writing[who]  # the prompt never came: the card had changed meanwhile

    def _choose(self, who: int, message: Json) -> str | None:
        buttons = _labels(message)
        for label, chance in CHANCE.items():
            if label not in buttons or (label == "Закрыть" and "Ответ опубликован" not in message["text"]):
                continue
            is_promise = label == "Сделано" and "Новый срок" in buttons  # on a card, no outcome in a menu
            if self._first_time(who, message, label) and self._random.random() < (CHANCE["Закрыть"] if is_promise else chance):
                return label
        return None

    def _first_time(self, who: int, message: Json, what: str) -> bool:
        key = (who, message["message_id"], what)
        fresh = key not in self._thought
        self._thought.add(key)
        return fresh


def _labels(message: Json) -> list[str]:
    return [button["text"] for row in message["buttons"] or () for button in row if "callback_data" in button]
