"""Read several questions and co-executors for a card."""

from collections.abc import Sequence

from bot.config.district import District
from bot.screens.kit.card_view import CoView, QuestionView, VoiceView
from bot.storage.engine.transaction import Tx
from incidents.ids import ChatId
from incidents.incident import FINAL, Doubt, Incident
from incidents.official import Department, Mode, Official
from incidents.rights import helps
from incidents.routing.route_now import asked


async def co_views(tx: Tx, incident: Incident, viewer: Official | None, chat_id: ChatId | None = None) -> tuple[CoView, ...]:
    """Departments that give facts, without the one that collects the answer. `chat_id`: of a department's group."""
    if not incident.co_departments:
        return ()
    known = {d.id: d for d in await tx.departments.all()}
    here = {d.id for d in known.values() if viewer is None and chat_id is not None and d.chat_id == chat_id}
    mine = {viewer.department_id} if viewer is not None and helps(viewer, incident) else here
    return tuple(
        CoView(
            title=known[each.department_id].title if each.department_id in known else each.department_id,
            wait_until=each.wait_until,
            facts=each.facts,
            department_id=each.department_id,
            mine=each.department_id in mine and incident.department_id not in here,
        )
        for each in await tx.co_executors.of(incident.id)
        if each.department_id in incident.co_departments and each.department_id != incident.department_id
    )


async def question_views(tx: Tx, district: District, incident: Incident) -> tuple[QuestionView, ...]:
    """The questions of the post, while the coordinator decides and while one answer to them is collected."""
    if incident.status in FINAL or incident.rumour or (incident.doubt is not Doubt.QUESTIONS and not incident.co_departments):
        return ()
    found = await asked(tx, incident)
    departments = {each.id: each for each in await tx.departments.all()}
    whose = {each.department_id for each in found}
    if incident.doubt is not Doubt.QUESTIONS and whose.isdisjoint(incident.co_departments):
        return ()  # somebody was asked about something else
    views = []
    for each in found:
        known, topic = departments.get(each.department_id) if each.department_id else None, district.topics.get(each.part.topic)
        views.append(
            QuestionView(
                topic_short=topic.short if topic else "Сообщение",
                department_id=each.department_id,
                title=known.title if known else None,
                learns=known is not None and known.mode is Mode.TRIAL,
            )
        )
    return tuple(views)


async def beside(tx: Tx, incident: Incident, voices: Sequence[VoiceView]) -> tuple[int, ...]:
    """Numbers of the cards that the same post was parted into."""
    if not voices or incident.status in FINAL:
        return ()
    post = voices[0].post.id
    whole = await tx.voices.incident_of(post)
    ids = dict.fromkeys([*([whole] if whole else []), *await tx.voice_parts.incidents_of(post)])
    others = [await tx.incidents.get(id) for id in ids if id != incident.id]
    return tuple(each.number for each in others if each.merged_into is None)


def only_helps(chat_id: ChatId, incident: Incident, departments: Sequence[Department]) -> bool:
    """Whether this group is of departments that give facts, and of none that has the incident."""
    here = {each.id for each in departments if each.chat_id == chat_id}
    return incident.department_id not in here and not here.isdisjoint(incident.co_departments)
