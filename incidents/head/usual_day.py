"""Baseline for a day: the same weekday of the last weeks.

Days without collection are skipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from incidents.head.summary import Summary

HABIT = 2
"""One day is no habit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One figure of the day and of usual days."""

    name: str
    now: int
    usual: int


def beside_usual_days(day: Summary, usual: Sequence[Summary]) -> tuple[Beside, ...]:
    """What came, what was new, answered, solved, how else it ended; nothing where usual days are not known yet."""
    if len(usual) < HABIT:
        return ()
    spans = (day, *usual)
    apart = (
        _beside("Решили, жителю не написали", [each.untold for each in spans]),
        _beside("Разъяснили", [each.explained for each in spans]),
        _beside("Житель спорит", [each.disputed for each in spans]),
    )
    return (
        _beside("Пришло сообщений", [each.voices for each in spans]),
        _beside("Новых вопросов", [each.opened for each in spans]),
        _beside("Ответили", [each.answered for each in spans]),
        _beside("Решили", [each.solved for each in spans]),
        *(each for each in apart if each.now),
    )


def _beside(name: str, figures: Sequence[int]) -> Beside:
    now, *usual = figures
    return Beside(name=name, now=now, usual=round(median(usual)))
