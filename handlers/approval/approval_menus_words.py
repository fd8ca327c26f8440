"""Menus of A1: «Вернуть…», «Ещё…», «Ветка», «История» (docs/voice.md, «The approver»)."""

from collections.abc import Sequence
from datetime import datetime

from handlers.approval.approval_author_words import RETURN_WORDS
from handlers.approval.approval_button_words import decide
from handlers.approval.approvals_words import ApprovalView
from handlers.approval.buttons import ApprovalDo
from handlers.kit import button
from handlers.kit.text import capital, ours, resident_quote, stamp
from incidents.approval.values import ReturnReason
from incidents.messenger import Message
from incidents.posts import StoredPost

RETURN_LABELS = {
    ReturnReason.DATE: "Нет даты",
    ReturnReason.MEASURE: "Нет меры",
    ReturnReason.OFF_TOPIC: "Ответ не о том",
    ReturnReason.TONE: "Тон",
    ReturnReason.PERSONAL: "Личные данные",
    ReturnReason.FACT: "Проверить факт",
    ReturnReason.OWN: "Своими словами…",
}


def menu_return(view: ApprovalView) -> Message:
    """«Вернуть…»: why."""
    buttons = [decide(ApprovalDo.RETURN, label, view.answer.id, choice=reason) for reason, label in RETURN_LABELS.items()]
    buttons.append(decide(ApprovalDo.SHOW, "Назад", view.answer.id))
    return Message(
        html=f"<b>Почему вернуть?</b>\n{capital(view.what)}\nТекст у автора сохранится", rows=button.rows(*button.pairs(buttons))
    )


def menu_more(view: ApprovalView) -> Message:
    """«Ещё…» of A1."""
    id = view.answer.id
    buttons = [
        decide(ApprovalDo.TIME, "Назначить время", id),
        decide(ApprovalDo.RETURN, "Ответить лично", id, choice=ReturnReason.PRIVATE),
        decide(ApprovalDo.RETURN, "Без ответа…", id, choice=ReturnReason.SILENCE),
        decide(ApprovalDo.LAWYER, "Позвать юриста", id),
        decide(ApprovalDo.HISTORY, "История", id),
        decide(ApprovalDo.SHOW, "Назад", id),
    ]
    return Message(html=f"<b>Что ещё можно:</b>\n{capital(view.what)}", rows=button.rows(*button.pairs(buttons)))


def menu_private(view: ApprovalView) -> Message:
    """«Ответить лично»: it gives the answer back, whoever pressed writes to nobody."""
    id, (_, words) = view.answer.id, RETURN_WORDS[ReturnReason.PRIVATE]
    html = f"<b>Вернуть отделу, чтобы ответил лично?</b>\n{capital(view.what)}\nОтдел прочтёт: «{words}». Сейчас под пост не выйдет ничего"
    buttons = (decide(ApprovalDo.PRIVATE, "Вернуть отделу", id, primary=True), decide(ApprovalDo.MORE, "Назад", id))
    return Message(html=html, rows=button.rows(buttons))


def thread(view: ApprovalView, comments: Sequence[StoredPost]) -> Message:
    """«Ветка»: the newest comments, oldest of them first."""
    lines = []
    for each in reversed(comments):
        who = "наш" if each.post.by_owner else "житель"
        lines.append(f"{stamp(each.post.published_at, view.timezone, view.now)}, {who}: {resident_quote(each.post.text, 160, each.people)}")
    body = "\n".join(lines) or "Под постом пока никто не писал"
    back = (decide(ApprovalDo.SHOW, "Назад", view.answer.id), *button.opens("Открыть пост", view.post.post.url))
    return Message(html=f"<b>Ветка:</b> {view.what}\n{body}", rows=button.rows(back))


def history(view: ApprovalView, lines: Sequence[tuple[datetime, str]]) -> Message:
    """«История» of the incident, the newest lines."""
    told = "\n".join(f"{stamp(at, view.timezone, view.now)}: {ours(because, 120)}" for at, because in lines)
    back = (decide(ApprovalDo.SHOW, "Назад", view.answer.id),)
    return Message(html=f"<b>История:</b> {view.what}\n{told}", rows=button.rows(back))
