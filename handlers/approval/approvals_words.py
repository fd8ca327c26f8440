"""What an approver reads: A1 and its outcomes (docs/voice.md, «The approver»)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from handlers.answers.alike.answer_alike_words import where_line
from handlers.answers.everyone.post_to_all_words import lines_button, thread_block
from handlers.answers.facts_words import fact_line
from handlers.answers.previews_words import places_line
from handlers.approval.approval_button_words import decide
from handlers.approval.buttons import ApprovalDo
from handlers.kit import button
from handlers.kit.attachments import wordless_text
from handlers.kit.button import Row
from handlers.kit.labels import NAMED
from handlers.kit.text import clock, count, day, escape, link, name, on_day, ours, plain, resident_words, weekday_moment
from incidents.answers.facts import Fact
from incidents.answers.short_replies import ShortReplies
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.approval.answer_checks import Cautions, Checks
from incidents.approval.fact_diff import Pair
from incidents.approval.values import Approval, ApprovalState, proposal_code
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.posts import StoredPost

_MESSAGE = 4000
_AROUND = 550  # code points of A1 beside the two quotes
_RESIDENT = 400
_LEAST = 60
_PAIRS = 3
_TITLE = 80


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
    may_take_back: bool  # the return, by whoever gave it back
    timezone: tzinfo
    now: datetime
    lines: ShortReplies | None = None  # of a post to all
    left: int = 0  # threads that wait for them
    places: Sequence[str] = ()  # communities where the author wrote the same and is answered too
    cards: Sequence[Incident] = ()  # of a batch: all that this decision is about

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
            return _returned(view)
    return Message(html=f"<b>Решать не нужно:</b> {view.what}\nОтвет с согласования снят", rows=_next(view))


def _waiting(view: ApprovalView) -> Message:
    publish = f"Опубликовать: {len(view.cards)}" if view.cards else "Опубликовать"
    edit = () if view.cards else (decide(ApprovalDo.EDIT, "Поправить", view.answer.id),)  # one text of many is not put right alone
    first = button.rows(
        (decide(ApprovalDo.PUBLISH, publish, view.answer.id, primary=True), *edit),
        (decide(ApprovalDo.RETURN, "Вернуть…", view.answer.id), decide(ApprovalDo.THREAD, "Ветка", view.answer.id)),
        (*([lines_button(view.answer.id)] if view.lines else []), decide(ApprovalDo.MORE, "Ещё…", view.answer.id)),
    )
    return Message(html=_sheet(view), rows=first if view.may_decide else button.rows(button.opens("Открыть пост", view.post.post.url)))


def _sheet(view: ApprovalView) -> str:
    answer, post = plain(view.answer.text).strip(), view.post.post
    threads = thread_block(view.lines, view.left) if view.lines else []
    room = max(_LEAST, min(_RESIDENT, _MESSAGE - _AROUND - len(answer) - len("".join(threads))))
    likes = f", {count(post.likes, 'лайк', 'лайка', 'лайков')}" if post.likes else ""
    what = "Пост в сообществе администрации" if view.lines else NAMED[view.answer.kind]
    whose = f"{what}: {escape(name(view.department, _TITLE))}" if view.department else what
    kind = "комментарий" if post.parent_external_id else "пост"
    who = f"Ждут ответа: {view.left or len(view.cards)}, первый" if view.lines or view.cards else "Житель"
    lines = [
        f"✍️ <b>Согласовать до {_until(view)}:</b> {view.what}",
        "",
        f"<b>{who}</b> ({link(post.url, kind)}{likes})",
        f"<blockquote>{resident_words(post.text, room, view.post.people) or wordless_text(post)}</blockquote>",
        f"<b>{whose}</b>",
        f"<blockquote>{escape(answer)}</blockquote>",
        *([f"Один текст, начало у каждого своё: {where_line(view.cards)}"] if view.cards else []),
        *threads,
        *_care(view),
        *([] if view.answer.kind is AnswerKind.CLARIFY else [_checks(view.checks)]),  # a question promises nothing
        *([fact_line(view.fact)] if view.fact else []),
        *([f"Фото: {view.photos}"] if view.photos else []),
        *([places_line(view.places, elsewhere=True)] if view.places else []),
        "Выйдет от имени сообщества администрации, через минуту после вашего касания",
        f"№ {view.incident.number}{deadline(view)}",
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


def deadline(view: ApprovalView) -> str:
    """« · ответить до …» while the resident still waits."""
    by = view.incident.answer_by
    return f" · ответить до {weekday_moment(by, view.timezone, view.now)}" if by and not view.incident.answered_at else ""


def _approved(view: ApprovalView) -> Message:
    answer = view.answer
    match answer.state:
        case AnswerState.SCHEDULED:
            html = (
                f"<b>Выйдет {on_day(answer.publish_at or view.now, view.timezone, view.now)}:</b> {view.what}\n"
                f"<blockquote>{escape(plain(answer.text).strip())}</blockquote>"
            )
            held = (decide(ApprovalDo.HOLD_BACK, "Отменить отправку", answer.id),)
            return Message(html=html, rows=(*button.rows(held), *_next(view)))
        case AnswerState.PUBLISHED:
            html = f"✅ <b>Опубликовано {on_day(answer.published_at or view.now, view.timezone, view.now)}:</b> {view.what}"
            return Message(html=html, rows=(*button.rows(button.opens("Открыть ответ", answer.url)), *_next(view)))
        case AnswerState.REFUSED | AnswerState.UNKNOWN:
            html = f"<b>Сеть не приняла ответ:</b> {view.what}\nАвтор ответа вставит его под пост сам, текст у него"
            return Message(html=html, rows=_next(view))
        case AnswerState.PUBLISHING:
            return Message(html=f"<b>Выходит сейчас:</b> {view.what}", rows=_next(view))
    return Message(html=f"<b>Отдел остановил отправку:</b> {view.what}\nРешать не нужно", rows=_next(view))


def _returned(view: ApprovalView) -> Message:
    html = f"<b>Вернули отделу{_who(view)}:</b> {view.what}"
    if not view.may_take_back:
        return Message(html=html, rows=_next(view))
    back = decide(ApprovalDo.UNDO_RETURN, "Снова согласовать", view.answer.id, choice=proposal_code(view.answer.text))
    return Message(html=f"{html}\nПередумали? «Снова согласовать» работает 10 минут", rows=(*button.rows((back,)), *_next(view)))


def _who(view: ApprovalView) -> str:
    return f" ({escape(name(view.decided_by, _TITLE))})" if view.decided_by else ""


def _next(view: ApprovalView) -> tuple[Row, ...]:
    if not view.others or not view.may_decide:
        return ()
    return button.rows((decide(ApprovalDo.QUEUE, f"Следующий: {view.others}", view.answer.id),))


def changes_html(changes: Sequence[Pair]) -> str:
    """«до 25 ноября» → «до 27 ноября»."""
    shown = [f"{_side(old) or 'не было'} → {_side(new) or 'убрано'}" for old, new in changes[:_PAIRS]]
    more = len(changes) - _PAIRS
    return ", ".join(shown) + (f" и ещё {more}" if more > 0 else "")


def _side(words: str) -> str:
    return f"«{ours(words, 60)}»" if words else ""
