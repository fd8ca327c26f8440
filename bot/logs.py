"""The log: one line a record on stderr, and no secret in any of them, not even inside an exception's text."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

HIDDEN = "‹скрыто›"

_TOKENS = re.compile(
    r"\d{5,}:[\w-]{30,}"  # Telegram, also inside https://api.telegram.org/bot<token>/…
    r"|\bvk1\.[a-z]\.[\w-]{20,}"  # VK, of today
    r"|\b[0-9a-f]{40,}\b"  # VK, as it was; a hash is no loss here
    r"|(?<=access_token=)[^&\s\"']+"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # name and password of a proxy or a database
)
_MIN_SECRET = 4  # a shorter secret would blot out half of the log

_QUIET = ("aiogram", "aiohttp", "apscheduler", "aiosqlite", "asyncio", "sqlalchemy", "urllib3", "alembic")
"""Libraries that speak too much below a warning."""

_TOLD_BY_US = ("aiogram.event", "apscheduler.executors.default", "apscheduler.scheduler")
"""They log as errors what our worker and ticks catch and tell themselves: a refusal to a person, a tick that ends with us."""


class Scrubber(logging.Formatter):
    """Formats a record as one line and hides what looks like a token and what is known to be a secret."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        known = sorted({secret for secret in secrets if len(secret) >= _MIN_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def scrub(self, text: str) -> str:
        """The text without secrets."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        return _TOKENS.sub(HIDDEN, text)

    def format(self, record: logging.LogRecord) -> str:
        """One line: a traceback's lines are joined by « ⏎ »."""
        return self.scrub(" ⏎ ".join(super().format(record).splitlines()))


def set_up_logs(level: str, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> Scrubber:
    """Send everything to stderr (or `stream`) through one scrubbing handler; may be called again."""
    scrubber = Scrubber(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(scrubber)
    root = logging.getLogger()
    for former in [known for known in root.handlers if isinstance(known.formatter, Scrubber)]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "DEBUG" else logging.WARNING)
    for name in _TOLD_BY_US:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "DEBUG" else logging.CRITICAL)
    return scrubber
