"""Signs of illness outside the database: updates, sources, reader, tokens, clock."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot.clock import Clock, WorldClock
from bot.health.illness import OF_THE_LINE, Illness
from bot.health.line import Line
from bot.health.standstill import ClockJump


@dataclass(frozen=True, slots=True)
class Sign:
    """Where one illness shows.

    `look` gives back the reason of the illness, True without it, False when nothing is known.
    """

    kind: Illness
    look: Callable[[], str | bool]


class SignSource(Protocol):
    """Whoever knows of one illness of their own."""

    def sign(self) -> str | bool:
        """See `Sign.look`."""


def signs_of(
    line: Line,
    reader: SignSource,
    sources: SignSource,
    clock: Clock,
    *,
    writer: SignSource | None,
    editor: SignSource | None,
    backup: SignSource | None = None,
) -> tuple[Sign, ...]:
    """All signs of a process.

    `writer` answers on the own wall, `editor` on those of others, `backup` makes the copies of the night.
    """
    maybe = ((Illness.ANSWERS, writer), (Illness.ANSWERS_ELSEWHERE, editor), (Illness.BACKUP, backup))
    return (
        *(Sign(kind, partial(line.sign, kind)) for kind in OF_THE_LINE),
        Sign(Illness.SOURCES, sources.sign),
        Sign(Illness.READER, reader.sign),
        *([Sign(Illness.CLOCK, ClockJump(clock.now).sign)] if isinstance(clock, WorldClock) else []),  # a scenario's is moved by people
        *(Sign(kind, source.sign) for kind, source in maybe if source is not None),
    )
