"""What became of a danger and who accepted, kept on the incident: for the rows of before, as their log tells it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_dangers_kept"
down_revision = "2026_11_26_looks"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

INCIDENT = sa.table(
    "incident",
    *(sa.column(name) for name in ("id", "district_id", "danger_grade", "danger_peak", "danger_over_by", "holder_id", "accepted_by")),
    *(sa.column(name, MOMENT) for name in ("opened_at", "accepted_at", "danger_since", "danger_over_at")),
)
EVENT = sa.table(
    "event",
    *(sa.column(name) for name in ("district_id", "incident_id", "line", "act", "by_id", "data")),
    sa.column("at", MOMENT),
)
READING = sa.table("reading", *(sa.column(name) for name in ("district_id", "post_id", "revision", "body")))
ENDS = ("safe", "denied")


def upgrade() -> None:
    op.add_column("incident", sa.Column("danger_peak", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("danger_since", MOMENT, nullable=True))
    op.add_column("incident", sa.Column("danger_over_at", MOMENT, nullable=True))
    op.add_column("incident", sa.Column("danger_over_by", KEY, nullable=True))
    op.add_column("incident", sa.Column("accepted_by", KEY, nullable=True))
    op.create_index("ix_incident_danger_since", "incident", ["district_id", "danger_since"])
    fill(op.get_bind())


def fill(connection: sa.Connection) -> None:
    rows = connection.execute(sa.select(INCIDENT)).all()
    for row in rows:
        log = connection.execute(
            sa.select(EVENT).where(EVENT.c.district_id == row.district_id, EVENT.c.incident_id == row.id).order_by(EVENT.c.line)
        ).all()
        known = {**_danger(connection, row, log), **_accepted(row, log)}
        if known:
            connection.execute(sa.update(INCIDENT).where(INCIDENT.c.id == row.id).values(known))


def _danger(connection: sa.Connection, row: Any, log: Sequence[Any]) -> dict[str, object]:  # Any: rows
    """Its grade now or, where it is over, the worst that its messages were read as."""
    end = None if row.danger_grade else _end(log)
    if row.danger_grade is None and end is None:
        return {}
    said = [(grade, at) for grade, at in (_said(connection, each) for each in log) if grade]
    peak = row.danger_grade or max((grade for grade, _ in said), key=("risk", "now").index, default="risk")
    since = min((at for grade, at in said if grade == peak), default=row.opened_at)
    over = {"danger_over_at": end.at, "danger_over_by": end.by_id} if end else {}
    return {"danger_peak": peak, "danger_since": since, **over}


def _end(log: Sequence[Any]) -> Any:  # Any: rows
    """The last act that ended the danger and was not taken back."""
    found = None
    for each in log:
        if each.act in ENDS:
            found = each
        elif each.act == "undo" and found is not None and json.loads(each.data).get("undone") == found.act:
            found = None
    return found


def _said(connection: sa.Connection, each: Any) -> tuple[str | None, datetime]:  # Any: a row
    """The grade that the message of this line was read as, and when it came."""
    data = json.loads(each.data)
    if not data.get("post") or each.act not in ("take_in", "reopen", "split"):
        return None, each.at
    this = (READING.c.post_id == data["post"], READING.c.revision == data.get("revision", 1))
    body = connection.execute(sa.select(READING.c.body).where(READING.c.district_id == each.district_id, *this)).scalar()
    return (json.loads(body).get("danger_grade") if body else None), each.at


def _accepted(row: Any, log: Sequence[Any]) -> dict[str, object]:  # Any: rows
    if row.accepted_at is None:
        return {}
    pressed = [each.by_id for each in log if each.at == row.accepted_at and each.by_id is not None]
    by = pressed[-1] if pressed else row.holder_id
    return {"accepted_by": by} if by is not None else {}
