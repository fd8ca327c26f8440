"""A correction keeps whose message it was typed in, also after the decision is taken back."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_typed_by"
down_revision = "2026_11_27_people_of_posts"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPROVAL = sa.table("approval", sa.column("decided_by"), sa.column("typed_id"), sa.column("typed_by"))


def upgrade() -> None:
    op.add_column("approval", sa.Column("typed_by", KEY))
    op.execute(sa.update(APPROVAL).where(APPROVAL.c.typed_id.is_not(None)).values(typed_by=APPROVAL.c.decided_by))
    op.drop_index("ix_approval_typed", table_name="approval")
    op.create_index("ix_approval_typed", "approval", ["district_id", "typed_by", "typed_id"])
