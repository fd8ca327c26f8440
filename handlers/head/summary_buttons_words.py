"""Buttons under the head's summary (docs/voice.md, «Buttons of the head»).

Each opens a list or a menu of its own with a way back.
"""

from datetime import datetime

from handlers.head.buttons import HeadButton, HeadDo
from handlers.kit import button as press
from handlers.kit.button import Row
from incidents.head.summary import Summary
from incidents.messenger import Button


def buttons(summary: Summary, *, decide: int) -> tuple[Row, ...]:
    """What has nothing to show is not there."""

    def button(do: HeadDo, label: str, *, primary: bool = False) -> Button:
        return head(do, label, int(summary.since.timestamp()), int(summary.until.timestamp()), primary=primary)

    first = (button(HeadDo.DECIDE, f"Решить: {decide}", primary=True),) if decide else ()
    late = (button(HeadDo.LATE, f"Не успели: {summary.late_total}"),) if summary.late_total else ()
    denied = (button(HeadDo.DISPUTES, f"Спорят: {len(summary.disputes)}"),) if summary.disputes else ()
    told = (button(HeadDo.REPORT, "Для доклада"),) if summary.voices or summary.closed else ()
    cuts = (button(HeadDo.TOPICS, "Темы"), button(HeadDo.PLACES, "Посёлки"), button(HeadDo.DEPARTMENTS, "Отделы"))
    return press.rows(
        (*first, button(HeadDo.SAY, "Что сказать")),
        *press.pairs([*late, *denied, button(HeadDo.PROMISES, "Обещания"), button(HeadDo.SUGGESTIONS, "Предложения"), *told]),
        cuts if summary.voices or summary.opened else (),
        (button(HeadDo.EXCEL, "Excel"), button(HeadDo.PERIODS, "За период…")),
    )


def other_period(since: datetime, until: datetime) -> tuple[Row, ...]:
    """Under a period that nothing is known of."""
    return press.rows((head(HeadDo.PERIODS, "За период…", int(since.timestamp()), int(until.timestamp())),))


def head(do: HeadDo, label: str, since: int, until: int, page: int = 0, *, primary: bool = False) -> Button:
    """A press of the head's day."""
    return Button(label=label, data=HeadButton(do=do, since=since, until=until, page=page).pack(), primary=primary)
