"""The settings log: who changed what in the chat, and when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from incidents.ids import ChatId
from incidents.role_rights import Right


class Area(StrEnum):
    """Of what the changes are. Codes stand in buttons: add, never rename."""

    NORMS = "norms"
    LINT = "lint"
    CONTACTS = "contacts"
    SOURCES = "sources"
    RULES = "rules"
    TEMPLATES = "templates"
    PEOPLE = "people"  # who came, moved and left; who was let in to a card of others
    EXPORTS = "exports"  # tables out and in
    REFUSALS = "refusals"  # who tried what is not theirs
    ERASURES = "erasures"  # whose data were erased, on what ground
    LOOKS = "looks"  # who looked at cards that are not theirs


KINDS: Mapping[Area, frozenset[str]] = {
    Area.NORMS: frozenset({"norm"}),
    Area.LINT: frozenset({"lint"}),
    Area.CONTACTS: frozenset({"contact"}),
    Area.SOURCES: frozenset({"source"}),
    Area.RULES: frozenset({"rule"}),
    Area.TEMPLATES: frozenset(f"template_{what}" for what in ("added", "edited", "titled", "topics", "kind", "on", "off")),
    Area.PEOPLE: frozenset(
        {
            *("enrolled", "invited", "invitation_cancelled", "role_changed", "dismissed", "blocked", "unblocked"),
            *("group_connected", "group_disconnected", "read_asked", "read_allowed", "read_refused"),
        }
    ),
    Area.EXPORTS: frozenset({"exported", "table_read", "table_applied"}),
    Area.REFUSALS: frozenset({"forbidden", "linkrefused", "stranger", "stranger_press", "badinvite", "nomore"}),
    Area.ERASURES: frozenset({"erased"}),
    Area.LOOKS: frozenset(),  # they have a table of their own
}
"""Kinds of lines of the audit by area."""

RIGHTS: Mapping[Area, Right] = {
    Area.NORMS: Right.KEEP_NORMS,
    Area.LINT: Right.KEEP_ADVICE,
    Area.CONTACTS: Right.KEEP_CONTACTS,
    Area.SOURCES: Right.KEEP_SOURCES,
    Area.RULES: Right.KEEP_RULES,
    Area.TEMPLATES: Right.KEEP_TEMPLATES,
    **dict.fromkeys((Area.PEOPLE, Area.EXPORTS, Area.REFUSALS, Area.ERASURES, Area.LOOKS), Right.SEE_JOURNAL),
}
"""Whoever may change the settings of an area reads its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """A line of the audit."""

    what: str
    user_id: ChatId | None
    at: datetime
    data: Mapping[str, int | str | None]


class Audit(Protocol):
    """Who did what, for those who ask later. No texts of people."""

    async def add(self, what: str, *, user_id: ChatId | None, at: datetime, data: Mapping[str, int | str | None]) -> None:
        """A line for those who ask later: strangers, foreign presses, enrolments. No texts of people."""

    async def lines(self, what: Collection[str], *, limit: int, skip: int = 0) -> Sequence[Audited]:
        """Lines of these kinds, newest first."""

    async def happened(self, what: str, *, user_id: ChatId, since: datetime) -> bool:
        """Whether such a line stands since then (a stranger gets one sentence a day)."""

    async def count(self, what: str, *, user_id: ChatId, since: datetime) -> int:
        """How many such lines stand since then."""
