"""Several questions in one post: headline, departments, menu (docs/voice.md, C6)."""

from collections.abc import Mapping, Sequence

from handlers.acts.buttons import Parts
from handlers.kit.button import card, choice, goes_back, rows
from handlers.kit.buttons import Menu, Press
from handlers.kit.card_values import QuestionView
from handlers.kit.labels import subject
from handlers.kit.text import capital, escape, lower_first, name
from incidents.ids import DepartmentId
from incidents.incident import Incident, Status
from incidents.messenger import Message
from incidents.official import Official
from incidents.role_rights import Right, has_right

_TITLE, _SHORT = 50, 24
_COUNTS = {2: "Два вопроса", 3: "Три вопроса", 4: "Четыре вопроса", 5: "Пять вопросов", 6: "Шесть вопросов"}
_CARDS = {2: "две карточки", 3: "три карточки", 4: "четыре карточки", 5: "пять карточек", 6: "шесть карточек"}
_ANSWERS = {2: "два ответа", 3: "три ответа", 4: "четыре ответа", 5: "пять ответов", 6: "шесть ответов"}


def counted(questions: Sequence[QuestionView]) -> str:
    """«Три вопроса»."""
    return _COUNTS.get(len(questions), f"Вопросов: {len(questions)}")


def one_answer(
    incident: Incident,
    questions: Sequence[QuestionView],
    *,
    is_asked: bool,
    is_undecided: bool,
    department: str | None,
    proposed: str | None,
    viewer: Official | None,
) -> str:
    """«Жителю выйдет один ответ, собирает …»; while the coordinator decides, what else the post may ask.

    `is_asked`: a second question waits; `is_undecided`: the coordinator has still to say who answers what.
    """
    is_said = incident.status in {Status.ANSWERED, Status.CLOSED}
    is_coordinators = has_right(viewer, Right.SORT)
    if (is_undecided or is_asked) and (is_said or not is_coordinators):
        what = others(questions, incident.department_id) or "о другом"
        way = "разделите вопросы или нажмите «Всё верно»" if is_coordinators else "об этом решает координатор"
        return f"Возможно, и {what}{': ответа об этом ещё нет' if is_said else ''}, {way}"
    if not questions or is_said:
        return ""
    if is_undecided:
        who = department or proposed
        return f"Один ответ может собрать {escape(name(who, _TITLE))}" if who else ""
    return f"Жителю выйдет <b>один</b> ответ, собирает {escape(name(department or 'координатор', _TITLE))}"


def lines(
    incident: Incident, questions: Sequence[QuestionView], facts: Mapping[DepartmentId, str], *, is_undecided: bool, viewer: Official | None
) -> list[str]:
    """A line a department in the order of the questions; `facts` are the lines of those who were asked for theirs."""
    if is_undecided and not has_right(viewer, Right.SORT):
        return list(facts.values())
    told = []
    for department in dict.fromkeys(each.department_id for each in questions):
        mine = [each for each in questions if each.department_id == department]
        line = facts.get(department) if department is not None else None
        told.append(line or f"{about(mine)}: {_whose(mine[0], incident.department_id, is_undecided=is_undecided)}")
    whose = {each.department_id for each in questions}
    return [*told, *(line for department, line in facts.items() if department not in whose)]


def about(mine: Sequence[QuestionView]) -> str:
    """«Нет газа, вода»: what a department is asked."""
    shorts = [name(each.topic_short, _SHORT) for each in mine]
    return escape(", ".join([shorts[0], *(lower_first(each) for each in shorts[1:])]))


def others(questions: Sequence[QuestionView], whose: DepartmentId | None) -> str:
    """What the post asks others than this department, all where it asks nobody else: «холодно в квартирах, вода»."""
    mine = [each for each in questions if each.department_id != whose] or list(questions)
    return escape(", ".join(lower_first(name(each.topic_short, _SHORT)) for each in mine))


def second(*, incident: Incident, what_where: str, questions: Sequence[QuestionView], since: str) -> Message:
    """To the coordinators: a second question waits."""
    asks = [each for each in questions if each.department_id != incident.department_id]
    titles = ", ".join(dict.fromkeys(_title(each) for each in asks))
    html = (
        f"<b>Второй вопрос ждёт с {since}:</b> {others(questions, incident.department_id)}\n"
        f"{subject(what_where, incident.number)}. {capital(titles) or 'Чей он'}: житель спрашивал и об этом. "
        "Разделите вопросы или скажите, что всё верно"
    )
    do = (card(Press.SPLIT, "Разделить", incident.id), card(Press.CHECKED, "Всё верно", incident.id))
    return Message(html=html, rows=rows(do, (card(Press.SHOW, "Карточка", incident.id),)))


def of_department(questions: Sequence[QuestionView], department: DepartmentId) -> str:
    """What the post asks this department, «» where it was asked by hand about something else."""
    mine = [each for each in questions if each.department_id == department]
    return about(mine) if mine else ""


def _whose(each: QuestionView, collector: DepartmentId | None, *, is_undecided: bool) -> str:
    if each.title is None:
        return "отдел не нашёлся, решает координатор"
    title = escape(name(each.title, _TITLE))
    if is_undecided:
        return f"{title}, учебная неделя" if each.learns else title
    return f"{title}, собирает ответ" if each.department_id == collector else title


def beside_line(beside: Sequence[int]) -> str:
    """Other cards of the same post: each question is answered by itself."""
    if not beside:
        return ""
    return f"В этом же сообщении спросили о другом: {', '.join(f'№ {number}' for number in beside)}"


def menu_parts(*, incident: Incident, what: str, questions: Sequence[QuestionView]) -> Message:
    """«Разделить»: each question becomes a card."""
    lines = [f"<b>Разделить на {_CARDS.get(len(questions), f'карточки: {len(questions)}')}?</b>"]
    lines += [f"{escape(capital(name(what, 100)))} · № {incident.number}", ""]
    lines += [f"{n}. {about([each])}: {_title(each)}" for n, each in enumerate(questions, start=1)]
    answers = _ANSWERS.get(len(questions), f"ответов: {len(questions)}")
    lines += ["", f"У каждой свой срок, под постом выйдут {answers}. Регион считает пост один раз, по № {incident.number}"]
    do = (choice(Menu.SPLIT_PARTS, "Разделить", incident.id, Parts.ALL), choice(Menu.SPLIT_PARTS, "Другая тема…", incident.id, Parts.OTHER))
    return Message(html="\n".join(lines), rows=rows(do, (goes_back(Menu.SPLIT_PARTS, incident.id),)))


def _title(each: QuestionView) -> str:
    return escape(name(each.title, _TITLE)) if each.title else "решит координатор"
