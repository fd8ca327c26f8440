"""What an answer is for: final, interim, a correction of what is published, a warning, a question."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("answer", sa.Column("kind", sa.String(), server_default="final", nullable=False))
    op.add_column("answer", sa.Column("corrects", KEY, nullable=True))
