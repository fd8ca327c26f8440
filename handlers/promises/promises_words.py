"""Promises on the card, in the reminder (R11) and in menus."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from handlers.answers.reactions_words import word_line
from handlers.kit import button
from handlers.kit.button import choice, goes_back, pairs, rows
from handlers.kit.buttons import Day, Menu, Press
from handlers.kit.card_values import ReactionView
from handlers.kit.labels import CANCEL, UNTOLD, subject
from handlers.kit.text import lower_first, ours
from handlers.promises.buttons import DoneHow
from incidents.ids import IncidentId
from incidents.incident import Untold
from incidents.messenger import Button, Message
from incidents.promises.values import Promise, is_broken

_WORDS = 120
_MOST = 3
_MONTH = 28  # days: nearer than that a number names one day only


def line(promises: Sequence[Promise], now: datetime, timezone: tzinfo) -> str:
    """«Обещано до 25 ноября, 12:00: прочистим трубу. Напомним 25-го в 9:00», a line for each day."""
    day = now.astimezone(timezone).date()
    shown = promises[:_MOST]
    lines = [_broken(each) if is_broken(each, day) else _open(each, timezone, day) for each in shown]
    more = len(promises) - len(shown)
    return "\n".join([*lines, f"И ещё обещаний: {more}"] if more else lines)


def _broken(promise: Promise) -> str:
    return f"Обещали до <b>{promise.until}</b>{_what(promise)}, <b>срок прошёл</b>"


def _open(promise: Promise, timezone: tzinfo, day: date) -> str:
    same_day = promise.made_at.astimezone(timezone).date() == promise.due
    is_near = (promise.due - day).days < _MONTH
    when = f"{promise.due.day}-го" if is_near else replace(promise, hour=None).until
    return f"Обещано до <b>{promise.until}</b>{_what(promise)}. Напомним {when} в {'16' if same_day else '9'}:00"


def _what(promise: Promise) -> str:
    return f": {lower_first(ours(promise.words, _WORDS))}" if promise.words else ""


def today(*, promise: Promise, incident_id: IncidentId, near: str, is_done: bool = False, word: ReactionView | None = None) -> Message:
    """R11, to the author of the answer; `near` is escaped. `is_done`: closed so, and nobody told the resident. `word`: that it is over."""
    what = f"{lower_first(ours(promise.words, _WORDS))} · " if promise.words else ""
    by = f" до {promise.hour.hour}:{promise.hour.minute:02}" if promise.hour else ""
    ask = (
        "Закрыли как сделанное, а житель об этом не знает. Нажмите «Сделано» и «Написать жителю», иначе завтра обещание нарушено"
        if is_done
        else "Сделано? Нажмите, ответ жителю допишем сами. Не успеваете? Лучше сказать сегодня, чем промолчать"
    )
    done = button.card(Press.PROMISE_DONE, "Сделано", incident_id, primary=True)
    later = () if is_done else (button.card(Press.PROMISE_DATE, "Новый срок", incident_id),)
    over = f"{word_line(word)}\n" if word else ""
    return Message(html=f"<b>Сегодня{by} обещали:</b> {what}{near}\n{over}{ask}", rows=rows((done, *later)))


def menu_done(*, incident_id: IncidentId, number: int, what_where: str, promise: Promise | None, is_copied: bool) -> Message:
    """«Сделано»: tell the resident, or say why not. `is_copied`: people take our answers there by hand, so they may have told it."""

    def how(code: DoneHow | Untold, label: str) -> Button:
        return choice(Menu.PROMISE_DONE, label, incident_id, code)

    write = how(DoneHow.WRITE, "Написать жителю")
    spoken = how(DoneHow.SAID, "Сказали сами") if is_copied else how(Untold.SPOKEN, UNTOLD[Untold.SPOKEN])
    why = [spoken, *(how(each, UNTOLD[each]) for each in Untold if each is not Untold.SPOKEN)]
    waits = f" Обещание до {promise.until} останется за вами" if promise is not None else ""
    html = (
        f"<b>Сделано. Написать об этом жителю?</b>\n{subject(what_where, number)}\n"
        "Текст допишем сами, покажем перед отправкой. Есть фото? Пришлите его следом\n"
        f"Не напишете? Выберите почему.{waits}"
    )
    return Message(html=html, rows=rows((write,), *pairs(why), (goes_back(Menu.PROMISE_DONE, incident_id),)))


def menu_date(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """«Новый срок»: until when."""
    labels = {Day.TOMORROW: "Завтра", Day.FRIDAY: "До пятницы", Day.WEEK: "Через неделю", Day.TYPED: "Дата…"}
    buttons = [choice(Menu.PROMISE_DATE, label, incident_id, code) for code, label in labels.items()]
    html = f"<b>Какой новый срок?</b>\n{subject(what_where, number)}\nТекст жителю допишем сами, покажем перед отправкой"
    return Message(html=html, rows=rows(*pairs(buttons), (goes_back(Menu.PROMISE_DATE, incident_id),)))


def ask_date(*, number: int, what_where: str) -> Message:
    """«Дата…»."""
    html = f"<b>Какой новый срок?</b>\n{subject(what_where, number)}\nНапример: «30 ноября», «в пятницу». {CANCEL}"
    return Message(html=html)
