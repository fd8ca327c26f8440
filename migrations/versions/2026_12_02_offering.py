"""Which cards offer this one: they follow when it is over."""

from alembic import op

revision = "2026_12_02_offering"
down_revision = "2026_12_02_boards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_similar_pair_other", "similar_pair", ["district_id", "other_id"])
