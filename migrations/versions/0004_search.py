"""Folded texts and places beside the originals, and what each official looked for last."""

import json
import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAMES = ("settlement", "street", "house", "landmark")


def upgrade() -> None:
    op.add_column("incident", sa.Column("folded", sa.Text(), nullable=True))
    op.add_column("post", sa.Column("folded", sa.Text(), nullable=True))
    op.create_table(
        "sought",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("official_id", KEY, autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_sought_official_id")),
        sa.PrimaryKeyConstraint("district_id", "official_id", name=op.f("pk_sought")),
    )
    fold("post", "text", lambda text: text)
    fold("incident", "place", names)


def fold(table: str, column: str, words: Callable[[str], str]) -> None:
    """What stood there before can be found too."""
    rows = sa.table(table, sa.column("id"), sa.column(column), sa.column("folded"))
    connection = op.get_bind()
    for id, value in connection.execute(sa.select(rows.c.id, rows.c[column])).all():
        connection.execute(sa.update(rows).where(rows.c.id == id).values(folded=folded(words(value))))


def names(place: str) -> str:
    known = json.loads(place)
    return " ".join(known[name] for name in NAMES if known.get(name))


def folded(text: str) -> str:
    return f" {' '.join(re.sub('[^0-9a-zа-я]+', ' ', text.lower().replace('ё', 'е')).split())} "
