"""Messages about notes for colleagues and reasons of delay."""

from handlers.kit.button import choice, goes_back, pairs, rows
from handlers.kit.buttons import Menu
from handlers.kit.labels import CANCEL, subject
from handlers.kit.text import capital, escape, name
from incidents.acts.delays import DELAY_WORDS, DelayReason
from incidents.ids import IncidentId
from incidents.messenger import Message


def ask_note(*, number: int, what_where: str) -> Message:
    """«Заметка своим»."""
    html = f"<b>Что передать своим?</b>\n{subject(what_where, number)}\nУвидят коллеги на карточке и в истории. Жителю не уйдёт. {CANCEL}"
    return Message(html=html)


def noted(*, number: int, what_where: str) -> Message:
    """It stands on the card."""
    return Message(html=f"<b>Записали.</b> Заметка на карточке, жителю она не уйдёт\n{subject(what_where, number)}")


def menu_delay(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """«Причина»: what keeps it."""
    labels = {reason: capital(words) for reason, words in DELAY_WORDS.items()} | {DelayReason.OTHER: "Другое…"}
    buttons = [choice(Menu.DELAY, label, incident_id, reason) for reason, label in labels.items()]
    html = f"<b>Что мешает?</b>\n{subject(what_where, number)}\nПричину увидят рядом с цифрой: руководитель, координатор и глава"
    return Message(html=html, rows=rows(*pairs(buttons), (goes_back(Menu.DELAY, incident_id),)))


def ask_delay(*, number: int, what_where: str, limit: int) -> Message:
    """«Другое…»."""
    html = (
        f"<b>Что мешает? Одной фразой:</b> {escape(name(what_where, 100))} · № {number}\n"
        f"Например: «насос в ремонте до четверга». Поместится {limit} знаков. {CANCEL}"
    )
    return Message(html=html)


def reasoned(*, number: int, what_where: str) -> Message:
    """The reason stands beside the figure."""
    return Message(html=f"<b>Записали причину,</b> её увидят рядом с цифрой\n{subject(what_where, number)}")
