"""Write drafts from a fact or a template with what is known."""

from collections.abc import Mapping
from datetime import date, datetime

from incidents.answers.facts import ANSWERED_AS, FactKind, measure_of
from incidents.answers.template_filling import HELLO, fill
from incidents.answers.templates import for_fact
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.dates.russian import date_words
from incidents.desk.act import act
from incidents.desk.answers.answer_sending import begin, draft
from incidents.desk.answers.facts import SayFact
from incidents.errors import DomainError, NotFound
from incidents.ids import AnswerId, IncidentId
from incidents.incident import Act, Incident
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction

OURS = "администрация округа"
"""Who answers where no department has the incident."""


async def draft_by_fact(
    tx: Transaction, policy: Policy, id: IncidentId, kind: FactKind, day: date | None, *, by: Official, guid: str, now: datetime
) -> Answer:
    """Keep the fact and write the answer by it: nothing is typed."""
    answer_kind = ANSWERED_AS[kind]
    await begin(tx, policy, id, by=by, now=now, kind=answer_kind)
    outcome = await act(tx, policy, id, Act.FACTS, by=by, now=now, choice=SayFact(fact=kind, day=day))
    assert outcome.incident is not None
    incident = outcome.incident
    template = for_fact(await tx.templates.all(), kind, topic=incident.topic, group=incident.group)
    text = fill(template.text, await values(tx, policy, incident, day=day)).text
    return await draft(tx, id, text, by=by, guid=guid, now=now, kind=answer_kind)


async def draft_by_template(
    tx: Transaction,
    policy: Policy,
    id: IncidentId,
    template_id: int,
    *,
    by: Official,
    guid: str,
    now: datetime,
    kind: AnswerKind = AnswerKind.FINAL,
    day: date | None = None,
) -> Answer:
    """A draft of a chosen template; sentences whose fields nobody filled are left out."""
    template = await tx.templates.get(template_id)
    kind = template.kind if kind is AnswerKind.FINAL else kind  # «займёмся, напишем до пятницы» is no final answer
    incident = await begin(tx, policy, id, by=by, now=now, kind=kind)
    text = fill(template.text, await values(tx, policy, incident, day=day)).text
    if len(text) <= len(GREETING):
        raise DomainError("В этом шаблоне бот пока ничего не может заполнить. Выберите другой или напишите своими словами")
    return await draft(tx, id, text, by=by, guid=guid, now=now, kind=kind)


async def draft_like(
    tx: Transaction, policy: Policy, id: IncidentId, like: AnswerId, *, by: Official, guid: str, now: datetime, kind: AnswerKind
) -> Answer:
    """A draft with the words of an answer that stands elsewhere already; its days are for the official to look at."""
    await begin(tx, policy, id, by=by, now=now, kind=kind)
    known = await tx.answers.get(like)
    if known.state is not AnswerState.PUBLISHED:
        raise NotFound("Такого ответа больше нет. Откройте «Шаблон» ещё раз")
    return await draft(tx, id, known.text, by=by, guid=guid, now=now, kind=kind)


GREETING = "Здравствуйте!"


async def values(tx: Transaction, policy: Policy, incident: Incident, *, day: date | None = None) -> Mapping[str, str]:
    """What is known without asking anybody: where, who, when, what is done about the topic."""
    homes = {d.id: d for d in await tx.departments.all()}
    home = homes.get(incident.department_id) if incident.department_id else None
    measure = measure_of(policy.measures, topic=incident.topic, group=incident.group)
    return {
        HELLO: GREETING,
        "адрес": place_of(incident),
        "кто": home.title if home else OURS,
        "телефон": (home.phone if home else None) or "",
        "часы": (home.hours if home else None) or "",
        "дата": date_words(day) if day else "",
        "мера": measure.will,
        "мера_мы": measure.we,
        "что_сделали": measure.done,
    }


def place_of(incident: Incident) -> str:
    """«Конаково, улица Белавинская, 5»; "" where only the settlement is known."""
    place = incident.place
    spot = ", ".join(filter(None, (place.street or place.landmark, place.house)))
    return ", ".join(filter(None, (place.settlement, spot))) if spot else ""
