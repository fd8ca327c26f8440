"""Rows of the base by names that the second counts of the head's day share: plain SQL that imports nothing of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

MOSCOW = timezone(timedelta(hours=3))
MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]

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


@dataclass(frozen=True)
class Tables:
    """A file that is asked in SQL, of `:since`, `:until` and `:day`, the day of `:until`."""

    base: sqlite3.Connection
    span: dict[str, str]

    def rows(self, sql: str, **other: str) -> list[tuple[Any, ...]]:  # Any: cells
        return self.base.execute(sql, {**self.span, **other}).fetchall()

    def number(self, sql: str, **other: str) -> int:
        return int(self.rows(sql, **other)[0][0] or 0)


@contextmanager
def tables(database: Path, since: datetime, until: datetime) -> Iterator[Tables]:
    """The file, to be asked of [since, until)."""
    base = sqlite3.connect(database)
    try:
        base.executescript(VIEWS + CLOCKS)
        yield Tables(base, {"since": kept(since), "until": kept(until), "day": until.astimezone(MOSCOW).date().isoformat()})
    finally:
        base.close()


def kept(moment: datetime) -> str:
    """As SQLite keeps it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def moment_of(kept: object) -> datetime:
    """What a cell says."""
    return datetime.fromisoformat(str(kept)).replace(tzinfo=UTC)


def day_words(kept: str) -> str:
    """«24 ноября»."""
    day = datetime.fromisoformat(kept)
    return f"{day.day} {MONTHS[day.month - 1]}"
