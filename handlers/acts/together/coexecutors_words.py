"""Co-executors on the card, and their menus (docs/voice.md, C6)."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.acts.buttons import Marks
from handlers.acts.together import several_questions_words
from handlers.kit import button
from handlers.kit.button import choice, goes_back, rows
from handlers.kit.buttons import Menu, Press
from handlers.kit.card_values import CoView, QuestionView
from handlers.kit.labels import CANCEL
from handlers.kit.russian_time import moment
from handlers.kit.text import capital, clock, cut, escape, name, resident_quote
from incidents.acts.coexecutors import FACTS_LIMIT
from incidents.ids import DepartmentId
from incidents.incident import FINAL, Incident, Status
from incidents.messenger import Message
from incidents.official import Department, Official

_TITLE, _WORDS = 50, 160


def lines(
    incident: Incident,
    co: Sequence[CoView],
    questions: Sequence[QuestionView],
    *,
    is_undecided: bool,
    department: str | None,
    viewer: Official | None,
    now: datetime,
    tz: tzinfo,
) -> str:
    """Whose facts are there and whose are waited for; a co-executor reads what is wanted of them."""
    if not (co or questions) or incident.status in FINAL | {Status.ANSWERED}:
        return ""
    mine = next((each for each in co if each.mine), None)
    if incident.rumour and mine is None:
        return ""  # told beside what may be said meanwhile
    facts = {each.department_id: _line(each, questions, now, tz) for each in co}
    told = several_questions_words.lines(incident, questions, facts, is_undecided=is_undecided, viewer=viewer)
    collector = escape(name(department or ("пресс-служба" if incident.rumour else "координатор"), _TITLE))
    return "\n".join([*([f"{_wanted(mine, now, tz)}. Ответ жителю соберёт {collector}"] if mine else []), *told])


def _wanted(mine: CoView, now: datetime, tz: tzinfo) -> str:
    return "Ваши факты получены" if mine.facts is not None else f"<b>Нужны ваши факты</b> {until(mine.wait_until, now, tz)}"


def _line(each: CoView, questions: Sequence[QuestionView], now: datetime, tz: tzinfo) -> str:
    asked = several_questions_words.of_department(questions, each.department_id)
    title = f"{asked}: {escape(name(each.title, _TITLE))}" if asked else capital(escape(name(each.title, _TITLE)))
    if each.facts is not None:
        return f"{title}, факты есть ✓: {resident_quote(each.facts, _WORDS)}"
    late = ", срок прошёл" if each.wait_until < now else ""
    return f"{title}, ждём {until(each.wait_until, now, tz)}{late}"


def until(due: datetime, now: datetime, tz: tzinfo) -> str:
    """«до 13:00»."""
    same = due.astimezone(tz).date() == now.astimezone(tz).date()
    return f"до {clock(due, tz) if same else moment(due, tz, now)}"


def menu_co(
    *, incident: Incident, what: str, departments: Sequence[Department], marks: Marks, asked: frozenset[DepartmentId], collector: str
) -> Message:
    """Who gives facts: each is marked by a press; who has spoken already stays."""
    shown = marks.shown(len(departments))
    signs = {n: "✓ " if marks.has(n) else "" for n in shown}
    lines = ["<b>Чьи факты нужны для ответа?</b> Отметьте отделы", f"{escape(capital(name(what, 100)))} · № {incident.number}"]
    lines += [f"Жителю выйдет один ответ, собирает {escape(name(collector, _TITLE))}", ""]
    lines += [f"{signs[n]}{n + 1}. {escape(capital(name(departments[n].title, 60)))}" for n in shown]
    buttons = [choice(Menu.CO, f"{signs[n]}{n + 1}. {_short(departments[n].title)}", incident.id, marks.toggled(n)) for n in shown]
    pairs = button.pairs(buttons)
    changed = {departments[n].id for n in range(len(departments)) if marks.has(n)} != asked
    do = (choice(Menu.CO, "Спросить отмеченных", incident.id, marks.done),) if changed else ()
    turn = (choice(Menu.CO, "Дальше", incident.id, marks.turned(len(departments))),) if len(shown) < len(departments) else ()
    return Message(html="\n".join(lines), rows=rows(*pairs, do, (*turn, goes_back(Menu.CO, incident.id))))


def ask_co_facts(*, incident: Incident, what: str, quote: str) -> Message:
    """«Дать факты»."""
    words = f"<blockquote>{quote}</blockquote>\n" if quote else ""
    html = (
        f"<b>Что известно вашему отделу?</b> {escape(capital(name(what, 100)))} · № {incident.number}\n{words}"
        f"Одним сообщением до {FACTS_LIMIT} знаков: что сделали, что будет и когда. Жителю это не уйдёт, ответ соберут коллеги\n"
        f"{CANCEL}"
    )
    return Message(html=html)


def facts_kept(*, collector: str) -> Message:
    """Said to who typed them."""
    return Message(
        html=f"<b>Записали.</b> Факты на карточке, ответ соберёт {escape(name(collector, _TITLE))}. Изменились? Пришлите ещё раз"
    )


def co_ready(*, incident: Incident, what: str, told: Sequence[CoView]) -> Message:
    """Everybody has spoken: to the collector."""
    lines = [f"<b>Факты собраны:</b> {escape(name(what, 100))}"]
    lines += [f"{capital(escape(name(each.title, _TITLE)))}: {resident_quote(each.facts or '', 400)}" for each in told]
    lines.append(f"Теперь можно отвечать жителю · № {incident.number}")
    if incident.rumour:
        decide = (button.card(Press.REFUTE, "Опровергнуть", incident.id), button.card(Press.RUMOUR_TRUE, "Подтвердить", incident.id))
        return Message(html="\n".join(lines), rows=button.rows(decide))
    return Message(html="\n".join(lines), rows=button.rows((button.card(Press.ANSWER, "Ответить", incident.id, primary=True),)))


def _short(title: str) -> str:
    return cut(capital(name(title, 60).removeprefix("отдел ")), 11)
