"""What is kept of the evening, file by file."""

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from itertools import product
from typing import Any

from aiogram.filters.callback_data import CallbackData

from tests.kit.golden.evening import FOLDER, Evening, Heard
from tests.kit.golden.written import blocks

GROUP = -100500  # the group of a department
COMMANDS = (
    *("/my", "/queue", "/summary", "/leave", "/duty", "/people", "/approval", "/rules", "/templates", "/sources", "/new", "/works"),
    *("/region", "/modes", "/norms", "/advice", "/help", "/start", "/find", "/find 3", "/find Энергетиков", "/find свет", "/find ничего"),
    *("/nothing", "просто слова"),
)
STATES = FOLDER / "states.json"


async def cards(evening: Evening) -> str:
    """Every incident in every chat; chats that read the same stand together."""
    chats = [*evening.ask("SELECT user_id FROM official ORDER BY id"), GROUP]
    found = []
    for id in evening.ask("SELECT id FROM incident ORDER BY id"):
        readers = defaultdict(list)
        for chat, text in zip(chats, await evening.cards(id, chats), strict=True):
            readers[text].append(str(chat))
        found += [(f"card {id} for {' '.join(who)}", text) for text, who in readers.items()]
    return blocks(found)


async def says(evening: Evening) -> str:
    """Every row of the outbox that says something, as it would be said now; by code."""
    rows = sorted(await evening.rows(), key=lambda row: (row.code or "", row.id))
    return blocks([(f"{row.code} {_params(row.params)} to {row.chat_id}", await evening.say(row)) for row in rows])


async def commands(evening: Evening) -> str:
    """What everyone of a role is told on every command."""
    who = evening.ask("SELECT role, min(user_id) FROM official GROUP BY role ORDER BY min(id)")
    found = []
    for text in COMMANDS:
        for role, chat in who:
            found.append((f"{text} by {role}", heard(await evening.hear(evening.type(chat, text)))))
    return blocks(found)


async def states(evening: Evening) -> str:
    """Every open dialogue, and what is said to the words that come then."""
    found = []
    for n, case in enumerate(json.loads(STATES.read_text(encoding="utf-8"))):
        update = evening.type(case["who"], case["text"], **case.get("more", {}))
        answer = await evening.hear(update, fsm=case["fsm"])
        found.append((f"{n} {json.dumps(case['fsm']['data'], ensure_ascii=False)} {case['text']!r}", heard(answer)))
    return blocks(found)


async def buttons(evening: Evening) -> str:
    """Lines «chat data handler» of the kept file: each is unpacked by today's class, and the handler is asked for anew."""
    lines = [line.split(" ") for line in (FOLDER / "buttons.txt").read_text(encoding="utf-8").splitlines()]
    return await led([(int(chat), data) for chat, data, _handler in lines], evening)


async def led(pressed: list[tuple[int, str]], evening: Evening) -> str:
    """Where these buttons lead. Raises KeyError, TypeError, ValueError for one that today's classes cannot read."""
    classes = _classes()
    for _chat, data in pressed:
        assert classes[data.partition(":")[0]].unpack(data).pack() == data
    names = await evening.handlers([evening.press(chat, data) for chat, data in pressed])
    return "".join(f"{chat} {data} {name}\n" for (chat, data), name in zip(pressed, names, strict=True))


def samples() -> list[str]:
    """A button of every class and every act that it may ask for."""
    found = []
    for prefix, cls in sorted(_classes().items()):
        kinds = [field.annotation for field in cls.model_fields.values()]
        fields = [[each.value for each in kind] if isinstance(kind, type) and issubclass(kind, Enum) else ["1"] for kind in kinds]
        found += [":".join([prefix, *map(str, values)]) for values in product(*fields)]
    return found


def _classes() -> dict[str, type[CallbackData]]:
    return {cls.__prefix__: cls for cls in CallbackData.__subclasses__() if cls.__module__.startswith("handlers.")}


SECTIONS: Mapping[str, Callable[[Evening], Awaitable[str]]] = {
    "cards.txt": cards,
    "says.txt": says,
    "commands.txt": commands,
    "states.txt": states,
    "buttons.txt": buttons,
}
"""File → who writes it."""


def heard(answer: Heard) -> str:
    """The handler, what was told at once, and what went into the outbox."""
    lines = [f"{answer.handler}: {answer.told or ''}".rstrip()]
    for row, text in zip(answer.rows, answer.texts, strict=True):
        lines += [f"--- {row.code} to {row.chat_id}", text]
    return "\n".join(lines)


def _params(params: Mapping[str, Any]) -> str:  # Any: JSON of a row
    return json.dumps(dict(params), ensure_ascii=False, sort_keys=True)
