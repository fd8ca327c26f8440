"""The line on which updates come in, working or broken."""

import logging

from bot.health.illness import Illness


class LineBroken(Exception):
    """Updates do not come; the text is one Russian line."""

    def __init__(self, because: str, illness: Illness) -> None:
        super().__init__(because)
        self.illness = illness


class Line:
    """The state of the line; the log hears of each change once.

    `because` and `illness` are None while it works, and before anything is known.
    """

    def __init__(self, log: logging.Logger, back: str) -> None:
        self._log, self._back = log, back
        self.because: str | None = None
        self.illness: Illness | None = None
        self.works = False

    def sign(self, kind: Illness) -> str | bool:
        """The reason of this illness, True without it, False when unknown."""
        return self.because or "" if self.illness is kind else self.works

    def broke(self, error: LineBroken) -> None:
        """Updates do not come."""
        if self.because != str(error):
            self._log.warning("%s", error)
        self.because, self.illness, self.works = str(error), error.illness, False

    def is_back(self) -> None:
        """They come."""
        if self.because is not None:
            self._log.info("%s", self._back)
        self.because, self.illness, self.works = None, None, True
