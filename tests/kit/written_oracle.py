"""What most messages are about, in plain SQL: the main event, what grows, settlements. It imports nothing of ours."""

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from tests.kit.raw_tables import MOSCOW, Tables, day_words, kept
from tests.kit.summary_text import Facts

TAXONOMY = Path("districts/taxonomy.csv")


def weeks_read(base: Tables, since: datetime) -> list[int]:
    """How many weeks ago the same span was read, of the four before."""
    first = base.rows("SELECT min(baseline_at) FROM source WHERE removed_at IS NULL")[0][0]
    return [weeks for weeks in range(1, 5) if first is not None and kept(since - timedelta(weeks=weeks)) >= first]


def written(base: Tables, since: datetime, until: datetime, told: str) -> Facts:
    """What is written about: the most of the day, what is twice as much as on usual days, settlements."""

    def rows(sql: str, weeks: int = 0) -> list[tuple[str, str | None, int]]:
        back = timedelta(weeks=weeks)
        return base.rows(sql, since=kept(since - back), until=kept(until - back))

    place = "json_extract(place, '$.settlement')"
    about = f"SELECT topic, {place}, count(DISTINCT post_id) {told} GROUP BY topic, {place}"
    most = sorted((row for row in rows(about) if row[0] and row[2] >= 3), key=lambda row: (-row[2], row[0], row[1] or ""))[:3]
    days = [{row[:2]: row[2] for row in rows(about, weeks)} for weeks in weeks_read(base, since)]
    compared = []
    for topic, town, n in most:
        usual = round(median(day.get((topic, town), 0) for day in days)) if len(days) >= 2 else None
        compared.append(((usual or 0) - n, topic, town or "", n, usual))
    ranked = sorted(compared)
    first_of_day, told_apart = (ranked[0] if ranked else None), ranked[:1]
    others = ranked[1:]
    shown = [(*each[:4], each[4]) for each in others if each[4] is not None and each[3] >= 2 * max(1, each[4])][:1]
    names = {slug: short if short[1:2].isupper() else short[:1].lower() + short[1:] for slug, short in shorts().items()}
    towns = base.rows(f"SELECT {place}, count(DISTINCT post_id) {told} AND {place} IS NOT NULL GROUP BY {place}")
    left = [row for row in most if (row[0], row[1] or "") not in {rise[1:3] for rise in (*shown, *told_apart)}]
    return {
        **_main(base, first_of_day, names, told, until),
        "rising": [(f"{names[topic]}, {town}" if town else names[topic], n, usual) for _, topic, town, n, usual in shown],
        "often": [(f"{names[topic]}, {town}" if town else names[topic], n) for topic, town, n in left],
        **({"towns": sorted(towns, key=lambda row: (-row[1], row[0]))[:3]} if towns else {}),
    }


def _main(
    base: Tables,
    first: tuple[int, str, str, int, int | None] | None,
    names: Mapping[str, str],
    told: str,
    until: datetime,
) -> Facts:
    """What most messages above usual days are about, where its questions stand, what is promised next."""
    if first is None:
        return {}
    _, topic, town, n, usual = first
    ids = f"SELECT q.id {told} AND q.topic = '{topic}' AND coalesce(json_extract(place, '$.settlement'), '') = '{town}'"
    stages: dict[str, int] = {}
    for (status,) in base.rows(f"SELECT status FROM q WHERE id IN ({ids})"):
        working = status in ("accepted", "answered", "outside", "postponed")
        stage = "закрыто" if status == "closed" else "в работе" if working else "не приняли"
        stages[stage] = stages.get(stage, 0) + 1
    facts: Facts = {"main": (f"{names[topic]}, {town}" if town else names[topic], n, usual), "main stages": stages}
    due = base.rows(f"SELECT min(due) FROM promise WHERE state IN ('open', 'broken') AND incident_id IN ({ids})")[0][0]
    if due is not None:
        facts["main promise"] = (day_words(due), due < until.astimezone(MOSCOW).date().isoformat())
    return facts


def shorts() -> Mapping[str, str]:
    """Topics as they are called."""
    with TAXONOMY.open(encoding="utf-8", newline="") as file:
        return {row["topic_slug"]: row["short"] for row in csv.DictReader(file)}
