"""Leave of officials and who stands in."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("official", sa.Column("away", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("official", sa.Column("away_from", sa.Date(), nullable=True))
    op.add_column("official", sa.Column("away_until", sa.Date(), nullable=True))
    op.add_column("official", sa.Column("deputy_id", KEY, nullable=True))
