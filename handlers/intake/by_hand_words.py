"""A draft by hand: its reading, its corrections, its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.intake.buttons import DraftButton, DraftDo, DraftTopic
from handlers.kit import button as press
from handlers.kit.attachments import attached_text, wordless_text
from handlers.kit.buttons import Press
from handlers.kit.labels import BACK, CANCEL
from handlers.kit.place import place_text, topic_title
from handlers.kit.text import escape, link, name, ours, quote_unless_masked, resident_words
from incidents.incident import Incident
from incidents.intake.by_hand import Draft, DraftState
from incidents.messenger import Button, Message
from incidents.posts import Network, StoredPost
from incidents.reading import Reading

_WORDS = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft for whoever may decide on it."""

    draft: Draft
    post: StoredPost
    reading: Reading
    topic_short: str
    network: str  # how it is called where the message stands
    route: str  # «отдел ЖКХ: нет воды (правило 4)», or who decides
    is_coordinator: bool
    proposed_by: str | None = None  # title, where somebody else did
    incident: Incident | None = None  # what it became
    has_contact: bool = False  # it is written down whom to call back
    may_open: bool = True  # whether the card may be read by whoever reads this


def draft(view: DraftView) -> Message:
    """The draft in its present state."""
    if view.draft.state is DraftState.READY and not view.post.post.has_words:
        return _wants_words(view)
    what = f"{escape(topic_title(view.topic_short))} · {escape(name(place_text(view.reading.main), 60))}"
    if view.draft.state is DraftState.DROPPED:
        return Message(html=f"<b>Не завели:</b> {what}\nПерешлите сообщение снова, если передумаете")
    if view.draft.state is DraftState.OPENED:
        return _opened(view, what)
    lines = [f"<b>{_title(view)}</b> {what}", _quote(view), *_facts(view)]
    if view.draft.state is DraftState.PROPOSED and not view.is_coordinator:
        lines.append("Передали координатору. Решит, и вы узнаете")
        return Message(html="\n".join(lines))
    own = view.post.post.network is Network.HAND
    decide = "Завести" if view.is_coordinator else "Предложить"
    first = (_do(DraftDo.OPEN, decide, view.draft, primary=True), _do(DraftDo.DROP, "Отменить", view.draft))
    correct: press.Row = (_do(DraftDo.TOPIC, "Тема", view.draft), _do(DraftDo.PLACE, "Место", view.draft))
    correct += (_do(DraftDo.TEXT, "Текст", view.draft),) if own else ()
    call_back: press.Row = (_do(DraftDo.CONTACT, "Кому перезвонить", view.draft),) if own else ()
    return Message(html="\n".join(lines), rows=press.rows(first, correct, call_back))


def _title(view: DraftView) -> str:
    return "Предлагают завести:" if view.proposed_by else "Завести сообщение?"


def _opened(view: DraftView, what: str) -> Message:
    if view.incident is None:
        return Message(html=f"<b>Завели:</b> {what}")
    html = f"<b>Завели:</b> {what}\nКарточка № {view.incident.number}"
    to_card = (press.card(Press.SHOW, "Карточка", view.incident.id),) if view.may_open else ()
    return Message(html=html, rows=press.rows(to_card))


def _quote(view: DraftView) -> str:
    words = resident_words(view.post.post.text, _WORDS, view.post.people)
    return f"<blockquote>{words or wordless_text(view.post.post)}</blockquote>"


def _wants_words(view: DraftView) -> Message:
    """A photo without words: neither topic nor place is guessed."""
    html = (
        f"<b>Что случилось и где?</b> {wordless_text(view.post.post)}, а по ним тему и место не понять\n"
        "Нажмите «Написать» и ответьте одной строкой. Фото пойдут вместе с сообщением"
    )
    rows = press.rows((_do(DraftDo.DESCRIBE, "Написать", view.draft, primary=True), _do(DraftDo.DROP, "Отменить", view.draft)))
    return Message(html=html, rows=rows)


