"""Who looked at cards of others, and who asked to see one."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_26_looks"
down_revision = "2026_11_26_own_words"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, nullable=True),
        sa.Column("official_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_look_incident_id")),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_look_official_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_look_incident_id", "look", ["district_id", "incident_id", "id"])
    op.create_index("ix_look_at", "look", ["district_id", "at"])
    op.create_table(
        "read_request",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("official_id", KEY, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["official.id"], name=op.f("fk_read_request_decided_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_read_request_incident_id")),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_read_request_official_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_request")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_read_request_official_id", "read_request", ["district_id", "official_id", "incident_id"])
