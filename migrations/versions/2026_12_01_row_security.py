"""PostgreSQL shows a transaction that names a district the rows of that district alone.

Nobody names one where all districts are meant: a migration, a copy, a backup. The tables' owner is held to it too, a superuser is not.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_row_security"
down_revision = "2026_12_01_incident_words"
branch_labels = None
depends_on = None

TABLES = (
    "agenda_mark answer answer_photo approval approval_message approval_mode approval_word audit card_copy card_message "
    "card_photo caught_up chain_head chat co_executor correction counter courier delay department draft drop_verdict erasure "
    "event fact file_job filtered_post fsm head_order inbox incident incident_words invitation layer lease look mass night norm_word note "
    "official outbox post post_revision promise pushed reaction read_request reading region_list region_row reminder request "
    "restoration rule sending shift shift_swap shown similar_pair slot sought sound source source_chat source_error "
    "source_job template thread_lines undo voice voice_part works "
)

STEPS = (
    "ALTER TABLE %(table)s ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE %(table)s FORCE ROW LEVEL SECURITY",
    "CREATE POLICY own_district ON %(table)s USING (coalesce(current_setting('otklik.district', true), '') IN ('', district_id))",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in TABLES.split():
        for step in STEPS:
            op.execute(sa.DDL(step, context={"table": table}))  # type: ignore[no-untyped-call]  # its signature has no types
