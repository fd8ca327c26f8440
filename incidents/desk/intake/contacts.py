"""Write down whom to call back; log who looks."""

from datetime import datetime

from incidents.desk.effect import ActCall, Change, Effect
from incidents.desk.intake.by_hand import theirs
from incidents.desk.refresh import refresh
from incidents.errors import NotFound, WrongStep
from incidents.ids import DraftId
from incidents.incident import Act
from incidents.intake.by_hand import DraftState
from incidents.intake.contacts import CallerContact, valid_contact
from incidents.official import Official
from incidents.transaction import Transaction


async def write_contact(tx: Transaction, id: DraftId, words: str, *, by: Official, now: datetime) -> None:
    """Keep it beside the draft's post, instead of a former one.

    Raises DomainError for a long one, Forbidden, WrongStep.
    """
    draft = await theirs(tx, id, by=by)
    if draft.state is DraftState.DROPPED:
        raise WrongStep("Это сообщение не завели, перезванивать некому. Передумали? Напишите его снова: /new")
    await tx.drafts.keep_caller(CallerContact(post_id=draft.post_id, words=valid_contact(words), at=now))
    opened = await tx.voices.incident_of(draft.post_id)
    if opened is not None:
        await refresh(tx, await tx.incidents.get(opened))


async def _look(call: ActCall) -> Change:
    if not await call.tx.drafts.callers_in(call.before.id):
        raise NotFound("Кому перезвонить, здесь не записано, или срок хранения вышел")
    return Change(incident=call.after, because="посмотрели, кому перезвонить")


EFFECTS: dict[Act, Effect] = {Act.SEE_CONTACT: _look}
