"""The first line of a card, which is the notification.

≤ 64 visible characters, what and where (docs/voice.md, rules 1 and 4).
"""

from handlers.acts.together.several_questions_words import counted
from handlers.card.card_view_words import CardView
from handlers.card.earlier_incidents_words import is_repeat
from handlers.card.voices_words import named_people
from handlers.kit.labels import OUTCOMES
from handlers.kit.place import TITLE, UNKNOWN, place_html, place_parts, topic_title, trouble_title
from handlers.kit.text import escape, lower_first, visible_length
from incidents.incident import FINAL, Doubt, RejectReason, Status
from incidents.reading import DangerGrade
from incidents.role_rights import Right, has_right

FIRST_LINE = 64
_TITLE = 34
_DOT = " · "
_BY_MODE = frozenset({Doubt.CONFIRM, Doubt.TRIAL})
"""Nothing is unclear: the department's mode keeps the card with the coordinator."""
_SIGNS = ("⚠️ ", "🔁 ")


def open_doubt(view: CardView) -> Doubt | None:
    """What the coordinator must settle before a department can work; None once somebody has it."""
    incident = view.incident
    if incident.rumour or incident.department_id is not None or incident.status not in (Status.NEW, Status.REOPENED):
        return None
    if incident.doubt is Doubt.TRIAL and incident.danger_asked_at is not None:
        return Doubt.DANGER
    return incident.doubt or Doubt.ROUTE


def is_urgent(view: CardView) -> bool:
    """Danger that is there now."""
    return view.incident.danger_grade is DangerGrade.NOW


def is_asked(view: CardView) -> bool:
    """Whether a second question waits, also where rules or people have changed and one department answers all now."""
    return any(each.voice.question_since is not None for each in view.voices)


def is_undecided(view: CardView) -> bool:
    """Whether the coordinator has still to say who answers what."""
    return (view.incident.doubt is Doubt.QUESTIONS or is_asked(view)) and len(view.questions) > 1


def is_choice(view: CardView) -> bool:
    """Whether this viewer's keyboard is the choice of C6: a danger that is there now goes first."""
    return has_right(view.viewer, Right.SORT) and is_undecided(view) and not is_urgent(view)


def headline(view: CardView) -> str:
    """Sign, what, where."""
    what = escape(topic_title(view.topic_short, TITLE))
    if view.incident.status in FINAL:
        return _folded(view, lower_first(what))
    doubt, danger = open_doubt(view), view.incident.danger_grade
    if doubt is Doubt.OUTSIDE:
        return _with_place(view, "⚠️ <b>Опасно, не наш округ</b>" if danger else "<b>Не наш округ</b>")
    if is_urgent(view):
        return _with_place(view, f"⚠️ <b>{'СНОВА ОПАСНО' if view.danger.is_again else 'ОПАСНО'}: {_trouble(view)}</b>")
    if danger is DangerGrade.RISK:
        return _with_place(view, f"⚠️ <b>Есть риск:</b> {_trouble(view)}")
    if doubt is not None and doubt not in _BY_MODE and not view.questions:
        return _doubt(view, doubt, what)
    return _with_place(view, _ordinary(view, what))


def whole_place(view: CardView) -> str:
    """«Где: …»: the whole place, where the first line had room for a part of it only."""
    incident = view.incident
    whole = place_parts(incident.place).full
    if whole == UNKNOWN or open_doubt(view) is Doubt.PLACE:
        return ""
    shown = place_html(incident, len(whole))
    return "" if headline(view).endswith(shown) else f"Где: {shown}"


def _trouble(view: CardView) -> str:
    """The resident's own trouble in a few words; where they have no such cut, the topic."""
    return escape(lower_first(topic_title(trouble_title(view.incident, view.topic_short, named_people(view)), _TITLE)))


def _ordinary(view: CardView, what: str) -> str:
    if view.questions and (is_choice(view) or not (is_undecided(view) and view.department)):
        return f"<b>{counted(view.questions)} в одном сообщении</b>"
    if view.incident.rumour:
        return f"<b>{'Слух, ответили' if view.incident.status is Status.ANSWERED else 'Слух, нужна проверка'}</b>"
    if view.incident.status is Status.OUTSIDE:
        return f"<b>Ждём чужой ответ:</b> {lower_first(what)}"
    return f"🔁 <b>{what}</b>" if is_repeat(view) else f"<b>{what}</b>"


def _doubt(view: CardView, doubt: Doubt, what: str) -> str:
    if doubt is Doubt.TOPIC:
        return _with_place(view, "<b>Проверьте тему</b>")
    if doubt is Doubt.DANGER:
        return _with_place(view, f"<b>Опасно?</b> {what}")
    if doubt is Doubt.PLACE:
        return _watched(view, f"<b>Непонятно, где</b>{_DOT}{lower_first(what)}")
    if doubt is Doubt.PRAISE:
        return _with_place(view, f"<b>Спасибо или жалоба?</b> {lower_first(what)}")
    return _with_place(view, f"<b>Кому это?</b> {what}")


def _folded(view: CardView, what: str) -> str:
    incident = view.incident
    if incident.status is Status.CLOSED:
        how = OUTCOMES[incident.outcome] if incident.outcome else "Объединено" if incident.merged_into else "Закрыто"
        return _with_place(view, f"✅ <b>{how}:</b> {what}")
    how = {RejectReason.NOT_OUR_DISTRICT: "Не наш округ", RejectReason.DUPLICATE: "Повтор"}.get(
        incident.reject_reason or RejectReason.CHAT, "Не обращение"
    )
    return _with_place(view, f"<b>{how}:</b> {what}")


def _watched(view: CardView, first: str) -> str:
    """📌 is the one sign that may stand second: the head watches it."""
    if view.incident.controlled_since is None or view.incident.status in FINAL:
        return first
    sign = next((sign for sign in _SIGNS if first.startswith(sign)), "")
    return f"{sign}📌 {first.removeprefix(sign)}"


def _with_place(view: CardView, first: str) -> str:
    first = _watched(view, first)
    room = FIRST_LINE - visible_length(first) - len(_DOT)
    return f"{first}{_DOT}{place_html(view.incident, room, in_full_below=view.incident.status not in FINAL)}"
