"""A second count of a danger's rounds and of who accepted it: plain SQL over the raw tables, importing nothing of ours."""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

MOSCOW = timezone(timedelta(hours=3))
ENDS = ("rose", "reopen", "assign", "return")
"""Acts after which nobody has it: it is to be accepted anew."""


def raw(database: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    base = sqlite3.connect(database)
    try:
        return base.execute(sql, values).fetchall()
    finally:
        base.close()


def accepted(database: Path, incident: int) -> tuple[str, str] | None:
    """When and who pressed «Принято», by the last such line that still holds: «9:23», «отдел ЖКХ».

    A chief's «Поручить другому» is one only where nobody had it: else the moment of whoever accepted stays.
    """
    found: tuple[str, str] | None = None
    lines = raw(database, "SELECT act, at, by_id, data FROM event WHERE incident_id = ? ORDER BY line", incident)
    for act, at, by, data in lines:
        if act == "accept" or (act == "entrust" and found is None):
            moment = _moment(at)
            found = f"{moment.hour}:{moment:%M}", _who(database, by)
        elif act in ENDS or (act == "undo" and json.loads(str(data)).get("undone") == "accept"):
            found = None
    return found


def _who(database: Path, official: object) -> str:
    """A department's person speaks for the department, everybody else for their post."""
    ((role, title, department),) = raw(
        database,
        "SELECT role, official.title, department.title FROM official LEFT JOIN department ON department.id = department_id"
        " WHERE official.id = ?",
        official,
    )
    return str({"executor": department, "chief": department, "duty": "ЕДДС", "coordinator": "координатор"}.get(str(role), title))


def town_of(database: Path, incident: int) -> str:
    """The settlement, as the table keeps the place."""
    ((place,),) = raw(database, "SELECT json_extract(place, '$.settlement') FROM incident WHERE id = ?", incident)
    return str(place)


def rounds(database: Path, incident: int) -> list[tuple[str, frozenset[int]]]:
    """When R9 rang, and which officials, by the log."""
    lines = raw(database, "SELECT at, because, data FROM event WHERE incident_id = ? AND act = 'escalate' ORDER BY line", incident)
    return [
        (f"{_moment(at):%H:%M}", frozenset(int(each) for each in str(json.loads(str(data))["called"]).split()))
        for at, because, data in lines
        if "R9" in str(because)
    ]


def rung(database: Path, incident: int) -> Counter[int]:
    """How many messages of R9 were written for each official."""
    rows = raw(
        database,
        "SELECT official.id, sound, urgent FROM outbox JOIN official ON official.user_id = outbox.chat_id"
        " WHERE incident_id = ? AND code = 'R9'",
        incident,
    )
    assert all(sound and urgent for _, sound, urgent in rows)
    return Counter(int(str(id)) for id, _, _ in rows)


def due(began: datetime, spans: Sequence[tuple[datetime, datetime]]) -> list[str]:
    """When R9 must ring in these spans in which nobody had it: at the 10th minute, every 5 up to an hour, every 15 from then on."""
    after = [10, *range(15, 60, 5), *range(60, 600, 15)]
    moments = [began + timedelta(minutes=each) for each in after]
    return [f"{moment.astimezone(MOSCOW):%H:%M}" for moment in moments if any(since <= moment < until for since, until in spans)]


def _moment(kept: object) -> datetime:
    return datetime.fromisoformat(str(kept)).replace(tzinfo=UTC).astimezone(MOSCOW)
