"""An author disputes a deed: who hears of it, what settles it."""

from collections.abc import Container
from dataclasses import replace
from datetime import timedelta

from incidents.acts.messages import Disputed
from incidents.answers.reactions import SAYS_DONE, SPEAKS_OF_THE_DEED, Reaction, Tone
from incidents.desk.effect import ActCall, Change, Effect
from incidents.errors import Forbidden
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act, ClosingOutcome, Incident
from incidents.official import Official, Role
from incidents.promises.values import PromiseState
from incidents.recipients import in_role
from incidents.rights import NOT_THE_ACCUSED
from incidents.transaction import Transaction

DISPUTED_FOR = timedelta(days=90)
"""What an author denies later is another trouble, not our word."""


async def with_dispute(tx: Transaction, incident: Incident, heard: Reaction) -> Incident:
    """It with a dispute that the author's words open, once a closing, or end. Not saved.

    Nobody disputes what is only promised, explained or refused; closed as done is said to be done, whatever is promised still.
    """
    is_claimed = incident.outcome is ClosingOutcome.DONE or (incident.outcome is None and not await is_promised(tx, incident.id))
    said_at = incident.closed_at or incident.answered_at or heard.at
    if heard.tone is Tone.DENIES and incident.disputed is None and is_claimed and heard.at - said_at <= DISPUTED_FOR:
        return replace(incident, disputed=True)
    if heard.tone in SAYS_DONE and incident.is_disputed and not await _is_denied(tx, incident.id):
        return replace(incident, disputed=False)
    return incident


async def is_promised(tx: Transaction, id: IncidentId) -> bool:
    """Whether a promise is still to be kept."""
    return any(each.state is PromiseState.OPEN for each in await tx.promises.of(id))


async def _is_denied(tx: Transaction, id: IncidentId) -> bool:
    """Whether the last word of any author is that it is not done."""
    last: dict[str, Tone] = {}
    for each in await tx.reactions.of(id):
        if each.by_author and each.tone in SPEAKS_OF_THE_DEED:
            last[(await tx.posts.get(each.post_id)).post.author_id] = each.tone
    return Tone.DENIES in last.values()


async def tell_dispute(tx: Transaction, incident: Incident, *, but: Container[OfficialId] = ()) -> None:
    """Coordinators and the press service hear of it, not the accused department alone."""
    for each in await judges(tx, but=but):
        await tx.outbox.say(each.user_id, Disputed(incident=incident.id), under=incident.id, sound=False)


async def judges(tx: Transaction, *, but: Container[OfficialId] = ()) -> list[Official]:
    """Who settles disputes and can be reached."""
    return [each for each in in_role(await tx.officials.all(), Role.COORDINATOR, Role.APPROVER, but=but) if each.reachable]


async def _confirm(call: ActCall) -> Change:
    """«Подтвердить: сделано»: whoever closed it, or said that its promise is kept, has said so already."""
    log = await call.tx.log.of(call.before.id)
    done_by = [each.by for each in log if each.by is not None and (each.act is Act.CLOSE or "promise" in each.data)]
    if done_by[-1:] == [call.by.id]:
        raise Forbidden(NOT_THE_ACCUSED)
    return Change(incident=replace(call.after, disputed=False), because=f"подтвердили, что сделано: {call.by.title}")


EFFECTS: dict[Act, Effect] = {Act.CONFIRM_DONE: _confirm}
