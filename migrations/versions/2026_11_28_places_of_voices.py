"""One voice has several places; an answer is repeated in each of them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_places_of_voices"
down_revision = "2026_11_28_source_wishes"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("post", sa.Column("original_id", sa.Text()))
    op.create_index(
        "ix_post_original_id",
        "post",
        ["district_id", "network", "original_id"],
        sqlite_where=sa.text("original_id IS NOT NULL"),
        postgresql_where=sa.text("original_id IS NOT NULL"),
    )
    op.add_column("voice", sa.Column("place_of", KEY))
    op.add_column("answer", sa.Column("elsewhere", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("answer", sa.Column("repeats", KEY))
