"""The cursor of a search: moments of its questions, posts told."""

import json
from dataclasses import dataclass, field
from typing import Any

from collectors.cursor import loaded

VERSION = 1
TOLD = 2000  # posts remembered, the last ones


@dataclass(slots=True, kw_only=True)
class FoundMemory:
    """`born`: the first look ever, nothing older is told; `asked`: question → its last moment; `spent`: calls by hours."""

    born: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    told: dict[str, None] = field(default_factory=dict)  # external ids in their order
    spent: list[tuple[int, int]] = field(default_factory=list)

    def since(self, question: str) -> int:
        """From when on this question has to be asked."""
        return self.asked.get(question, self.born)

    def dump(self) -> str:
        """Write the cursor."""
        told = list(self.told)[-TOLD:]
        return json.dumps(
            {"v": VERSION, "born": self.born, "asked": self.asked, "told": told, "spent": self.spent},
            separators=(",", ":"),
            ensure_ascii=False,
        )

    @classmethod
    def load(cls, cursor: str | None, *, now: int) -> "FoundMemory":
        """Read a cursor; without one everything begins now."""
        return loaded(cursor, VERSION, cls._load, lambda: cls(born=now))

    @classmethod
    def _load(cls, data: Any) -> "FoundMemory":  # Any: JSON
        asked = {str(question): int(moment) for question, moment in data["asked"].items()}
        spent = [(int(hour), int(calls)) for hour, calls in data["spent"]]
        return cls(born=int(data["born"]), asked=asked, told=dict.fromkeys(map(str, data["told"])), spent=spent)
