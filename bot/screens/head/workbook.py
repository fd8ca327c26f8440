"""«Excel»: a row an incident, without residents' words and without personal data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.screens.kit.labels import OUTCOMES, STATUSES
from bot.screens.kit.masking import mask
from bot.screens.kit.place import place_text, topic, where
from incidents.head.lateness import Clocks, is_in_time, late_run
from incidents.incident import Incident
from incidents.reading import DangerGrade

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
    "Вовремя": 16,
    "Где лежало дольше": 20,
    "Причина задержки": 34,
    "Обещано до": 13,
    "Закрыто": 17,
    "Итог": 22,
    "Повтор": 9,
    "Опасное": 10,
    "Опасность снята": 17,
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
    clocks: Clocks


def cells(row: WorkbookRow, *, since: datetime, until: datetime, tz: tzinfo) -> Sequence[str]:
    """One line of the sheet, in the order of COLUMNS."""
    incident, place = row.incident, where(row.incident.place)
    return (
        str(incident.number),
        _moment(incident.opened_at, tz),
        place.settlement,
        place.spot or ("" if place.settlement else place_text(incident.place)),
        topic(row.topic_short, 60),
        row.department,
        STATUSES[incident.status],
        str(row.voices),
        _moment(incident.answer_by, tz),
        _moment(incident.answered_at, tz),
        _in_time(row, since, until),
        row.holder,
        mask(row.reason) if row.reason else "",
        f"{row.promised:%d.%m.%Y}" if row.promised else "",
        _moment(incident.closed_at, tz),
        OUTCOMES[incident.outcome] if incident.outcome else "",
        "да" if incident.repeat_of is not None else "",
        DANGERS[incident.danger_peak] if incident.danger_peak else "",
        _moment(incident.danger_over_at, tz),
    )


DANGERS = {DangerGrade.NOW: "опасно", DangerGrade.RISK: "риск"}


def _in_time(row: WorkbookRow, since: datetime, until: datetime) -> str:
    """By every clock, as in the summary: what was late before the period was told then."""
    incident, clocks = row.incident, row.clocks
    if late_run(incident, clocks, since, until) is not None:
        return "нет"
    in_time = is_in_time(incident, clocks, until)
    if in_time is None:
        return "срок идёт" if incident.answer_by is not None or clocks.asked else ""
    return "да" if in_time else "нет, до периода"


def _moment(moment: datetime | None, tz: tzinfo) -> str:
    return f"{moment.astimezone(tz):%d.%m.%Y %H:%M}" if moment is not None else ""
