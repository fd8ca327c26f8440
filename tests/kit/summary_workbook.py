"""The head's workbook against rows of the base, cell by cell and total by total: it imports nothing of how the program counts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from tests.kit.raw_tables import LATE, MOSCOW, Tables, moment_of
from tests.kit.summary_text import Facts
from tests.kit.written_oracle import shorts

Row = dict[str, Any]  # Any: cells by their titles
Sheet = list[tuple[object, ...]]

IN_TIME = f"""
CASE WHEN number IN ({LATE}) THEN 'нет'
    WHEN EXISTS (SELECT 1 FROM clock WHERE clock.id = q.id AND due < :until AND (met IS NULL OR (met > due AND met >= q.opened_at)))
        THEN 'нет, до периода'
    WHEN EXISTS (SELECT 1 FROM clock WHERE clock.id = q.id)
        AND NOT EXISTS (SELECT 1 FROM clock WHERE clock.id = q.id AND (met IS NULL OR met >= :until)) THEN 'да'
    WHEN answer_by IS NOT NULL OR EXISTS (SELECT 1 FROM voice WHERE incident_id = q.id AND region_due IS NOT NULL) THEN 'срок идёт'
    ELSE '' END
"""

ROWS = f"""
SELECT number, opened_at, coalesce(json_extract(place, '$.settlement'), ''), topic, coalesce(department.title, ''),
    CASE status WHEN 'new' THEN 'ждёт решения координатора' WHEN 'assigned' THEN 'ещё не приняли' WHEN 'reopened' THEN 'вернули в работу'
        WHEN 'accepted' THEN 'в работе' WHEN 'answered' THEN 'в работе, ответ дан' WHEN 'outside' THEN 'в работе, ждём чужой ответ'
        WHEN 'postponed' THEN 'в работе, отложено' WHEN 'closed' THEN 'закрыто' END,
    (SELECT count(DISTINCT post_id) FROM said WHERE said.incident_id = q.id AND joined_at < :until), answer_by, answered_at, {IN_TIME},
    (SELECT max(due) FROM promise WHERE promise.incident_id = q.id), closed_at,
    CASE outcome WHEN 'done' THEN 'Сделано' WHEN 'explained' THEN 'Разъяснили' WHEN 'planned' THEN 'В плане с датой'
        WHEN 'passed' THEN 'Передали вовне' WHEN 'refused' THEN 'Отказ, объяснили' ELSE '' END
        || CASE WHEN outcome = 'done' AND disputed THEN ', житель спорит' WHEN untold IS NOT NULL THEN ', жителю не написали' ELSE '' END,
    CASE WHEN repeat_of IS NOT NULL THEN 'да' ELSE '' END,
    CASE WHEN suggestion AND danger_grade IS NULL AND danger_asked_at IS NULL THEN 'да' ELSE '' END,
    CASE danger_peak WHEN 'now' THEN 'опасно' WHEN 'risk' THEN 'риск' ELSE '' END, danger_over_at
    FROM q LEFT JOIN department ON department.id = q.department_id
    WHERE (opened_at >= :since AND opened_at < :until) OR (answered_at >= :since AND answered_at < :until)
        OR (closed_at >= :since AND closed_at < :until) OR (danger_since >= :since AND danger_since < :until) OR number IN ({LATE})
        OR q.id IN (SELECT incident_id FROM said WHERE joined_at >= :since AND joined_at < :until)
    ORDER BY number
