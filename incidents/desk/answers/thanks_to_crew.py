"""«Передать бригаде» and «Ответить спасибо» (docs/voice.md, C10)."""

from datetime import datetime

from incidents.answers.known_fields import known_fields
from incidents.answers.messages import ThanksWords
from incidents.answers.template_filling import filled_template
from incidents.answers.thanks import PASSED, is_thanks
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.desk.answers.draft_answer import begin, create_draft
from incidents.desk.refresh import refresh
from incidents.errors import Unchanged, WrongStep
from incidents.ids import IncidentId
from incidents.incident import Act, Event
from incidents.official import Official
from incidents.policy import Policy
from incidents.recipients import chiefs, executors
from incidents.rights import check
from incidents.transaction import Transaction

TITLE = "Спасибо"
TEXT = "Спасибо, что написали. Передали бригаде, им это важно. {кто}."

_GONE = frozenset({AnswerState.CANCELLED, AnswerState.DRAFT})


async def pass_to_crew(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> None:
    """«Передать бригаде»: the words go to the department's people and group, and to whoever pressed, ready to be forwarded."""
    incident = await tx.incidents.get(id)
    check(by, Act.NOTE, incident)
    if not is_thanks(incident):
        raise WrongStep("Эта карточка не благодарность, передавать нечего")
    done = next((each for each in await tx.log.of(id) if each.data.get(PASSED)), None)
    if done is not None:
        raise Unchanged(f"Уже передали {policy.day(done.at)}")
    officials, what = await tx.officials.all(), ThanksWords(incident=id)
    for official in {each.id: each for each in (*executors(incident, officials), *chiefs(incident, officials), by)}.values():
        await tx.outbox.say(official.user_id, what, sound=False)
    for department in await tx.departments.all():
        if department.id == incident.department_id and department.chat_id is not None:
            await tx.outbox.say(department.chat_id, what, topic_id=department.topic_id, sound=False)
    event = Event(
        act=Act.NOTE,
        at=now,
        by=by.id,
        because=f"спасибо передали бригаде: {by.title}",
        status_before=incident.status,
        status_after=incident.status,
        data={PASSED: 1},
    )
    await refresh(tx, await tx.incidents.save(incident, event))


async def draft_thanks(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, guid: str, now: datetime) -> Answer:
    """«Ответить спасибо»: a draft by the template. It answers no appeal and stops no clock."""
    incident = await tx.incidents.get(id)
    if not is_thanks(incident):
        raise WrongStep("Эта карточка не благодарность. Ответить жителю можно кнопкой «Ответить»")
    if any(each.state not in _GONE for each in await tx.answers.of(id)):
        raise Unchanged("На это спасибо уже ответили")
    await begin(tx, policy, id, by=by, now=now, kind=AnswerKind.AFTER)
    template = next((each.text for each in await tx.templates.all() if each.title == TITLE and each.active), TEXT)
    text = filled_template(template, await known_fields(tx.departments, policy.measures, incident)).text
    return await create_draft(tx, id, text, by=by, guid=guid, now=now, kind=AnswerKind.AFTER)
