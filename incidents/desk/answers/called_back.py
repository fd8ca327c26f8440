"""«Перезвонили»: what was said by telephone is an answer at once."""

from dataclasses import replace
from datetime import datetime

from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.values import ACTS, Answer, valid_text
from incidents.desk.answers.publish_answer import deadline_of, move_incident_on
from incidents.desk.answers.send_answer import accept, bar_second, check_allowed
from incidents.errors import NotFound
from incidents.ids import AnswerId, IncidentId, PostId
from incidents.lifecycle import step
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction


async def mark_called_back(
    tx: Transaction, policy: Policy, id: IncidentId, post_id: PostId, words: str, *, by: Official, guid: str, now: datetime
) -> Answer:
    """Keep what was said, and move the incident on: no network has it, nobody looks for it there.

    Raises DomainError where they may not answer, or another answer to the voice is on its way.
    """
    incident = await tx.incidents.get(id)
    if all(each.post_id != post_id for each in await tx.voices.of(id)):  # the message went to another card meanwhile
        moved_to = await tx.voices.incident_of(post_id)
        if moved_to is None:
            raise NotFound
        incident = await tx.incidents.get(moved_to)
    call = Answer(
        id=AnswerId(0),
        district_id=tx.district_id,
        incident_id=incident.id,
        post_id=post_id,
        author_id=by.id,
        text=valid_text(words),
        state=next_state(None, Happening.CALLED_BACK),
        guid=guid,
        created_at=now,
        published_at=now,
        elsewhere=False,
        by_phone=True,
    )
    check_allowed(by, call.kind, incident)
    step(incident.status, ACTS[call.kind])
    await bar_second(tx, call)
    incident = await accept(tx, policy, incident, call.kind, by=by, now=now)
    answer = await tx.answers.add(replace(call, due_by=deadline_of(call, incident)))
    await move_incident_on(tx, policy, answer, by=by, now=now)
    return answer
