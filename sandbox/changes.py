"""Notes of what changed, gathered for every open page.

Until the page takes them.
"""

import asyncio
from dataclasses import dataclass, field

from sandbox.errors import Json

KINDS = ("anew", "town", "clock", "day", "orders", "chats", "walls", "topics")
WRITES = ("send", "edit", "delete", "create", "close", "reopen")


@dataclass(slots=True, eq=False)
class Listener:
    """One page. `ids` of a kind: chats, walls or groups that have changed; the others have no numbers."""

    ids: dict[str, set[int]] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def touch(self, kind: str, *numbers: int) -> None:
        """Note a change."""
        self.ids.setdefault(kind, set()).update(numbers)
        self.news.set()

    def take(self) -> Json:
        """Give what was noted since the last time and forget it."""
        taken, self.ids = self.ids, {}
        self.news.clear()
        return {kind: sorted(taken[kind]) for kind in KINDS if kind in taken}


@dataclass(slots=True)
class Changes:
    """Everybody who listens."""

    listeners: set[Listener] = field(default_factory=set)

    def touch(self, kind: str, *numbers: int) -> None:
        """Tell everybody of a change."""
        for listener in self.listeners:
            listener.touch(kind, *numbers)

    def acted(self, path: str, fields: Json, made: Json) -> None:
        """Tell what a control call has changed. `made`: its answer."""
        if path == "reset":
            self.touch("anew")
        if path in {"reset", "town", "tg/block", "tg/migrate"}:
            self.touch("town")
            self.touch("clock")
        elif path == "clock":
            self.touch("clock")
        elif path in {"played", "busy"}:
            self.touch("day")
        elif path == "order":
            self.touch("orders")
        elif path == "fates":
            self._fates(made)
        elif path == "tg/type":
            self.touch("chats", _number(fields.get("chat_id") or fields.get("user_id")))
        elif path.startswith("ok/"):
            self.touch("topics", _number(made.get("group_id")))
        elif path.startswith("vk/"):
            self.touch("walls", _number(fields.get("group_id")) or -_number(fields.get("owner_id")))

    def _fates(self, made: Json) -> None:
        for kind in ("walls", "topics"):
            if made[kind]:
                self.touch(kind, *made[kind])

    def called(self, method: str, values: Json) -> None:
        """Tell what a bot's call has changed."""
        if method == "setMyCommands":
            self.touch("town")
        elif method.startswith(WRITES) and method != "sendChatAction" and "chat_id" in values:
            self.touch("chats", _number(values["chat_id"]))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
