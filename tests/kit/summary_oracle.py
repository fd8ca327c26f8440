"""A second count of the head's summary: plain SQL over the raw tables, and the text's numbers read back from its words.

It imports nothing of ours, knows nothing of how the program counts, and takes no line on trust: a line that it cannot read is a difference.
"""

import csv
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from statistics import median

from tests.kit.summary_text import Facts, read

MOSCOW = timezone(timedelta(hours=3))
MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
TAXONOMY = Path("districts/taxonomy.csv")

VIEWS = """
CREATE TEMP VIEW q AS SELECT * FROM incident WHERE status <> 'rejected' AND merged_into IS NULL
    AND coalesce(doubt, '') NOT IN ('outside', 'trial');
CREATE TEMP VIEW said AS SELECT incident_id, post_id, joined_at, region_number FROM voice
    UNION ALL SELECT incident_id, post_id, joined_at, NULL FROM voice_part;
CREATE TEMP VIEW reply AS SELECT * FROM answer WHERE state = 'published' AND kind IN ('final', 'interim');
CREATE TEMP VIEW waits AS SELECT * FROM q WHERE status IN ('new', 'assigned', 'accepted', 'outside', 'postponed', 'reopened');
CREATE TEMP VIEW in_work AS SELECT * FROM q WHERE status IN ('accepted', 'answered', 'outside', 'postponed');
"""

