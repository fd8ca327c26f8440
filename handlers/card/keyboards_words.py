"""Buttons under a card, by right and case (docs/voice.md, «Buttons»).

At most three rows, the main act first on the left.
"""

from dataclasses import replace

from handlers.acts import similar_pairs_words
from handlers.card import cases_words, layouts_words
from handlers.card.card_view_words import CardView
from handlers.card.cases_words import IN_NETWORK, case_of, check_of, is_checker, is_coordinator, may_go_elsewhere, ready_answer
from handlers.card.headline_words import is_choice, is_undecided, is_urgent, open_doubt
from handlers.card.layouts_words import LABELS, LIKELY, OPEN, Case
from handlers.card.voices_words import has_known_author
from handlers.kit import button
from handlers.kit.button import Row
from handlers.kit.buttons import Press
from handlers.kit.text import capital, name
from handlers.kit.undo_button import is_offered, undo_button, with_undo
from handlers.routing.buttons import TopicButton
from incidents.answers.thanks import is_thanks
from incidents.answers.values import AnswerKind, AnswerState
from incidents.incident import FINAL, Act, ClosingOutcome, Doubt, Incident, Status
from incidents.lifecycle import can
from incidents.messenger import Button
from incidents.official import Role
from incidents.promises.values import waits_for_its_day
from incidents.reading import DangerGrade
from incidents.rights import helps, may, possible

_EXECUTORS = frozenset({Act.ACCEPT, Act.RETURN, Act.ANSWER, Act.INTERIM, Act.FACTS, Act.HELP, Act.CLOSE, Act.REOPEN, Act.RESUME, Act.SAFE})
"""What a department's group is offered; who may press is asked of whoever presses."""

_SPOKEN_FOR = frozenset({Act.ANSWER, Act.INTERIM, Act.CLOSE, Act.RETURN, Act.ASSIGN, Act.REJECT})
"""While an answer is on its way."""

_NOTHING_TO_AMEND = frozenset({AnswerKind.SAFETY, AnswerKind.CLARIFY, AnswerKind.CORRECTION, AnswerKind.AFTER})
"""Of what the newest text under the post is."""

_SAID = frozenset({AnswerKind.FINAL, AnswerKind.CORRECTION, AnswerKind.AFTER, AnswerKind.POST})
"""Kinds of answer that «Открыть ответ» may open; otherwise the link opens the post."""

_OF_PROMISES = frozenset({Act.CLOSE, Act.INTERIM})
"""What «Сделано» and «Новый срок» need, also on a card that is closed «в плане с датой»."""

_SAID_ALL = frozenset({Status.ANSWERED, Status.CLOSED})
_ROWS = 3
_IN_DOUBT: dict[tuple[Press, Doubt | None], str] = {
    (Press.ASK_AUTHOR, Doubt.PLACE): "Спросить автора",
    (Press.ASSIGN, Doubt.OUTSIDE): "Всё-таки наше",
    (Press.ASSIGN, Doubt.QUESTIONS): "Один отдел",
}
"""Labels of a doubt's own card."""


def acts_of(view: CardView) -> frozenset[Act]:
    """What this viewer may do now; for a group chat, what its department's executors may."""
    incident = view.incident
    if view.viewer is not None:
        acts = possible(view.viewer, incident)
    else:
        acts = frozenset(act for act in _EXECUTORS if can(incident.status, act)) if incident.department_id else frozenset()
    if is_thanks(incident) and view.viewer is None:
        acts |= {Act.NOTE}
    if waits_for_its_day(incident) and bool(view.promises):
        acts |= {act for act in _OF_PROMISES if view.viewer is None or may(view.viewer, act, incident)}
    is_leaving = view.answer is not None and view.answer.state in IN_NETWORK | {AnswerState.APPROVAL}
    if not is_leaving:
        return acts
    return acts - (_SPOKEN_FOR if view.is_answer else {Act.ASK_AUTHOR})


def keyboard(view: CardView) -> tuple[Row, ...]:
    """The rows under this card for this viewer."""
    rows = _all_rows(view)
    if len(rows) > _ROWS:  # what has no row of its own is in «Ещё…» too
        rows = [*rows[: _ROWS - 1], rows[-1]]
    if view.undo is not None and is_offered(view.undo):
        rows = with_undo(rows, undo_button(view.undo, view.incident.id), most=_ROWS)
    return button.rows(*_lead(rows))


