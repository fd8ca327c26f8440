"""The correction of a doubtful summary."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.head.summary_period_words import period_of
from handlers.kit.button import Row
from handlers.kit.place import what_where
from handlers.kit.text import count, escape
from incidents.head.summary import Summary
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.reading import DangerGrade

_NAMED = 3
_DANGERS = {DangerGrade.NOW: "<b>Опасно:</b> ", DangerGrade.RISK: "<b>Есть риск:</b> "}


def correction(
    *,
    now: datetime,
    summary: Summary,
    messages: int,
    fresh: Sequence[Incident],
    topic_shorts: Mapping[str, str],
    tz: tzinfo,
    rows: tuple[Row, ...],
) -> Message:
    """How many messages were added to those of the summary, and about what. `fresh`: questions that were not known."""
    lines = [f"<b>Поправка к сводке</b> {period_of(summary, tz, now)}"]
    added = f"Добавилось {count(messages, 'сообщение', 'сообщения', 'сообщений')}, новых вопросов {len(fresh)}"
    lines.append(f"{added}. Было {summary.voices}, стало {summary.voices + messages}")
    urgent = sorted(fresh, key=lambda each: (each.danger_peak is not DangerGrade.NOW, each.danger_peak is None, each.number))
    for each in urgent[:_NAMED]:
        danger = _DANGERS[each.danger_peak] if each.danger_peak is not None else ""
        what = what_where(topic_shorts.get(each.topic, ""), each.place, full=True, limit=80)
        lines.append(f"{danger}{escape(what)}, № {each.number}")
    if len(fresh) > _NAMED:
        lines.append(f"И ещё {len(fresh) - _NAMED}")
    return Message(html="\n".join(lines), rows=rows)