LATE = """
SELECT q.number FROM q JOIN reply ON reply.incident_id = q.id
    WHERE reply.published_at > reply.due_by AND reply.due_by < :until AND reply.published_at >= :since AND q.opened_at < :until
UNION SELECT number FROM waits WHERE answer_by < :until AND opened_at < :until
UNION SELECT number FROM q WHERE status = 'closed' AND answer_by < :until AND closed_at > answer_by AND closed_at >= :since
    AND NOT EXISTS (SELECT 1 FROM reply WHERE reply.incident_id = q.id AND reply.kind = 'final'
        AND reply.published_at >= q.clock_from AND reply.published_at <= q.closed_at)
UNION SELECT q.number FROM q JOIN voice ON voice.incident_id = q.id JOIN post ON post.id = voice.post_id
    WHERE voice.region_due < :until AND q.opened_at < :until
    AND (voice.answered_at IS NOT NULL OR post.deleted_at IS NULL)
    AND (coalesce(voice.answered_at, q.closed_at) IS NULL
        OR (coalesce(voice.answered_at, q.closed_at) > voice.region_due AND coalesce(voice.answered_at, q.closed_at) >= :since))
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
        base.executescript(VIEWS)
        return _count(base, since, until)
    finally:
        base.close()


def _count(base: sqlite3.Connection, since: datetime, until: datetime) -> Facts:
    span = {"since": _kept(since), "until": _kept(until), "day": until.astimezone(MOSCOW).date().isoformat()}

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
        "reopened": one("SELECT count(DISTINCT incident_id) FROM event WHERE act = 'reopen' AND at >= :since AND at < :until"),
        "in region": one(f"SELECT count(DISTINCT post_id) {told} AND region_number IS NOT NULL"),
        "in work": one("SELECT count(*) FROM in_work"),
        "unaccepted": one("SELECT count(*) FROM q WHERE status IN ('new', 'assigned', 'reopened')"),
        "promised": one("SELECT count(*) FROM promise WHERE state = 'open' AND due = :day"),
        "broken": one("SELECT count(*) FROM promise WHERE state = 'broken' AND broken_at >= :since AND broken_at < :until"),
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
        max(0.0, (_moment(first) - _moment(start)).total_seconds())
        for first, start in rows(
            "SELECT min(reply.published_at), min(q.clock_from, q.opened_at) FROM q JOIN reply ON reply.incident_id = q.id GROUP BY q.id"
            " HAVING min(reply.published_at) >= :since AND min(reply.published_at) < :until"
        )
    )
    if waits:
        facts["first answer"] = int(median(waits) // 60)
    if len(waits) >= 10:
        facts["nine of ten"] = int(waits[-(-len(waits) * 9 // 10) - 1] // 60)
    facts |= _written(base, since, until, told)
    evening = (until.astimezone(MOSCOW) - timedelta(days=1)).replace(hour=18, minute=0, second=0, microsecond=0)
    if since < evening:
        lately = {**span, "since": _kept(evening)}
        facts["evening voices"] = base.execute(f"SELECT count(DISTINCT post_id) {told}", lately).fetchone()[0]
        facts["evening opened"] = base.execute(f"SELECT count(*) FROM q WHERE {opened}", lately).fetchone()[0]
        facts["evening answered"] = base.execute(f"SELECT count(*) FROM q WHERE {opened} AND {replied}", lately).fetchone()[0]
        facts["evening closed"] = base.execute(f"SELECT count(*) FROM q WHERE closed_at {inside.format('closed_at')}", lately).fetchone()[0]
    return facts | _dangers(rows, since, until)


def _written(base: sqlite3.Connection, since: datetime, until: datetime, told: str) -> Facts:
    """What is written about: the most of the day, what is twice as much as on usual days, settlements."""

    def rows(sql: str, weeks: int = 0) -> list[tuple[str, str | None, int]]:
        back = timedelta(weeks=weeks)
        return base.execute(sql, {"since": _kept(since - back), "until": _kept(until - back)}).fetchall()

    place = "json_extract(place, '$.settlement')"
    about = f"SELECT topic, {place}, count(DISTINCT post_id) {told} GROUP BY topic, {place}"
    most = sorted((row for row in rows(about) if row[2] >= 3), key=lambda row: (-row[2], row[0], row[1] or ""))[:3]
    first = base.execute("SELECT min(baseline_at) FROM source WHERE removed_at IS NULL").fetchone()[0]
    read = [weeks for weeks in range(1, 5) if first is not None and _kept(since - timedelta(weeks=weeks)) >= first]
    days = [{row[:2]: row[2] for row in rows(about, weeks)} for weeks in read]
    compared = []
    for topic, town, n in most:
        usual = round(median(day.get((topic, town), 0) for day in days)) if len(days) >= 2 else None
        compared.append(((usual or 0) - n, topic, town or "", n, usual))
    ranked = sorted(compared)
    first_of_day, told_apart = (ranked[0] if ranked else None), ranked[:1]
    others = ranked[1:]
    shown = [(*each[:4], each[4]) for each in others if each[4] is not None and each[3] >= 2 * max(1, each[4])][:1]
    names = _shorts()
    towns = base.execute(
        f"SELECT {place}, count(DISTINCT post_id) {told} AND {place} IS NOT NULL GROUP BY {place}",
        {"since": _kept(since), "until": _kept(until)},
    ).fetchall()
    left = [row for row in most if (row[0], row[1] or "") not in {rise[1:3] for rise in (*shown, *told_apart)}]
    return {
        **_main(base, first_of_day, names, {"since": _kept(since), "until": _kept(until)}, told, until),
        "rising": [(f"{names[topic]}, {town}" if town else names[topic], n, usual) for _, topic, town, n, usual in shown],
        "often": [(f"{names[topic]}, {town}" if town else names[topic], n) for topic, town, n in left],
        "towns": sorted(towns, key=lambda row: (-row[1], row[0]))[:3],
    }


def _main(
    base: sqlite3.Connection,
    first: tuple[int, str, str, int, int | None] | None,
    names: Mapping[str, str],
    span: Mapping[str, str],
    told: str,
    until: datetime,
) -> Facts:
    """What most messages above usual days are about, where its questions stand, what is promised next."""
    if first is None:
        return {}
    _, topic, town, n, usual = first
    ids = f"SELECT q.id {told} AND q.topic = '{topic}' AND coalesce(json_extract(place, '$.settlement'), '') = '{town}'"
    stages: dict[str, int] = {}
    for (status,) in base.execute(f"SELECT status FROM q WHERE id IN ({ids})", span):
        working = status in ("accepted", "answered", "outside", "postponed")
        stage = "закрыто" if status == "closed" else "в работе" if working else "не приняли"
        stages[stage] = stages.get(stage, 0) + 1
    facts: Facts = {"main": (f"{names[topic]}, {town}" if town else names[topic], n, usual), "main stages": stages}
    due = base.execute(f"SELECT min(due) FROM promise WHERE state IN ('open', 'broken') AND incident_id IN ({ids})", span).fetchone()[0]
    if due is not None:
        day = datetime.fromisoformat(due).date()
        facts["main promise"] = (f"{day.day} {MONTHS[day.month - 1]}", day < until.astimezone(MOSCOW).date())
    return facts


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
        at_night = night is not None and night[0] <= _moment(began) < night[1]
        group = "Есть риск" if peak == "risk" else "Ночью опасно" if at_night else "Опасно"
        told = found.setdefault(f"dangers: {group}", {})
        told[fate] = told.get(fate, 0) + 1
    standing = rows(STANDING)
    facts: Facts = dict(found)
    if standing[0][0]:
        facts["standing"] = standing[0][0]
    return facts


def _shorts() -> Mapping[str, str]:
    with TAXONOMY.open(encoding="utf-8", newline="") as file:
        found = {row["topic_slug"]: row["short"] for row in csv.DictReader(file)}
    return {slug: short if short[1:2].isupper() else short[:1].lower() + short[1:] for slug, short in found.items()}


def _kept(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _moment(kept: object) -> datetime:
    return datetime.fromisoformat(str(kept)).replace(tzinfo=UTC)
