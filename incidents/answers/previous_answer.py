"""«Прошлый ответ»: what was said before the incident came back."""

from dataclasses import dataclass
from datetime import datetime

from incidents.answers.store import PreviousAnswerStores
from incidents.answers.values import ANSWERING, Answer, AnswerState
from incidents.errors import NotFound
from incidents.ids import IncidentId, PostId
from incidents.incident import Act, ClosingOutcome
from incidents.promises.values import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousAnswer:
    """The last answer that stands under a post of the incident. `back_because`: why it came back."""

    answer: Answer
    promise: Promise | None
    closed_at: datetime | None
    outcome: ClosingOutcome | None
    reaction: PostId | None  # the author's word after it
    back_at: datetime | None
    back_because: str


async def previous_answer_of(tx: PreviousAnswerStores, id: IncidentId) -> PreviousAnswer:
    """Raises NotFound where nothing was said."""
    published = [each for each in await tx.answers.of(id) if each.state is AnswerState.PUBLISHED and each.kind in ANSWERING]
    if not published:
        raise NotFound("Прошлого ответа нет: жителю здесь ещё не отвечали")
    answer = published[-1]
    made = [each for each in await tx.promises.of(id) if each.made_at >= (answer.published_at or answer.created_at)]
    events = await tx.log.of(id)
    closed = next((each for each in reversed(events) if each.act is Act.CLOSE), None)
    back = next((each for each in reversed(events) if each.act is Act.REOPEN), None)
    heard = [each for each in await tx.reactions.of(id) if each.at >= (answer.published_at or answer.created_at)]
    return PreviousAnswer(
        answer=answer,
        promise=made[-1] if made else None,
        closed_at=closed.at if closed else None,
        outcome=_outcome(closed.data.get("outcome")) if closed else None,
        reaction=heard[-1].post_id if heard else None,
        back_at=back.at if back else None,
        back_because=back.because if back else "",
    )


def _outcome(code: object) -> ClosingOutcome | None:
    return ClosingOutcome(code) if isinstance(code, str) and code in set(ClosingOutcome) else None
