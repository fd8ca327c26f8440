"""Whom to call back stands beside the post; a list of receptions keeps contacts apart from its rows."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_02_contact"
down_revision = "2026_12_02_offering"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWN_ROWS = (
    "ALTER TABLE contact ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE contact FORCE ROW LEVEL SECURITY",
    "CREATE POLICY own_district ON contact USING (coalesce(current_setting('otklik.district', true), '') IN ('', district_id))",
)


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name="fk_contact_post_id"),
        sa.PrimaryKeyConstraint("district_id", "post_id", name="pk_contact"),
    )
    op.create_index("ix_contact_at", "contact", ["district_id", "at"])
    op.add_column("file_job", sa.Column("contacts", sa.Text(), server_default="{}", nullable=False))
    if op.get_bind().dialect.name != "sqlite":
        for step in OWN_ROWS:
            op.execute(step)
