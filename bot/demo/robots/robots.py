"""Robots: officials who accept, answer and close by a seed.

They read their phones over the control API. A phone that a visitor holds is left to the visitor.
"""

import asyncio
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from bot.clock import Clock
from bot.demo.control import Control, SandboxError
from bot.demo.robots import coordinator
from bot.demo.robots.robot_answers import DANGER_SIGN, answer_of
from bot.demo.robots.staff import TownOfficial
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
    "Сегодня": 1.0,
    "Написать жителю": 1.0,
    "Закрыть: сделано": 1.0,
    "Не знаю чьё": 1.0,
    "Принять": 0.5,
    "Знаем, работаем": 0.9,
    "Принято, выезжаем": 0.9,
    "Уже безопасно": 0.05,
    "Ответить": 0.85,
    "Закрыть": 0.5,
    "Не наше": 0.05,
}
"""Buttons in the order of their weight: at one look one button of a message is pressed."""

AGAIN = frozenset({"Опубликовать", "Принять", "Принято, выезжаем", "Уже безопасно"})
"""Thought over at every look until pressed; the others once."""

WRITES, TELLS = "Ответить", "Написать жителю"
DONE_IN = 7200.0
SOONEST = {"Уже безопасно": 1500.0, "Закрыть": DONE_IN}
"""Scenario seconds after the card: people drive there, do it and look again."""
THIRD = "Третий раз"  # such a house waits for the head's word: nobody dares to answer once more
LEFT_BY = {
    Role.DUTY: {WRITES, "Принято, выезжаем"},
    Role.COORDINATOR: {WRITES},
    Role.APPROVER: {WRITES},
}
"""What people leave to whoever does the work: that one accepts and answers."""

AT_NIGHT = frozenset({"Знаем, работаем", "Принято, выезжаем"})
"""What people do outside of the hours of work: a danger does not wait."""
WORK_FROM, WORK_TO = 8, 20  # local hours

Json = dict[str, Any]  # Any: JSON of the control API


@dataclass(frozen=True, slots=True)
class _Writing:
    """An answer that an official began: since which message, and the card that it is about."""

    since: int
    card: str


