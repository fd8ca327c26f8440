"""«Excel»: a row an incident, and totals.

Without residents' words and without personal data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from handlers.kit.labels import IN_WORK_WORD, OUTCOMES, state_of
from handlers.kit.masking import mask
from handlers.kit.place import place_parts, place_text, topic_title
from handlers.kit.text import is_web
from incidents.head.lateness import Clocks, is_in_time, late_run
from incidents.incident import ClosingOutcome, Incident
from incidents.reading import DangerGrade
from incidents.workbook import Cell, Link, TypedSheet

COLUMNS = (
    "№",
    "Поступило",
    "Населённый пункт",
    "Место",
    "Тема",
    "Отдел",
    "Состояние",
    "Сообщений",
    "Ответить до",
    "Ответили",
    "Вовремя",
    "Где лежало дольше",
    "Причина задержки",
    "Обещано до",
    "Закрыто",
    "Итог",
    "Повтор",
    "Предложение",
    "Опасное",
    "Опасность снята",
    "Пост",
)
"""Titles of the sheet of questions."""

CUTS = {"Отдел": "без отдела", "Населённый пункт": "место не названо", "Тема": "без темы"}
"""What the totals are cut by, and what stands where a question has none."""

_UNTOLD, _DISPUTED = ", жителю не написали", ", житель спорит"
ENDS = {
    "Сделали и сказали": OUTCOMES[ClosingOutcome.DONE],
    "Сделали, не сказали": OUTCOMES[ClosingOutcome.DONE] + _UNTOLD,
    "Житель спорит": OUTCOMES[ClosingOutcome.DONE] + _DISPUTED,
    "Разъяснили": OUTCOMES[ClosingOutcome.EXPLAINED],
}
"""What the totals tell apart of how it ended, and what a cell says then."""

FIGURES = ("Вопросов", "Сообщений", "Ответили", "Вовремя", "Не успели", "В работе", "Закрыли", *ENDS, "Опасных", "С риском")

DANGERS = {DangerGrade.NOW: "опасно", DangerGrade.RISK: "риск"}


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
    url: str | None = None  # of the first post that still stands


def cells(row: WorkbookRow, *, since: datetime, until: datetime, tz: tzinfo) -> Sequence[Cell]:
    """One line of the sheet, in the order of COLUMNS."""
    incident, place = row.incident, place_parts(row.incident.place)
    return (
        incident.number,
        _moment(incident.opened_at, tz),
        place.settlement,
        place.spot or ("" if place.settlement else place_text(incident.place)),
        topic_title(row.topic_short, 60),
        row.department,
        state_of(incident),
        row.voices,
        _moment(incident.answer_by, tz),
        _moment(incident.answered_at, tz),
        _in_time(row, since, until),
        row.holder,
        mask(row.reason) if row.reason else "",
        row.promised,
        _moment(incident.closed_at, tz),
        _ended(incident),
        "да" if incident.repeat_of is not None else "",
        "да" if incident.is_suggestion else "",
        DANGERS[incident.danger_peak] if incident.danger_peak is not None else "",
        _moment(incident.danger_over_at, tz),
        Link(row.url) if row.url is not None and is_web(row.url) else None,
    )


def workbook(rows: Sequence[Sequence[Cell]]) -> Sequence[TypedSheet]:
    """A sheet of questions, a sheet of totals by department, settlement and topic."""
    sums = dict(zip(FIGURES, _sums(rows), strict=True))
    under: dict[str, Cell] = {
        "№": "Всего",
        "Поступило": sums["Вопросов"],
        "Состояние": f"{IN_WORK_WORD} {sums['В работе']}",
        "Сообщений": sums["Сообщений"],
        "Ответили": sums["Ответили"],
        "Вовремя": f"да {sums['Вовремя']}, нет {sums['Не успели']}",
        "Закрыто": sums["Закрыли"],
        "Повтор": sum(bool(cell) for cell in _column(rows, "Повтор")),
        "Предложение": sum(bool(cell) for cell in _column(rows, "Предложение")),
        "Опасное": f"опасно {sums['Опасных']}, риск {sums['С риском']}",
    }
    questions = TypedSheet(title="Вопросы", header=COLUMNS, rows=rows, totals=[under.get(title) for title in COLUMNS])
    return questions, totals(rows)


def totals(rows: Sequence[Sequence[Cell]]) -> TypedSheet:
    """A row for every department, settlement and topic: filter by the first column, sort by any."""
    lines: list[Sequence[Cell]] = []
    for cut, nowhere in CUTS.items():
        parts: dict[str, list[Sequence[Cell]]] = {}
        for row, name in zip(rows, _column(rows, cut), strict=True):
            parts.setdefault(str(name or nowhere), []).append(row)
        lines += [(cut, name, *_sums(of_it)) for name, of_it in sorted(parts.items(), key=lambda part: (-len(part[1]), part[0]))]
    return TypedSheet(title="Итоги", header=("По чему", "Название", *FIGURES), rows=lines, totals=("Всего", "", *_sums(rows)), frozen=2)


def _sums(rows: Sequence[Sequence[Cell]]) -> Sequence[int]:
    """The figures of these rows, in the order of FIGURES: what a cell says is what is counted."""
    in_time, dangers = _column(rows, "Вовремя"), _column(rows, "Опасное")
    return (
        len(rows),
        sum(cell for cell in _column(rows, "Сообщений") if isinstance(cell, int)),
        sum(cell is not None for cell in _column(rows, "Ответили")),
        in_time.count("да"),
        in_time.count("нет"),
        sum(str(cell).startswith(IN_WORK_WORD) for cell in _column(rows, "Состояние")),
        sum(cell is not None for cell in _column(rows, "Закрыто")),
        *(_column(rows, "Итог").count(each) for each in ENDS.values()),
        dangers.count(DANGERS[DangerGrade.NOW]),
        dangers.count(DANGERS[DangerGrade.RISK]),
    )


def _column(rows: Sequence[Sequence[Cell]], title: str) -> list[Cell]:
    return [row[COLUMNS.index(title)] for row in rows]


def _in_time(row: WorkbookRow, since: datetime, until: datetime) -> str:
    """By every clock, as in the summary: what was late before the period was told then."""
    incident, clocks = row.incident, row.clocks
    if late_run(incident, clocks, since, until) is not None:
        return "нет"
    in_time = is_in_time(incident, clocks, until)
    if in_time is None:
        return "срок идёт" if incident.answer_by is not None or clocks.asked else ""
    return "да" if in_time else "нет, до периода"


def _ended(incident: Incident) -> str:
    if incident.outcome is None:
        return ""
    return OUTCOMES[incident.outcome] + (_DISPUTED if incident.is_disputed else _UNTOLD if incident.untold else "")


def _moment(moment: datetime | None, tz: tzinfo) -> datetime | None:
    """By the district's clock, to the minute: Excel knows no zones."""
    return moment.astimezone(tz).replace(tzinfo=None, second=0, microsecond=0) if moment is not None else None
