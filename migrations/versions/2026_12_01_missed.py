"""Which dropped post somebody opened, and what the reader made of a judged one."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_missed"
down_revision = "2026_12_01_second_questions"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("look", sa.Column("post_id", KEY))
    op.add_column("drop_verdict", sa.Column("features", sa.Text()))
