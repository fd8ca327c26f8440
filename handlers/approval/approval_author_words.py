"""Approval for the author: waiting, returned (A2), changed (A3), modes.

Also a colleague's words; the modes are /approval.
"""

from collections.abc import Mapping, Sequence

from handlers.answers.buttons import AnswerDo, answer_button
from handlers.answers.everyone.post_to_all_words import thread_block
from handlers.approval.approval_button_words import decide, mode
from handlers.approval.approvals_words import ApprovalView, changes_html
from handlers.approval.buttons import ApprovalDo
from handlers.kit import button
from handlers.kit.labels import CANCEL, NAMED
from handlers.kit.text import capital, clock, count, escape, name, ours, plain, weekday_moment
from incidents.answers.values import Answer, AnswerState
from incidents.approval.values import ApprovalMode, ApprovalRules, ApprovalState, ReturnReason, proposal_code
from incidents.messenger import Message
from incidents.official import Department

RETURN_WORDS = {
    ReturnReason.DATE: ("нужна дата", "Есть что, нет когда. Точной даты нет? Напишите день, когда её назовём"),
    ReturnReason.MEASURE: ("нужна мера", "Что именно сделаем? Одного «приняли к сведению» житель не поймёт"),
    ReturnReason.OFF_TOPIC: ("ответ не о том", "Житель спросил о другом. Перечитайте пост и ответьте на его вопрос"),
    ReturnReason.TONE: ("смягчите тон", "Звучит как спор. Начните с факта: что проверили и что увидели"),
    ReturnReason.PERSONAL: ("есть личные данные", "Уберите телефоны жителей, квартиры, фамилии и диагнозы, остальное подходит"),
    ReturnReason.FACT: ("проверьте факт", "Проверьте, всё ли так, как написано. Так? Отправьте снова"),
    ReturnReason.OWN: ("нужна правка", ""),
    ReturnReason.PRIVATE: ("лучше лично", "Ответьте автору в сообщения сообщества. Под постом хватит одной фразы без подробностей"),
    ReturnReason.SILENCE: ("публично не отвечаем", ""),
}
MODE_WORDS = {ApprovalMode.NEVER: "без согласования", ApprovalMode.FIRST: "первые ответы каждого", ApprovalMode.ALWAYS: "все ответы"}
_MODE_LABELS = {ApprovalMode.NEVER: "Выключить", ApprovalMode.FIRST: "Первые", ApprovalMode.ALWAYS: "Все"}


def waiting(view: ApprovalView) -> Message:
    """The author's message of the dialogue while the answer is on approval."""
    if view.approval.state is ApprovalState.EDITED:
        html = f"<b>В ответе изменили факт:</b> {view.what}\nПодтвердите правку в сообщении ниже, без вас не публикуем"
    else:
        html = (
            f"✍️ <b>{NAMED[view.answer.kind]} на согласовании,</b> ждём до {clock(view.approval.due_at, view.timezone)}: {view.what}\n"
            "Когда согласуют, выйдет через минуту. Передумали? Отзовите"
        )
    return Message(html=html, rows=button.rows((decide(ApprovalDo.TAKE_BACK, "Отозвать", view.answer.id),)))


def returned(view: ApprovalView, words: str) -> Message:
    """A2."""
    reason = view.approval.reason or ReturnReason.OWN
    title, standard = RETURN_WORDS[reason]
    lines = [f"<b>Ответ вернули, {title}:</b> {view.what}", f"Пресс-служба: «{ours(words or standard, 500)}»"]
    by = view.incident.answer_by
    until = f". Ответить до {weekday_moment(by, view.timezone, view.now)}" if by and not view.incident.answered_at else ""
    if reason is ReturnReason.SILENCE:
        lines.append("Жителю ничего не ушло. Карточку можно закрыть. Не согласны? Спросите")
        return Message(html="\n".join(lines), rows=button.rows((decide(ApprovalDo.QUESTION, "Спросить", view.answer.id),)))
    lines.append(f"Ваш текст сохранён, правьте с любого места{until}")
    fix = answer_button(AnswerDo.EDIT, "Поправить", view.answer.id, primary=True)
    return Message(html="\n".join(lines), rows=button.rows((fix, decide(ApprovalDo.QUESTION, "Спросить", view.answer.id))))


def again(view: ApprovalView) -> Message:
    """The approver has taken the return back."""
    return Message(html=f"<b>Ответ снова на согласовании:</b> {view.what}\nПресс-служба взяла его обратно, править не нужно")


def edited(view: ApprovalView) -> Message:
    """A3."""
    if view.approval.state is not ApprovalState.EDITED:
        return Message(html=f"<b>Правку решили:</b> {view.what}\nЧто с ответом сейчас, видно на карточке")
    html = (
        f"<b>Подтвердите правку:</b> {changes_html(view.changes)}\n"
        f"{capital(view.what)}. Обещание даёт ваш отдел, поэтому без вас не публикуем\n"
        f"<blockquote expandable>{escape(plain(view.approval.proposed or '').strip())}</blockquote>{_threads(view)}"
    )
    right = decide(ApprovalDo.CONFIRM, "Верно", view.answer.id, choice=proposal_code(view.approval.proposed or ""), primary=True)
    return Message(html=html, rows=button.rows((right, decide(ApprovalDo.KEEP, "Как было", view.answer.id))))


