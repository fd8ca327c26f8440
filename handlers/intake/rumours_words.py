"""A rumour on the card, and its menus (docs/voice.md, C9).

How many repeat it, whose facts are waited for, what may be said now.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from handlers.acts.together.coexecutors_words import until
from handlers.kit.button import choice, goes_back, pairs, rows
from handlers.kit.buttons import Menu
from handlers.kit.card_values import CoView
from handlers.kit.labels import CANCEL, PAGE, label_of, subject
from handlers.kit.pages import Page, turns
from handlers.kit.text import capital, count, escape, name, resident_quote
from incidents.ids import IncidentId
from incidents.incident import FINAL, Incident, Status
from incidents.messenger import Message
from incidents.official import Department
from incidents.posts import StoredPost

NOT_CHECKED = "Пока не проверили, не опровергаем"
_TITLE, _WORDS = 50, 160
_PLACES = ("", "одном сообществе", "двух сообществах", "трёх сообществах", "четырёх сообществах", "пяти сообществах")
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def lines(incident: Incident, posts: Sequence[StoredPost], co: Sequence[CoView], *, checking: str | None, now: datetime, tz: tzinfo) -> str:
    """Nothing once it is answered or over, and nothing to those who are asked for facts only.

    `checking`: what may be said while it is checked.
    """
    if not incident.rumour or incident.status in FINAL | {Status.ANSWERED} or any(each.mine for each in co):
        return ""
    told = [repeated(posts), *_facts(co, now, tz)]
    if checking and not incident.awaits_final:
        told.append(f"Можно сказать сейчас: «{escape(checking)}»")
    return "\n".join(each for each in told if each)


def repeated(posts: Sequence[StoredPost]) -> str:
    """«Повторяют: 4 сообщения в двух сообществах за 3 часа»."""
    total = len(posts)
    if total < 2:  # noqa: PLR2004 - nobody repeats it yet
        return "Пока одно сообщение"
    places = len({each.source_id for each in posts})
    where = _PLACES[places] if places < len(_PLACES) else f"{places} сообществах"
    moments = [each.post.published_at for each in posts]
    return f"Повторяют: {count(total, 'сообщение', 'сообщения', 'сообщений')} в {where} за {_span(max(moments) - min(moments))}"


def _span(span: timedelta) -> str:
    if span >= 2 * _DAY:
        return count(span // _DAY, "день", "дня", "дней")
    if span >= _HOUR:
        return count(span // _HOUR, "час", "часа", "часов")
    return count(max(1, span // timedelta(minutes=1)), "минуту", "минуты", "минут")


def _facts(co: Sequence[CoView], now: datetime, tz: tzinfo) -> list[str]:
    """What departments said, who is waited for, and that nothing is refuted until then."""
    given = [f"{capital(_title(each))}: {resident_quote(each.facts, _WORDS)}" for each in co if each.facts]
    asked = [f"{_title(each)}, {until(each.wait_until, now, tz)}" for each in co if not each.facts]
    waits = f"Факты запрошены: {'; '.join(asked)}. " if asked else "" if given else "Факты ещё не запрошены. "
    return [*given, *([f"{waits}{NOT_CHECKED}"] if not given else [waits.strip()])]


def _title(each: CoView) -> str:
    return escape(name(each.title, _TITLE))


def menu_facts(*, incident_id: IncidentId, number: int, what_where: str, departments: Sequence[Department], page: int = 0) -> Message:
    """«Запросить факты»: of whom; the one that the route names comes first."""
    back = goes_back(Menu.RUMOUR_FACTS, incident_id)
    if not departments:
        html = f"<b>Спросить некого:</b> в отделах ещё никто не подключён или все уже спрошены\n{subject(what_where, number)}"
        return Message(html=html, rows=rows((back,)))
    shown = Page.of(departments, page, PAGE)
    head = ["<b>У кого спросить факты?</b>", subject(what_where, number), "Отдел ответит за три рабочих часа. Жителю это не уйдёт", ""]
    told = [*head, *(f"{n}. {escape(capital(name(each.title, 60)))}" for n, each in shown.numbered)]
    buttons = [choice(Menu.RUMOUR_FACTS, f"{n}. {label_of(each.title)}", incident_id, each.id) for n, each in shown.numbered]
    return Message(html="\n".join(told), rows=rows(*pairs(buttons), (back, *shown.around(turns(Menu.RUMOUR_FACTS, incident_id)))))


def ask_fact(*, number: int, what_where: str) -> Message:
    """«Подтвердить», and no department has said anything."""
    html = (
        f"<b>Что подтверждаем?</b>\n{subject(what_where, number)}\n"
        f"Напишите факт одним предложением: что проверили и что увидели. Текст жителю допишем, покажем перед отправкой. {CANCEL}"
    )
    return Message(html=html)
