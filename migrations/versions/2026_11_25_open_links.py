"""An invitation is a row of its own; when somebody was dismissed or blocked."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_open_links"
down_revision = "2026_11_25_courier_heartbeats"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
A_DAY = {"sqlite": "datetime(expires_at, '-1 day') || '.000000'", "postgresql": "expires_at - interval '1 day'"}
"""A link lived for a day, so it was made a day before it ends. SQLite keeps moments as text with six digits after the seconds."""


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=True),
        sa.Column("created_by", KEY, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("opened_by", KEY, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("used_by", KEY, nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["official.id"], name=op.f("fk_invitation_created_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["official.id"], name=op.f("fk_invitation_opened_by")),
        sa.ForeignKeyConstraint(["used_by"], ["official.id"], name=op.f("fk_invitation_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("district_id", "code_hash", name=op.f("uq_invitation_district_id_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invitation_expires_at", "invitation", ["district_id", "expires_at"])
    made_at = A_DAY[op.get_bind().dialect.name]
    op.execute(
        "INSERT INTO invitation (district_id, role, department_id, created_by, created_at, expires_at, code_hash, used_at) "  # noqa: S608 - ours
        f"SELECT district_id, role, department_id, created_by, {made_at}, expires_at, code_hash, used_at FROM invite"
    )
    op.drop_table("invite")
    op.add_column("official", sa.Column("left_at", MOMENT, nullable=True))
    op.execute(
        "UPDATE official SET left_at = (SELECT max(audit.at) FROM audit WHERE audit.district_id = official.district_id "
        "AND audit.what IN ('dismissed', 'blocked') AND audit.user_id = official.user_id) WHERE NOT official.active"
    )
