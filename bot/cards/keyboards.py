"""Buttons under a card, by right and status (VOICE.md 9): at most three rows, the main act first on the left."""

from bot.cards import press
from bot.cards.press import Row
from bot.cards.view import CardView
from handlers.buttons import Press
from incidents.answers import AnswerState
from incidents.incident import Act, Incident, Status
from incidents.lifecycle import can
from incidents.messenger import Button
from incidents.people import Role
from incidents.reading import DangerGrade
from incidents.rights import possible

_EXECUTORS = frozenset({Act.ACCEPT, Act.RETURN, Act.ANSWER, Act.CLOSE, Act.REOPEN})
"""What a department's group is offered; who may press is asked of whoever presses."""

_ON_ITS_WAY = frozenset({AnswerState.APPROVAL, AnswerState.SCHEDULED, AnswerState.PUBLISHING})
_READERS = frozenset({Role.HEAD, Role.OBSERVER, Role.APPROVER})


def acts_of(view: CardView) -> frozenset[Act]:
    """What this viewer may do now; for a group chat, what its department's executors may."""
    incident = view.incident
    if view.viewer is not None:
        return possible(view.viewer, incident)
    return frozenset(act for act in _EXECUTORS if can(incident.status, act)) if incident.department_id else frozenset()


def keyboard(view: CardView) -> tuple[Row, ...]:
    """The rows under this card for this viewer."""
    acts = acts_of(view)
    if view.answer is not None and view.answer.state in _ON_ITS_WAY:
        acts -= {Act.ANSWER, Act.CLOSE, Act.RETURN, Act.ASSIGN, Act.REJECT}
    buttons = _Buttons(view.incident, acts)
    links = _links(view)
    if view.viewer is not None and view.viewer.role in _READERS and not acts & {Act.ACCEPT, Act.ANSWER, Act.ASSIGN}:
        return press.rows(links)
    if view.incident.status in (Status.CLOSED, Status.REJECTED):
        return press.rows(buttons.reopen() + links)
    why = (press.card(Press.WHY, "Почему мне?", view.incident.id),)
    if view.incident.status is Status.ANSWERED:
        return _answered(buttons, links, why)
    rows = _coordinator(buttons, links, why) if Act.ASSIGN in acts else _executor(buttons, links, why)
    return press.rows(*rows)


class _Buttons:
    """Buttons of one incident; each is an empty row where its act is not possible."""

    def __init__(self, incident: Incident, acts: frozenset[Act]) -> None:
        self.incident, self.acts = incident, acts
        self.urgent = incident.danger_grade is DangerGrade.NOW

    def one(self, act: Act, what: Press, label: str) -> Row:
        return (press.card(what, label, self.incident.id),) if act in self.acts else ()

    def accept(self, urgent: str) -> Row:
        return self.one(Act.ACCEPT, Press.ACCEPT, urgent if self.urgent else "Принять")

    def give_back(self) -> Row:
        return self.one(Act.RETURN, Press.RETURN, "Не наше")

    def answer(self, label: str = "Ответить") -> Row:
        return self.one(Act.ANSWER, Press.ANSWER, label)

    def close(self) -> Row:
        return self.one(Act.CLOSE, Press.CLOSE, "Закрыть")

    def assign(self) -> Row:
        return self.one(Act.ASSIGN, Press.ASSIGN, "Передать" if self.incident.department_id else "В отдел…")

    def reject(self) -> Row:
        return self.one(Act.REJECT, Press.REJECT, "Не обращение")

    def reopen(self) -> Row:
        label = "Всё-таки наше" if self.incident.status is Status.REJECTED else "Вернуть в работу"
        return self.one(Act.REOPEN, Press.REOPEN, label)


def _executor(buttons: _Buttons, links: Row, why: Row) -> tuple[Row, ...]:
    accept = buttons.accept("Принято, выезжаем")
    if accept and buttons.urgent:
        return _main(accept), buttons.give_back() + (links or buttons.answer()), why
    if accept:
        return _main(accept) + buttons.give_back(), buttons.answer() + links, why
    first, second = _main(buttons.answer()), buttons.close() + buttons.give_back()
    return (first + links, second, why) if first or second else (links + why,)


def _coordinator(buttons: _Buttons, links: Row, why: Row) -> tuple[Row, ...]:
    """The coordinator routes first; a danger that nobody took is called by voice, and then «Есть ответ»."""
    accept = buttons.accept("Есть ответ") if buttons.urgent else ()
    first = accept + buttons.assign() if accept else buttons.assign() + buttons.answer()
    new = buttons.incident.status is Status.NEW
    second = buttons.reject() + (buttons.answer() if accept else () if new else buttons.close())
    return _main(first), second, links + why


def _answered(buttons: _Buttons, links: Row, why: Row) -> tuple[Row, ...]:
    first = _main(buttons.close() + buttons.answer("Дополнить"))
    if Act.ASSIGN in buttons.acts or Act.REOPEN in buttons.acts:
        return press.rows(first, buttons.reopen() + links, why)
    return press.rows(first, links + why)


def _main(row: Row) -> Row:
    """The first of a row is the main act."""
    return tuple(
        Button(label=button.label, data=button.data, url=button.url, primary=n == 0 and button.url is None) for n, button in enumerate(row)
    )


def _links(view: CardView) -> Row:
    answer = view.answer
    if answer is not None and answer.state is AnswerState.PUBLISHED and view.incident.status not in (Status.NEW, Status.REOPENED):
        found = press.opens("Открыть ответ", answer.url)
        if found:
            return found
    standing = [voice.post for voice in view.voices if voice.post.deleted_at is None]
    return press.opens("Открыть пост", standing[0].post.url) if standing else ()
