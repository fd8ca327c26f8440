"""«Спросить жителя»: what to write, and what the author wrote back."""

from collections.abc import Collection
from datetime import datetime, tzinfo

from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.card_values import ReplyView
from handlers.kit.labels import CANCEL, ONE_READER
from handlers.kit.place import place_text
from handlers.kit.text import capital, escape, name, on_day, resident_quote
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.posts import Network

_WORDS = 200


def ask_clarify(*, incident: Incident, what: str, network: Network = Network.VK) -> Message:
    """A question in the official's own words. `network`: where the author wrote."""
    way = "уйдёт жителю сообщением" if network in ONE_READER else "выйдет комментарием под постом"
    html = (
        f"<b>Что спросить у автора?</b> {escape(capital(name(what, 100)))} · № {incident.number}\n"
        "Один вопрос одним сообщением, начните с «Здравствуйте!». Фамилию и телефон не спрашивайте\n"
        f"Он {way} и ответом не считается: срок идёт\n"
        f"Сначала покажем, как выйдет. {CANCEL}"
    )
    return Message(html=html)


def clarified_line(reply: ReplyView | None, now: datetime, timezone: tzinfo) -> str:
    """«Автор уточнил в 11:40»."""
    if reply is None:
        return ""
    return f"<b>Автор уточнил</b> {on_day(reply.at, timezone, now)}: {resident_quote(reply.text, _WORDS, reply.people)}"


def author_clarified(*, incident: Incident, what: str, words: str, people: Collection[str], department: str | None) -> Message:
    """To whoever asked: what the author wrote and where the card is now."""
    whose = escape(name(department, 60)) if department else "решает координатор"
    html = (
        f"<b>Автор ответил:</b> {resident_quote(words, 300, people)}\n"
        f"{escape(capital(name(what, 60)))} · {escape(name(place_text(incident.place), 80))}\nУ кого: {whose} · № {incident.number}"
    )
    return Message(html=html, rows=button.rows((button.card(Press.SHOW, "Карточка", incident.id),)))
