"""Whether the bot has the rights that it needs in a department's group."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("department", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("department", sa.Column("lacks", sa.String(), nullable=True))
