"""Whom to call back: the question, the message, the card's line."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from handlers.intake.buttons import DraftButton, DraftDo
from handlers.kit import button
from handlers.kit.buttons import Menu
from handlers.kit.labels import CANCEL, subject
from handlers.kit.pages import Page, turns
from handlers.kit.russian_time import kept_for
from handlers.kit.text import escape, resident_quote
from incidents.ids import DraftId, PostId
from incidents.incident import Act, Incident
from incidents.intake.contacts import MAX_CONTACT, CallerContact
from incidents.messenger import Button, Message
from incidents.official import Official
from incidents.posts import StoredPost
from incidents.rights import may

PAGE, _WORDS = 5, 90


def ask(*, draft: DraftId) -> Message:
    """Asked after the words of a resident, and by the draft's button."""
    html = (
        f"<b>Кому перезвонить?</b> Имя и телефон одной строкой, до {MAX_CONTACT} знаков\n"
        "Увидят только координатор и тот, кто примет карточку. Не нужно? Нажмите «Пропустить»"
    )
    return Message(html=html, rows=button.rows((Button(label="Пропустить", data=DraftButton(do=DraftDo.NOBODY, draft=draft).pack()),)))


def kept(*, keep: timedelta) -> Message:
    """To whoever wrote it down."""
    return Message(
        html=f"<b>Записали, кому перезвонить.</b> Покажем тому, кто примет карточку, и координатору. Сотрём через {kept_for(keep)}"
    )


def line(viewer: Official | None, incident: Incident, *, asks_call: bool) -> str:
    """The card's line: that somebody asks for a call, never who."""
    if not asks_call:
        return ""
    if viewer is not None and may(viewer, Act.SEE_CONTACT, incident):
        return "Просят перезвонить: «Ещё…», «Кому перезвонить»"
    return "Просят перезвонить. Кому, видит тот, кто принял карточку"


def menu(
    *,
    incident: Incident,
    what_where: str,
    contacts: Sequence[tuple[CallerContact, StoredPost]],
    called: Mapping[PostId, str],
    page: int,
    until: str,
    may_answer: bool,
) -> Message:
    """Names and telephones as they were said, each with the words of its message.

    `called`: who was called back, and when.
    """
    shown = Page.of(contacts, page, PAGE)
    lines = [f"<b>Кому перезвонить</b>{shown.which}", subject(what_where, incident.number), ""]
    for n, (contact, post) in shown.numbered:
        lines += [f"{n}. <b>{escape(contact.words)}</b>", resident_quote(post.post.whole, _WORDS, post.people)]
        lines += [f"Перезвонили {called[post.id]}"] if post.id in called else []
    lines += ["", f"Сотрём {until}. Кто смотрел, записано в «Истории»"]
    calls = [
        button.choice(Menu.CONTACT, f"Перезвонили: {n}" if len(contacts) > 1 else "Перезвонили", incident.id, post.id)
        for n, (_, post) in shown.numbered
        if may_answer
    ]
    last = (button.goes_back(Menu.CONTACT, incident.id), *shown.around(turns(Menu.CONTACT, incident.id)))
    return Message(html="\n".join(lines), rows=button.rows(*button.pairs(calls), last))


def ask_called_back(*, incident: Incident, what_where: str, post: StoredPost) -> Message:
    """«Перезвонили»: what was said."""
    html = (
        f"<b>Что сказали?</b> {subject(what_where, incident.number)}\n{resident_quote(post.post.whole, _WORDS, post.people)}\n"
        f"Напишите коротко: что делаем и когда. Это ответ жителю, на карточке его увидят коллеги. Имя и телефон не пишите. {CANCEL}"
    )
    return Message(html=html)
