"""Several questions and co-executors of a card."""

from collections.abc import Mapping, Sequence

from handlers.kit.card_values import CoView, QuestionView
from incidents.acts.coexecutors import CoExecutor
from incidents.ids import ChatId, DepartmentId
from incidents.incident import FINAL, Doubt, Incident, Voice
from incidents.official import Department, Mode, Official
from incidents.policy import Policy
from incidents.rights import helps
from incidents.routing.rules import PostQuestion

Departments = Mapping[DepartmentId, Department]


def co_views(
    incident: Incident, asked: Sequence[CoExecutor], departments: Departments, viewer: Official | None, chat_id: ChatId | None = None
) -> tuple[CoView, ...]:
    """Departments that give facts, without the one that collects the answer. `chat_id`: of a department's group."""
    here = {d.id for d in departments.values() if viewer is None and chat_id is not None and d.chat_id == chat_id}
    mine = {viewer.department_id} if viewer is not None and helps(viewer, incident) else here
    return tuple(
        CoView(
            title=departments[each.department_id].title if each.department_id in departments else each.department_id,
            wait_until=each.wait_until,
            facts=each.facts,
            department_id=each.department_id,
            mine=each.department_id in mine and incident.department_id not in here,
        )
        for each in asked
        if each.department_id in incident.co_departments and each.department_id != incident.department_id
    )


def shows_questions(incident: Incident, voices: Sequence[Voice]) -> bool:
    """While the coordinator decides about them, whatever became of the card, and while one answer to them is collected."""
    if _asks(incident, voices):
        return True
    return bool(incident.co_departments) and incident.status not in FINAL and not incident.rumour


def _asks(incident: Incident, voices: Sequence[Voice]) -> bool:
    is_new = incident.doubt is Doubt.QUESTIONS and incident.status not in FINAL and not incident.rumour
    return is_new or any(each.question_since is not None for each in voices)


def question_views(
    policy: Policy, incident: Incident, voices: Sequence[Voice], asked: Sequence[PostQuestion], departments: Departments
) -> tuple[QuestionView, ...]:
    """The questions of the post, where the card shows them."""
    if not shows_questions(incident, voices):
        return ()
    whose = {each.department_id for each in asked}
    if not _asks(incident, voices) and whose.isdisjoint(incident.co_departments):
        return ()  # somebody was asked about something else
    views = []
    for each in asked:
        known, topic = departments.get(each.department_id) if each.department_id else None, policy.topics.get(each.part.topic)
        views.append(
            QuestionView(
                topic_short=topic.short if topic else "Сообщение",
                department_id=each.department_id,
                title=known.title if known else None,
                learns=known is not None and known.mode is Mode.TRIAL,
            )
        )
    return tuple(views)


def only_helps(chat_id: ChatId, incident: Incident, departments: Departments) -> bool:
    """Whether this group is of departments that give facts, and of none that has the incident."""
    here = {each.id for each in departments.values() if each.chat_id == chat_id}
    return incident.department_id not in here and not here.isdisjoint(incident.co_departments)
