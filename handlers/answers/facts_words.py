"""Menus of «Факты» and «Шаблон», and a fact in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handlers.answers.buttons import Explained, FactDay, FactOn, SameAs, TemplateOn
from handlers.kit.button import Row, choice, goes_back, pairs, rows
from handlers.kit.buttons import Menu
from handlers.kit.choices import Coded
from handlers.kit.labels import CANCEL, subject
from handlers.kit.pages import Page, turns
from handlers.kit.text import capital, cut, escape, name, ours, plain
from incidents.answers.asked_fields import MUST, OWN_WORDS
from incidents.answers.facts import Fact, FactKind
from incidents.answers.reactions import Tone
from incidents.answers.template_filling import example_of, readable_text, words_for
from incidents.answers.templates import Template
from incidents.dates.russian import date_words
from incidents.ids import AnswerId, IncidentId
from incidents.incident import Incident
from incidents.messenger import Button, Message

PAGE = 5
_EXPLAINS = "Разъяснить: "
_SHOWN = 170

KINDS = {
    FactKind.DONE: "Сделано",
    FactKind.BY_DATE: "Сделаем к дате",
    FactKind.CHECK: "Нужно проверить",
    FactKind.CANNOT: "Не можем",
    FactKind.PLANNED: "Учтём в плане",
    FactKind.DECLINED: "Не можем",
    FactKind.EXPLAINED: "Разъяснить",
}
"""Labels of the facts."""

_OF_TROUBLES = (FactKind.DONE, FactKind.BY_DATE, FactKind.CHECK, FactKind.CANNOT)
_OF_WISHES = (FactKind.PLANNED, FactKind.DECLINED, FactKind.CHECK, FactKind.DONE)

_ASKED = {
    FactKind.DONE: "Когда сделали?",
    FactKind.BY_DATE: "К какому дню сделаем?",
    FactKind.CHECK: "К какому дню проверим?",
    FactKind.CANNOT: "К какому дню решим, когда и как?",
    FactKind.PLANNED: "На какой месяц или день ставим в план?",
    FactKind.DECLINED: "Почему не можем?",
    FactKind.EXPLAINED: "Что разъясняем?",
}
_AHEAD = {FactDay.TODAY: "Сегодня", FactDay.TOMORROW: "Завтра", FactDay.FRIDAY: "До пятницы", FactDay.TYPED: "Дата…"}
_BEHIND = {FactDay.TODAY: "Сегодня", FactDay.YESTERDAY: "Вчера", FactDay.TYPED: "Дата…"}


def fact_rows(incident_id: IncidentId, last: Button, *, is_suggestion: bool) -> tuple[Row, ...]:
    """The facts of a trouble or a wish, two in a row; `last` stands last."""
    kinds = (*(_OF_WISHES if is_suggestion else _OF_TROUBLES), FactKind.EXPLAINED)
    return pairs([*(choice(Menu.FACT, KINDS[kind], incident_id, kind) for kind in kinds), last])


def menu_fact(*, incident_id: IncidentId, number: int, what_where: str, is_suggestion: bool = False) -> Message:
    """What is it by fact?"""
    html = f"<b>Что по факту?</b>\n{subject(what_where, number)}\nОтвет жителю напишем сами, вы посмотрите и отправите"
    return Message(html=html, rows=rows(*fact_rows(incident_id, goes_back(Menu.FACT, incident_id), is_suggestion=is_suggestion)))


def menu_fact_day(*, incident_id: IncidentId, number: int, what_where: str, fact: FactKind) -> Message:
    """The day of the fact."""
    days = _BEHIND if fact is FactKind.DONE else _AHEAD
    html = f"<b>{_ASKED[fact]}</b>\n{subject(what_where, number)}"
    return Message(html=html, rows=_days(Menu.FACT_DAY, incident_id, days, lambda day: FactOn(fact, day)))


def ask_fact_day(*, what_where: str, fact: FactKind) -> Message:
    """«Дата…»: the day in words."""
    how = _HOW_PLANNED if fact is FactKind.PLANNED else _HOW
    return Message(html=f"<b>{_ASKED[fact]}</b> {escape(name(what_where, 100))}\n{how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A similar incident that was answered: what was said, and how its author took it."""

    answer_id: AnswerId
    number: int
    text: str
    tone: Tone | None = None


_TOOK = {
    Tone.THANKS: ", житель: спасибо",
    Tone.UNSURE: "",
    Tone.SOLVED: ", житель: решено",
    Tone.ANGER: ", житель недоволен",
    Tone.DENIES: ", житель пишет: не сделано",
    Tone.SARCASM: ", житель недоволен",
    Tone.NEW_QUESTION: ", житель спросил ещё",
    Tone.CLARIFIES: "",
}


def _similar(similar: Sequence[Like], incident_id: IncidentId) -> tuple[list[str], tuple[Row, ...]]:
    lines = [
        f"Похожее: № {one.number}, ответили: «{escape(cut(plain(one.text), _SHOWN))}»{_TOOK[one.tone] if one.tone else ''}"
        for one in similar
    ]
    buttons = [choice(Menu.TEMPLATE, f"Как № {one.number}", incident_id, SameAs(one.answer_id)) for one in similar]
    return lines, pairs(buttons)


