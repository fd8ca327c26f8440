"""Who is called by «Нужна помощь»."""

from enum import StrEnum

from incidents.incident import Act, Event


class HelpKind(StrEnum):
    """«Нужна помощь»: who is called. Codes stand in buttons and in the log: add, never rename."""

    COLLEAGUE = "colleague"
    LAWYER = "lawyer"
    CHIEF = "chief"
    COORDINATOR = "coordinator"


HELP_WORDS = {
    HelpKind.COLLEAGUE: "позвали коллегу",
    HelpKind.LAWYER: "нужен юрист",
    HelpKind.CHIEF: "позвали руководителя",
    HelpKind.COORDINATOR: "позвали координатора",
}

COUNSEL = "counsel"
"""What an event keeps: an answer that the lawyer is asked about."""


def asks_lawyer(event: Event) -> bool:
    """Whether somebody asked the lawyer, about the card or about an answer."""
    return event.data.get(COUNSEL) is not None or (event.act is Act.HELP and event.data.get("kind") == HelpKind.LAWYER)
