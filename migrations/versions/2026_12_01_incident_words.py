"""What /find looks through: different words of an incident, in one row."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_12_01_incident_words"
down_revision = "2026_12_01_looks_at"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
AT_ONCE = 1000
LONGEST_WORD, MOST_KEPT = 100, 400_000  # characters

INCIDENT = sa.table("incident", sa.column("id"), sa.column("district_id"), sa.column("folded"))
POST = sa.table("post", sa.column("id"), sa.column("folded"))
HEARD = [sa.table(name, *map(sa.column, ("incident_id", "post_id", "joined_at"))) for name in ("voice", "voice_part")]
INCIDENT_WORDS = sa.table("incident_words", *map(sa.column, ("id", "district_id", "place")), sa.column("words", WORDS))


def upgrade() -> None:
    op.create_table(
        "incident_words",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("words", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["incident.id"], name=op.f("fk_incident_words_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_words")),
    )
    last = 0
    while rows := op.get_bind().execute(sa.select(INCIDENT).where(INCIDENT.c.id > last).order_by(INCIDENT.c.id).limit(AT_ONCE)).all():
        _write(rows)
        last = rows[-1].id


def _write(rows: Iterable[sa.Row[tuple[int, str, str | None]]]) -> None:
    texts = {row.id: [row.folded or ""] for row in rows}
    said = sa.union_all(*(sa.select(each).where(each.c.incident_id.in_(texts)) for each in HEARD)).subquery()
    told = sa.select(said.c.incident_id, POST.c.folded).join(POST, POST.c.id == said.c.post_id).where(POST.c.folded.is_not(None))
    for row in op.get_bind().execute(told.order_by(said.c.joined_at, said.c.post_id)):
        texts[row.incident_id].append(row.folded)
    new = [{"id": row.id, "district_id": row.district_id, "place": texts[row.id][0], "words": _words(texts[row.id])} for row in rows]
    op.get_bind().execute(sa.insert(INCIDENT_WORDS), new)


def _words(texts: Iterable[str]) -> str:
    kept: dict[str, None] = {}
    room = MOST_KEPT
    for word in (each[:LONGEST_WORD] for text in texts for each in text.split()):
        if word not in kept and (room := room - len(word) - 1) >= 0:
            kept[word] = None
    return f" {''.join(f'{word} ' for word in kept)}"
