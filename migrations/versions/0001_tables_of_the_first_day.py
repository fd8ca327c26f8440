"""Tables of the first day."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END",
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'event is append-only'; END $$",
        "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()",
    ),
}
"""The log of incidents refuses every change, whoever asks."""


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_what_user_id_at", "audit", ["district_id", "what", "user_id", "at"], unique=False)
    op.create_table(
        "chat",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("paused_until", MOMENT, nullable=True),
        sa.Column("dead_because", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "chat_id", name=op.f("pk_chat")),
    )
    op.create_table(
        "counter",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "name", name=op.f("pk_counter")),
    )
    op.create_table(
        "department",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "id", name=op.f("pk_department")),
    )
    op.create_table(
        "fsm",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "key", name=op.f("pk_fsm")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("retry_at", MOMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("district_id", "bot_id", "update_id", name=op.f("uq_inbox_district_id_bot_id_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_received_at", "inbox", ["district_id", "received_at"], unique=False)
    op.create_index("ix_inbox_state_id", "inbox", ["district_id", "state", "id"], unique=False)
    op.create_index("ix_inbox_state_lane", "inbox", ["district_id", "state", "bot_id", "lane", "id"], unique=False)
    op.create_table(
        "official",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official")),
        sa.UniqueConstraint("district_id", "user_id", name=op.f("uq_official_district_id_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rule",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=True),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("settlements", sa.Text(), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["rule.id"], name=op.f("fk_rule_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_district_id", "rule", ["district_id"], unique=False)
    op.create_table(
        "slot",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "job", "day", name=op.f("pk_slot")),
    )
    op.create_table(
        "source",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("settlement_id", sa.String(), nullable=True),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("baseline_at", MOMENT, nullable=True),
        sa.Column("last_ok_at", MOMENT, nullable=True),
        sa.Column("broken_at", MOMENT, nullable=True),
        sa.Column("broken_because", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("district_id", "network", "external_id", name=op.f("uq_source_district_id_network_external_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "incident",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("danger_grade", sa.String(), nullable=True),
        sa.Column("danger_words", sa.Text(), nullable=True),
        sa.Column("department_id", sa.String(), nullable=True),
        sa.Column("holder_id", KEY, nullable=True),
        sa.Column("route_because", sa.Text(), nullable=False),
        sa.Column("doubt", sa.String(), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("clock_from", MOMENT, nullable=False),
        sa.Column("assigned_at", MOMENT, nullable=True),
        sa.Column("accept_by", MOMENT, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("answer_by", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reject_reason", sa.String(), nullable=True),
        sa.Column("repeat_of", KEY, nullable=True),
        sa.Column("merged_into", KEY, nullable=True),
        sa.Column("matched_because", sa.Text(), nullable=True),
        sa.Column("reminded", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_voice_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["official.id"], name=op.f("fk_incident_holder_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["incident.id"], name=op.f("fk_incident_merged_into")),
        sa.ForeignKeyConstraint(["repeat_of"], ["incident.id"], name=op.f("fk_incident_repeat_of")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("district_id", "number", name=op.f("uq_incident_district_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_incident_by_group", "incident", ["district_id", "group", "place_id", "last_voice_at"], unique=False)
    op.create_index("ix_incident_by_place", "incident", ["district_id", "place_id", "last_voice_at"], unique=False)
    op.create_index("ix_incident_by_status", "incident", ["district_id", "status", "answer_by"], unique=False)
    op.create_table(
        "invite",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("department_id", sa.String(), nullable=True),
        sa.Column("created_by", KEY, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["official.id"], name=op.f("fk_invite_created_by")),
        sa.PrimaryKeyConstraint("district_id", "code_hash", name=op.f("pk_invite")),
    )
    op.create_table(
        "post",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("source_id", KEY, nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("parent_external_id", sa.Text(), nullable=True),
        sa.Column("reply_to_external_id", sa.Text(), nullable=True),
        sa.Column("photos", sa.Text(), nullable=False),
        sa.Column("likes", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("by_owner", sa.Boolean(), nullable=False),
        sa.Column("is_history", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("detected_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("set_aside_at", MOMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_post_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("district_id", "network", "external_id", name=op.f("uq_post_district_id_network_external_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_post_parent_external_id", "post", ["district_id", "network", "parent_external_id"], unique=False)
    op.create_index("ix_post_source_id_published_at", "post", ["district_id", "source_id", "published_at"], unique=False)
    op.create_index(
        "ix_post_unread",
        "post",
        ["district_id", "published_at", "id"],
        unique=False,
        postgresql_where=sa.text("taken_at IS NULL AND set_aside_at IS NULL"),
        sqlite_where=sa.text("taken_at IS NULL AND set_aside_at IS NULL"),
    )
    op.create_table(
        "answer",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("publish_at", MOMENT, nullable=True),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("proved_at", MOMENT, nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("look_at", MOMENT, nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["official.id"], name=op.f("fk_answer_author_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_answer_incident_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_answer_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("district_id", "guid", name=op.f("uq_answer_district_id_guid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answer_incident_id", "answer", ["district_id", "incident_id"], unique=False)
    op.create_index("ix_answer_state", "answer", ["district_id", "state", "publish_at"], unique=False)
    op.create_table(
        "card_copy",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("photos_sent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_card_copy_incident_id")),
        sa.PrimaryKeyConstraint("district_id", "incident_id", "chat_id", name=op.f("pk_card_copy")),
    )
    op.create_index("ix_card_copy_chat_id", "card_copy", ["district_id", "chat_id"], unique=False)
    op.create_table(
        "card_message",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_card_message_incident_id")),
        sa.PrimaryKeyConstraint("district_id", "chat_id", "message_id", name=op.f("pk_card_message")),
    )
    op.create_table(
        "event",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("incident_id", KEY, autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("status_before", sa.String(), nullable=True),
        sa.Column("status_after", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["official.id"], name=op.f("fk_event_by_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_event_incident_id")),
        sa.PrimaryKeyConstraint("district_id", "incident_id", "line", name=op.f("pk_event")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("incident_id", KEY, nullable=True),
        sa.Column("post_id", KEY, nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("retry_at", MOMENT, nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_outbox_incident_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_outbox_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_state_chat_id", "outbox", ["district_id", "state", "chat_id", "id"], unique=False)
    op.create_index(
        "uq_outbox_pending_card",
        "outbox",
        ["district_id", "incident_id", "chat_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending' AND kind = 'card'"),
        sqlite_where=sa.text("state = 'pending' AND kind = 'card'"),
    )
    op.create_table(
        "post_revision",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_revision_post_id")),
        sa.PrimaryKeyConstraint("district_id", "post_id", "revision", name=op.f("pk_post_revision")),
    )
    op.create_table(
        "reading",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_reading_post_id")),
        sa.PrimaryKeyConstraint("district_id", "post_id", "revision", name=op.f("pk_reading")),
    )
    op.create_table(
        "voice",
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_voice_incident_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_voice_post_id")),
        sa.PrimaryKeyConstraint("district_id", "post_id", name=op.f("pk_voice")),
    )
    op.create_index("ix_voice_incident_id", "voice", ["district_id", "incident_id"], unique=False)
    op.create_index("ix_voice_joined_at", "voice", ["district_id", "joined_at"], unique=False)
    for statement in REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)
