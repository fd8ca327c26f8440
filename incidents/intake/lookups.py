"""Read-only questions about rumours and changed texts."""

from collections.abc import Sequence
from datetime import datetime

from incidents.answers.store import Templates
from incidents.answers.template_filling import filled_template
from incidents.deadlines.time_policy import TimePolicy
from incidents.incident import OPEN, Incident
from incidents.incident_store import Readings, Voices
from incidents.intake.new_text import NewText, in_new_text
from incidents.intake.rumours import until
from incidents.official import Department
from incidents.official_store import StaffStores
from incidents.routing.likely_departments import staffed

CHECKING, REFUTED, TRUE = "Проверяем", "Проверили: не так", "Проверили: это правда"
"""Titles of the district's templates."""

TEXTS = {
    CHECKING: "{привет} Проверяем. Что нашли, напишем здесь {срок}. Отвечает {кто}.",
    REFUTED: (
        "{привет} Проверили сегодня, {дата}, на месте: {факт}. Проверяли: {кто}. Если видите другое, пришлите фото и время, выедем ещё раз."
    ),
    TRUE: (
        "{привет} Это правда: {факт}. Что делаем: {мера_мы}. Когда станет лучше: {дата}. "
        "Следующее сообщение здесь до {время}, отвечает {кто}."
    ),
}
"""Where the district has switched its own off."""


async def departments_to_ask(tx: StaffStores, incident: Incident) -> Sequence[Department]:
    """Departments where somebody reads, without those asked already; the one that the route names comes first."""
    there = staffed(await tx.officials.all()) - set(incident.co_departments)
    found = [each for each in await tx.departments.all() if each.id in there]
    return sorted(found, key=lambda each: each.id != incident.proposed_id)


def checking_text(template: str, policy: TimePolicy, *, now: datetime) -> str:
    """What may be said of a rumour now, without the greeting."""
    return filled_template(template, {"срок": until(policy.calendar, now)}).text


async def rumour_template(templates: Templates, title: str) -> str:
    """The active template of this title, else the text of the program."""
    return next((each.text for each in await templates.all() if each.title == title and each.active), TEXTS[title])


async def in_changed_text(voices: Voices, readings: Readings, incident: Incident) -> NewText | None:
    """What the changed text of the first post says, while the coordinator is asked; None: nobody is."""
    if incident.new_text_at is None or incident.status not in OPEN:
        return None
    own_voices = await voices.of(incident.id)
    reading = await readings.of(own_voices[0].post_id) if own_voices else None
    return None if reading is None else in_new_text(incident, reading)
