"""When all were rung last for a danger that nobody took, since when «Опасно?» waits; the machine's act may be taken back too."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_danger_rings"
down_revision = "2026_11_26_lookalikes"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

INCIDENT = sa.table(
    "incident",
    *(sa.column(name) for name in ("id", "district_id", "status", "danger_grade", "reminded")),
    *(sa.column(name, MOMENT) for name in ("opened_at", "rung_at")),
)
EVENT = sa.table(
    "event",
    *(sa.column(name) for name in ("district_id", "incident_id", "line", "act", "because")),
    sa.column("at", MOMENT),
)
LAST_STEP = "R9"
NOBODYS = ("new", "assigned", "reopened")


def upgrade() -> None:
    op.add_column("incident", sa.Column("rung_at", MOMENT, nullable=True))
    op.add_column("incident", sa.Column("danger_title", sa.Text(), nullable=True))
    op.add_column("incident", sa.Column("danger_asked_at", MOMENT, nullable=True))
    with op.batch_alter_table("undo") as undo:
        undo.alter_column("by_id", existing_type=KEY, nullable=True)
    fill(op.get_bind())


def fill(connection: sa.Connection) -> None:
    """A danger that has rung to the last step and that nobody took rings on: without a moment it would be one that somebody knows of."""
    rings = sa.select(INCIDENT).where(INCIDENT.c.danger_grade == "now", INCIDENT.c.status.in_(NOBODYS))
    for row in connection.execute(rings).all():
        if LAST_STEP not in json.loads(row.reminded):
            continue
        log = connection.execute(
            sa.select(EVENT).where(EVENT.c.district_id == row.district_id, EVENT.c.incident_id == row.id).order_by(EVENT.c.line)
        ).all()
        at = _rung_at(row, log)
        if at is not None:
            connection.execute(sa.update(INCIDENT).where(INCIDENT.c.id == row.id).values(rung_at=at))


def _rung_at(row: Any, log: Sequence[Any]) -> datetime | None:  # Any: rows
    """When the last step rang last (the log knows not: it rings at once); None: somebody has said since that they know."""
    at: datetime | None = row.opened_at
    for each in log:
        if each.act == "known":
            at = None
        elif each.act == "escalate" and LAST_STEP in each.because:
            at = each.at
    return at
