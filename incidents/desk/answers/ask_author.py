"""«Спросить жителя» asks under the post; «Ответить общим» answers in ready words."""

from datetime import datetime, timedelta

from incidents.answers.known_fields import known_fields
from incidents.answers.template_filling import filled_template
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers.draft_answer import begin, create_draft
from incidents.ids import IncidentId
from incidents.incident import Doubt, Incident
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction

TITLE = "Где это?"
"""The district's template of the question."""

WHERE = (
    "{привет} Поможем, если уточните место: улица и дом или ближайший ориентир. Ответите сегодня до {время}, {кто} займётся этим "
    "сегодня же. Фамилию и телефон писать не нужно."
)
GENERAL = (
    "{привет} Чтобы решить вопрос, нужны адрес и подробности, а в комментариях их лучше не писать. Пришлите их в сообщения сообщества "
    "администрации или через Госуслуги, «Решаем вместе». Отвечает {кто}."
)

SOON = timedelta(hours=2)
"""Working time that the author has to answer on the same day."""


def is_placeless(incident: Incident) -> bool:
    """Whether the question is where it is."""
    place = incident.place
    return incident.doubt is Doubt.PLACE or not (place.street or place.landmark)


async def draft_question(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, guid: str, now: datetime) -> Answer:
    """«Где это?» ready to be sent."""
    incident = await begin(tx, policy, id, by=by, now=now, kind=AnswerKind.CLARIFY)
    template = next((each.text for each in await tx.templates.all() if each.title == TITLE and each.active), WHERE)
    text = filled_template(template, {**await known_fields(tx.departments, policy.measures, incident), "время": _today(policy, now)}).text
    return await create_draft(tx, id, text, by=by, guid=guid, now=now, kind=AnswerKind.CLARIFY)


async def draft_general(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, guid: str, now: datetime) -> Answer:
    """«Ответить общим»: how to ask so that it can be solved."""
    incident = await begin(tx, policy, id, by=by, now=now)
    return await create_draft(
        tx, id, filled_template(GENERAL, await known_fields(tx.departments, policy.measures, incident)).text, by=by, guid=guid, now=now
    )


def _today(policy: Policy, now: datetime) -> str:
    """An hour of this working day; "" when the day is over by then."""
    zone = policy.calendar.timezone
    until, today = policy.calendar.add(now, SOON).astimezone(zone), now.astimezone(zone).date()
    return f"{until.hour}:00" if until.date() == today else ""
