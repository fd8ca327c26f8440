"""What a group's cursor remembers: topics, fingerprints, comments.

Compact JSON, bounded.
"""

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from collectors.cursor import loaded

VERSION = 1
PER_TOPIC = 400  # comments remembered under one topic, the newest
OVERALL = 1200  # and over the whole group: ids are long, the cursor stays under about 120 KB
GONE = 100  # deleted topics remembered: one that is restored is told again
UNREAD = -1


class Seen(NamedTuple):
    """A comment as it was seen last."""

    mark: str
    date: int


@dataclass(slots=True, kw_only=True)
class Known:
    """A topic as last seen. `count`: comments when they were last read; `floor`: comments up to this moment were seen and forgotten."""

    date: int
    mark: str
    count: int = UNREAD
    read_at: int = 0
    floor: int = 0
    comments: dict[str, Seen] = field(default_factory=dict)

    def has_seen(self, comment_id: str, date: int) -> bool:
        """Whether the comment was there before."""
        return comment_id in self.comments or date <= self.floor


@dataclass(slots=True, kw_only=True)
class Memory:
    """`first`: nothing was ever read. `at`: the moment of the last sweep, Unix seconds."""

    first: bool = False
    at: int = 0
    topics: dict[str, Known] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    def dump(self) -> str:
        """Write the cursor; the oldest topics forget their comments first."""
        room, rows = OVERALL, []
        for id, known in sorted(self.topics.items(), key=lambda each: -each[1].date):
            newest = sorted(known.comments.items(), key=lambda each: -each[1].date)
            kept, forgotten = newest[: min(PER_TOPIC, room)], newest[min(PER_TOPIC, room) :]
            room -= len(kept)
            floor = max([known.floor, *(seen.date for _, seen in forgotten)])
            comments = [[comment, seen.mark, seen.date - known.date] for comment, seen in kept]
            rows.append([id, known.date, known.mark, known.count, known.read_at, floor, comments])
        return json.dumps({"v": VERSION, "at": self.at, "gone": self.gone[-GONE:], "topics": rows}, separators=(",", ":"))

    @classmethod
    def load(cls, cursor: str | None) -> "Memory":
        """Read a cursor."""
        return loaded(cursor, VERSION, cls._load, lambda: cls(first=True))

    @classmethod
    def _load(cls, data: Any) -> "Memory":  # Any: JSON
        memory = cls(at=int(data["at"]), gone=[str(id) for id in data["gone"]])
        for id, date, mark, count, read_at, floor, comments in data["topics"]:
            seen = {str(comment): Seen(str(known), int(after) + int(date)) for comment, known, after in comments}
            memory.topics[str(id)] = Known(
                date=int(date), mark=str(mark), count=int(count), read_at=int(read_at), floor=int(floor), comments=seen
            )
        return memory
