"""What residents are told of a department: its phone and its hours."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("department", sa.Column("phone", sa.Text(), nullable=True))
    op.add_column("department", sa.Column("hours", sa.Text(), nullable=True))
