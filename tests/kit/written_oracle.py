"""What most messages are about, in plain SQL: the main event, what grows, settlements. It imports nothing of ours."""

import csv
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from statistics import median

from tests.kit.summary_text import Facts

MOSCOW = timezone(timedelta(hours=3))
MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
TAXONOMY = Path("districts/taxonomy.csv")


def written(base: sqlite3.Connection, since: datetime, until: datetime, told: str) -> Facts:
    """What is written about: the most of the day, what is twice as much as on usual days, settlements."""

    def rows(sql: str, weeks: int = 0) -> list[tuple[str, str | None, int]]:
        back = timedelta(weeks=weeks)
        return base.execute(sql, {"since": kept(since - back), "until": kept(until - back)}).fetchall()

    place = "json_extract(place, '$.settlement')"
    about = f"SELECT topic, {place}, count(DISTINCT post_id) {told} GROUP BY topic, {place}"
    most = sorted((row for row in rows(about) if row[2] >= 3), key=lambda row: (-row[2], row[0], row[1] or ""))[:3]
    first = base.execute("SELECT min(baseline_at) FROM source WHERE removed_at IS NULL").fetchone()[0]
    read = [weeks for weeks in range(1, 5) if first is not None and kept(since - timedelta(weeks=weeks)) >= first]
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
        {"since": kept(since), "until": kept(until)},
    ).fetchall()
    left = [row for row in most if (row[0], row[1] or "") not in {rise[1:3] for rise in (*shown, *told_apart)}]
    return {
        **_main(base, first_of_day, names, {"since": kept(since), "until": kept(until)}, told, until),
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


def _shorts() -> Mapping[str, str]:
    with TAXONOMY.open(encoding="utf-8", newline="") as file:
        found = {row["topic_slug"]: row["short"] for row in csv.DictReader(file)}
    return {slug: short if short[1:2].isupper() else short[:1].lower() + short[1:] for slug, short in found.items()}


def kept(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def moment_of(kept: object) -> datetime:
    return datetime.fromisoformat(str(kept)).replace(tzinfo=UTC)
