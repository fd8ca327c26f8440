"""Whom to call back: the question, the message, the card's line."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.intake.buttons import DraftButton, DraftDo
from handlers.kit import button
from handlers.kit.buttons import Menu
from handlers.kit.labels import subject
from handlers.kit.pages import Page, turns
from handlers.kit.russian_time import kept_for
from handlers.kit.text import escape, resident_quote
from incidents.ids import DraftId
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


def line(viewer: Official | None, incident: Incident, *, has_contact: bool) -> str:
    """The card's line: that somebody asks for a call, never who."""
    if not has_contact:
        return ""
    if viewer is not None and may(viewer, Act.SEE_CONTACT, incident):
        return "Просят перезвонить: «Ещё…», «Кому перезвонить»"
    return "Просят перезвонить. Кому, видит тот, кто принял карточку"


def menu(*, incident: Incident, what_where: str, contacts: Sequence[tuple[CallerContact, StoredPost]], page: int, until: str) -> Message:
    """Names and telephones as they were said, each with the words of its message."""
    shown = Page.of(contacts, page, PAGE)
    lines = [f"<b>Кому перезвонить</b>{shown.which}", subject(what_where, incident.number), ""]
    for n, (contact, post) in shown.numbered:
        lines += [f"{n}. <b>{escape(contact.words)}</b>", resident_quote(post.post.whole, _WORDS, post.people)]
    lines += ["", f"Сотрём {until}. Кто смотрел, записано в «Истории»"]
    last = (button.goes_back(Menu.CONTACT, incident.id), *shown.around(turns(Menu.CONTACT, incident.id)))
    return Message(html="\n".join(lines), rows=button.rows(last))
