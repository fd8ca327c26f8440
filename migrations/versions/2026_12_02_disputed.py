"""An author may dispute a deed; a note may hold a photo."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_disputed"
down_revision = "2026_12_01_likeliest"
branch_labels = None
depends_on = None

DISPUTED = sa.text("disputed")


def upgrade() -> None:
    op.add_column("incident", sa.Column("disputed", sa.Boolean()))
    op.create_index("ix_incident_disputed", "incident", ["district_id"], sqlite_where=DISPUTED, postgresql_where=DISPUTED)
    op.add_column("note", sa.Column("photo", sa.Text()))
