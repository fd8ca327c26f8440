"""A card whose topic's name says nothing is called by the resident's own words."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_trouble"
down_revision = "2026_12_02_contact"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("trouble", sa.Text()))
