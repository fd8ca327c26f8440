"""The region's numbers on voices, its list, posts that officials bring by hand, and files that they send."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("incident", sa.Column("region_by", MOMENT, nullable=True))
    with op.batch_alter_table("voice") as voice:
        voice.add_column(sa.Column("region_number", sa.Text(), nullable=True))
        voice.add_column(sa.Column("region_due", MOMENT, nullable=True))
        voice.add_column(sa.Column("entered_at", MOMENT, nullable=True))
        voice.add_column(sa.Column("entered_by", KEY, nullable=True))
        voice.create_foreign_key(op.f("fk_voice_entered_by"), "official", ["entered_by"], ["id"])
    op.create_index("ix_voice_region", "voice", ["district_id", "entered_at", "answered_at"], unique=False)
    op.create_table(
        "region_row",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("due", MOMENT, nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("listed_at", MOMENT, nullable=False),
        sa.Column("post_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_region_row_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_row")),
        sa.UniqueConstraint("district_id", "key", name=op.f("uq_region_row_district_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_region_row_listed_at", "region_row", ["district_id", "listed_at"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("official_id", KEY, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("album", sa.Text(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_draft_official_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_draft_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("district_id", "post_id", name=op.f("uq_draft_district_id_post_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_draft_album", "draft", ["district_id", "official_id", "album"], unique=False)
    op.create_table(
        "file_job",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("official_id", KEY, nullable=False),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["official_id"], ["official.id"], name=op.f("fk_file_job_official_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_job")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_file_job_state", "file_job", ["district_id", "state", "due_at"], unique=False)
