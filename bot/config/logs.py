"""The log: a line a record, without secrets and people's words.

Repeated tracebacks are left out too.
"""

import copy
import json
import logging
import re
import sys
import time
import traceback
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

HIDDEN = "‹скрыто›"

INCIDENT: ContextVar[int | None] = ContextVar("incident", default=None)
"""Id of the incident that the present task works on: `LOG__JSON` writes it into each line."""

DISTRICT: ContextVar[str | None] = ContextVar("district", default=None)
"""The district that the present task works for, where a process has several: each line names it."""

_TOKENS = re.compile(
    r"\d{5,}(?::|%3[Aa])[\w-]{30,}"  # Telegram, also inside https://api.telegram.org/bot<token>/…, written as an address too
    r"|\bvk1\.[a-z]\.[\w-]{20,}"  # VK, of today
    r"|\b[0-9a-f]{40,}\b"  # VK, as it was; a hash is no loss here
    r"|(?<=access_token=)[^&\s\"']+"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # name and password of a proxy or a database
)
AGAIN = 60.0
"""Seconds until the same error shows its traceback again: a full disk must not be filled by what is said of it."""

_KINDS = 1000  # of errors and lines that are remembered
_MIN_SECRET = 4  # a shorter secret would blot out half of the log

_WORDS = re.compile(
    r"(?<=DETAIL:).*?(?=\n\[SQL|\Z)"  # PostgreSQL: «Failing row contains (…)»
    r"|(?<=query argument \$).*?(?=\n\[SQL|\Z)"  # asyncpg: a value of another type
    r"|(?<=input_value=).*?(?=, input_type=|\Z)"  # pydantic: what was given
    r"|(?<![\w.+\-])[\w.+\-]++@[\w\-]+(?:\.[\w\-]+)+"  # a mail
    r"|(?<![\w.])(?:m\.|www\.)?(?:vk\.(?:com|ru)|ok\.ru|t\.me)/[^\s'\")]+"  # a page of somebody
    r"|(?<![\w])(?:\+?[78][\s\-]?\(?)?\d{3}\)?[\s\-]?\d{3}[\s\-]?\d\d[\s\-]?\d\d(?!\w)"  # a phone
    r"|[А-Яа-яЁё](?:[^\n]*[А-Яа-яЁё])?",  # whatever a library quotes: it speaks English itself
    re.DOTALL,
)
_OURS = ("bot", "collectors", "nlp")
"""Errors of these packages say Russian sentences of ours; those of the domain may quote what an official typed."""

_QUIET = ("aiogram", "aiohttp", "apscheduler", "aiosqlite", "asyncio", "sqlalchemy", "urllib3", "alembic")
"""Libraries that speak too much below a warning; some of them tell every statement with what residents wrote. Also in DEBUG."""

_TOLD_BY_US = ("aiogram.event", "apscheduler.executors.default", "apscheduler.scheduler")
"""They log as errors what our worker and ticks catch and tell themselves: a refusal to a person, a tick that ends with us."""


_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Scrubber(logging.Formatter):
    """Formats a record as one line and hides what looks like a token and what is known to be a secret."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(whose)s%(name)s: %(message)s")
        known = sorted({secret for secret in secrets if len(secret) >= _MIN_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def scrub(self, text: str) -> str:
        """The text without secrets."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        return _TOKENS.sub(HIDDEN, text)

    def formatException(self, ei: _Failure) -> str:  # noqa: N802 - logging's own name
        """The traceback with everything that came before it, without the words of people that a library put into a message."""
        return "" if ei[1] is None else "".join(("Traceback (most recent call last):\n", *_told(ei[1], set())))

    def format(self, record: logging.LogRecord) -> str:
        """One line: a traceback's lines are joined by « ⏎ »."""
        record = copy.copy(record)
        record.exc_text = None  # as another formatter has cached it: with the words
        record.whose = f"[{district}] " if (district := DISTRICT.get()) is not None else ""
        return self.scrub(" ⏎ ".join(super().format(record).splitlines()))


