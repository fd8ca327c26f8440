"""Why the resident was not told that it is done."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_untold"
down_revision = "2026_12_01_no_term_promised"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("untold", sa.String()))
