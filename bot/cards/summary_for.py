"""A summary that was asked for by /summary: the same figures, and buttons of the other periods."""

from dataclasses import replace

from bot.cards import press
from handlers.buttons import Listed
from incidents.messenger import Message
from incidents.summary import Period

PERIODS = {Period.TODAY: "Сегодня", Period.YESTERDAY: "Вчера", Period.WEEK: "Неделя"}


def asked_for(summary: Message, *, period: Period) -> Message:
    """With the periods that are not shown now; what stood under the summary stays."""
    others = tuple(press.turn(Listed.SUMMARY, label, other) for other, label in PERIODS.items() if other is not period)
    return replace(summary, rows=(*summary.rows, *press.rows(others)))
