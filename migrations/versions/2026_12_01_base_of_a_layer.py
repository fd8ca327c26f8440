"""The weights that a district's layer corrects.

Of a layer of before nobody knows: the reader learns anew the next night.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_base_of_a_layer"
down_revision = "2026_12_01_outbox_turn"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("layer", sa.Column("base", sa.String(64), nullable=True))
