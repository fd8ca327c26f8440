"""Those who may settle a dispute read of it."""

from collections.abc import Collection

from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.labels import CANCEL, subject
from handlers.kit.text import escape, has_words, name, ours, resident_quote
from incidents.incident import Incident, Status
from incidents.messenger import Message

_REASON = 500


def line(incident: Incident) -> str:
    """On the card."""
    return "<b>Житель спорит, сделано ли.</b> Подтвердить может не тот, кто закрывал" if incident.is_disputed else ""


def disputed(*, incident: Incident, near: str, words: str, people: Collection[str]) -> Message:
    """«Житель спорит»: the author's words and who is to say whether it is done."""
    quote = f"<blockquote>{resident_quote(words, 300, people)}</blockquote>\n" if has_words(words) else ""
    return _asked(f"<b>Житель спорит, что сделано:</b> {near}\n{quote}", incident)


def kept(*, incident: Incident, near: str, who: str, words: str, photo: str | None) -> Message:
    """Why whoever has the card left it as it is."""
    html = f"<b>Житель спорит, отдел оставил как есть:</b> {near}\n{escape(name(who, 60))}: «{ours(words, _REASON)}»\n"
    return _asked(html, incident, photo)


def _asked(html: str, incident: Incident, photo: str | None = None) -> Message:
    """What an open card is closed for is confirmed once it is closed."""
    is_closed = incident.status is Status.CLOSED
    ask = "Пока не подтвердит тот, кто не закрывал, в «решили» у главы не идёт" if is_closed else "Карточка ещё открыта"
    confirm = button.card(Press.CONFIRM_DONE, "Подтвердить: сделано", incident.id, primary=True)
    again = button.card(Press.REOPEN, "Вернуть в работу", incident.id, primary=not is_closed)
    return Message(html=html + ask, rows=button.rows(*[(confirm,)] * is_closed, (again,)), photo=photo)


def ask_why(*, number: int, what_where: str) -> Message:
    """«Оставить» under the words of an author who says that it is not done."""
    html = f"<b>Почему оставляем?</b> Причина одной фразой или фото сделанного\n{subject(what_where, number)}"
    return Message(html=f"{html}\nУвидят координатор, пресс-служба и коллеги. Жителю не уйдёт. {CANCEL}")
