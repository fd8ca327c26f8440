"""What an answer by a template is: a final one, or an interim one."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("template", sa.Column("kind", sa.String(), nullable=True))
