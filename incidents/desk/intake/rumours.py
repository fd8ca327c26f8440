"""Answers about a rumour: «проверяем», refuted, confirmed (docs/voice.md, C9)."""

from collections.abc import Sequence
from datetime import datetime

from incidents.acts.coexecutors import CoExecutor
from incidents.answers.known_fields import GREETING, OURS, known_fields
from incidents.answers.template_filling import HELLO, filled_template
from incidents.answers.values import Answer, AnswerKind
from incidents.dates.russian import date_words
from incidents.desk.answers.draft_answer import begin, create_draft
from incidents.errors import DomainError, WrongStep, fit
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.intake.lookups import CHECKING, REFUTED, TRUE, rumour_template
from incidents.intake.rumours import hour_of, until
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction

FACT_LIMIT = 600
NOT_CHECKED = "Пока не проверили, не опровергаем. Нажмите «Запросить факты»: ответит тот, кто проверил"
_TODAY = "сегодня, {дата}"


async def draft_checking(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, guid: str, now: datetime) -> Answer:
    """«Проверяем»: an interim answer that names the hour."""
    await _rumour(tx, id)
    incident = await begin(tx, policy, id, by=by, now=now, kind=AnswerKind.INTERIM)
    text = filled_template(
        await rumour_template(tx.templates, CHECKING),
        {**await known_fields(tx.departments, policy.measures, incident), "срок": until(policy.calendar, now)},
    ).text
    return await create_draft(tx, id, text, by=by, guid=guid, now=now, kind=AnswerKind.INTERIM)


async def draft_refuted(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, guid: str, now: datetime) -> Answer:
    """«Опровергнуть»: in the words of whoever checked. Raises DomainError where nobody did."""
    told = await checked(tx, (await _rumour(tx, id)).id)
    if not told:
        raise DomainError(NOT_CHECKED)
    await begin(tx, policy, id, by=by, now=now)
    at = max(each.facts_at for each in told if each.facts_at is not None).astimezone(policy.calendar.timezone).date()
    template = await rumour_template(tx.templates, REFUTED)
    if at != policy.today(now):
        template = template.replace(_TODAY, "{дата}")
    known = {HELLO: GREETING, "дата": date_words(at), "факт": _words(told), "кто": await _who(tx, told)}
    return await create_draft(tx, id, filled_template(template, known).text, by=by, guid=guid, now=now)


async def draft_true(
    tx: Transaction, policy: Policy, id: IncidentId, words: str | None, *, by: Official, guid: str, now: datetime
) -> Answer:
    """«Подтвердить»: by the departments' facts, or by the approver's own words."""
    told = await checked(tx, (await _rumour(tx, id)).id)
    fact = fit(words, FACT_LIMIT).rstrip(". ") if words is not None else _words(told)
    incident = await begin(tx, policy, id, by=by, now=now)
    moment = hour_of(policy.calendar, now)
    known = {
        **await known_fields(tx.departments, policy.measures, incident),
        "факт": fact,
        "кто": await _who(tx, told),
        "время": f"{moment.hour}:00" if moment.date() == policy.today(now) else "",
    }
    return await create_draft(tx, id, filled_template(await rumour_template(tx.templates, TRUE), known).text, by=by, guid=guid, now=now)


async def checked(tx: Transaction, id: IncidentId) -> Sequence[CoExecutor]:
    """Who gave facts."""
    return [each for each in await tx.co_executors.of(id) if each.facts]


async def _rumour(tx: Transaction, id: IncidentId) -> Incident:
    incident = await tx.incidents.get(id)
    if not incident.rumour:
        raise WrongStep("Эта карточка слухом уже не отмечена. Ответить можно кнопкой «Ответить»")
    return incident


def _words(told: Sequence[CoExecutor]) -> str:
    facts = [" ".join((each.facts or "").split()).rstrip(". ") for each in told]
    return "; ".join(each[:1].lower() + each[1:] if not each[1:2].isupper() else each for each in facts)


async def _who(tx: Transaction, told: Sequence[CoExecutor]) -> str:
    titles = {each.id: each.title for each in await tx.departments.all()}
    return ", ".join(titles.get(each.department_id, each.department_id) for each in told) or OURS
