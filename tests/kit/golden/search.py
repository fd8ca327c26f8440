"""Parameters for a code that nobody came to, found by trying."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.storage.delivery.outbox import OutboxRow
from tests.kit.golden.evening import Evening, with_params

Value = int | str
TRIES = 150
NUMBERS = (1, 2, 3, 5, 8, 13, 20)
WORDS = (
    *("2026-11-23T05:00:00+00:00", "2026-11-24T15:00:00+00:00", "2026-11-24", "2026-11-25"),
    *("roads", "housing", "utilities", "1 2 3", "roads housing", "executor", "coordinator", "accept", "close", "reject", "answer"),
    *("checked", "fixed", "t~roads", "g~roads", "m~close", "sheet", "rules", "people", "summary", "decided", "author", "approver"),
    *("water", "power", "gas", "heat", "heating", "hot_water", "electricity", "phone", "hours", "length", "max", "no_rights"),
    *("unknown", "known", "same", "ours", "theirs", "yes", "no", "vk", "telegram", "photo", "plan", "done", "delay", "1", "0", ""),
)


class Traced(dict[str, Any]):  # Any: JSON of a row
    """Parameters that remember what was asked for."""

    def __init__(self, given: Mapping[str, Any]) -> None:  # Any: as above
        super().__init__(given)
        self.asked: list[str] = []

    def get(self, name: str, default: Any = None) -> Any:  # Any: as above
        self.asked.append(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:  # Any: as above
        self.asked.append(name)
        return super().__getitem__(name)


class Search:
    """Looks for parameters in this evening."""

    def __init__(self, evening: Evening, row: OutboxRow) -> None:
        self._evening, self.row = evening, row
        words = evening.ask("SELECT DISTINCT topic FROM incident") + evening.ask("SELECT id FROM department")
        ids: list[int] = evening.ask("SELECT id FROM incident ORDER BY id")
        self._pool: tuple[Value, ...] = (*NUMBERS, *WORDS, *words, *(id for id in ids if id not in NUMBERS))

    async def of(self, code: str) -> list[dict[str, Value]]:
        """The least that is needed, and all that is asked for where that can be said too; nothing where nothing helps."""
        needed: dict[str, Value] = {}
        tries: dict[str, Iterator[Value]] = {}
        asked: list[str] = []
        for _ in range(TRIES):
            text, names = await self._say(code, needed)
            asked += names
            if text is not None:
                return [needed, *await self._more(code, needed, text, asked)]
            value = next(tries.setdefault(names[-1], iter(self._pool)), None) if names else None
            if value is None:
                break
            needed[names[-1]] = value
        return []

    async def _more(self, code: str, needed: dict[str, Value], text: str, asked: list[str]) -> list[dict[str, Value]]:
        full = dict(needed)
        for name in dict.fromkeys(asked):
            for value in self._pool if name not in full else ():
                said, _ = await self._say(code, {**full, name: value})
                if said is not None and said != text:
                    full[name], text = value, said
                    break
        return [full] if full != needed else []

    async def _say(self, code: str, params: Mapping[str, Value]) -> tuple[str | None, list[str]]:
        traced = Traced(params)
        text = None
        with suppress(LookupError, ValueError, TypeError, AttributeError, SQLAlchemyError):
            text = await self._evening.say(with_params(self.row, code, traced))
        return None if text is None or text.startswith("(") else text, traced.asked
