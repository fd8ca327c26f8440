"""Several questions in one post: departments, and one answer (docs/voice.md, C6)."""

from collections.abc import Sequence
from datetime import datetime

from incidents.desk.act import act
from incidents.desk.acts.coexecutors import Collect
from incidents.desk.outcome import Outcome
from incidents.desk.routing.accept_return_assign import Assign
from incidents.errors import DomainError, WrongStep
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, Doubt, Incident, Voice
from incidents.official import Mode, Official
from incidents.policy import Policy
from incidents.routing.route_now import questions_asked, voice_with_questions
from incidents.routing.rules import PostQuestion, leading
from incidents.transaction import Transaction

ONE = "В этом сообщении один вопрос. Нужны факты другого отдела? «Ещё…», «Соисполнитель»"
LEARNS = "У других отделов учебная неделя, карточки им не уходят. Передайте вопрос одному отделу: «Один отдел»"


async def gather(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> Outcome:
    """«Собрать ответ»: the leading department collects the one answer, the others are asked for their facts.

    A department in its trial week gets nothing: the collector answers for it as well.
    """
    incident, voice = await tx.incidents.get(id), voice_with_questions(await tx.voices.of(id))
    found = await questions_asked(tx, incident)
    if voice is None or not found or not (incident.doubt is Doubt.QUESTIONS or voice.question_since):
        raise WrongStep(ONE)
    collector = incident.department_id or await _collector(tx, incident, voice, found)
    others = {each.department_id for each in found if each.department_id not in {None, collector}}
    learn = {each.id for each in await tx.departments.all() if each.mode is Mode.TRIAL}
    wanted = frozenset(each for each in others - learn if each is not None)
    if not wanted:
        raise DomainError(LEARNS)
    if incident.department_id is None:
        chosen = Assign(department_id=collector) if collector is not None else None
        await act(tx, policy, id, Act.ASSIGN, by=by, now=now, choice=chosen)
    return await act(tx, policy, id, Act.COLLECT, by=by, now=now, choice=Collect(departments=wanted))


async def _collector(tx: Transaction, incident: Incident, voice: Voice, found: Sequence[PostQuestion]) -> DepartmentId | None:
    if incident.proposed_id in {each.department_id for each in found}:
        return incident.proposed_id
    reading = await tx.readings.of(voice.post_id)
    return None if reading is None else leading(found, reading).department_id
