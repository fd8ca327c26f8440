"""An answer may be said by telephone."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_by_phone"
down_revision = "2026_12_02_template_asks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer", sa.Column("by_phone", sa.Boolean(), server_default=sa.false(), nullable=False))
