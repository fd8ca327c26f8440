"""How likely the likeliest candidate of each new card was: what is offered is measured by the district's own days."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_likeliest"
down_revision = "2026_12_01_suggestion"
branch_labels = None
depends_on = None

OWN = (
    "ALTER TABLE likeliest ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE likeliest FORCE ROW LEVEL SECURITY",
    "CREATE POLICY own_district ON likeliest USING (coalesce(current_setting('otklik.district', true), '') IN ('', district_id))",
)


def upgrade() -> None:
    op.create_table(
        "likeliest",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("p", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_likeliest")),
    )
    if op.get_bind().dialect.name != "sqlite":
        for step in OWN:
            op.execute(sa.DDL(step))  # type: ignore[no-untyped-call]  # its signature has no types
