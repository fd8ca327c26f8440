"""R8 and R9: the ladder of a danger that nobody took (VOICE.md 3)."""

from bot.screens.deadlines.reminder_view import ReminderView
from bot.screens.kit import button
from bot.screens.kit.text import capital, count, escape, name, stamp
from handlers.buttons import Press
from incidents.messenger import Message


def danger_5(view: ReminderView) -> Message:
    """R8, to the second on duty."""
    html = f"⚠️ <b>Опасно, {_minutes(view, 5)} никто не принял:</b> {view.near}\nВозьмите на себя.{_told(view)}"
    accept = button.card(Press.ACCEPT, "Принято, выезжаем", view.incident.id, primary=True)
    return Message(html=html, rows=button.rows((accept,), button.opens("Открыть пост", view.post_url)))


def danger_10(view: ReminderView) -> Message:
    """R9, to the coordinator and the chief."""
    whom = escape(name(view.department, 60)) if view.department else "дежурный по этой теме"
    html = (
        f"⚠️ <b>Позвоните голосом:</b> {view.near}\n"
        f"{capital(_minutes(view, 10))} никто не принял. Кому: {whom}, затем ЕДДС\n"
        "Дозвонились? Нажмите «Есть ответ», и мы перестанем звать"
    )
    reached = button.card(Press.REACHED, "Есть ответ", view.incident.id, primary=True)
    call = button.card(Press.CALL, "Позвонить", view.incident.id)
    return Message(html=html, rows=button.rows((reached, call), button.opens("Открыть пост", view.post_url)))


def _minutes(view: ReminderView, least: int) -> str:
    start = view.incident.assigned_at or view.incident.opened_at
    return count(max(least, int((view.now - start).total_seconds() // 60)), "минуту", "минуты", "минут")


def _told(view: ReminderView) -> str:
    if not view.told:
        return ""
    return f" Знают с {stamp(view.incident.opened_at, view.timezone, view.now)}: {escape(name(', '.join(view.told), 120))}"
