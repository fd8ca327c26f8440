"""What the lawyer reads, and what they said."""

from handlers.kit import button
from handlers.kit.button import rows
from handlers.kit.buttons import Press
from handlers.kit.labels import CANCEL, subject
from handlers.kit.text import cut, escape, name, plain, resident_quote, resident_words
from incidents.approval.values import LAWYER_LIMIT
from incidents.ids import IncidentId
from incidents.messenger import Message
from incidents.posts import StoredPost

_TITLE, _POST, _ANSWER = 60, 600, 2000


def asked(*, incident_id: IncidentId, number: int, what_where: str, who: str, post: StoredPost, answer: str | None) -> Message:
    """To the lawyer: the resident's words and ours, masked as everywhere."""
    lines = [
        f"<b>Нужен юрист:</b> {escape(name(what_where, 100))} · № {number}",
        f"Спрашивает {escape(name(who, _TITLE))}",
        "<b>Житель</b>",
        f"<blockquote>{resident_words(post.post.text, _POST, post.people) or 'Слов нет, только фото'}</blockquote>",
    ]
    if answer:
        lines += ["<b>Ответ, который хотят дать</b>", f"<blockquote expandable>{escape(cut(plain(answer).strip(), _ANSWER))}</blockquote>"]
    lines.append("Ответьте своими словами: что можно, чего нельзя, как написать. Жителю это не уйдёт")
    first = (button.card(Press.COUNSEL, "Ответить", incident_id, primary=True), *button.opens("Открыть пост", post.post.url))
    return Message(html="\n".join(lines), rows=rows(first))


def ask_words(*, number: int, what_where: str) -> Message:
    """«Ответить» of the lawyer."""
    asks = f"<b>Что сказать коллегам?</b>\n{subject(what_where, number)}"
    return Message(html=f"{asks}\nОдним сообщением, до {LAWYER_LIMIT} знаков. {CANCEL}")


def given(*, incident_id: IncidentId, number: int, what_where: str, words: str) -> Message:
    """To whoever asked."""
    html = (
        f"<b>Юрист ответил:</b> {escape(name(what_where, 100))} · № {number}\n"
        f"<blockquote>{resident_quote(words, LAWYER_LIMIT)[1:-1]}</blockquote>"
    )
    return Message(html=html, rows=rows((button.card(Press.SHOW, "Карточка", incident_id),)))


def kept(*, number: int, what_where: str) -> Message:
    """To the lawyer."""
    return Message(html=f"<b>Передали тому, кто спрашивал.</b> Ваши слова стоят заметкой на карточке\n{subject(what_where, number)}")
