"""What an approver reads: A1 and what it turns into, its menus, the thread, reminders, the queue (VOICE.md 4 and 9.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.cards import press
from bot.cards.approval_press import decide
from bot.cards.facts import fact_line
from bot.cards.one_post import lines_button, thread_block
from bot.cards.press import Row
from bot.cards.text import (
    capital,
    clock,
    count,
    day,
    duration,
    escape,
    link,
    name,
    on_day,
    ours,
    plain,
    said,
    spoken,
    stamp,
    weekday_moment,
)
from bot.cards.words import NAMED
from handlers.approval_buttons import ApprovalDo
from incidents.answers import Answer, AnswerKind, AnswerState
from incidents.approval import Approval, ApprovalState, ReturnReason
from incidents.approval_checks import Cautions, Checks, Pair
from incidents.facts import Fact
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.posts import StoredPost
from incidents.thread_lines import ThreadLines

_MESSAGE = 4000
_AROUND = 550  # code points of A1 beside the two quotes
_RESIDENT = 400
_LEAST = 60
_PAIRS = 3
_TITLE = 80

RETURN_LABELS = {
    ReturnReason.DATE: "Нет даты",
    ReturnReason.MEASURE: "Нет меры",
    ReturnReason.OFF_TOPIC: "Ответ не о том",
    ReturnReason.TONE: "Тон",
    ReturnReason.PERSONAL: "Личные данные",
    ReturnReason.FACT: "Проверить факт",
    ReturnReason.OWN: "Своими словами…",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalView:
    """An answer before an approver."""

    answer: Answer
    approval: Approval
    incident: Incident
    what_where: str  # «вода на дороге, ул. Белавинская», plain
    department: str | None
    post: StoredPost
    checks: Checks
    fact: Fact | None  # what the department said of the deed
    photos: int
    cautions: Cautions
    changes: tuple[Pair, ...]
    decided_by: str | None
    others: int  # answers that wait besides this one
    may_decide: bool
    timezone: tzinfo
    now: datetime
    lines: ThreadLines | None = None  # of a post to all
    left: int = 0  # threads that wait for them

    @property
    def what(self) -> str:
        """The same, escaped."""
        return escape(name(self.what_where, 100))


def approval(view: ApprovalView) -> Message:
    """A1, or what has become of it."""
    match view.approval.state:
        case ApprovalState.WAITING:
            return _waiting(view)
        case ApprovalState.EDITED:
            return Message(html=f"<b>Ждём «Верно» от отдела:</b> {view.what}\n{changes_html(view.changes)}", rows=_next(view))
        case ApprovalState.APPROVED:
            return _approved(view)
        case ApprovalState.RETURNED:
            return Message(html=f"<b>Вернули отделу{_who(view)}:</b> {view.what}", rows=_next(view))
    return Message(html=f"<b>Решать не нужно:</b> {view.what}\nОтвет с согласования снят", rows=_next(view))


def _waiting(view: ApprovalView) -> Message:
    first = press.rows(
        (decide(ApprovalDo.PUBLISH, "Опубликовать", view.answer.id, primary=True), decide(ApprovalDo.EDIT, "Поправить", view.answer.id)),
        (decide(ApprovalDo.RETURN, "Вернуть…", view.answer.id), decide(ApprovalDo.THREAD, "Ветка", view.answer.id)),
        (*([lines_button(view.answer.id)] if view.lines else []), decide(ApprovalDo.MORE, "Ещё…", view.answer.id)),
    )
    return Message(html=_sheet(view), rows=first if view.may_decide else press.rows(press.opens("Открыть пост", view.post.post.url)))


def _sheet(view: ApprovalView) -> str:
    answer, post = plain(view.answer.text).strip(), view.post.post
    threads = thread_block(view.lines, view.left) if view.lines else []
    room = max(_LEAST, min(_RESIDENT, _MESSAGE - _AROUND - len(answer) - len("".join(threads))))
    likes = f", {count(post.likes, 'лайк', 'лайка', 'лайков')}" if post.likes else ""
    what = "Пост в сообществе администрации" if view.lines else NAMED[view.answer.kind]
    whose = f"{what}: {escape(name(view.department, _TITLE))}" if view.department else what
    kind = "комментарий" if post.parent_external_id else "пост"
    lines = [
        f"✍️ <b>Согласовать до {_until(view)}:</b> {view.what}",
        "",
        f"<b>Житель</b> ({link(post.url, kind)}{likes})",
        f"<blockquote>{spoken(post.text, room) or 'Слов нет, только фото'}</blockquote>",
        f"<b>{whose}</b>",
        f"<blockquote>{escape(answer)}</blockquote>",
        *threads,
        *_care(view),
        *([] if view.answer.kind is AnswerKind.CLARIFY else [_checks(view.checks)]),  # a question promises nothing
        *([fact_line(view.fact)] if view.fact else []),
        *([f"Фото: {view.photos}"] if view.photos else []),
        "Выйдет от имени сообщества администрации, через минуту после вашего касания",
        f"№ {view.incident.number}{_deadline(view)}",
    ]
    return "\n".join(lines)


def _until(view: ApprovalView) -> str:
    same = view.approval.due_at.astimezone(view.timezone).date() == view.now.astimezone(view.timezone).date()
    due = view.approval.due_at
    return clock(due, view.timezone) if same else weekday_moment(due, view.timezone, view.now)


def _care(view: ApprovalView) -> list[str]:
    found = []
    if view.cautions.quarrel:
        found.append("в ветке уже спорят, последние комментарии по кнопке «Ветка»")
    if view.cautions.prosecutor:
        found.append("упомянута прокуратура")
    if view.cautions.court:
        found.append("пишут про суд или следствие")
    if view.cautions.same_at is not None:
        found.append(f"такой же текст автору уже писали {day(view.cautions.same_at, view.timezone)}")
    return [f"<b>Осторожно:</b> {each}" for each in found]


def _checks(checks: Checks) -> str:
    """«Что делаем ✓ · когда ✓ · кто ✓ · 205 знаков»."""
    parts = (("что делаем", checks.measure), ("когда", checks.when), ("кто", checks.owner))
    shown = [f"{title} ✓" if good else f"<b>нет: {title}</b>" for title, good in parts]
    length = count(checks.length, "знак", "знака", "знаков")
    line = " · ".join((*shown, length))
    return line[:1].upper() + line[1:]


def _deadline(view: ApprovalView) -> str:
    by = view.incident.answer_by
    return f" · ответить до {weekday_moment(by, view.timezone, view.now)}" if by and not view.incident.answered_at else ""


def _approved(view: ApprovalView) -> Message:
    answer = view.answer
    match answer.state:
        case AnswerState.SCHEDULED:
            html = f"<b>Выйдет {on_day(answer.publish_at or view.now, view.timezone, view.now)}:</b> {view.what}"
            held = (decide(ApprovalDo.HOLD_BACK, "Отменить отправку", answer.id),)
            return Message(html=html, rows=(*press.rows(held), *_next(view)))
        case AnswerState.PUBLISHED:
            html = f"✅ <b>Опубликовано {on_day(answer.published_at or view.now, view.timezone, view.now)}:</b> {view.what}"
            return Message(html=html, rows=(*press.rows(press.opens("Открыть ответ", answer.url)), *_next(view)))
        case AnswerState.REFUSED | AnswerState.UNKNOWN:
            html = f"<b>Сеть не приняла ответ:</b> {view.what}\nАвтор ответа вставит его под пост сам, текст у него"
            return Message(html=html, rows=_next(view))
        case AnswerState.PUBLISHING:
            return Message(html=f"<b>Выходит сейчас:</b> {view.what}", rows=_next(view))
    return Message(html=f"<b>Отдел остановил отправку:</b> {view.what}\nРешать не нужно", rows=_next(view))


def _who(view: ApprovalView) -> str:
    return f" ({escape(name(view.decided_by, _TITLE))})" if view.decided_by else ""


def _next(view: ApprovalView) -> tuple[Row, ...]:
    if not view.others or not view.may_decide:
        return ()
    return press.rows((decide(ApprovalDo.QUEUE, f"Следующий: {view.others}", view.answer.id),))


def menu_return(view: ApprovalView) -> Message:
    """«Вернуть…»: why."""
    buttons = [decide(ApprovalDo.RETURN, label, view.answer.id, choice=reason) for reason, label in RETURN_LABELS.items()]
    buttons.append(decide(ApprovalDo.SHOW, "Назад", view.answer.id))
    return Message(html=f"<b>Почему вернуть?</b>\n{capital(view.what)}\nТекст у автора сохранится", rows=press.rows(*press.pairs(buttons)))


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
    return Message(html=f"<b>Что ещё можно:</b>\n{capital(view.what)}", rows=press.rows(*press.pairs(buttons)))


def thread(view: ApprovalView, comments: Sequence[StoredPost]) -> Message:
    """«Ветка»: the newest comments, oldest of them first."""
    lines = []
    for each in reversed(comments):
        who = "наш" if each.post.by_owner else "житель"
        lines.append(f"{stamp(each.post.published_at, view.timezone, view.now)}, {who}: {said(each.post.text, 160)}")
    body = "\n".join(lines) or "Под постом пока никто не писал"
    back = (decide(ApprovalDo.SHOW, "Назад", view.answer.id), *press.opens("Открыть пост", view.post.post.url))
    return Message(html=f"<b>Ветка:</b> {view.what}\n{body}", rows=press.rows(back))


def history(view: ApprovalView, lines: Sequence[tuple[datetime, str]]) -> Message:
    """«История» of the incident, the newest lines."""
    told = "\n".join(f"{stamp(at, view.timezone, view.now)}: {ours(because, 120)}" for at, because in lines)
    back = (decide(ApprovalDo.SHOW, "Назад", view.answer.id),)
    return Message(html=f"<b>История:</b> {view.what}\n{told}", rows=press.rows(back))


def changes_html(changes: Sequence[Pair]) -> str:
    """«до 25 ноября» → «до 27 ноября»."""
    shown = [f"{_side(old) or 'не было'} → {_side(new) or 'убрано'}" for old, new in changes[:_PAIRS]]
    more = len(changes) - _PAIRS
    return ", ".join(shown) + (f" и ещё {more}" if more > 0 else "")


def _side(words: str) -> str:
    return f"«{ours(words, 60)}»" if words else ""


def due(view: ApprovalView) -> Message:
    """The approver's own clock has run out."""
    html = (
        f"⏰ <b>Срок согласования вышел в {clock(view.approval.due_at, view.timezone)}:</b> {view.what}\n"
        f"Ответ лежит с {stamp(view.approval.asked_at, view.timezone, view.now)}, срок жителя идёт. "
        "Не решить сейчас? Верните одним касанием или передайте замещающему"
    )
    return Message(html=html, rows=_ask_to_look(view))


