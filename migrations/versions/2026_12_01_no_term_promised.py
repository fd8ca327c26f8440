"""The first templates told residents of «Решаем вместе» in days that nobody had checked. Words that were changed in the chat stay."""

import sqlalchemy as sa
from alembic import op

revision = "2026_12_01_no_term_promised"
down_revision = "2026_12_01_base_of_a_layer"
branch_labels = None
depends_on = None

BEFORE = (
    "{привет} Здесь отвечаем быстро, но это не письмо с печатью. Нужен официальный ответ? Подайте сообщение через Госуслуги, "
    "«Решаем вместе», или письмом в приёмную: срок до 30 дней. По сути: {ответ}. Отвечает {кто}, {дата}."
)
AFTER = BEFORE.replace(": срок до 30 дней", "")

template = sa.table("template", sa.column("text", sa.Text))


def upgrade() -> None:
    op.execute(sa.update(template).where(template.c.text == BEFORE).values(text=AFTER))
