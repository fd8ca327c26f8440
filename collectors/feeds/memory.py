"""What a feed's cursor remembers: ETag, date of change, items seen.

Compact JSON, bounded.
"""

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

from collectors.cursor import loaded

VERSION = 2
KEPT = 1000  # items, those seen last: no feed shows so many
HEADER = 500  # code points of an ETag or a date: what is longer is not sent back


class Seen(NamedTuple):
    """An item as it was seen last: a mark of its words, and the id that its post got at first («»: it was left out)."""

    mark: str
    external_id: str = ""


@dataclass(slots=True, kw_only=True)
class Memory:
    """`items`: by their keys, the newest last. `since`: the oldest date of the first sweep, Unix seconds.

    `judged_by`: the rule by which items were left out.
    """

    first: bool = False
    since: int = 0
    etag: str = ""
    modified: str = ""
    judged_by: str = ""
    items: dict[str, Seen] = field(default_factory=dict)

    def dump(self) -> str:
        """Write the cursor."""
        kept = list(self.items.items())[-KEPT:]
        headers = {"etag": self.etag[:HEADER] if len(self.etag) <= HEADER else "", "modified": self.modified[:HEADER]}
        return json.dumps({"v": VERSION, "since": self.since, "by": self.judged_by, **headers, "items": dict(kept)}, separators=(",", ":"))

    @classmethod
    def load(cls, cursor: str | None) -> "Memory":
        """Read a cursor."""
        return loaded(cursor, VERSION, cls._load, lambda: cls(first=True))

    @classmethod
    def _load(cls, data: Any) -> "Memory":  # Any: JSON
        items = {str(key): Seen(str(mark), str(id)) for key, (mark, id) in data["items"].items()}
        etag, modified, judged_by = (str(data[name]) for name in ("etag", "modified", "by"))
        return cls(since=int(data["since"]), etag=etag, modified=modified, judged_by=judged_by, items=items)

    def judge_by(self, rule: str) -> None:
        """By another rule what was left out is looked at again: the feed is asked for whole, though it has not changed."""
        if self.judged_by != rule:
            self.judged_by, self.etag, self.modified = rule, "", ""

    def left_out(self, mark: str, *, is_local: bool) -> str:
        """The mark of an item that is left out by the present rule."""
        return blake2b(f"{mark} {is_local} {self.judged_by}".encode(), digest_size=8).hexdigest()

    def see(self, key: str, seen: Seen) -> None:
        """Remember an item as the newest seen."""
        self.items.pop(key, None)
        self.items[key] = seen
