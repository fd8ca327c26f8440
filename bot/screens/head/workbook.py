"""«Excel»: a row an incident, without residents' words and without personal data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.screens.kit.labels import OUTCOMES, state_of
from bot.screens.kit.masking import mask
from bot.screens.kit.place import place_text, topic, where
from incidents.head.summary import is_late
from incidents.incident import Incident

COLUMNS: Mapping[str, int] = {
    "№": 8,
    "Поступило": 17,
    "Населённый пункт": 22,
    "Место": 34,
    "Тема": 26,
    "Отдел": 30,
    "Состояние": 16,
    "Сообщений": 11,
    "Ответить до": 17,
    "Ответили": 17,
    "Вовремя": 10,
    "Где лежало дольше": 20,
    "Причина задержки": 34,
    "Обещано до": 13,
    "Закрыто": 17,
    "Итог": 22,
    "Повтор": 9,
    "Опасное": 10,
}
"""Titles with widths in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookRow:
    """What a row is made from."""

    incident: Incident
    topic_short: str
    department: str
    voices: int
    holder: str  # who had it the longest, "" where nobody did
    reason: str | None
    promised: date | None


def cells(row: WorkbookRow, *, until: datetime, tz: tzinfo) -> Sequence[str]:
    """One line of the sheet, in the order of COLUMNS."""
    incident, place = row.incident, where(row.incident.place)
    return (
        str(incident.number),
        _moment(incident.opened_at, tz),
        place.settlement,
        place.spot or ("" if place.settlement else place_text(incident.place)),
        topic(row.topic_short, 60),
        row.department,
        state_of(incident),
        str(row.voices),
        _moment(incident.answer_by, tz),
        _moment(incident.answered_at, tz),
        _in_time(incident, until),
        row.holder,
        mask(row.reason) if row.reason else "",
        f"{row.promised:%d.%m.%Y}" if row.promised else "",
        _moment(incident.closed_at, tz),
        OUTCOMES[incident.outcome] if incident.outcome else "",
        "да" if incident.repeat_of is not None else "",
        "да" if incident.danger_grade is not None else "",
    )


def _in_time(incident: Incident, until: datetime) -> str:
    if incident.answer_by is None:
        return ""
    if is_late(incident, incident.opened_at, until):
        return "нет"
    return "да" if incident.answered_at is not None else "срок идёт"


def _moment(moment: datetime | None, tz: tzinfo) -> str:
    return f"{moment.astimezone(tz):%d.%m.%Y %H:%M}" if moment is not None else ""
