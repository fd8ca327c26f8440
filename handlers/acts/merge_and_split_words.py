"""Menus of «Объединить» and «Разделить», and the question before."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.acts.buttons import Marks
from handlers.kit.button import choice, goes_back, pairs, rows
from handlers.kit.buttons import Menu
from handlers.kit.card_values import VoiceView
from handlers.kit.labels import CANCEL, subject
from handlers.kit.networks import Networks
from handlers.kit.place import what_where
from handlers.kit.text import capital, count, escape, name, resident_quote, stamp
from handlers.routing.buttons import ByWord
from incidents.incident import Incident
from incidents.messenger import Message

_WORDS = 70
_OFF, _ON = "", "✓ "


def menu_merge(*, incident: Incident, what: str, candidates: Sequence[tuple[Incident, str]]) -> Message:
    """With which: the likeliest by number, or another that is typed."""
    lines = [f"<b>С чем объединить № {incident.number}?</b>", subject(what, incident.number), ""]
    lines += [f"№ {other.number}: {escape(what_where(short, other.place, full=True, limit=80))}" for other, short in candidates]
    if not candidates:
        lines.append("Похожих нет. Знаете номер? Нажмите «Другой номер»")
    buttons = [choice(Menu.MERGE, f"№ {other.number}", incident.id, other.id) for other, _ in candidates]
    last = (choice(Menu.MERGE, "Другой номер", incident.id, ByWord()), goes_back(Menu.MERGE, incident.id))
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), last))


def menu_merge_sure(*, incident: Incident, what: str, into: Incident, into_what: str, voices: int) -> Message:
    """The question: a merge moves residents' messages."""
    moved = count(voices, "сообщение жителей перейдёт", "сообщения жителей перейдут", "сообщений жителей перейдут")
    html = (
        f"<b>Объединить № {incident.number} с № {into.number}?</b>\n"
        f"№ {incident.number}: {_what(what)}\n№ {into.number}: {_what(into_what)}\n"
        f"{capital(moved)} в № {into.number}, № {incident.number} закроется"
    )
    sure = (choice(Menu.MERGE_SURE, "Объединить", incident.id, into.id), goes_back(Menu.MERGE_SURE, incident.id))
    return Message(html=html, rows=rows(sure))


def ask_merge(*, incident: Incident, what: str) -> Message:
    """«Другой номер»."""
    html = (
        f"<b>С каким номером объединить № {incident.number}?</b> {capital(_what(what))}\nНапишите номер цифрами, например: 1487\n{CANCEL}"
    )
    return Message(html=html)


def menu_split(
    *, incident: Incident, what: str, voices: Sequence[VoiceView], marks: Marks, networks: Networks, tz: tzinfo, now: datetime
) -> Message:
    """Which messages part: each is marked by a press."""
    shown = marks.shown(len(voices))
    lines = ["<b>Какие сообщения про другое?</b> Отметьте их", subject(what, incident.number), ""]
    lines += [f"{_ON if marks.has(n) else _OFF}{n + 1}. {_line(voices[n], networks, tz, now)}" for n in shown]
    buttons = [choice(Menu.SPLIT, f"{_ON if marks.has(n) else _OFF}{n + 1}", incident.id, marks.toggled(n)) for n in shown]
    do = (choice(Menu.SPLIT, f"Отделить: {marks.chosen}", incident.id, marks.done),) if 0 < marks.chosen < len(voices) else ()
    turn = (choice(Menu.SPLIT, "Дальше", incident.id, marks.turned(len(voices))),) if len(shown) < len(voices) else ()
    back = (goes_back(Menu.SPLIT, incident.id),)
    return Message(html="\n".join(lines), rows=rows(tuple(buttons[:3]), tuple(buttons[3:]), do, (*turn, *back)))


def _line(voice: VoiceView, networks: Networks, tz: tzinfo, now: datetime) -> str:
    """How a message is told apart: its words, its network, its time."""
    post = voice.post.post
    return f"{resident_quote(post.text, _WORDS, voice.post.people)}, {networks[post.network].short}, {stamp(post.published_at, tz, now)}"


def _what(what: str) -> str:
    return escape(name(what, 80))