def menu_template(
    *,
    incident_id: IncidentId,
    number: int,
    what_where: str,
    templates: Sequence[Template],
    page: int,
    known: Mapping[str, str],
    similar: Sequence[Like] = (),
) -> Message:
    """Answers of similar incidents, then templates that suit the incident, by number. `known`: fields that are filled already."""
    back = goes_back(Menu.TEMPLATE, incident_id)
    before, likes = _similar(similar if page == 0 else (), incident_id)
    if not templates and not before:
        html = f"<b>Подходящих шаблонов нет</b>\n{subject(what_where, number)}\nНапишите ответ своими словами. Шаблоны заводит координатор"
        return Message(html=html, rows=rows((back,)))
    shown = Page.of(templates, page, PAGE)
    lines = ["<b>Какой шаблон?</b>", subject(what_where, number), "", *before]
    lines += [
        f"{n}. <b>{ours(one.title, 60)}</b>: {escape(cut(plain(readable_text(one.text, known)), _SHOWN))}" for n, one in shown.numbered
    ]
    buttons = [choice(Menu.TEMPLATE, f"{n}. {one.title}", incident_id, one.id) for n, one in shown.numbered]
    return Message(html="\n".join(lines), rows=rows(*likes, *pairs(buttons), (back, *shown.around(turns(Menu.TEMPLATE, incident_id)))))


def menu_template_day(*, incident_id: IncidentId, number: int, what_where: str, template: Template, known: Mapping[str, str]) -> Message:
    """The date of a template."""
    text = escape(cut(plain(readable_text(template.text, known)), 400))
    html = f"<b>Какой день назвать в ответе?</b>\n{subject(what_where, number)}\n{text}"
    return Message(html=html, rows=_days(Menu.TEMPLATE_DAY, incident_id, _AHEAD, lambda day: TemplateOn(template.id, day)))


def ask_template_day(*, what_where: str) -> Message:
    """The date of a template in words."""
    return Message(html=f"<b>Какой день назвать в ответе?</b> {escape(capital(name(what_where, 100)))}\n{_HOW}")


def ask_fields(*, incident: Incident, what_where: str, fields: Sequence[str], shown: str, others: Sequence[Template] = ()) -> Message:
    """What the draft lacks.

    `shown`: the template as it stands now, the gaps in words. `others`: explanations that may suit better.
    """
    number = incident.number
    # A deed or a reason of another trade misleads: of those nothing is shown.
    examples = {one: f" Например: {example_of(one)}" for one in fields if one not in OWN_WORDS and example_of(one)}
    asked = [f"{capital(words_for(one))}?{examples.get(one, '')}" for one in fields]
    quote = f"<blockquote>{escape(cut(plain(shown), 700))}</blockquote>"
    if len(asked) == 1:
        how = "Нет ответа? Поставьте прочерк: это предложение не выйдет" if fields[0] not in MUST else "Хватит нескольких слов"
        return Message(html=f"<b>{escape(asked[0])}</b>\n{subject(what_where, number)}\n{quote}\n{how}. {CANCEL}")
    lines = [f"{n}. {escape(one)}" for n, one in enumerate(asked, start=1)]
    html = (
        f"<b>Допишите, чего не знает бот:</b>\n{subject(what_where, number)}\n" + "\n".join(lines) + f"\n{quote}\n"
        "Ответьте одним сообщением, каждый ответ с новой строки. Нет ответа? Поставьте прочерк: это предложение не выйдет. " + CANCEL
    )
    ways = [choice(Menu.FACT, capital(one.title.removeprefix(_EXPLAINS)), incident.id, Explained(one.id)) for one in others]
    return Message(html=f"{html}\nЖитель спрашивает о другом? Выберите ниже" if ways else html, rows=rows(*((each,) for each in ways)))


def fact_line(fact: Fact) -> str:
    """«Факт от отдела: «сделаем до 25 ноября»», for whoever approves."""
    day = date_words(fact.day) if fact.day else ""
    words = {
        FactKind.DONE: f"сделано {day}",
        FactKind.BY_DATE: f"сделаем до {day}" if day else "сделаем",
        FactKind.CHECK: f"проверим до {day}" if day else "нужно проверить",
        FactKind.CANNOT: f"не можем, решим до {day}" if day else "не можем",
        FactKind.PLANNED: f"учтём в плане до {day}" if day else "учтём в плане",
        FactKind.DECLINED: "не можем, объясним почему",
        FactKind.EXPLAINED: "разъясняем, почему так",
    }
    return f"Факт от отдела: «{words[fact.kind].strip()}»"


_HOW_PLANNED = f"Напишите словами: «в мае», «1 июня 2027», «через два месяца». Этот срок прочтёт житель. {CANCEL}"
_HOW = f"Напишите словами: «30 ноября», «в пятницу», «через неделю». {CANCEL}"


def _days(menu: Menu, incident_id: IncidentId, days: dict[FactDay, str], dated: Callable[[FactDay], Coded]) -> tuple[Row, ...]:
    buttons = [choice(menu, label, incident_id, dated(day)) for day, label in days.items()]
    return rows(*pairs(buttons), (goes_back(menu, incident_id),))