def _all_rows(view: CardView) -> list[Row]:
    """Every row of the case; a ready answer (planned works suggest it, or it goes to all others) and what is offered come second."""
    rows = [row for row in (_row(view, codes) for codes in _layout(view).split(" | ")) if row]
    if not rows:
        return []
    offered = [row for row in (_row(view, layouts_words.NEW_TEXT), _row(view, check_of(view))) if row] or [
        row for row in [similar_pairs_words.row(view.incident.id, view.similar)] if row
    ]
    if offered and is_urgent(view):  # who is to be called and warned goes before
        return [*rows[:-1], *offered, *rows[-1:]]
    given = _row(view, ready_answer(view) or "")
    return [*rows[:1], *([given] if given else []), *offered, *rows[1:]]


def more_rows(view: CardView) -> tuple[Row, ...]:
    """The rows of «Ещё…» for this viewer, without «Назад»; what stands on the card already is not repeated."""
    checks = view.incident.rumour and is_checker(view) and not is_coordinator(view)
    layout = (
        layouts_words.MORE_CHECKER if checks else layouts_words.MORE_COORDINATOR if is_coordinator(view) else layouts_words.MORE_EXECUTOR
    )
    shown = {each.data for row in keyboard(view) for each in row}
    crowded = [each for row in _all_rows(view) for each in row if each.url is None]
    offered = [*crowded, *(each for codes in layout.split(" | ") for each in _row(view, codes))]
    hidden = [each for each in dict.fromkeys(offered) if each.data not in shown]
    return button.rows(*button.pairs(hidden))


def _layout(view: CardView) -> str:
    role = view.viewer.role if view.viewer else Role.EXECUTOR
    match role:
        case Role.COORDINATOR:
            return layouts_words.COORDINATOR[case_of(view)]
        case Role.DUTY:
            return layouts_words.DUTY if view.incident.status not in FINAL else layouts_words.READER
        case Role.HEAD:
            return layouts_words.HEAD_DISPUTED if view.incident.is_disputed else layouts_words.HEAD
        case Role.APPROVER:
            return _checkers(view) if view.incident.rumour else layouts_words.APPROVER
        case Role.OBSERVER:
            return layouts_words.READER
    return layouts_words.HELPER if _is_helper(view) else layouts_words.EXECUTOR[case_of(view)]


def _checkers(view: CardView) -> str:
    case = case_of(view)
    return layouts_words.COORDINATOR[case] if case is Case.RUMOUR else layouts_words.EXECUTOR[case]


def _asked(view: CardView) -> Doubt | None:
    """What the buttons are about: several questions stay to be decided also where a danger has its department."""
    return Doubt.QUESTIONS if is_choice(view) else open_doubt(view)


def _is_helper(view: CardView) -> bool:
    """Whether the viewer's department only gives facts."""
    if view.viewer is None:
        return view.helps and view.incident.status not in FINAL
    return helps(view.viewer, view.incident) and view.incident.status not in FINAL


def _row(view: CardView, codes: str) -> Row:
    acts = acts_of(view)
    buttons: Row = ()
    for code in codes.split():
        if code in {OPEN, LIKELY}:
            buttons += _links(view) if code == OPEN else _topics(view, acts)
            continue
        what = Press(code)
        label, act = LABELS[what]
        if (act is None or act in acts) and what not in _barred(view):
            buttons += (button.card(what, _IN_DOUBT.get((what, _asked(view))) or _said(view, what, label), view.incident.id),)
    return buttons