def _facts(view: DraftView) -> list[str]:
    post = view.post.post
    facts = [f"Предложили: {escape(name(view.proposed_by, 60))}"] if view.proposed_by else []
    if view.reading.danger_words:
        words = quote_unless_masked(view.reading.danger_words, 80, view.post.people)
        facts.append(f"⚠️ Похоже на опасность{f': {words}' if words else ''}")
    facts.append(f"Куда: {ours(view.route, 120)}")
    if post.url:
        facts.append(f"Ответ: {link(post.url, f'под постом, {view.network}')}")
    else:
        facts.append("Ответ передадите сами: дадим текст, его можно скопировать")
    if view.has_contact:
        facts.append("Кому перезвонить: записали")
    if there := attached_text(post):
        facts.append(f"Приложено: {there}")
    if post.photos:
        facts.append("Фото пойдут вместе с сообщением")
    if not view.reading.is_appeal:
        facts.append("На обращение не похоже. Если это оно, заводите")
    return facts


def topics(*, found: Draft, offered: Sequence[tuple[str, str]]) -> Message:
    """Topics to choose from: slug and short title."""
    buttons = [Button(label=short, data=DraftTopic(draft=found.id, topic=slug).pack()) for slug, short in offered]
    last = (_do(DraftDo.WORD, "Найти по слову", found), _do(DraftDo.SHOW, BACK, found))
    html = "<b>Какая тема?</b>\n" + "\n".join(f"{n}. {escape(name(short, 40))}" for n, (_, short) in enumerate(offered, start=1))
    return Message(html=html, rows=press.rows(*((button,) for button in buttons), last))


def ask_new() -> Message:
    """/new."""
    html = (
        "<b>Что написал житель?</b> Одним сообщением: что случилось и где, можно с фото\n"
        "Есть ссылка на пост? Вставьте её в текст, тогда ответ уйдёт под него. "
        f"Сообщение из другого чата можно просто переслать сюда\n{CANCEL}"
    )
    return Message(html=html)


def ask_word() -> Message:
    """A word of the topic."""
    return Message(html=f"<b>Какая тема?</b> Напишите одно слово, например: светофор\n{CANCEL}")


def ask_place() -> Message:
    """The place."""
    return Message(html=f"<b>Где это?</b> Посёлок, улица, дом, например: Редкино, Гагарина 12\n{CANCEL}")


def ask_text(*, is_first: bool = False) -> Message:
    """Other words; `is_first`: the first ones, beside a photo."""
    if is_first:
        return Message(html=f"<b>Что на фото и где это?</b> Одной строкой, например: яма, Редкино, Гагарина 12\n{CANCEL}")
    return Message(html=f"<b>Пришлите исправленный текст целиком.</b> Прочитаем его заново\n{CANCEL}")


def private_taken() -> Message:
    """To a resident whose message to the bot is taken as an appeal. Plain words, no tags."""
    html = (
        "Здравствуйте! Сообщение получили. Если это вопрос к администрации округа, ответ придёт сюда же. "
        "Телефон и номер квартиры писать не нужно. Опасно прямо сейчас? 112."
    )
    return Message(html=html)


def private_enough() -> Message:
    """To a resident who has written as much as one day takes. Plain words, no tags."""
    html = (
        "Сегодня от вас пришло много сообщений, первые из них прочитаем, остальные нет. Есть что добавить? Напишите завтра, одним "
        "сообщением, или в сообщество администрации ВКонтакте. Опасно прямо сейчас? 112."
    )
    return Message(html=html)


def wanted() -> Message:
    """A sticker or a voice where words or a photo are wanted."""
    return Message(html=f"<b>Нужны слова или фото.</b> Голосовое и наклейку прочитать не сможем\n{CANCEL}")


def _do(do: DraftDo, label: str, found: Draft, *, primary: bool = False) -> Button:
    return Button(label=label, data=DraftButton(do=do, draft=found.id).pack(), primary=primary)
