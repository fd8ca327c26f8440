"""R8 and R9: reminders of a danger that nobody took.

docs/voice.md, «Clocks».
"""

from datetime import timedelta

from handlers.deadlines.reminder_view_words import ReminderView
from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.labels import unanswered
from handlers.kit.text import capital, escape, how_long, name, resident_words, stamp
from handlers.kit.untaken_dangers import danger_line
from incidents.danger.doubts import WAIT
from incidents.deadlines.reminders import called_since
from incidents.incident import IN_WORK
from incidents.messenger import Message
from incidents.reading import DangerGrade


def is_nobodys_danger(view: ReminderView) -> bool:
    """Whether it is dangerous now and nobody drives there: an answer in words helps nobody then."""
    return view.incident.danger_grade is DangerGrade.NOW and view.incident.status not in IN_WORK


def danger_5(view: ReminderView) -> Message:
    """R8, to the second on duty."""
    html = f"⚠️ <b>Опасно, {_since(view, 5)} никто не принял:</b> {_told_of(view)}\nВозьмите на себя.{_told(view)}"
    accept = button.card(Press.ACCEPT, "Принято, выезжаем", view.incident.id, primary=True)
    return Message(html=html, rows=button.rows((accept,), button.opens("Открыть пост", view.post_url)))


def danger_10(view: ReminderView) -> Message:
    """R9, to the coordinator and the chief."""
    whom = escape(name(view.department, 60)) if view.department else "дежурный по этой теме"
    numbers = "".join(f"\n{escape(each)}" for each in view.phones)
    html = (
        f"⚠️ <b>Позвоните голосом:</b> {_told_of(view)}\n"
        f"{capital(_since(view, 10))} никто не принял. Кому: {whom}, затем ЕДДС{numbers}\n"
        "Дозвонились? Нажмите «Есть ответ», и мы перестанем звать"
    )
    reached = button.card(Press.REACHED, "Есть ответ", view.incident.id, primary=True)
    call = button.card(Press.CALL, "Позвонить", view.incident.id)
    return Message(html=html, rows=button.rows((reached, call), button.opens("Открыть пост", view.post_url)))


def head_hears(view: ReminderView) -> Message:
    """R16, to the head."""
    html = (
        f"⚠️ <b>Опасно, {_since(view, 1)} никто не принял:</b> {_told_of(view)}\n"
        "Дежурных, отдел и координатора зовём. Ваше решение не требуется"
    )
    return Message(html=html, rows=button.for_head(view.incident.id))


def danger_asked(view: ReminderView) -> Message:
    """R14 «Опасно?»: by day to the coordinators, at night to whoever is on duty."""
    lines = [f"⚠️ <b>Опасно?</b> {view.full}"]
    lines += [resident_words(view.words, 200, view.people)] if view.words else []
    until = stamp((view.incident.danger_asked_at or view.now) + WAIT, view.timezone, view.now)
    lines.append(f"Бот не уверен. {unanswered(until, goes_on=view.goes_on)}")
    id = view.incident.id
    first = (button.card(Press.GRADE_NOW, "Опасно сейчас", id, primary=True), button.card(Press.GRADE_RISK, "Есть риск", id))
    second = (button.card(Press.GRADE_NONE, "Не опасно", id), *button.opens("Открыть пост", view.post_url))
    return Message(html="\n".join(lines), rows=button.rows(first, second))


def danger_again(view: ReminderView) -> Message:
    """R13, to everybody who has the card: it came back or grew."""
    first = "Снова опасно" if view.is_again else "Стало опасно"
    lines = [f"⚠️ <b>{first}:</b> {_told_of(view)}"]
    lines += ["Что отметили раньше, больше не в счёт. Примите заново и выезжайте" if view.is_again else "Примите и выезжайте"]
    accept = button.card(Press.ACCEPT, "Принято, выезжаем", view.incident.id, primary=True)
    call = button.card(Press.CALL, "Позвонить", view.incident.id)
    return Message(html="\n".join(lines), rows=button.rows((accept,), (call, *button.opens("Открыть пост", view.post_url))))


def _told_of(view: ReminderView) -> str:
    return danger_line(view.incident, view.words or "", view.people)


def _since(view: ReminderView, least: int) -> str:
    return how_long(max(timedelta(minutes=least), view.now - called_since(view.incident)))


def _told(view: ReminderView) -> str:
    if not view.told:
        return ""
    since = stamp(view.told_since or view.incident.opened_at, view.timezone, view.now)
    return f" Знают с {since}: {escape(name(', '.join(view.told), 120))}"
