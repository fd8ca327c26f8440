"""What was changed in the chat of what a district sets: who, when, what it was and became."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import ChatId
from incidents.official import Role


class Area(StrEnum):
    """Of what the changes are. Codes stand in buttons: add, never rename."""

    NORMS = "norms"
    LINT = "lint"
    CONTACTS = "contacts"
    SOURCES = "sources"
    RULES = "rules"
    TEMPLATES = "templates"


KINDS: Mapping[Area, frozenset[str]] = {
    Area.NORMS: frozenset({"norm"}),
    Area.LINT: frozenset({"lint"}),
    Area.CONTACTS: frozenset({"contact"}),
    Area.SOURCES: frozenset({"source"}),
    Area.RULES: frozenset({"rule"}),
    Area.TEMPLATES: frozenset(f"template_{what}" for what in ("added", "edited", "titled", "topics", "kind", "on", "off")),
}
"""Kinds of lines of the audit by area."""

READERS: Mapping[Area, frozenset[Role]] = {
    Area.NORMS: frozenset({Role.COORDINATOR}),
    Area.LINT: frozenset({Role.COORDINATOR, Role.APPROVER}),
    Area.CONTACTS: frozenset({Role.COORDINATOR}),
    Area.SOURCES: frozenset({Role.COORDINATOR}),
    Area.RULES: frozenset({Role.COORDINATOR}),
    Area.TEMPLATES: frozenset({Role.COORDINATOR}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """A line of the audit."""

    what: str
    user_id: ChatId | None
    at: datetime
    data: Mapping[str, int | str | None]
