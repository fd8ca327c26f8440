"""A second count of the head's summary: plain SQL over the raw tables, and the text's numbers read back from its words.

It imports nothing of ours, knows nothing of how the program counts, and takes no line on trust: a line that it cannot read is a difference.
"""

import re
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from tests.kit.raw_tables import LATE, MOSCOW, Tables, kept, moment_of, tables
from tests.kit.summary_text import Facts, read
from tests.kit.written_oracle import weeks_read, written

FATE = """
SELECT number, danger_peak, danger_since, CASE
    WHEN danger_over_at IS NOT NULL THEN CASE WHEN EXISTS (
        SELECT 1 FROM event WHERE event.incident_id = q.id AND event.act = 'denied' AND event.at = q.danger_over_at
    ) THEN 'не подтвердилось' ELSE 'уже безопасно' END
    WHEN status = 'closed' THEN 'закрыто'
    WHEN number IN (SELECT number FROM in_work) THEN 'в работе'
    WHEN EXISTS (
        SELECT 1 FROM event WHERE event.incident_id = q.id AND event.act = 'known' AND event.at >= q.danger_since
    ) THEN 'знают'
    ELSE 'никто не принял' END AS fate
FROM q WHERE danger_since >= :since AND danger_since < :until
"""

STANDING = """
SELECT count(*) FROM q WHERE danger_peak = 'now' AND danger_since < :since
    AND coalesce(danger_over_at, :since) >= :since AND coalesce(closed_at, :since) >= :since
"""


def differences(database: Path, text: str, *, since: datetime, until: datetime) -> list[str]:
    """Where the text and the tables disagree, and lines that nobody checks."""
    told, unread = read(text)
    facts = count(database, since, until)
    found = [f"{name}: в тексте {told[name]}, в таблицах {facts.get(name)}" for name in told if told[name] != facts.get(name)]
    short = re.search(r"(?m)^День: пришло \d+, ответили на", text) is not None
    must = MUST_BE_TOLD + (() if short else TOLD_WITH_ROOM) + (IN_THE_REPORT if "\nСрок ответа: " in text else ())
    missing = [f"{name}: в тексте нет, в таблицах {facts[name]}" for name in must if facts.get(name) and name not in told]
    return [*found, *missing, *(f"строку никто не проверил: {line}" for line in unread)]


MUST_BE_TOLD = ("late", "main", "no department", "dangers: Опасно", "dangers: Ночью опасно", "dangers: Есть риск", "standing", "voices")
TOLD_WITH_ROOM = ("broken", "disputes")
IN_THE_REPORT = (
    *("opened", "suggestions", "joined", "answered", "waiting", "unanswered", "in time", "nine of ten", "thanked", "angry", "closed"),
    *("solved", "untold", "explained", "disputed", "repeats", "reopened", "promised", "towns"),
)
"""What «Для доклада» leaves out only where it is nothing."""

SPAN = "BETWEEN :since AND :until AND {0} < :until"
OPENED, CLOSED = f"opened_at {SPAN.format('opened_at')}", f"closed_at {SPAN.format('closed_at')}"
TOLD = f"FROM said JOIN q ON q.id = said.incident_id WHERE joined_at {SPAN.format('joined_at')}"
REPLIED = "EXISTS (SELECT 1 FROM reply WHERE reply.incident_id = q.id AND reply.published_at < :until)"
ENDS = {
    **{"solved": "outcome = 'done' AND NOT coalesce(disputed, 0)", "untold": "untold IS NOT NULL AND NOT coalesce(disputed, 0)"},
    **{"disputed": "outcome = 'done' AND disputed"},
    **{outcome: f"outcome = '{outcome}'" for outcome in ("explained", "planned", "passed", "refused")},
}


def count(database: Path, since: datetime, until: datetime) -> Facts:
    """The figures of [since, until), by SQL."""
    with tables(database, since, until) as base:
        return _count(base, since, until)


def bars(database: Path, since: datetime, until: datetime) -> list[tuple[str, int, int]]:
    """What the picture must show: each figure of the day, and of the same span of the weeks that were read."""
    with tables(database, since, until) as base:
        spans = [timedelta(weeks=0), *(timedelta(weeks=each) for each in weeks_read(base, since))]
    days = [count(database, since - back, until - back) for back in spans]
    found = []
    for title, name in BARS.items():
        now, *usual = (int(str(day[name])) for day in days)
        if len(usual) >= 2 and (now or name not in APART):
            found.append((title, now, round(median(usual))))
    return found


BARS = {
    **{"Пришло сообщений": "voices", "Новых вопросов": "opened", "Ответили": "answered", "Решили": "solved"},
    **{"Решили, жителю не написали": "untold", "Разъяснили": "explained", "Житель спорит": "disputed"},
}
APART = ("untold", "explained", "disputed")
"""Bars of these are shown where the day has any."""


