"""«Сказать жителям»: a safety note without approval, once the rescuers know.

It says only what the log says.
"""

from datetime import datetime

from incidents.answers.values import Answer, AnswerKind
from incidents.danger.danger_marks import first_told, is_warned, marks
from incidents.dates.russian import date_words
from incidents.desk.answers.draft_answer import create_draft
from incidents.errors import Unchanged, WrongStep
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.official import Official
from incidents.policy import Policy
from incidents.reading import DangerGrade
from incidents.transaction import Transaction


async def warn(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, guid: str, now: datetime) -> Answer:
    """A draft of the note, to be looked at and sent. Raises WrongStep while the rescuers are not marked as told."""
    incident = await tx.incidents.get(id)
    told = first_told(marks(await tx.log.of(id)))
    if incident.danger_grade is not DangerGrade.NOW:
        raise WrongStep("Сейчас опасности нет, предупреждать не о чем. Ответьте жителю обычным ответом")
    if told is None:
        raise WrongStep("Сначала сообщите в ЕДДС и нажмите «Есть ответ»: в тексте сказано, что спасатели знают")
    if is_warned(await tx.answers.of(id)):
        raise Unchanged("Жителей уже предупредили. Есть что добавить? Нажмите «Ответить»")
    return await create_draft(tx, id, warning(policy, incident, told.at, now=now), by=by, guid=guid, now=now, kind=AnswerKind.SAFETY)


def warning(policy: Policy, incident: Incident, told_at: datetime, *, now: datetime) -> str:
    """The words (docs/voice.md, «For any topic»), plain text for any network."""
    until = f", не позже {_moment(policy, incident.answer_by, now)}" if incident.answer_by is not None and incident.answer_by > now else ""
    return (
        f"Увидели, передали спасателям и дежурной бригаде в {policy.clock(told_at)}. Обойдите это место, детей не пускайте. "
        f"Кто-то пострадал? 112. Напишем здесь, когда станет безопасно{until}. Дежурный администрации округа."
    )


def _moment(policy: Policy, moment: datetime, now: datetime) -> str:
    zone = policy.calendar.timezone
    local = moment.astimezone(zone)
    same = local.date() == now.astimezone(zone).date()
    return policy.clock(moment) if same else f"{date_words(local)}, {policy.clock(moment)}"
