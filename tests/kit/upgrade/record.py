"""Writes a base down with the code that made it: `python -m tests.kit.upgrade.record FOLDER` (tests/recorded/upgrade/README.md)."""

import asyncio
import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.storage.base import StorageKey

from bot.app import FSM
from bot.storage.delivery.inbox import InboxRow
from bot.storage.engine.migrate import migrate
from bot.telegram.incoming.fsm import JOINED
from handlers.kit.registry import served
from incidents.errors import DomainError, StaleVersion
from incidents.ids import ChatId
from tests.kit.desk_town import konakovo
from tests.kit.golden.typed import ANSWERING, ANYTHING, TYPED, answers
from tests.kit.upgrade.day import Day, Json, Pressable, Shape, a_day, copy_of, shape_of
from tests.kit.upgrade.dump import dump
from tests.kit.upgrade.queues import play

ALIKE = 2  # buttons of one act that differ in their words, in one chat
RAISED = "!!"
"""The program itself had a defect there: no chat holds such a thing, or nobody is worse off than before."""


class _TakenBack(Exception):
    """Ends a transaction that must leave nothing."""


class Outcomes:
    """What the program says to a press or to words, asked without leaving a trace."""

    def __init__(self, day: Day) -> None:
        self._day = day

    async def hear(self, update: Json, dialogue: Json | None = None) -> str:
        """«handler: toast», and how many rows it puts into the outbox."""
        phones, said = self._day.phones, ""
        row = InboxRow(
            bot_id=phones.bot.id, update_id=10**9, raw={"update_id": 10**9, **update}, received_at=phones.town.clock.now(), tries=0
        )
        with _watched() as names, suppress(_TakenBack):
            async with phones.town.storage.transaction() as tx:
                if dialogue is not None:
                    await _opened(tx, dialogue)
                try:
                    said = (await phones.worker._feed(tx, row)).toast or ""
                except (DomainError, StaleVersion) as error:
                    said = "!" + getattr(error, "user_text", type(error).__name__)
                except Exception as error:  # noqa: BLE001 - it is written down
                    said = RAISED + repr(error)
                raise _TakenBack
        return f"{names[-1] if names else 'nobody'}\t{said}"


async def _opened(tx: Any, dialogue: Json) -> None:  # Any: the transaction of any version
    bot, chat, user, _thread = map(int, dialogue["key"].split(":"))
    key, token = StorageKey(bot_id=bot, chat_id=chat, user_id=user), JOINED.set(tx)
    await FSM.set_state(key, dialogue["state"])
    await FSM.set_data(key, dialogue["data"])
    JOINED.reset(token)


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Names of the handlers that are called meanwhile."""
    names: list[str] = []
    real = HandlerObject.call

    async def watch(self: HandlerObject, *args: Any, **kwargs: Any) -> Any:  # Any: aiogram's own
        if self.callback.__name__ != "_listen_update":
            names.append(self.callback.__name__)
        return await real(self, *args, **kwargs)

    with patch.object(HandlerObject, "call", watch):
        yield names


def held(day: Day) -> list[Pressable]:
    """Buttons that the chats hold: of one kind the newest in each chat."""
    newest = {}
    for (chat, message), shown in sorted(day.chats.held.items()):
        for data in (button.data for row in shown.rows for button in row if button.data is not None):
            newest[chat, shape_of(data)] = Pressable(day.near(chat), chat, message, data)
    return list(newest.values())


def made() -> list[str]:
    """A button of every class and every act that it may ask for."""
    found = []
    classes = {each.__prefix__: each for each in CallbackData.__subclasses__() if each.__module__.startswith("handlers.")}
    for prefix, cls in sorted(classes.items()):
        kinds = [field.annotation for field in cls.model_fields.values()]
        fields = [[each.value for each in kind] if isinstance(kind, type) and issubclass(kind, Enum) else ["1"] for kind in kinds]
        found += [":".join([prefix, *map(str, values)]) for values in product(*fields)]
    return found


async def buttons(day: Day, elsewhere: Iterable[Pressable]) -> list[str]:
    """Lines «how, who, chat, message, data, handler, toast»; how: held by a chat, shown in a copy, or made of its class."""
    outcomes, lines, seen, alike = Outcomes(day), list[str](), set[Shape](), Counter[tuple[str, str]]()
    ways = [
        *(("held", each) for each in held(day)),
        *(("shown", each) for each in elsewhere),
        *(("made", Pressable("coordinator", day.phones.town.chat("coordinator"), 50, data)) for data in made()),
    ]
    for how, button in ways:
        shape = shape_of(button.data)
        whose = button.name if how == "held" else ""
        if (how != "held" and shape in seen) or alike[whose, shape[0]] == ALIKE:
            continue
        seen.add(shape)
        alike[whose, shape[0]] += 1
        query = day.phones.query(button.name, button.data, ChatId(button.chat), button.message)
        said = await outcomes.hear({"callback_query": query})
        if RAISED in said:
            sys.stderr.write(f"{how} {button} {said}\n")
            continue
        lines.append("\t".join([how, button.name, str(button.chat), str(button.message), button.data, said.replace("\n", " ")]))
    return lines


async def dialogues(day: Day, asked: Iterable[Json]) -> list[Json]:
    """Open questions: those that are open in the base, those that were asked this day, and one of every other kind."""
    phones, found = day.phones, list[Json]()
    for name, dialogue in day.dialogues().items():
        found.append({"how": "held", "name": name, "text": TYPED.get(str(dialogue["data"].get("what")), "Завтра до 12:00"), **dialogue})
    found += [{"how": "shown", **each} for each in asked]
    there = {str(each["data"].get("what")) for each in found}
    for what in sorted(served().questions.keys() - there):
        name = {1001: "coordinator", 1003: "press"}.get(answers(what), "ann")
        key = f"{phones.bot.id}:{phones.user(name)}:{phones.user(name)}:0"
        text = TYPED.get(what, "завтра")
        found.append({"how": "made", "name": name, "text": text, "key": key, "state": ANSWERING, "data": {"what": what, **ANYTHING}})
    for each in found:
        message = phones.message(each["name"], each["text"], phones.user(each["name"]))
        each["then"] = await Outcomes(day).hear({"message": message}, each)
    return [each for each in found if RAISED not in each["then"]]


async def record(folder: Path) -> None:
    """Play the day in an empty base and write it down."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "base.db"
        await asyncio.to_thread(migrate, f"sqlite+aiosqlite:///{file}")
        async with a_day(file) as day:
            await play(day, konakovo().folder)
            async with copy_of(day, Path(scratch) / "copy.db") as other:
                other.pressed |= day.pressed
                await other.crawl()
            lines = await buttons(day, [found[-1] for found in [*day.seen.values(), *other.seen.values()]])
            questions = await dialogues(day, {**other.asked, **day.asked}.values())
            base = {
                "now": day.phones.town.clock.now().isoformat(),
                "people": {name: who.user_id for name, who in day.phones.town.people.items()},
            }
        await asyncio.to_thread(dump, file, folder, day.chats.held.keys())
    (folder / "buttons.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "dialogues.json").write_text(json.dumps(questions, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "base.json").write_text(json.dumps(base, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    logging.getLogger("aiogram").setLevel(logging.CRITICAL)
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    asyncio.run(record(Path(sys.argv[1])))
