"""Names of officials, since when they are here, and whether a coordinator switched them off."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("official", sa.Column("name", sa.Text(), nullable=False, server_default=""))
    op.add_column("official", sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("official", sa.Column("blocked", sa.Boolean(), nullable=False, server_default=sa.false()))
