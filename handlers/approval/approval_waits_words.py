"""Answers that wait for approval too long: reminders and queue (A4)."""

from datetime import datetime

from handlers.approval.approval_button_words import decide
from handlers.approval.approvals_words import ApprovalView, deadline
from handlers.approval.buttons import ApprovalDo
from handlers.kit import button
from handlers.kit.button import Row
from handlers.kit.text import clock, count, duration, stamp
from incidents.answers.values import Answer
from incidents.messenger import Message


def due(view: ApprovalView) -> Message:
    """The approver's own clock has run out."""
    html = (
        f"⏰ <b>Срок согласования вышел в {clock(view.approval.due_at, view.timezone)}:</b> {view.what}\n"
        f"Ответ лежит с {stamp(view.approval.asked_at, view.timezone, view.now)}, срок жителя идёт. "
        "Если сейчас не решить, верните одним касанием или передайте замещающему"
    )
    return Message(html=html, rows=_ask_to_look(view))


def hurried(view: ApprovalView) -> Message:
    """The coordinator asks to hurry."""
    html = (
        f"<b>Просят поторопиться:</b> {view.what}\n"
        f"Ответ у вас с {stamp(view.approval.asked_at, view.timezone, view.now)}{deadline(view).replace(' · ', ', жителю ')}"
    )
    return Message(html=html, rows=_ask_to_look(view))


def _ask_to_look(view: ApprovalView) -> tuple[Row, ...]:
    id = view.answer.id
    look = (decide(ApprovalDo.SHOW, "Показать", id, primary=True), decide(ApprovalDo.OTHERS, "Заместителю", id))
    return button.rows(look)


def queue(*, count_waiting: int, oldest: datetime, first: Answer, now: datetime) -> Message:
    """A4: what waits for the approver."""
    waits = count(count_waiting, "ответ", "ответа", "ответов")
    verb = "Ждёт" if count_waiting % 10 == 1 and count_waiting % 100 != 11 else "Ждут"  # noqa: PLR2004 - «11 ответов ждут»
    html = f"<b>{verb} вас {waits},</b> самый давний {duration(now - oldest)}\nЗаняты? Передайте замещающему одной кнопкой"
    rows = button.rows(
        (decide(ApprovalDo.QUEUE, "Показать по одному", first.id, primary=True),),
        (decide(ApprovalDo.OTHERS, "Передать заместителю", first.id),),
    )
    return Message(html=html, rows=rows)


def queue_empty() -> Message:
    """Everything was decided meanwhile."""
    return Message(html="<b>На согласовании пусто.</b> Всё решено, спасибо")
