"""Figures of a run; figures by which SQLite chooses indexes.

The demo's last line says the first.
"""

from sqlalchemy import func, select, text

from bot.storage.acts.incidents import incident
from bot.storage.answers.answers import answer
from bot.storage.delivery.copies import card_copy
from bot.storage.delivery.outbox import OutboxKind, outbox
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.table import Rows
from bot.storage.intake.posts import post
from incidents.answers.values import AnswerState


class Counters(Rows):
    """Counts of the district."""

    async def all(self) -> dict[str, int]:
        """Posts kept (history too), incidents, cards that stand, cards that wait, answers published."""
        waiting = (outbox.c.kind == OutboxKind.CARD, outbox.c.state.in_(("pending", "claimed")))
        questions = {
            "posts": select(func.count()).select_from(post).where(post.c.district_id == self.district_id),
            "incidents": select(func.count()).select_from(incident).where(incident.c.district_id == self.district_id),
            "cards": select(func.count()).select_from(card_copy).where(card_copy.c.district_id == self.district_id),
            "cards_pending": select(func.count()).select_from(outbox).where(outbox.c.district_id == self.district_id, *waiting),
            "answers": select(func.count())
            .select_from(answer)
            .where(answer.c.district_id == self.district_id, answer.c.state == AnswerState.PUBLISHED),
        }
        return {name: int(await self._scalar(question)) for name, question in questions.items()}

    async def count_again(self) -> None:
        """Let SQLite count the tables that have grown, a sample of each, whether they were asked for on this connection or not."""
        await self._execute(everywhere(text("PRAGMA analysis_limit=400")))
        await self._execute(everywhere(text("PRAGMA optimize=0x10002")))
