"""Register of moments: how far ahead each column may honestly lie.

A test fails for a column that nobody has decided about, and for a code of the outbox whose longest waiting nobody knows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from bot.storage.delivery.slots import FREE
from incidents.acts.undo import UNDO_FOR
from incidents.answers.values import HOLD
from incidents.approval.values import FAREST
from incidents.deadlines.time_policy import MOST

SLACK = timedelta(minutes=5)
"""Clocks of honest machines differ by less (`bot/health/standstill.py`)."""

DAY, NORM = timedelta(days=1), timedelta(days=120)  # no norm is longer than 90 days, and days off lie between
LONGEST = timedelta(days=14)
"""So long a message may wait whose code is not in `WAITS`: the longest holidays are eleven days, and nothing is sent early."""

WAITS: Mapping[str, timedelta] = {
    "R7": LONGEST,  # a list of what is overdue: the first working minute
    "H2": LONGEST,  # likewise
    "danger_confirmed": DAY,  # the head's morning
    "summary_correction": DAY,
    "quiet_digest": timedelta(hours=1),
    "your_shifts": timedelta(minutes=10),
    "danger_board": SLACK,  # three minutes after its last sound
    "not_sent": SLACK,
    "answer": SLACK,
}
"""How long messages that are put off wait at most. A row without a code is a card: its quiet hours stand in `retry_at`."""


class Left(StrEnum):
    """Why a column is left alone."""

    CHOSEN = "people chose the day: roster, leave, works, promises"
    FOREIGN = "the region wrote it by its own clock"
    SEALED = "the chain of the log covers it"
    LOOK = "computed anew whenever a clock was set back"
    NAME = "a day that names a row, not a moment that is waited for"


Row = Mapping[str, Any]  # Any: columns


@dataclass(frozen=True, slots=True)
class Lead:
    """How far ahead of now a moment may lie; what lies farther becomes now and `left`.

    `since`: the moments that it was counted from: by as much as such a one is put right it moves back too, so a deadline keeps its length.
    `of`: it was done because that day or moment had come; where it has not come after all, it is not done (`undone`).
    """

    most: timedelta | Callable[[Row], timedelta] | None = SLACK  # None: as far as people like
    since: tuple[str, ...] = ()
    left: timedelta = timedelta(0)
    of: str = ""
    undone: datetime | None = None
    by_database: bool = False  # its clock, not the process's

    def limit(self, row: Row, now: datetime) -> datetime | None:
        """The farthest honest moment."""
        most = self.most(row) if callable(self.most) else self.most
        return None if most is None else now + most


NEVER = Lead()


def _never(*columns: str) -> dict[str, Lead | Left]:
    """Columns that say what happened: only a wrong clock puts them ahead of now."""
    return dict.fromkeys(columns, NEVER)


def _may_wait(row: Row) -> timedelta:
    return WAITS.get(row["code"] or "", LONGEST)


_JOB = {**_never("created_at"), "due_at": Lead(timedelta(hours=1))}

REGISTER: Mapping[str, Mapping[str, Lead | Left]] = {
    "agenda_mark": {**_never("at"), "holds_until": Lead(None, since=("at",))},
    "answer": {
        **_never("created_at", "started_at", "published_at", "proved_at"),
        "publish_at": Lead(FAREST + DAY, since=("created_at",), left=HOLD),
        "look_at": Lead(DAY),
        "due_by": Lead(NORM, left=NORM),
    },
    "answer_photo": _JOB,
    "approval": {**_never("asked_at", "decided_at", "hurried_at"), "due_at": Lead(NORM, since=("asked_at",))},
    "approval_mode": _never("at"),
    "approval_word": _never("at"),
    "audit": _never("at"),
    "board": _never("shown_at", "rang_at"),
    "caught_up": _never("found_at", "told_at"),
    "chain_head": {"day": Left.SEALED, "until": Left.SEALED},
    "chat": {"paused_until": Lead(timedelta(hours=2))},
    "co_executor": {**_never("asked_at", "facts_at"), "wait_until": Lead(NORM, since=("asked_at",))},
    "contact": _never("at"),
    "correction": _never("at"),
    "courier": {"seen_at": Lead(by_database=True)},
    "delay": _never("at"),
    "department": {**_never("checked_at", "mode_since"), "mode_until": Lead(None, since=("mode_since",))},
    "draft": _never("created_at"),
    "drop_verdict": _never("at"),
    "erasure": {**_never("at"), "backups_until": Lead(None, since=("at",))},
    "event": {"at": Left.SEALED},
    "fact": {**_never("at"), "day": Left.CHOSEN},
    "file_job": _JOB,
    "filtered_post": _never("at"),
    "head_order": {
        **_never("at", "reported_at", "settled_at"),
        "due_at": Lead(MOST + DAY, since=("at",)),
        "reminded_at": Lead(of="due_at"),
    },
    "inbox": {**_never("received_at"), "retry_at": Lead(timedelta(minutes=1))},
    "incident": {
        **_never("danger_since", "danger_over_at", "opened_at", "published_at", "clock_from", "assigned_at", "accepted_at", "answered_at"),
        **_never("closed_at", "rung_at", "danger_asked_at", "new_text_at", "controlled_since", "last_voice_at"),
        "look_at": Left.LOOK,
        "accept_by": Lead(NORM, since=("assigned_at",), left=DAY),
        "answer_by": Lead(NORM, since=("clock_from",), left=timedelta(days=7)),
        "region_by": Left.FOREIGN,
        "postponed_until": Lead(MOST + DAY),
    },
    "invitation": {**_never("created_at", "used_at", "cancelled_at"), "expires_at": Lead(DAY, since=("created_at",))},
    "layer": _never("made_at", "dropped_at"),
    "lease": {"until": Lead(timedelta(minutes=10), by_database=True)},
    "look": _never("at"),
    "mass": _never("at", "cause_at"),
    "night": {"day": Left.NAME, **_never("released_at"), "hold_until": Lead(DAY)},
    "norm_word": _never("at"),
    "note": _never("at"),
    "official": {**_never("enrolled_at", "left_at"), "away_from": Left.CHOSEN, "away_until": Left.CHOSEN},
    "outbox": {
        "created_at": Lead(by_database=True),
        "lease_until": Lead(timedelta(minutes=10), by_database=True),
        "not_before": Lead(_may_wait, since=("created_at",)),
        "retry_at": NEVER,  # tried too early it is put off anew: the courier asks for quiet hours at every try
    },
    "post": _never("published_at", "detected_at", "deleted_at", "taken_at", "set_aside_at"),
    "post_revision": _never("seen_at"),
    "promise": {
        "due": Left.CHOSEN,
        **_never("made_at", "settled_at"),
        "broken_at": Lead(of="due"),
        "reminded_at": Lead(of="due"),
    },
    "pushed": _never("received_at", "done_at"),
    "reaction": _never("at"),
    "read_request": _never("asked_at", "decided_at"),
    "reading": _never("at"),
    "region_list": _never("listed_at"),
    "region_row": {"due": Left.FOREIGN, "published_at": Left.FOREIGN, **_never("listed_at")},
    "request": {
        **_never("sent_at", "asked_at", "came_at"),
        "promised_at": Lead(MOST + DAY, since=("sent_at",)),
        "remind_at": Lead(MOST + LONGEST, since=("asked_at", "sent_at")),
    },
    "restoration": _never("taken_at", "restored_at"),
    "sending": _never("at"),
    "shift": {"starts_at": Left.CHOSEN, "ends_at": Left.CHOSEN},
    "shift_swap": _never("asked_at", "settled_at"),
    "shown": _never("at"),
    "similar_pair": _never("at"),
    "slot": {"day": Left.NAME, "taken_at": Lead(of="day", undone=FREE)},
    "sound": _never("at"),
    "source": {**_never("baseline_at", "last_ok_at", "broken_at", "paused_at", "removed_at"), "next_at": Lead(DAY)},
    "source_chat": _never("changed_at", "checked_at"),
    "source_error": {"day": Left.NAME, **_never("last_at")},
    "source_job": _JOB,
    "thread_lines": {**_never("stopped_at"), "until": Lead(NORM), "barred_until": Lead(DAY)},
    "undo": {"until": Lead(UNDO_FOR)},
    "voice": {**_never("joined_at", "answered_at", "entered_at", "question_since"), "region_due": Left.FOREIGN},
    "voice_part": _never("joined_at", "answered_at"),
    "works": {"since": Left.CHOSEN, "until": Left.CHOSEN, **_never("created_at", "ended_at")},
}
"""Table → column → its lead, or why it is left alone. Tables without a moment are not named."""


def leads_of(table: str) -> dict[str, Lead]:
    """Those that are put right."""
    return {name: lead for name, lead in REGISTER[table].items() if isinstance(lead, Lead)}


@dataclass(frozen=True, slots=True)
class Now:
    """What is right: the process's hour, the database's, the local date."""

    at: datetime
    database_at: datetime
    today: date

    def by(self, lead: Lead) -> datetime:
        """The hour of whoever writes the column."""
        return self.database_at if lead.by_database else self.at


def put_right(leads: Mapping[str, Lead], row: Row, now: Now) -> dict[str, datetime | date | None]:
    """What changes of a row. What it gives back is honest: put right again it stays."""
    changes: dict[str, datetime | date | None] = {}
    for name, lead in leads.items():
        if (value := row[name]) is None:
            continue
        at = _moment(value)
        moved = at - max(
            (_ahead(row[each], leads[each], now) for each in lead.since if row[each] and row[each] <= at), default=timedelta(0)
        )
        limit = lead.limit(row, now.by(lead))
        if limit is not None and moved > limit:
            moved = now.by(lead) + lead.left
        if moved == at:
            continue
        if lead.of and _is_to_come(row[lead.of], now):
            changes[name] = lead.undone
        else:
            changes[name] = moved if isinstance(value, datetime) else moved.date()
    return changes


def _ahead(at: datetime, lead: Lead, now: Now) -> timedelta:
    """By how much what happened lies ahead; honest clocks differ by SLACK."""
    return at - now.by(lead) if at > now.by(lead) + SLACK else timedelta(0)


def _is_to_come(what: datetime | date, now: Now) -> bool:
    return what > now.at if isinstance(what, datetime) else what > now.today


def _moment(value: datetime | date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time.min, UTC)
