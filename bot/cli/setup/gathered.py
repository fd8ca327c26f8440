"""Answers so far: what the environment, `.env` and the person have said."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.config.settings import Settings, known_keys
from bot.config.settings_of_values import settings_of


class Gathered:
    """Values by key. The environment wins, as it does when the bot starts."""

    def __init__(self, former: Mapping[str, str]) -> None:
        self.outside = {name.upper(): value for name, value in os.environ.items() if name.upper() in known_keys() and value}
        self._former = dict(former)
        self._answers: dict[str, str] = {}
        self.has_telegram = True
        """Whether Telegram answered, or was not asked yet."""

    def value(self, key: str) -> str:
        """What the key is now; empty: its default."""
        return self.outside.get(key) or self._answers.get(key, self._former.get(key, ""))

    def take(self, key: str, value: str) -> None:
        """Keep an answer."""
        self._answers[key] = value

    def settings(self, **more: str) -> Settings:
        """Settings as they would be, with these values too. Raises SettingsError."""
        return settings_of({**self._former, **self._answers, **more, **self.outside})

    def answers(self) -> dict[str, str]:
        """What `.env` has to say after this: nothing that the environment says."""
        return {key: value for key, value in self._answers.items() if key not in self.outside}


def without_password(url: str) -> str:
    """An address as it may be shown."""
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":…@") if password else url
