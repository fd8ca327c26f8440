"""Several questions in one post: whose each is, and one answer to all of them (VOICE.md, C6)."""

from collections.abc import Sequence
from datetime import datetime

from incidents.desk.act import Choice, act
from incidents.desk.common import Outcome, Policy
from incidents.desk.ways import questions_of
from incidents.errors import DomainError, WrongStep
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, Doubt, Incident
from incidents.people import Mode, Official
from incidents.ports import Transaction
from incidents.routing import Question, leading

ONE = "В этом сообщении один вопрос. Нужны факты другого отдела? «Ещё…», «Соисполнитель»"
LEARNS = "У других отделов учебная неделя, карточки им не уходят. Передайте вопрос одному отделу: «Один отдел»"


async def asked(tx: Transaction, incident: Incident) -> Sequence[Question]:
    """What the first post asks, in its order; () for one question, and for a post that was parted into several cards."""
    voices = await tx.voices(incident.id)
    if not voices or voices[0].is_part or await tx.parted_from(voices[0].post_id):
        return ()
    reading = await tx.reading(voices[0].post_id)
    if reading is None or not reading.parts:
        return ()
    return await questions_of(tx, reading)


async def gather(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> Outcome:
    """«Собрать ответ»: the leading department collects the one answer, the others are asked for their facts.

    A department in its trial week gets nothing: the collector answers for it as well.
    """
    incident = await tx.incident(id)
    found = await asked(tx, incident)
    if incident.doubt is not Doubt.QUESTIONS or not found:
        raise WrongStep(ONE)
    collector = incident.department_id or await _collector(tx, incident, found)
    others = {each.department_id for each in found if each.department_id not in {None, collector}}
    learn = {each.id for each in await tx.departments() if each.mode is Mode.TRIAL}
    wanted = frozenset(each for each in others - learn if each is not None)
    if not wanted:
        raise DomainError(LEARNS)
    if incident.department_id is None:
        await act(tx, policy, id, Act.ASSIGN, by=by, now=now, choice=Choice(department_id=collector))
    return await act(tx, policy, id, Act.COLLECT, by=by, now=now, choice=Choice(departments=wanted))


async def _collector(tx: Transaction, incident: Incident, found: Sequence[Question]) -> DepartmentId | None:
    if incident.proposed_id in {each.department_id for each in found}:
        return incident.proposed_id
    voices = await tx.voices(incident.id)
    reading = await tx.reading(voices[0].post_id)
    return None if reading is None else leading(found, reading).department_id