"""
TITLES = (
    *("№", "Поступило", "Населённый пункт", "Тема", "Отдел", "Состояние", "Сообщений", "Ответить до", "Ответили", "Вовремя"),
    *("Обещано до", "Закрыто", "Итог", "Повтор", "Предложение", "Опасное", "Опасность снята"),
)
MOMENTS = ("Поступило", "Ответить до", "Ответили", "Закрыто", "Опасность снята")
CUTS = {"Отдел": "без отдела", "Населённый пункт": "место не названо", "Тема": "без темы"}
FIGURES = {
    **{"Ответили": ("Ответили", None), "Закрыли": ("Закрыто", None), "Вовремя": ("Вовремя", "да"), "Не успели": ("Вовремя", "нет")},
    **{"Сделали и сказали": ("Итог", "Сделано"), "Разъяснили": ("Итог", "Разъяснили")},
    **{"Сделали, не сказали": ("Итог", "Сделано, жителю не написали"), "Житель спорит": ("Итог", "Сделано, житель спорит")},
    **{"Опасных": ("Опасное", "опасно"), "С риском": ("Опасное", "риск")},
}
"""How many rows say so in that column; None: anything."""


def differences_of_workbook(sheets: list[Sheet], base: Tables, facts: Facts, *, since: datetime, until: datetime) -> list[str]:
    """Where its cells, its totals, the tables and the message disagree."""
    (heads, *questions), (titles, *sums) = sheets
    lines = [dict(zip(map(str, heads), row, strict=True)) for row in questions]
    told = [_plain(line) for line in lines if isinstance(line["№"], int)]
    expected = _expected(base)
    found = [f"Excel: {row}, {right}" for row, right in zip(told, expected, strict=False) if row != right]
    found += [f"Excel: № {number} лишний или пропущен" for number in {each["№"] for each in told} ^ {each["№"] for each in expected}]
    under: Row = next((line for line in lines if line["№"] == "Всего"), {})
    right = _under(told)
    found += [f"Excel, Всего, {title}: {under.get(title)}, {right[title]}" for title in right if under.get(title) != right[title]]
    cells = {(str(row[0]), str(row[1] or "")): dict(zip(map(str, titles[2:]), row[2:], strict=True)) for row in sums if row[0]}
    totals = _totals(told)
    for key in {*cells, *totals}:
        if cells.get(key) != totals.get(key):
            found.append(f"Excel, {key}: {cells.get(key)}, {totals.get(key)}")
    return found + _against_the_message(told, facts, since, until)


def _plain(line: Mapping[str, object]) -> Row:
    """Its cells of TITLES, nothing as an empty string."""
    row = {title: "" if line[title] is None else line[title] for title in TITLES}
    due = row["Обещано до"]
    return {**row, "Обещано до": due.date() if isinstance(due, datetime) else due}


def _expected(base: Tables) -> list[Row]:
    names, found = shorts(), []
    for cells in base.rows(ROWS):
        row = {title: "" if cell is None else cell for title, cell in zip(TITLES, cells, strict=True)}
        row |= {title: _minute(row[title]) for title in MOMENTS if row[title]}
        short = names.get(row["Тема"]) or "Сообщение"
        row |= {"Тема": short[:1].upper() + short[1:]}
        row |= {"Обещано до": date.fromisoformat(row["Обещано до"])} if row["Обещано до"] else {}
        found.append(row)
    return found


def _minute(kept: object) -> datetime:
    return moment_of(kept).astimezone(MOSCOW).replace(tzinfo=None, second=0, microsecond=0)


def _figures(rows: Iterable[Row]) -> dict[str, int]:
    rows = list(rows)
    counted = {
        name: sum(bool(row[column]) if word is None else row[column] == word for row in rows) for name, (column, word) in FIGURES.items()
    }
    in_work = sum(row["Состояние"].startswith("в работе") for row in rows)
    return {"Вопросов": len(rows), "Сообщений": sum(row["Сообщений"] for row in rows), "В работе": in_work, **counted}


def _totals(rows: list[Row]) -> dict[tuple[str, str], dict[str, int]]:
    """The second sheet: of every department, settlement and topic, and of all."""
    keys = {(cut, row[cut] or nothing) for cut, nothing in CUTS.items() for row in rows}
    parts = {(cut, name): _figures(row for row in rows if (row[cut] or CUTS[cut]) == name) for cut, name in keys}
    return {**parts, ("Всего", ""): _figures(rows)}


def _under(rows: list[Row]) -> Row:
    """What stands under the first sheet."""
    sums = _figures(rows)
    return {
        **{"Поступило": sums["Вопросов"], "Сообщений": sums["Сообщений"], "Ответили": sums["Ответили"], "Закрыто": sums["Закрыли"]},
        **{"Состояние": f"в работе {sums['В работе']}", "Вовремя": f"да {sums['Вовремя']}, нет {sums['Не успели']}"},
        **{title: sum(bool(row[title]) for row in rows) for title in ("Повтор", "Предложение")},
        "Опасное": f"опасно {sums['Опасных']}, риск {sums['С риском']}",
    }


def _against_the_message(rows: list[Row], facts: Facts, since: datetime, until: datetime) -> list[str]:
    first, last = (moment.astimezone(MOSCOW).replace(tzinfo=None) for moment in (since, until))
    new = [row for row in rows if first <= row["Поступило"] < last]
    ended = [row["Итог"] for row in rows if row["Закрыто"] and first <= row["Закрыто"] < last]
    sums = {
        "opened": len(new),
        "suggestions": sum(row["Предложение"] == "да" for row in new),
        "repeats": sum(row["Повтор"] == "да" for row in new),
        "no department": sum(not row["Отдел"] and not row["Ответили"] and not row["Закрыто"] for row in new),
        "closed": len(ended),
        "solved": sum(each.startswith("Сделано") and "спорит" not in each for each in ended),
        "untold": sum("не написали" in each for each in ended),
        "explained": ended.count("Разъяснили"),
        "disputed": sum("спорит" in each for each in ended),
        "planned": ended.count("В плане с датой"),
        "passed": ended.count("Передали вовне"),
        "refused": ended.count("Отказ, объяснили"),
        "late": sum(row["Вовремя"] == "нет" for row in rows),
    }
    return [f"Excel, {name}: {number}, {facts[name]}" for name, number in sums.items() if number != facts[name]]