def _count(base: Tables, since: datetime, until: datetime) -> Facts:
    one = base.number
    late = {row[0] for row in base.rows(LATE)}
    new = {row[0] for row in base.rows(f"SELECT number FROM q WHERE {OPENED}")}
    facts: Facts = {
        "voices": one(f"SELECT count(DISTINCT post_id) {TOLD}"),
        "opened": len(new),
        "suggestions": one(f"SELECT count(*) FROM q WHERE {OPENED} AND suggestion AND danger_grade IS NULL AND danger_asked_at IS NULL"),
        "joined": one(f"SELECT count(DISTINCT post_id) {TOLD} AND post_id NOT IN (SELECT post_id {TOLD} AND q.{OPENED})"),
        "answered": one(f"SELECT count(*) FROM q WHERE {OPENED} AND {REPLIED}"),
        "waiting": one(f"SELECT count(*) FROM q WHERE {OPENED} AND NOT {REPLIED} AND (closed_at IS NULL OR closed_at >= :until)"),
        "no department": one(
            f"SELECT count(*) FROM q WHERE {OPENED} AND NOT {REPLIED} AND department_id IS NULL"
            " AND (closed_at IS NULL OR closed_at >= :until)"
        ),
        "unanswered": one(f"SELECT count(*) FROM q WHERE {OPENED} AND NOT {REPLIED} AND closed_at < :until"),
        "closed": one(f"SELECT count(*) FROM q WHERE {CLOSED}"),
        **{name: one(f"SELECT count(*) FROM q WHERE {rule} AND {CLOSED}") for name, rule in ENDS.items()},
        "disputes": one("SELECT count(*) FROM q WHERE outcome = 'done' AND disputed"),
        "late": len(late),
        "late lines": len(late),
        "due": len(late | new),
        "in time": len(late | new) - len(late),
        "repeats": one(f"SELECT count(*) FROM q WHERE {OPENED} AND repeat_of IS NOT NULL"),
        "reopened": one(
            "SELECT count(DISTINCT q.id) FROM event JOIN q ON q.id = incident_id WHERE act = 'reopen' AND at >= :since AND at < :until"
        ),
        "in region": one(f"SELECT count(DISTINCT post_id) {TOLD} AND region_number IS NOT NULL"),
        "in work": one("SELECT count(*) FROM in_work"),
        "unaccepted": one("SELECT count(*) FROM q WHERE status IN ('new', 'assigned', 'reopened')"),
        "promised": one("SELECT count(*) FROM promise JOIN q ON q.id = incident_id WHERE state = 'open' AND due = :day"),
        "broken": one(
            "SELECT count(*) FROM promise JOIN q ON q.id = incident_id"
            " WHERE state = 'broken' AND broken_at >= :since AND broken_at < :until"
        ),
        "thanked": one("SELECT count(*) FROM reaction WHERE tone = 'thanks' AND at >= :since AND at < :until"),
        "angry": one("SELECT count(*) FROM reaction WHERE tone IN ('anger', 'denies', 'sarcasm') AND at >= :since AND at < :until"),
        "thanks": one(
            "SELECT count(*) FROM post JOIN reading ON reading.post_id = post.id AND reading.revision = post.revision"
            " WHERE json_extract(reading.body, '$.kind') = 'thanks' AND detected_at >= :since AND detected_at < :until"
            " AND taken_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM voice JOIN incident ON incident.id = voice.incident_id"
            " WHERE voice.post_id = post.id AND coalesce(reject_reason, '') <> 'thanks')"
        ),
        "sources": one("SELECT count(*) FROM source WHERE removed_at IS NULL AND network NOT IN ('hand', 'private')"),
    }
    waits = sorted(
        max(0.0, (moment_of(first) - moment_of(start)).total_seconds())
        for first, start in base.rows(
            "SELECT min(reply.published_at), min(q.clock_from, q.opened_at) FROM q JOIN reply ON reply.incident_id = q.id GROUP BY q.id"
            " HAVING min(reply.published_at) >= :since AND min(reply.published_at) < :until"
        )
    )
    if waits:
        facts["first answer"] = _told(median(waits))
    if len(waits) >= 10:
        facts["nine of ten"] = _told(waits[-(-len(waits) * 9 // 10) - 1])
    facts |= written(base, since, until, TOLD)
    evening = (until.astimezone(MOSCOW) - timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0)
    if since < evening:
        lately = {"since": kept(evening)}
        facts["evening voices"] = one(f"SELECT count(DISTINCT post_id) {TOLD}", **lately)
        facts["evening opened"] = one(f"SELECT count(*) FROM q WHERE {OPENED}", **lately)
        facts["evening answered"] = one(f"SELECT count(*) FROM q WHERE {OPENED} AND {REPLIED}", **lately)
        facts["evening closed"] = one(f"SELECT count(*) FROM q WHERE {CLOSED}", **lately)
    return facts | _dangers(base, since, until)


def _told(seconds: float) -> int:
    """In minutes as people read it: from two days on in hours."""
    minutes = int(seconds // 60)
    return minutes if minutes < 48 * 60 else minutes // 60 * 60


def _dangers(base: Tables, since: datetime, until: datetime) -> Facts:
    """Fates by the group that a danger is told in. At night: 22:00 to 8:00 before the morning that ends the period."""
    end = until.astimezone(MOSCOW)
    night = None
    if 0 < end.hour * 60 + end.minute < 12 * 60:
        evening = (end - timedelta(days=1)).replace(hour=22, minute=0)
        night = (max(evening, since.astimezone(MOSCOW)), min(end, end.replace(hour=8, minute=0)))
    found: dict[str, dict[str, int]] = {}
    for _number, peak, began, fate in base.rows(FATE):
        at_night = night is not None and night[0] <= moment_of(began) < night[1]
        group = "Есть риск" if peak == "risk" else "Ночью опасно" if at_night else "Опасно"
        told = found.setdefault(f"dangers: {group}", {})
        told[fate] = told.get(fate, 0) + 1
    standing = base.number(STANDING)
    facts: Facts = dict(found)
    if standing:
        facts["standing"] = standing
    return facts
