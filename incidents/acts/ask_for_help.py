"""Who is called by «Нужна помощь»."""

from enum import StrEnum


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