def _threads(view: ApprovalView) -> str:
    return "\n" + "\n".join(thread_block(view.lines, view.left)) if view.lines else ""


def word(*, words: str, who: str, what: str, answer: Answer, to_author: bool) -> Message:
    """Words between an author and an approver."""
    side = "Пресс-служба" if to_author else "Спрашивает автор ответа"
    html = f"<b>{side}:</b> {what}\n{escape(capital(name(who, 80)))}: «{ours(words, 500)}»"
    back = decide(ApprovalDo.QUESTION if to_author else ApprovalDo.REPLY, "Ответить", answer.id)
    fix = (answer_button(AnswerDo.EDIT, "Поправить", answer.id),) if to_author and answer.state is AnswerState.DRAFT else ()
    return Message(html=html, rows=button.rows((back, *fix)))


def told(what: str, *, to_author: bool) -> Message:
    """The words have gone to the other side."""
    whom = "<b>Написали автору ответа:</b>" if to_author else "<b>Спросили пресс-службу:</b>"
    return Message(html=f"{whom} {what}\n{'Его новый текст' if to_author else 'Ответ'} придёт сюда")


def my_answer(*, answer: Answer, what: str, state: str) -> Message:
    """«Мой ответ»: the text as it stands with the approver."""
    html = f"<b>Ваш ответ:</b> {what}\n<blockquote>{escape(plain(answer.text).strip())}</blockquote>\n{state}"
    rows = button.rows((decide(ApprovalDo.TAKE_BACK, "Отозвать", answer.id),)) if answer.state is AnswerState.APPROVAL else ()
    return Message(html=html, rows=rows)


def nobody_approves() -> Message:
    """To the coordinators, once a day."""
    html = (
        "<b>Согласовывать некому:</b> ответы выходят без согласования\n"
        "Подключите согласующего или выключите согласование: /approval. Напомним завтра, если ничего не изменится"
    )
    return Message(html=html)


def modes(*, rules: ApprovalRules, departments: Sequence[Department], approvers: int, department: str = "") -> Message:
    """/approval: the district's mode and those of departments; `department` opens the menu of one."""
    titles: Mapping[str, str] = {each.id: each.title for each in departments}
    own = [
        f"{escape(name(titles.get(id, id), 60))}: {_mode(rules, each)}" for id, each in rules.departments.items() if each is not rules.mode
    ]
    people = count(approvers, "согласующий", "согласующих", "согласующих") if approvers else "согласующих нет, ответы выходят сразу"
    lines = [f"<b>Согласование ответов:</b> {_mode(rules, rules.mode)}", f"Сейчас {people}", *own]
    if department:
        lines.append(f"\n{escape(capital(name(titles.get(department, department), 60)))}: что согласовывать?")
        buttons = [mode(label, department, each) for each, label in _MODE_LABELS.items()]
        return Message(html="\n".join(lines), rows=button.rows(tuple(buttons), (mode("Назад", "", ""),)))
    buttons = [mode(label, "", each) for each, label in _MODE_LABELS.items()]
    each = [mode(capital(name(d.title, 60).removeprefix("отдел ")), d.id, "") for d in departments]
    return Message(html="\n".join(lines), rows=button.rows(tuple(buttons), *button.pairs(each)))


def _mode(rules: ApprovalRules, mode: ApprovalMode) -> str:
    return f"первые ответы каждого, по {rules.first}" if mode is ApprovalMode.FIRST else MODE_WORDS[mode]


ASKS = {
    "ask_approval_edit": "<b>Пришлите исправленный текст целиком:</b> {what}\nИзменится дата, число или мера? "
    "Сначала подтвердит автор. Другие слова выйдут сразу",
    "ask_approval_own": "<b>Что поправить?</b> {What}\nОдно-два предложения, автор увидит их как есть",
    "ask_approval_silence": "<b>Почему без ответа?</b> {What}\nОдно предложение для автора. Жителю ничего не уйдёт",
    "ask_approval_time": "<b>Когда опубликовать?</b> {What}\nНапример: «сегодня в 16:00», «завтра к обеду», «28 ноября в 10:00»",
    "ask_approval_question": "<b>Что спросить у пресс-службы?</b> {What}",
    "ask_approval_reply": "<b>Что ответить автору?</b> {What}",
}
"""Questions that want words, by the code of the message."""


def ask(code: str, what: str) -> Message:
    """One of `ASKS`."""
    return Message(html=f"{ASKS[code].format(what=what, What=capital(what))}\n{CANCEL}")
