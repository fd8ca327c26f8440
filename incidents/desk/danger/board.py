"""A board's dangers come as cards, are cleared, are put back."""

from collections.abc import Sequence
from datetime import datetime

from incidents.danger.board import SHOWN_AT_ONCE, gravest_of
from incidents.danger.lookups import clearable
from incidents.desk.act import act
from incidents.desk.acts.undo import GONE, undo_all
from incidents.errors import Unchanged, WrongStep
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction


async def show_gravest(tx: Transaction, chat_id: ChatId, topic_id: int | None) -> int:
    """Send the gravest untaken ones as cards. Gives back how many are left."""
    hidden = [each.incident for each in gravest_of(await tx.boards.dangers(chat_id)) if each.is_untaken and not each.has_card]
    if not hidden:
        raise Unchanged("Всё, что никто не взял, уже здесь карточками")
    for each in hidden[:SHOWN_AT_ONCE]:
        await tx.outbox.refresh_here(each.id, chat_id, topic_id)
    return max(0, len(hidden) - SHOWN_AT_ONCE)


async def clear(tx: Transaction, policy: Policy, chat_id: ChatId, *, by: Official, now: datetime) -> Sequence[IncidentId]:
    """Deny each by its own rights. Raises Unchanged where none is left."""
    ids = [each.incident.id for each in await clearable(tx.boards, tx.log, chat_id, by=by)]
    if not ids:
        raise Unchanged("Уже сняли или взяли: одного автора здесь больше нечего снимать")
    for id in ids:
        await act(tx, policy, id, Act.DANGER_DENIED, by=by, now=now)
    return ids


async def put_back(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> int:
    """Put back what was cleared with this one and not changed since."""
    kept = await tx.undos.of(id)
    if kept is None or kept.act is not Act.DANGER_DENIED or kept.by != by.id:
        raise WrongStep(GONE)
    return await undo_all(tx, policy, Act.DANGER_DENIED, kept.until, by=by, now=now)
