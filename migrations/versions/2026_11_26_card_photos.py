"""Photos under cards: which messages they are."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_card_photos"
down_revision = "2026_11_26_edited_messages"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "card_photo",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_card_photo_incident_id")),
        sa.PrimaryKeyConstraint("district_id", "chat_id", "message_id", name=op.f("pk_card_photo")),
    )
    op.create_index("ix_card_photo_incident_id", "card_photo", ["district_id", "incident_id", "chat_id"])
