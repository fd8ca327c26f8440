"""A second count of the head's summary: plain SQL over the raw tables, and the text's numbers read back from its words.

It imports nothing of ours, knows nothing of how the program counts, and takes no line on trust: a line that it cannot read is a difference.
"""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from tests.kit.summary_text import Facts, read
from tests.kit.written_oracle import MOSCOW, kept, moment_of, written

VIEWS = """
CREATE TEMP VIEW q AS SELECT * FROM incident WHERE status <> 'rejected' AND merged_into IS NULL
    AND coalesce(doubt, '') NOT IN ('outside', 'trial');
CREATE TEMP VIEW said AS SELECT incident_id, post_id, joined_at, region_number FROM voice
    UNION ALL SELECT incident_id, post_id, joined_at, NULL FROM voice_part;
CREATE TEMP VIEW reply AS SELECT * FROM answer WHERE state = 'published' AND kind IN ('final', 'interim');
CREATE TEMP VIEW waits AS SELECT * FROM q WHERE status IN ('new', 'assigned', 'accepted', 'outside', 'postponed', 'reopened');
CREATE TEMP VIEW in_work AS SELECT * FROM q WHERE status IN ('accepted', 'answered', 'outside', 'postponed');
"""

CLOCKS = """
CREATE TEMP VIEW clock AS
    SELECT q.id, reply.due_by AS due, reply.published_at AS met FROM q JOIN reply ON reply.incident_id = q.id
        WHERE reply.due_by IS NOT NULL
    UNION ALL SELECT id, answer_by, NULL FROM waits WHERE answer_by IS NOT NULL
    UNION ALL SELECT id, answer_by, closed_at FROM q WHERE status = 'closed' AND answer_by IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM reply WHERE reply.incident_id = q.id AND reply.kind = 'final'
            AND reply.published_at >= q.clock_from AND reply.published_at <= q.closed_at)
    UNION ALL SELECT q.id, voice.region_due, coalesce(voice.answered_at, q.closed_at)
        FROM q JOIN voice ON voice.incident_id = q.id JOIN post ON post.id = voice.post_id
        WHERE voice.region_due IS NOT NULL AND (voice.answered_at IS NOT NULL OR post.deleted_at IS NULL);
"""
"""Every clock that ran for an answer: until when, and when it was met."""

LATE = """
SELECT DISTINCT q.number FROM q JOIN clock USING (id) WHERE q.opened_at < :until AND clock.due < :until
    AND (clock.met IS NULL OR (clock.met > clock.due AND clock.met >= :since))
"""

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
    missing = [f"{name}: в тексте нет, в таблицах {facts[name]}" for name in MUST_BE_TOLD if facts.get(name) and name not in told]
    return [*found, *missing, *(f"строку никто не проверил: {line}" for line in unread)]


MUST_BE_TOLD = ("late", "main", "no department", "dangers: Опасно", "dangers: Ночью опасно", "dangers: Есть риск", "voices")


def count(database: Path, since: datetime, until: datetime) -> Facts:
    """The figures of [since, until), by SQL."""
    base = sqlite3.connect(database)
    try:
        base.executescript(VIEWS + CLOCKS)
        return _count(base, since, until)
    finally:
        base.close()


