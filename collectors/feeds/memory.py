"""What a feed's cursor remembers: ETag, date of change, items seen.

Compact JSON, bounded.
"""

import json
from dataclasses import dataclass, field

VERSION = 1
KEPT = 1000  # items, those seen last: no feed shows so many
HEADER = 500  # code points of an ETag or a date: what is longer is not sent back


@dataclass(slots=True, kw_only=True)
class Memory:
    """`items`: key of an item → mark of its words, the newest last. `since`: the oldest date of the first sweep, Unix seconds."""

    first: bool = False
    since: int = 0
    etag: str = ""
    modified: str = ""
    items: dict[str, str] = field(default_factory=dict)

    def dump(self) -> str:
        """Write the cursor."""
        kept = list(self.items.items())[-KEPT:]
        headers = {"etag": self.etag[:HEADER] if len(self.etag) <= HEADER else "", "modified": self.modified[:HEADER]}
        return json.dumps({"v": VERSION, "since": self.since, **headers, "items": dict(kept)}, separators=(",", ":"))

    @classmethod
    def load(cls, cursor: str | None) -> "Memory":
        """Read a cursor; one that cannot be read is as if nothing was ever read (intake knows repeats)."""
        try:
            return cls._load(cursor) if cursor else cls(first=True)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(first=True)

    @classmethod
    def _load(cls, cursor: str) -> "Memory":
        data = json.loads(cursor)
        if data["v"] != VERSION:
            raise ValueError("another version")
        items = {str(key): str(mark) for key, mark in data["items"].items()}
        return cls(since=int(data["since"]), etag=str(data["etag"]), modified=str(data["modified"]), items=items)

    def see(self, key: str, mark: str) -> None:
        """Remember an item as the newest seen."""
        self.items.pop(key, None)
        self.items[key] = mark
