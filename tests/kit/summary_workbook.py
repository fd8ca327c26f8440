"""The head's workbook and lists against rows of the base: plain SQL that imports nothing of how the program counts."""

import sqlite3
from datetime import datetime
from pathlib import Path

from tests.kit.summary_oracle import MOSCOW, VIEWS
from tests.kit.summary_text import Facts

Sheet = list[tuple[object, ...]]

STANDING = """
SELECT count(*) FROM promise JOIN incident ON incident.id = promise.incident_id WHERE promise.state IN ('open', 'broken')
    AND (incident.status NOT IN ('closed', 'rejected') OR (incident.status = 'closed' AND incident.outcome IN ('planned', 'done')))
"""
SUGGESTIONS = """
SELECT count(*) FROM q WHERE suggestion AND danger_grade IS NULL AND danger_asked_at IS NULL
    AND opened_at >= '2026-10-31 21:00' AND opened_at < '2026-11-30 21:00'
"""
ENDS = {
    "Сделали и сказали": "outcome = 'done' AND untold IS NULL AND NOT coalesce(disputed, 0)",
    "Сделали, не сказали": "outcome = 'done' AND untold IS NOT NULL AND NOT coalesce(disputed, 0)",
    "Житель спорит": "outcome = 'done' AND disputed",
    "Разъяснили": "outcome = 'explained'",
    "Закрыли": "closed_at IS NOT NULL",
    "В работе": "status IN ('accepted', 'answered', 'outside', 'postponed')",
    "Ответили": "answered_at IS NOT NULL",
    "Опасных": "danger_peak = 'now'",
    "С риском": "danger_peak = 'risk'",
}


def standing_promises(database: Path, *, suggestions: bool = False) -> int:
    """Promises that stand; or suggestions of November."""
    base = sqlite3.connect(database)
    try:
        base.executescript(VIEWS)
        return int(base.execute(SUGGESTIONS if suggestions else STANDING).fetchone()[0])
    finally:
        base.close()


def differences_of_workbook(sheets: list[Sheet], database: Path, facts: Facts, *, since: datetime, until: datetime) -> list[str]:
    """Where its cells, its totals and the tables disagree."""
    (heads, *questions), (titles, *sums) = sheets
    told = [dict(zip(map(str, heads), row, strict=True)) for row in questions if isinstance(row[0], int)]
    first, last = (moment.astimezone(MOSCOW).replace(tzinfo=None) for moment in (since, until))

    def inside(row: dict[str, object], column: str) -> bool:
        moment = row[column]
        return isinstance(moment, datetime) and first <= moment < last

    new = [row for row in told if inside(row, "Поступило")]
    ended = [str(row["Итог"]) for row in told if inside(row, "Закрыто")]
    rows = {
        "opened": len(new),
        "suggestions": sum(row["Предложение"] == "да" for row in new),
        "repeats": sum(row["Повтор"] == "да" for row in new),
        "closed": len(ended),
        "solved": sum(each.startswith("Сделано") and "спорит" not in each for each in ended),
        "untold": sum("не написали" in each for each in ended),
        "explained": sum(each.startswith("Разъяснили") for each in ended),
        "disputed": sum("спорит" in each for each in ended),
        "late": sum(row["Вовремя"] == "нет" for row in told),
        "no department": sum(not row["Отдел"] and not row["Ответили"] and not row["Закрыто"] for row in new),
    }
    found = [f"Excel, {name}: {number}, {facts[name]}" for name, number in rows.items() if number != facts[name]]
    for cut in ("Отдел", "Населённый пункт", "Тема", "Всего"):
        for name, number in _of_base(database, [int(str(row["№"])) for row in told]).items():
            column = [str(each) for each in titles].index(name)
            if (total := sum(int(str(row[column])) for row in sums if row[0] == cut)) != number:
                found.append(f"Excel, {cut}, {name}: {total}, {number}")
    return found


def _of_base(database: Path, numbers: list[int]) -> dict[str, int]:
    """The totals of these questions, by SQL."""
    base, among = sqlite3.connect(database), f"number IN ({','.join(map(str, numbers)) or 'NULL'})"
    try:
        base.executescript(VIEWS)
        found = {name: int(base.execute(f"SELECT count(*) FROM q WHERE {rule} AND {among}").fetchone()[0]) for name, rule in ENDS.items()}
        said = f"SELECT count(*) FROM (SELECT DISTINCT incident_id, post_id FROM said JOIN q ON q.id = incident_id WHERE {among})"
        return {**found, "Вопросов": len(numbers), "Сообщений": int(base.execute(said).fetchone()[0])}
    finally:
        base.close()
