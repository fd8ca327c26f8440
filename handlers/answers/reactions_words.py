"""The author's reaction and deletions: card lines and messages."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, tzinfo

from handlers.kit import button
from handlers.kit.buttons import Menu, Press
from handlers.kit.card_values import ReactionView
from handlers.kit.text import is_web, link, on_day, resident_quote
from incidents.answers.reactions import Tone
from incidents.ids import IncidentId
from incidents.incident import ClosingOutcome
from incidents.messenger import Message

_WORDS = 100

_HEARD = "Автор отозвался:"
_SAYS = {
    Tone.THANKS: _HEARD,
    Tone.UNSURE: _HEARD,
    Tone.SOLVED: "Автор пишет: решено,",
    Tone.SARCASM: _HEARD,
    Tone.ANGER: _HEARD,
    Tone.DENIES: _HEARD,
    Tone.NEW_QUESTION: "Автор спрашивает:",
    Tone.CLARIFIES: "Автор уточнил:",
}


def reaction_line(newest: ReactionView | None, answer_gone_at: datetime | None, unheard: int, now: datetime, tz: tzinfo) -> str:
    """«Автор отозвался: «…»», and what has become of our comment.

    `unheard`: answers without a word of the author, for the coordinator only.
    """
    lines = []
    if newest is not None:
        lines.append(word_line(newest))
    if answer_gone_at is not None:
        lines.append(f"<b>Наш ответ удалили</b> {on_day(answer_gone_at, tz, now)}. Время ответа засчитано")
    if unheard:
        lines.append(f"<i>Автор не отозвался ни на один из ответов: {unheard}. Видите только вы</i>")
    return "\n".join(lines)


def word_line(newest: ReactionView) -> str:
    """«Житель пишет: решено, «дали!», и ещё 49 · пост»: one line, however many say so."""
    quote = resident_quote(newest.text, _WORDS, newest.people)
    if newest.by_author:
        return f"{_SAYS[newest.tone]} {quote}"
    more = f", и ещё {newest.others}" if newest.others else ""
    post = f" · {link(newest.url, 'пост')}" if newest.url and is_web(newest.url) else ""
    return f"Житель пишет: решено, {quote}{more}{post}"


def reaction(*, tone: Tone, text: str, people: Collection[str], near: str, incident_id: IncidentId, is_disputed: bool) -> Message:
    """To the holder: close, answer, reopen, or leave."""
    what, ask, press, label = _ASKS.get(tone, _ANGRY)
    ask += "\nСпор видят координатор и пресс-служба. «Оставить» спросит причину или фото" if is_disputed else ""
    html = f"<b>{what}:</b> {near}\n<blockquote>{resident_quote(text, 300, people)}</blockquote>\n{ask}"
    stay = button.card(Press.STAY, "Оставить", incident_id)
    return Message(html=html, rows=button.rows((button.card(press, label, incident_id, primary=True), stay)))


_CLOSE = ("Можно закрывать?", Press.CLOSE, "Закрыть")
_ASKS = {
    Tone.THANKS: ("Автор благодарит", *_CLOSE),
    Tone.SOLVED: ("Автор пишет, что решено", *_CLOSE),
    Tone.NEW_QUESTION: ("Автор спрашивает ещё", "Ответ уйдёт под тот же пост", Press.ANSWER, "Ответить"),
}
_ANGRY = ("Автор недоволен", "Не сделано? Верните в работу, срок пойдёт заново", Press.REOPEN, "Вернуть в работу")


def text_grew(*, words: str, is_added: bool, people: Collection[str], near: str, id: IncidentId, again: tuple[Press, str]) -> Message:
    """To the holder: what the author wrote into an answered post; answer again, or leave. `again`: what may be pressed now."""
    what = "Житель дополнил" if is_added else "Житель изменил текст"
    html = f"<b>{what}:</b> {near}\n<blockquote>{resident_quote(words, 300, people)}</blockquote>\nНужен ещё один ответ?"
    stay = button.card(Press.SEEN, "Оставить", id)
    return Message(html=html, rows=button.rows((button.card(*again, id, primary=True), stay)))


_ENDED = {
    ClosingOutcome.DONE: ("Ответ «сделано» вышел", "Открытая считается работой, в «сделано» у главы она не попадёт", "Закрыть: сделано"),
    ClosingOutcome.PLANNED: ("Ответ «учтём в плане» вышел", "Срок плана останется за вами, утром того дня напомним", "Закрыть: в плане"),
    ClosingOutcome.REFUSED: ("Ответ «не можем» вышел", "Открытая считается работой", "Закрыть: отказ"),
    ClosingOutcome.EXPLAINED: ("Разъяснение вышло", "Открытая считается работой", "Закрыть"),
}


def closing_offered(*, near: str, incident_id: IncidentId, by_words: bool, outcome: ClosingOutcome = ClosingOutcome.DONE) -> Message:
    """To the holder, after an answer that ends it; `by_words`: nobody pressed «Сделано», so they are asked whether it is so."""
    title, then, label = _ENDED[outcome]
    title, ask = ("В ответе сказано, что сделали", "Всё сделано? Тогда закройте.") if by_words else (title, "Закрыть карточку?")
    html = f"<b>{title}:</b> {near}\n{ask} {then}"
    done = button.choice(Menu.CLOSE, label, incident_id, outcome)
    stay = replace(button.goes_back(Menu.CLOSE, incident_id), label="Оставить")
    return Message(html=html, rows=button.rows((replace(done, primary=True), stay)))


def post_deleted(*, at: datetime, near: str, stopped: bool, tz: tzinfo, now: datetime) -> Message:
    """The author deleted the post."""
    clock = "срок остановлен по правилу региона" if stopped else "срок идёт как шёл"
    html = f"<b>Автор удалил пост</b> {on_day(at, tz, now)}: {near}\nСнимок сохранён, {clock}. Если дело важное, решаем всё равно"
    return Message(html=html)


def answer_deleted(*, at: datetime, near: str, post_url: str | None, tz: tzinfo, now: datetime) -> Message:
    """Our comment was deleted."""
    html = (
        f"<b>Наш ответ под постом удалили</b> {on_day(at, tz, now)}: {near}\n"
        "Снимок есть, время ответа засчитано. Житель его не видит: можно ответить ещё раз, «Дополнить» на карточке"
    )
    return Message(html=html, rows=button.rows(button.opens("Открыть пост", post_url)))
