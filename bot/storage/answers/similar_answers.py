"""Published answers beside the words that they answered.

What a new answer may begin with.
"""

from collections.abc import Sequence

from sqlalchemy import select
from typing_extensions import override

from bot.storage.acts.incidents import incident, incident_of
from bot.storage.answers.answers import answer, answer_of
from bot.storage.engine.table import Rows
from bot.storage.intake.posts import post
from incidents.answers import store
from incidents.answers.similar_answers import Answered
from incidents.answers.values import AnswerKind, AnswerState


class SimilarAnswers(Rows, store.SimilarAnswers):
    """Answers by the topic of their incidents."""

    @override
    async def about(self, topic: str, *, limit: int) -> Sequence[Answered]:
        mine = incident.c.district_id == self.district_id
        about = select(incident.c.id).where(mine, incident.c.topic == topic)
        told = select(answer).where(answer.c.district_id == self.district_id, answer.c.incident_id.in_(about))
        told = told.where(
            answer.c.state == AnswerState.PUBLISHED,
            answer.c.kind.in_((AnswerKind.FINAL, AnswerKind.POST)),
            answer.c.shares.is_(None),
            answer.c.repeats.is_(None),
            ~answer.c.by_phone,
        ).order_by(answer.c.id.desc())
        answers = [answer_of(row) for row in await self._all(told.limit(limit))]
        theirs = select(incident).where(mine, incident.c.id.in_({one.incident_id for one in answers}))
        known = {row.id: incident_of(row) for row in await self._all(theirs)}
        words = select(post.c.id, post.c.text).where(
            post.c.district_id == self.district_id, post.c.id.in_({one.post_id for one in answers})
        )
        said = {row.id: row.text for row in await self._all(words)}
        return [Answered(answer=one, incident=known[one.incident_id], said=said[one.post_id]) for one in answers]
