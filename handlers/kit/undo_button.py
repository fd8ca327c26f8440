"""The undo button («Вернуть…») of a card: its label and place.

It names what it brings back, and never takes the place of the link to the post.
"""

from collections.abc import Callable, Mapping

from handlers.kit import button
from handlers.kit.button import Row
from handlers.kit.buttons import CardButton, Press
from incidents.acts.undo import Undo
from incidents.ids import IncidentId
from incidents.incident import Act, Status
from incidents.messenger import Button


def _resumed(undo: Undo) -> str:
    return "Вернуть ожидание" if undo.before.status is Status.OUTSIDE else "Вернуть отсрочку"


def _reopened(undo: Undo) -> str:
    again = {Status.CLOSED: "Вернуть закрытие", Status.REJECTED: "Вернуть отказ"}
    return again.get(undo.before.status, "Не возвращать")


def _of_new_text(undo: Undo) -> str:
    same = (undo.before.topic, undo.before.place) == (undo.after.topic, undo.after.place)
    return "Вернуть вопрос" if same else "Вернуть прежнее"


def _always(words: str) -> Callable[[Undo], str]:
    return lambda _undo: words


UNDO_LABELS: Mapping[Act, Callable[[Undo], str]] = {
    Act.ACCEPT: _always("Вернуть приём"),
    Act.RETURN: _always("Вернуть в отдел"),
    Act.ASSIGN: _always("Вернуть передачу"),
    Act.ENTRUST: _always("Вернуть передачу"),
    Act.CLOSE: _always("Вернуть в работу"),
    Act.REJECT: _always("Вернуть в работу"),
    Act.REOPEN: _reopened,
    Act.POSTPONE: _always("Вернуть срок"),
    Act.RESUME: _resumed,
    Act.SEND_OUTSIDE: _always("Вернуть к нам"),
    Act.CORRECT_TOPIC: _always("Вернуть тему"),
    Act.CORRECT_PLACE: _always("Вернуть место"),
    Act.NEW_TEXT: _of_new_text,
    Act.MERGE: _always("Вернуть отдельно"),
    Act.DELAY_REASON: _always("Вернуть причину"),
    Act.CONTROL: _always("Вернуть контроль"),  # where it was taken off
    Act.CONFIRM_DONE: _always("Вернуть спор"),
    Act.CHECKED: _always("Вернуть вопрос"),
    Act.DANGER_DENIED: _always("Вернуть «опасно»"),
    Act.DANGER_GRADED: _always("Вернуть вопрос"),
    Act.DANGER_ROSE: _always("Вернуть как было"),
    Act.SAFE: _always("Вернуть «опасно»"),
    Act.RUMOUR: _always("Вернуть «слух»"),
    Act.NOT_RUMOUR: _always("Вернуть «слух»"),
}
"""What the button says after each act that may be taken back."""


def is_offered(undo: Undo | None) -> bool:
    """Whether a button of its own stands for it: what was just put on control is taken off by the very button that put it there."""
    return undo is not None and (undo.act is not Act.CONTROL or undo.after.controlled_since is None)


def undo_button(undo: Undo, id: IncidentId) -> Button:
    """The press itself, named by the act."""
    return button.card(Press.UNDO, UNDO_LABELS[undo.act](undo), id)


def with_undo(rows: list[Row], undo: Button, *, most: int) -> list[Row]:
    """The rows with the button: in a row of its own, else beside a lone one, else for the last of a row above the links.

    What gives its place is never a link, and stands in «Ещё…» meanwhile. Where there is no «Ещё…», one row more stands for ten minutes.
    """
    if len(rows) < most:
        return [*rows, (undo,)]
    *first, last = rows
    lone = next((n for n in reversed(range(len(rows))) if len(rows[n]) == 1 and len(rows[n][0].label) <= button.TWO), None)
    if lone is not None:
        pair = (undo, *last) if lone == len(first) else (*rows[lone], undo)
        return [*rows[:lone], pair, *rows[lone + 1 :]]
    gives = next((n for n in reversed(range(1, len(first))) if first[n][-1].url is None), None)
    if gives is None or not any(map(_is_more, last)):
        return [*rows, (undo,)]
    return [*first[:gives], (*first[gives][:-1], undo), *first[gives + 1 :], last]


def _is_more(one: Button) -> bool:
    return one.data is not None and CardButton.unpack(one.data).press is Press.MORE