class JsonScrubber(Scrubber):
    """Formats a record as one JSON object, with the incident's number in the database where it is known."""

    def format(self, record: logging.LogRecord) -> str:
        """Every text is scrubbed before it is quoted: a secret with a quotation mark in it is found too."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, str | int] = {
            "at": at,
            "level": record.levelname,
            "logger": record.name,
            "message": self.scrub(record.getMessage()),
        }
        if (district := DISTRICT.get()) is not None:
            said["district"] = district
        if (incident := getattr(record, "incident", None) or INCIDENT.get()) is not None:
            said["incident"] = int(incident)
        if record.exc_info and (trace := self.formatException(record.exc_info)):
            said["trace"] = self.scrub(trace)
        return json.dumps(said, ensure_ascii=False)


class Sparing(logging.StreamHandler[TextIO]):
    """Writes the traceback of the same error once a minute.

    In between its line stands alone, and the same line once a minute too.
    """

    def __init__(self, stream: TextIO, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self._now = now
        self._written: dict[Hashable, float] = {}
        self._passed_over: dict[Hashable, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, its line alone, or nothing."""
        if record.exc_info is None or record.exc_info[1] is None:
            super().emit(record)
            return
        error = _root(record.exc_info[1])
        is_new, line = self._is_new((DISTRICT.get(), _place(error))), (DISTRICT.get(), record.name, record.getMessage())
        is_line_new = self._is_new(line)
        if not is_new and not is_line_new:
            self._passed_over[line] = self._passed_over.get(line, 0) + 1
            return
        missed = self._passed_over.pop(line, 0)
        short = copy.copy(record)
        more = f" (и ещё {missed} таких)" if missed else ""
        short.msg, short.args = (line[2] if is_new else f"{line[2]}: {type(error).__name__}") + more, None
        if not is_new:
            short.exc_info, short.exc_text = None, None
        super().emit(short)

    def _is_new(self, what: Hashable) -> bool:
        now = self._now()
        if now - self._written.get(what, float("-inf")) < AGAIN:
            return False
        if len(self._written) >= _KINDS:
            self._written.clear()
            self._passed_over.clear()
        self._written[what] = now
        return True


def _root(error: BaseException) -> BaseException:
    """Find what began it, through groups and causes."""
    seen: set[int] = set()
    while id(error) not in seen:
        seen.add(id(error))
        cause = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error.__cause__
        error = cause or (None if error.__suppress_context__ else error.__context__) or error
    return error


def _place(error: BaseException) -> Hashable:
    """Tell errors apart: by kind, engine's code and the raising line."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = (frame.tb_frame.f_code.co_filename, frame.tb_lineno) if frame is not None else None
    return type(error), getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None), where


def set_up_logs(level: str, *, secrets: Iterable[str] = (), stream: TextIO | None = None, as_json: bool = False) -> Scrubber:
    """Send everything to stderr (or `stream`) through one scrubbing handler; may be called again."""
    scrubber = JsonScrubber(secrets) if as_json else Scrubber(secrets)
    handler = Sparing(stream or sys.stderr)
    handler.setFormatter(scrubber)
    root = logging.getLogger()
    for former in [known for known in root.handlers if isinstance(known.formatter, Scrubber)]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _TOLD_BY_US:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return scrubber


def without_words(message: str) -> str:
    """A library's message without what people wrote."""
    return _WORDS.sub(HIDDEN, message)


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    """The lines of a traceback, the cause first, each exception of a group after the group."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield "then:\n"
    kind = type(error)
    message = str(error) if kind.__module__.partition(".")[0] in _OURS else without_words(str(error))
    yield from traceback.format_tb(error.__traceback__)
    yield f"{kind.__qualname__}: {message}\n"
    for each in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        if id(each) not in seen:
            yield from _told(each, seen)
