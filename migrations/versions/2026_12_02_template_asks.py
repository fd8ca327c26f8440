"""An explanation is chosen by how residents ask for it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_template_asks"
down_revision = "2026_12_02_trouble"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("template", sa.Column("asks", sa.Text()))
