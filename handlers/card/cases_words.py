"""Choose the keyboard layout for an incident and a viewer."""

from handlers.card.card_view_words import CardView
from handlers.card.headline_words import is_asked, is_choice, is_undecided, open_doubt
from handlers.card.layouts_words import CHECK, CHECK_PLACE, CHECK_PRAISE, CHECK_SAID, Case
from handlers.kit.buttons import Press
from incidents.answers.thanks import is_thanks
from incidents.answers.values import AnswerState
from incidents.incident import FINAL, Doubt, Incident, Status
from incidents.promises.values import waits_for_its_day
from incidents.reading import DangerGrade
from incidents.role_rights import Right, has_right

IN_NETWORK = frozenset({AnswerState.SCHEDULED, AnswerState.PUBLISHING})
"""The answer is held or in the network's hands."""

_DOUBTS = {
    Doubt.DANGER: Case.NEW_DANGER,
    Doubt.TOPIC: Case.NEW_TOPIC,
    Doubt.PLACE: Case.NEW_PLACE,
    Doubt.OUTSIDE: Case.NEW_OUTSIDE,
    Doubt.CONFIRM: Case.NEW_PROPOSED,
    Doubt.TRIAL: Case.NEW_PROPOSED,
    Doubt.PRAISE: Case.NEW_PROPOSED,
}
_DANGERS = {
    Status.NEW: Case.DANGER_ASSIGNED,
    Status.ASSIGNED: Case.DANGER_ASSIGNED,
    Status.REOPENED: Case.DANGER_ASSIGNED,
    Status.ACCEPTED: Case.DANGER_ACCEPTED,
}
_CASES = {
    Status.NEW: Case.NEW,
    Status.ASSIGNED: Case.ASSIGNED,
    Status.ACCEPTED: Case.ACCEPTED,
    Status.ANSWERED: Case.ANSWERED,
    Status.OUTSIDE: Case.OUTSIDE,
    Status.POSTPONED: Case.POSTPONED,
    Status.REOPENED: Case.REOPENED,
    Status.CLOSED: Case.CLOSED,
    Status.REJECTED: Case.REJECTED,
}


def case_of(view: CardView) -> Case:
    """What this card is at, as its viewer's keyboard sees it."""
    incident = view.incident
    state = view.answer.state if view.answer is not None and view.is_answer else None
    if incident.status in FINAL:
        if is_thanks(incident):
            return Case.THANKS
        promised = waits_for_its_day(incident) and bool(view.promises)
        return Case.CLOSED_PROMISED if promised else Case.CLOSED_DISPUTED if incident.is_disputed else _CASES[incident.status]
    if state in IN_NETWORK:
        return Case.LEAVING
    if state is AnswerState.APPROVAL:
        return Case.APPROVAL
    if incident.status is Status.ANSWERED:
        return Case.PROMISED if view.promises else Case.ANSWERED
    return Case.RETURNED if view.returned else _of_work(view)


def _of_work(view: CardView) -> Case:
    """A resident waits: whose turn it is."""
    incident, doubt = view.incident, open_doubt(view)
    if incident.rumour and is_checker(view):
        return Case.RUMOUR
    if is_choice(view):
        return Case.NEW_QUESTIONS
    if incident.danger_grade is DangerGrade.NOW and doubt is not Doubt.OUTSIDE:
        if is_coordinator(view):
            return Case.DANGER
        return _DANGERS.get(incident.status, _CASES[incident.status])
    doubtful = _DOUBTS.get(doubt) if doubt and is_coordinator(view) else None
    return doubtful or _CASES[incident.status]


def check_of(view: CardView) -> str:
    """The row that settles what its department has in doubt: for the coordinator; "" where nothing is."""
    incident = view.incident
    if not is_coordinator(view) or incident.department_id is None:
        return ""
    if incident.status in {Status.ANSWERED, Status.CLOSED}:
        return CHECK_SAID if is_asked(view) else ""
    if not incident.is_doubted and (is_undecided(view) or not is_asked(view)):
        return ""
    if incident.doubt is Doubt.PLACE and not may_go_elsewhere(incident):
        return CHECK_PLACE
    return CHECK_PRAISE if incident.doubt is Doubt.PRAISE else CHECK


def ready_answer(view: CardView) -> Press | None:
    """An answer that takes no typing: planned works, or to all."""
    waits = count_waiting(view)
    if view.mass is not None and view.incident.answered_at is None and view.incident.status not in FINAL and waits > 1:
        return Press.ANSWER_ALL
    if view.works is not None and view.works.ends > view.now:
        return Press.WORKS
    stands = view.answer is not None and view.answer.stands
    is_over = view.incident.status in FINAL | {Status.REOPENED}  # what was said before it came back is not true of the others either
    return Press.ANSWER_ALL if stands and view.incident.answered_at is not None and len(view.voices) > 1 and waits and not is_over else None


def count_waiting(view: CardView) -> int:
    """Count the voices that wait for an answer, under what still stands.

    None does while a post to all goes on to them by itself.
    """
    if view.spread is not None and (view.spread.until is not None or view.spread.waits > 0):
        return 0
    return sum(each.voice.answered_at is None and each.post.deleted_at is None for each in view.voices)


def may_go_elsewhere(incident: Incident) -> bool:
    """Whether another department is proposed, and the card waits for a word about it."""
    is_open = incident.department_id is None or incident.is_doubted
    return is_open and incident.proposed_id not in {None, incident.department_id}


def is_checker(view: CardView) -> bool:
    """Whether the viewer checks rumours."""
    return has_right(view.viewer, Right.CHECK_RUMOURS)


def is_coordinator(view: CardView) -> bool:
    """Whether the viewer is a coordinator."""
    return has_right(view.viewer, Right.SORT)
