"""Where answers come from: a person at a terminal, or a file."""

import getpass
import sys
from collections.abc import Mapping
from typing import Protocol

from bot.cli.output import say
from bot.cli.setup.env_file import read_values
from bot.cli.setup.gathered import Gathered, without_password
from bot.cli.setup.questions import QUESTIONS, SetupQuestion
from bot.config.settings import SettingsError

NOTHING = "-"


class Asker(Protocol):
    """Gives answers, and hears that one does not do."""

    def answer(self, question: SetupQuestion, gathered: Gathered) -> str:
        """The value of the question's key; empty: leave it out."""

    def refuse(self, lines: list[str]) -> None:
        """Say what is wrong with the answer. Raises SettingsError where nobody can answer anew."""


class Terminal:
    """A person: Enter takes what stands in brackets, «-» leaves the key out, secrets are not shown as they are typed."""

    def __init__(self) -> None:
        self._asked: set[str] = set()

    def answer(self, question: SetupQuestion, gathered: Gathered) -> str:
        """Ask once."""
        if question.key not in self._asked:
            self._asked.add(question.key)
            hint = question.hint(gathered)
            say("", f"{len(self._asked)}. {question.text}" + (f" ({hint})" if hint else ""))
        now = gathered.value(question.key)
        usual = now or question.default(gathered)
        shown = ("уже есть" if now else "пусто") if question.is_secret else without_password(usual) or "пусто"
        prompt = f"   [{shown}]: "
        try:
            typed = (getpass.getpass(prompt) if question.is_secret else input(prompt)).strip()
        except EOFError:
            raise SettingsError(["", "Прервано: ничего не записано"]) from None
        return "" if typed == NOTHING else question.tidy(typed) or usual

    def refuse(self, lines: list[str]) -> None:
        """Say it; the question is asked again."""
        say(*(f"   НЕТ  {line}" for line in lines))


class File:
    """Lines KEY=value, as in `.env`; a key that is not there keeps what it is or gets its default."""

    def __init__(self, text: str, gathered: Gathered) -> None:
        """Raises SettingsError for keys that are no settings."""
        self._values: Mapping[str, str] = read_values(text)
        asked = {question.key for question in QUESTIONS}
        for key, value in self._values.items():
            if key not in asked:
                gathered.take(key, value)

    def answer(self, question: SetupQuestion, gathered: Gathered) -> str:
        """What the file says, once."""
        if question.key in self._values:
            return question.tidy(self._values[question.key])
        return gathered.value(question.key) or question.default(gathered)

    def refuse(self, lines: list[str]) -> None:
        """A file cannot be asked again."""
        raise SettingsError([*lines, "Ничего не записано: поправьте файл ответов и повторите"])


def is_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()
