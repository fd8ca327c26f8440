"""The one-tap answer button: planned works, answer to all."""

from handlers.kit.buttons import Press
from handlers.kit.card_view import CardView
from incidents.answers.values import AnswerState
from incidents.incident import FINAL, Status


def ready(view: CardView) -> Press | None:
    """An answer that takes no typing."""
    if view.mass is not None and view.incident.answered_at is None and view.incident.status not in FINAL and _may_tell_all(view):
        return Press.ANSWER_ALL
    if view.works is not None and view.works.ends > view.now:
        return Press.WORKS
    is_said = view.answer is not None and view.answer.state is AnswerState.PUBLISHED and view.incident.answered_at is not None
    waits = len(view.voices) > 1 and bool(waiting(view)) and not is_spread(view)
    is_over = view.incident.status in FINAL | {Status.REOPENED}  # what was said before it came back is not true of the others either
    return Press.ANSWER_ALL if is_said and waits and not is_over else None


def waiting(view: CardView) -> int:
    """Voices without an answer, under what still stands."""
    return sum(each.voice.answered_at is None and each.post.deleted_at is None for each in view.voices)


def is_spread(view: CardView) -> bool:
    """A post to all is out and its short replies go on by themselves."""
    return view.spread is not None and (view.spread.until is not None or view.spread.waits > 0)


def _may_tell_all(view: CardView) -> bool:
    """Several wait, and nothing is on its way to all of them."""
    return waiting(view) > 1 and not is_spread(view)