class Robots:
    """All officials of the town, one after another."""

    def __init__(self, control: Control, clock: Clock, officials: Sequence[TownOfficial], *, seed: int, zone: tzinfo) -> None:
        self._control, self._clock, self._zone = control, clock, zone
        self._officials = [o for o in officials if o.role in {Role.EXECUTOR, Role.COORDINATOR, Role.DUTY, Role.APPROVER}]
        self._random = random.Random(seed)  # noqa: S311 - a demo, no secret
        self._thought: set[tuple[int, int, str]] = set()
        self._writing: dict[int, _Writing] = {}
        self._patience: dict[int, int] = {}
        self._waits: set[tuple[int, int]] = set()  # cards for the head's word, by whose phone and which message
        self._turn = asyncio.Lock()
        self.presses = 0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._clock.sleep(EVERY)
            await self.round()

    async def round(self) -> int:
        """Everybody looks at the phone once; gives back how many acts came of it."""
        async with self._turn:
            played = await self._control.played()
            if not played["on"]:
                return 0
            done = 0
            for official in self._officials:
                if official.user_id in played["held"]:
                    self._writing.pop(official.user_id, None)  # the visitor goes on with it
                    continue
                try:
                    done += await self._look(official)
                except SandboxError as error:
                    LOG.info("%s", error.user_text)  # a message went away between the look and the press
            return done

    async def _look(self, official: TownOfficial) -> int:
        who, done = official.user_id, 0
        messages = [m for m in await self._control.chat(who, NEWEST) if m["html"]]
        if who in self._writing:
            return await self._write(official, messages)
        if official.role is Role.COORDINATOR:
            done += await self._propose(who, messages)
            if any(m["text"].startswith(coordinator.LISTED) and self._first_time(who, m, coordinator.MISSED) for m in messages):
                await self._control.type(who, coordinator.MISSED)
                done += 1
        for message in messages:
            label = self._choose(official, message)
            if label is None:
                continue
            done += 1
            if label in {WRITES, TELLS}:
                self._writing[who] = _Writing(messages[-1]["message_id"], message["text"])
                self._patience[who] = PATIENCE
            await self._press(who, message, label)
            if who in self._writing:
                break
        return done

    async def _press(self, who: int, message: Json, label: str) -> None:
        self.presses += 1
        await self._control.press(who, who, message["message_id"], label)
        self._thought.add((who, message["message_id"], label))

    async def _propose(self, who: int, messages: Sequence[Json]) -> int:
        """Answer what the bot asks of the coordinator about the head's agenda."""
        asked = [m for m in messages if coordinator.ASKED in m["text"] and self._first_time(who, m, "text")]
        for message in asked:
            await self._control.type(who, coordinator.proposal(message["text"]))
        return len(asked)

    async def _write(self, official: TownOfficial, messages: Sequence[Json]) -> int:
        """One dialogue at a time: the prompt, the text, the preview, «Отправить»."""
        who, done = official.user_id, 0
        writing = self._writing[who]
        for message in messages:
            if message["message_id"] <= writing.since:
                continue
            if "Напишите ответ" in message["text"] and self._first_time(who, message, "text"):
                done += 1
                words = answer_of(official.department_id, card=writing.card)
                await self._control.type(who, words)
            elif sends := [label for label in _labels(message) if label in SENDS]:
                del self._writing[who]
                await self._press(who, message, sends[0])
                return done + 1
        self._patience[who] -= 1
        if self._patience[who] <= 0:
            del self._writing[who]  # the prompt never came: the card had changed meanwhile
        return done

    def _choose(self, official: TownOfficial, message: Json) -> str | None:
        who, buttons = official.user_id, _labels(message)
        if not self._is_worktime():
            buttons = [label for label in buttons if label in AT_NIGHT]
        wanted = coordinator.wants(message["text"], buttons) if official.role is Role.COORDINATOR else None
        if wanted is not None and self._first_time(who, message, wanted):
            return wanted
        for label, chance in CHANCE.items():
            if label not in buttons or (label == "Закрыть" and "Ответ опубликован" not in message["text"]):
                continue
            is_promise = label == "Сделано" and "Новый срок" in buttons  # on a card, no outcome in a menu
            if self._is_soon(message, DONE_IN if is_promise else SOONEST.get(label, 0.0)) or label in LEFT_BY.get(official.role, ()):
                continue
            if label == WRITES and self._is_for_head(who, message):
                continue
            weight = CHANCE["Закрыть"] if is_promise else 1.0 if label == WRITES and DANGER_SIGN in message["text"] else chance
            if self._may_think(who, message, label) and self._random.random() < weight:
                return label
        return None

    def _is_soon(self, message: Json, wait: float) -> bool:
        """No danger is over and nothing is done a minute after the card."""
        return bool(self._clock.now().timestamp() - message.get("date", 0) < wait)

    def _is_for_head(self, who: int, message: Json) -> bool:
        """Such a card, or a reminder that hangs on one."""
        if THIRD in message["text"]:
            self._waits.add((who, message["message_id"]))
        return not self._waits.isdisjoint({(who, message["message_id"]), (who, message.get("reply_to_message_id"))})

    def _is_worktime(self) -> bool:
        return WORK_FROM <= self._clock.now().astimezone(self._zone).hour < WORK_TO

    def _may_think(self, who: int, message: Json, label: str) -> bool:
        if label in AGAIN:
            return (who, message["message_id"], label) not in self._thought
        return self._first_time(who, message, label)

    def _first_time(self, who: int, message: Json, what: str) -> bool:
        key = (who, message["message_id"], what)
        fresh = key not in self._thought
        self._thought.add(key)
        return fresh


def _labels(message: Json) -> list[str]:
    return [button["text"] for row in message["buttons"] or () for button in row if "callback_data" in button]