def _barred(view: CardView) -> frozenset[Press]:
    """Presses that the case has no use for, whatever the rights."""
    answer, status = view.answer, view.incident.status
    useless = {
        Press.WARN: not view.danger.may_warn,
        Press.PROPOSED: not may_go_elsewhere(view.incident),
        Press.ASK_AUTHOR: not has_known_author(view),
        Press.SPLIT: view.mass is not None,  # messages of a mass event part one by one
        Press.GATHER: not is_undecided(view),
        Press.REGION: view.merged_number is not None or _is_part(view),  # residents' messages are there
        Press.REGION_NUMBER: _is_part(view),
        Press.REOPEN: view.merged_number is not None
        or (view.undo is not None and status in FINAL),  # «Вернуть…» brings back the very state before, its clocks too
        Press.CONTROL: view.undo is not None and view.undo.act is Act.CONTROL and is_offered(view.undo),
        Press.AMEND: answer is None or not answer.stands or answer.kind in _NOTHING_TO_AMEND,
        Press.ANSWER_ALL: not cases_words.count_waiting(view) or len(view.voices) < 2,  # noqa: PLR2004 - one is answered, not all
        Press.DETACH: view.mass is None,
        Press.CONTACT: not view.has_contact,
        Press.CAUSE: view.mass is None,
        Press.TO_CREW: view.passed is not None,
        Press.THANK: answer is not None and answer.state is not AnswerState.CANCELLED,
        Press.CHECKING: view.incident.awaits_final,
        Press.REFUTE: not any(each.facts for each in view.co),
        Press.FORMER: view.incident.answered_at is None,
        Press.POSTPONE: view.incident.danger_grade is DangerGrade.NOW,
        Press.SAFE: view.incident.danger_grade is None,
        Press.DELAY: _was_in_time(view.incident),  # nobody asks for a reason
        Press.PROMISE_DATE: view.incident.outcome is ClosingOutcome.DONE,
        Press.TO_HEAD: status in FINAL or view.incident.doubt in {Doubt.OUTSIDE, Doubt.TRIAL},
    }
    return frozenset(what for what, is_useless in useless.items() if is_useless)


def _was_in_time(incident: Incident) -> bool:
    answered, due = incident.answered_at, incident.answer_by
    return incident.status in _SAID_ALL and answered is not None and (due is None or answered <= due)


def _is_part(view: CardView) -> bool:
    """Whether the region counts all that is said here with other cards."""
    return bool(view.voices) and all(each.voice.is_part for each in view.voices)


def _said(view: CardView, what: Press, label: str) -> str:
    """The label in this card's words."""
    incident = view.incident
    drives_out = incident.danger_grade is DangerGrade.NOW and not is_coordinator(view)
    other = {
        Press.ACCEPT: "Принято, выезжаем" if drives_out else label,
        Press.WORKS: "Ответ с этим сроком",  # it has a row of its own
        Press.CONTROL: "Снять контроль" if incident.controlled_since is not None else label,
        Press.ANSWER: "Дополнить" if incident.status is Status.ANSWERED else label,
        Press.PROPOSED: f"В {name(view.proposed or 'отдел', 40)}",
        Press.ASSIGN: _elsewhere(view, label),
        Press.CONFIRM_DONE: "Подтвердить: сделано",  # it has a row of its own
        Press.REOPEN: "Всё-таки наше" if incident.status is Status.REJECTED else label,
    }
    return other.get(what, label)


def _elsewhere(view: CardView, label: str) -> str:
    """To a department, where none has it; to another one, where one is proposed."""
    if view.incident.department_id is not None:
        return label
    return "Другому…" if view.incident.proposed_id is not None else "В отдел…"


def _lead(rows: list[Row]) -> list[Row]:
    """The first button that presses is the main act."""
    if rows and rows[0] and rows[0][0].url is None:
        rows[0] = (replace(rows[0][0], primary=True), *rows[0][1:])
    return rows


def _topics(view: CardView, acts: frozenset[Act]) -> Row:
    """The topics that are confused: choosing one settles it."""
    if Act.CORRECT_TOPIC not in acts:
        return ()
    return tuple(
        Button(label=capital(name(short, button.TWO)) or "Эта тема", data=TopicButton(incident=view.incident.id, topic=slug).pack())
        for slug, short in view.likely_topics
    )


def _links(view: CardView) -> Row:
    answer = view.answer
    stands = answer is not None and answer.state is AnswerState.PUBLISHED and answer.kind in _SAID
    if answer is not None and stands and view.incident.status not in (Status.NEW, Status.REOPENED):
        row = button.opens("Открыть ответ", answer.url)
        if row:
            return row
    standing = [voice.post for voice in view.voices if voice.post.deleted_at is None]
    return button.opens("Открыть пост", standing[0].post.url) if standing else ()
