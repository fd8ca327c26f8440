"""«Решить вам»: the summary's line, the coordinator's evening, the head's list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, tzinfo

from handlers.card.earlier_incidents_words import times_text
from handlers.head.buttons import AgendaButton, AgendaDo
from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.labels import CANCEL, subject
from handlers.kit.place import plain_title, trouble_where
from handlers.kit.text import capital, count, escape, lower_first, ours
from incidents.dates.russian import date_words
from incidents.head.head_agenda import MOST, WORDS_LIMIT, Matter, Why
from incidents.ids import IncidentId
from incidents.messenger import Button, Message

SHOWN = 6
_TITLE, _SHORT = 140, 48
_ANSWER = 70
_REASONS = 2
_SAID = (Why.REPEATS, Why.PROMISE, Why.DISPUTE, Why.VOICES)
"""In this order: «третий раз за 30 дней, обещали до 20 ноября»."""


def line(matter: Matter, topic_short: str, day: date, tz: tzinfo, *, brief: bool = False) -> str:
    """One item of «Решить вам» as HTML: what and where, why, what is proposed. `brief`: the screen is short, what is proposed says why."""
    proposal = matter.proposal(day)
    title, why = _title(matter, topic_short, _SHORT if brief else _TITLE), _reasons(matter, most=1 if brief else _REASONS)
    known = "" if brief and proposal else f": {why}"
    return f"<b>{title}</b>{known}{_told(matter, tz, brief=brief)}" + (f". {_proposed(proposal)}" if proposal else "")


def _told(matter: Matter, tz: tzinfo, *, brief: bool) -> str:
    """What residents have read already: without it a settled matter looks open."""
    if matter.answered_at is None:
        return ""
    words = "" if brief else f": «{ours(matter.answer, _ANSWER)}»"
    return f". Жителям ответили {date_words(matter.answered_at.astimezone(tz).date())}{words}"


def _title(matter: Matter, topic_short: str, limit: int = _TITLE) -> str:
    """What and where; longer than `limit`, the settlement alone says where."""
    place = matter.incident.place
    title = plain_title(matter.incident, topic_short)
    whole = trouble_where(title, place)
    if len(whole) > limit and place.settlement:
        whole = trouble_where(title, replace(place, street=None, house=None, landmark=None))
    return escape(capital(whole))


def _reasons(matter: Matter, *, added: str = "ждёт вашего решения", most: int = _REASONS) -> str:
    said = {
        Why.REPEATS: f"{lower_first(times_text(matter.times))} раз за 30 дней",
        Why.PROMISE: f"обещали до {date_words(matter.promised)}, срок прошёл" if matter.promised else "",
        Why.DISPUTE: f"«не наше» сказали {count(matter.incident.returns, 'раз', 'раза', 'раз')}",
        Why.VOICES: count(matter.voices, "сообщение", "сообщения", "сообщений"),
    }
    return ", ".join([said[why] for why in _SAID if why in matter.why][:most]) or added


def _proposed(words: str) -> str:
    """The coordinator's words as a sentence of the summary: a question stays one."""
    own = words.rstrip(" .")
    if own.lower().startswith("предлаг") or own.endswith("?"):
        return ours(capital(own), WORDS_LIMIT)
    return f"Предлагаем {ours(lower_first(own), WORDS_LIMIT)}"


def evening(*, known: Sequence[Matter], shorts: Mapping[str, str], day: date, tz: tzinfo) -> Message:
    """To the coordinator: what the head will be asked on the morning of `day`, and what did not fit."""
    add = (_button(AgendaDo.ADD, "Добавить по номеру"),)
    if not known:
        html = "<b>Главе решать нечего.</b> Есть вопрос, который решит только глава? Добавьте его по номеру"
        return Message(html=html, rows=button.rows(add))
    lines = [f"<b>Главе на решение, {date_words(day)}: {min(len(known), MOST)}</b>"]
    for n, each in enumerate(known[:SHOWN], start=1):
        if n == MOST + 1:
            lines.append("<b>Не вошли, места три:</b>")
        lines.append(f"{n}. {_row(each, shorts, day, tz)}")
    lines.append("Уберите лишнее, допишите «Предлагаем…». Если ничего не нажмёте, пункты встанут без предложения")
    numbers = [_button(AgendaDo.ITEM, str(n), each.incident.id) for n, each in enumerate(known[:SHOWN], start=1)]
    return Message(html="\n".join(lines), rows=button.rows(tuple(numbers[:3]), tuple(numbers[3:]), add))


def _row(matter: Matter, shorts: Mapping[str, str], day: date, tz: tzinfo) -> str:
    short = shorts.get(matter.incident.topic, "")
    proposal = matter.proposal(day)
    state = f". {_proposed(proposal)}" if proposal else ". Подтверждено" if matter.is_confirmed else ""
    why = _reasons(matter, added="добавлено вручную") + _told(matter, tz, brief=True)
    return f"{_title(matter, short)}, № {matter.incident.number}: {why}{state}"


def item(*, matter: Matter, topic_short: str, day: date, tz: tzinfo) -> Message:
    """One item before the coordinator."""
    proposal = matter.proposal(day)
    lines = [f"<b>{_title(matter, topic_short)}</b> · № {matter.incident.number}"]
    lines.append(f"{capital(_reasons(matter, added='добавлено вручную'))}{_told(matter, tz, brief=False)}")
    lines.append(_proposed(proposal) if proposal else "Предложения нет: глава увидит пункт без него")
    id = matter.incident.id
    first = _button(AgendaDo.LEAVE, "Не показывать", id)
    take = () if matter.is_confirmed else (_button(AgendaDo.TAKE, "В сводку", id, primary=True),)
    propose = _button(AgendaDo.PROPOSE, "Предлагаем…", id, primary=matter.is_confirmed)
    show = button.card(Press.SHOW, "Карточка", id)
    return Message(html="\n".join(lines), rows=button.rows((*take, propose), (first, show), (_button(AgendaDo.LIST, "Назад"),)))


def ask_words(*, number: int, about: str) -> Message:
    """«Предлагаем…»."""
    html = (
        f"<b>Что предложить главе?</b>\n{subject(about, number)}\n"
        f"Одна фраза до {WORDS_LIMIT} знаков: «замер вместе с УК сегодня в 11:00» или «Делаем или объясняем?». {CANCEL}"
    )
    return Message(html=html)


def ask_number() -> Message:
    """«Добавить по номеру»."""
    return Message(html=f"<b>Номер карточки?</b>\nОн стоит в её последней строке, например 1487. {CANCEL}")


def to_decide(*, known: Sequence[Matter], shorts: Mapping[str, str], day: date, tz: tzinfo, back: Button) -> Message:
    """«Решить: 2»: what was asked, each opens with its buttons."""
    if not known:
        return Message(html="<b>Решать вам больше нечего.</b> Что на контроле, бот покажет в понедельник", rows=button.rows((back,)))
    lines = [f"<b>Решить вам: {len(known)}</b>"]
    lines += [f"{n}. {line(each, shorts.get(each.incident.topic, ''), day, tz)}" for n, each in enumerate(known, start=1)]
    lines.append("Карточка по кнопке с номером: там «Поручить…» и «На контроль»")
    numbers = tuple(button.card(Press.SHOW, str(n), each.incident.id) for n, each in enumerate(known, start=1))
    return Message(html="\n".join(lines), rows=button.rows(numbers, (back,)))


def _button(do: AgendaDo, label: str, incident: IncidentId | int = 0, *, primary: bool = False) -> Button:
    return Button(label=label, data=AgendaButton(do=do, incident=incident).pack(), primary=primary)