def hurried(view: ApprovalView) -> Message:
    """The coordinator asks to hurry."""
    html = (
        f"<b>Просят поторопиться:</b> {view.what}\n"
        f"Ответ у вас с {stamp(view.approval.asked_at, view.timezone, view.now)}{_deadline(view).replace(' · ', ', жителю ')}"
    )
    return Message(html=html, rows=_ask_to_look(view))


def _ask_to_look(view: ApprovalView) -> tuple[Row, ...]:
    id = view.answer.id
    look = (decide(ApprovalDo.SHOW, "Показать", id, primary=True), decide(ApprovalDo.OTHERS, "Заместителю", id))
    return press.rows(look)


def queue(*, count_waiting: int, oldest: datetime, first: Answer, now: datetime) -> Message:
    """A4: what waits for the approver."""
    waits = count(count_waiting, "ответ", "ответа", "ответов")
    verb = "Ждёт" if count_waiting % 10 == 1 and count_waiting % 100 != 11 else "Ждут"  # noqa: PLR2004 - «11 ответов ждут»
    html = f"<b>{verb} вас {waits},</b> самый давний {duration(now - oldest)}\nЗаняты? Передайте замещающему одной кнопкой"
    rows = press.rows(
        (decide(ApprovalDo.QUEUE, "Показать по одному", first.id, primary=True),),
        (decide(ApprovalDo.OTHERS, "Передать заместителю", first.id),),
    )
    return Message(html=html, rows=rows)


def queue_empty() -> Message:
    """Everything was decided meanwhile."""
    return Message(html="<b>На согласовании пусто.</b> Всё решено, спасибо")