def _count(base: sqlite3.Connection, since: datetime, until: datetime) -> Facts:
    span = {"since": kept(since), "until": kept(until), "day": until.astimezone(MOSCOW).date().isoformat()}

    def one(sql: str) -> int:
        return int(base.execute(sql, span).fetchone()[0] or 0)

    def rows(sql: str) -> list[tuple[object, ...]]:
        return base.execute(sql, span).fetchall()

    inside = "BETWEEN :since AND :until AND {0} < :until"
    opened = f"opened_at {inside.format('opened_at')}"
    told = f"FROM said JOIN q ON q.id = said.incident_id WHERE joined_at {inside.format('joined_at')}"
    replied = "EXISTS (SELECT 1 FROM reply WHERE reply.incident_id = q.id AND reply.published_at < :until)"
    late = {int(str(row[0])) for row in rows(LATE)}
    new = {int(str(row[0])) for row in rows(f"SELECT number FROM q WHERE {opened}")}
    facts: Facts = {
        "voices": one(f"SELECT count(DISTINCT post_id) {told}"),
        "opened": len(new),
        "suggestions": one(f"SELECT count(*) FROM q WHERE {opened} AND suggestion AND danger_grade IS NULL AND danger_asked_at IS NULL"),
        "joined": one(f"SELECT count(DISTINCT post_id) {told} AND post_id NOT IN (SELECT post_id {told} AND q.{opened})"),
        "answered": one(f"SELECT count(*) FROM q WHERE {opened} AND {replied}"),
        "waiting": one(f"SELECT count(*) FROM q WHERE {opened} AND NOT {replied} AND (closed_at IS NULL OR closed_at >= :until)"),
        "no department": one(
            f"SELECT count(*) FROM q WHERE {opened} AND NOT {replied} AND department_id IS NULL"
            " AND (closed_at IS NULL OR closed_at >= :until)"
        ),
        "unanswered": one(f"SELECT count(*) FROM q WHERE {opened} AND NOT {replied} AND closed_at < :until"),
        "closed": one(f"SELECT count(*) FROM q WHERE closed_at {inside.format('closed_at')}"),
        "solved": one(
            f"SELECT count(*) FROM q WHERE outcome = 'done' AND NOT coalesce(disputed, 0) AND closed_at {inside.format('closed_at')}"
        ),
        "untold": one(
            f"SELECT count(*) FROM q WHERE untold IS NOT NULL AND NOT coalesce(disputed, 0) AND closed_at {inside.format('closed_at')}"
        ),
        "explained": one(f"SELECT count(*) FROM q WHERE outcome = 'explained' AND closed_at {inside.format('closed_at')}"),
        "disputed": one(f"SELECT count(*) FROM q WHERE outcome = 'done' AND disputed AND closed_at {inside.format('closed_at')}"),
        "disputes": one("SELECT count(*) FROM q WHERE outcome = 'done' AND disputed"),
        "late": len(late),
        "late lines": len(late),
        "due": len(late | new),
        "in time": len(late | new) - len(late),
        "repeats": one(f"SELECT count(*) FROM q WHERE {opened} AND repeat_of IS NOT NULL"),
        "reopened": one(
            "SELECT count(DISTINCT q.id) FROM event JOIN q ON q.id = incident_id WHERE act = 'reopen' AND at >= :since AND at < :until"
        ),
        "in region": one(f"SELECT count(DISTINCT post_id) {told} AND region_number IS NOT NULL"),
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
        for first, start in rows(
            "SELECT min(reply.published_at), min(q.clock_from, q.opened_at) FROM q JOIN reply ON reply.incident_id = q.id GROUP BY q.id"
            " HAVING min(reply.published_at) >= :since AND min(reply.published_at) < :until"
        )
    )
    if waits:
        facts["first answer"] = int(median(waits) // 60)
    if len(waits) >= 10:
        facts["nine of ten"] = int(waits[-(-len(waits) * 9 // 10) - 1] // 60)
    facts |= written(base, since, until, told)
    evening = (until.astimezone(MOSCOW) - timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0)
    if since < evening:
        lately = {**span, "since": kept(evening)}
        facts["evening voices"] = base.execute(f"SELECT count(DISTINCT post_id) {told}", lately).fetchone()[0]
        facts["evening opened"] = base.execute(f"SELECT count(*) FROM q WHERE {opened}", lately).fetchone()[0]
        facts["evening answered"] = base.execute(f"SELECT count(*) FROM q WHERE {opened} AND {replied}", lately).fetchone()[0]
        facts["evening closed"] = base.execute(f"SELECT count(*) FROM q WHERE closed_at {inside.format('closed_at')}", lately).fetchone()[0]
    return facts | _dangers(rows, since, until)


def _dangers(rows: object, since: datetime, until: datetime) -> Facts:
    """Fates by the group that a danger is told in. At night: 22:00 to 8:00 before the morning that ends the period."""
    assert callable(rows)
    end = until.astimezone(MOSCOW)
    night = None
    if 0 < end.hour * 60 + end.minute < 12 * 60:
        evening = (end - timedelta(days=1)).replace(hour=22, minute=0)
        night = (max(evening, since.astimezone(MOSCOW)), min(end, end.replace(hour=8, minute=0)))
    found: dict[str, dict[str, int]] = {}
    for _number, peak, began, fate in rows(FATE):
        at_night = night is not None and night[0] <= moment_of(began) < night[1]
        group = "Есть риск" if peak == "risk" else "Ночью опасно" if at_night else "Опасно"
        told = found.setdefault(f"dangers: {group}", {})
        told[fate] = told.get(fate, 0) + 1
    standing = rows(STANDING)
    facts: Facts = dict(found)
    if standing[0][0]:
        facts["standing"] = standing[0][0]
    return facts
