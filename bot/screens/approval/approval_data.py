"""Approval: A1 and its menus for approvers, A2 and A3 for authors, the queue, the modes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.screens.answers.everyone.post_to_all_data import left_of
from bot.screens.approval import approval, approval_author, approval_menus, approval_waits
from bot.screens.approval.approval import ApprovalView
from bot.screens.kit.context import Call, Render, Unneeded, fixed
from bot.screens.kit.place import what_where
from bot.screens.kit.text import escape
from incidents.advice.check_draft import linted
from incidents.answers.lookups import both_texts
from incidents.answers.values import MAX_LENGTH, Answer, AnswerKind, AnswerState
from incidents.approval.answer_checks import Cautions, Checks, cautions, changed_facts
from incidents.approval.values import DECIDES, Approval, ApprovalState, approvers
from incidents.errors import NotFound
from incidents.messenger import Message
from incidents.posts import StoredPost
from incidents.reading import Mood

_THREAD = 10
_LATELY = timedelta(days=2)
_LINES = 15


async def _view(call: Call) -> ApprovalView:
    answer, _ = await call.answer()
    current = await call.tx.approval_of(answer.id)
    if current is None:
        raise NotFound
    incident = await call.tx.incident(answer.incident_id)
    titles = {d.id: d.title for d in await call.tx.departments()}
    department = titles.get(incident.department_id) if incident.department_id else None
    post = await call.tx.post(answer.post_id)
    today = call.now.astimezone(call.tz).date()
    facts = await call.tx.facts(incident.id)
    before, after = await both_texts(call.tx, answer, current.proposed or answer.text)
    reader = await call.official() if "official" in call.row.params else None
    return ApprovalView(
        answer=answer,
        approval=current,
        incident=incident,
        what_where=what_where(call.short(incident.topic), incident.place),
        department=department,
        post=post,
        checks=await _checks(call, answer),
        fact=facts[-1] if facts else None,
        photos=len(await call.tx.answer_photos(answer.id)),
        cautions=await _cautions(call, answer, current, post),
        changes=tuple(dict.fromkeys(changed_facts(before, after, today=today))) if current.proposed else (),
        decided_by=(await call.tx.official(current.decided_by)).title if current.decided_by else None,
        others=sum(each.answer_id != answer.id for each in await call.tx.waiting_approvals()),
        may_decide=reader is not None and reader.role in DECIDES and reader.id != answer.author_id,
        timezone=call.tz,
        now=call.now,
        lines=await call.tx.thread_lines(answer.id) if answer.kind is AnswerKind.POST else None,
        left=await left_of(call, incident) if answer.kind is AnswerKind.POST else 0,
    )


async def _checks(call: Call, answer: Answer) -> Checks:
    """What the lint finds in its place."""
    found = await linted(call.tx, call.district.policy, answer, now=call.now, limit=MAX_LENGTH)
    return Checks(measure="что делаем" in found.good, when="когда" in found.good, owner="кто отвечает" in found.good, length=found.length)


async def _cautions(call: Call, answer: Answer, current: Approval, post: StoredPost) -> Cautions:
    if current.state is not ApprovalState.WAITING:
        return Cautions()
    angry = 0
    for comment in await call.tx.comments_under(post.id, limit=_THREAD):
        reading = await call.tx.reading(comment.id)
        is_late = call.now - comment.post.published_at <= _LATELY
        angry += is_late and not comment.post.by_owner and reading is not None and reading.mood is Mood.ANGRY
    return cautions(answer.text, said=post.post.words, angry=angry, told=await call.tx.told_author(post.id))


def _while_it_waits(make: Callable[[ApprovalView], Message]) -> Render:
    """A text that nobody needs once somebody has decided."""

    async def render(call: Call) -> Message:
        view = await _view(call)
        if view.approval.state is not ApprovalState.WAITING or view.answer.state is not AnswerState.APPROVAL:
            raise Unneeded
        return make(view)

    return render


def _of(make: Callable[[ApprovalView], Message]) -> Render:
    """A text about one round."""

    async def render(call: Call) -> Message:
        return make(await _view(call))

    return render


waiting = _of(approval_author.waiting)
"""The author's message of the dialogue while the answer is on approval."""


async def _thread(call: Call) -> Message:
    view = await _view(call)
    return approval_menus.thread(view, await call.tx.comments_under(view.post.id, limit=_THREAD))


async def _history(call: Call) -> Message:
    view = await _view(call)
    events = await call.tx.events(view.incident.id)
    return approval_menus.history(view, [(event.at, event.because) for event in events[-_LINES:]])


async def _returned(call: Call) -> Message:
    view = await _view(call)
    words = (await call.tx.word(view.approval.word_id)).words if view.approval.word_id is not None else ""
    return approval_author.returned(view, words)


async def _word(call: Call) -> Message:
    said = await call.tx.word(call.number("word"))
    answer = await call.tx.answer(said.answer_id)
    incident = await call.tx.incident(answer.incident_id)
    who = await call.tx.official(said.by)
    what = escape(what_where(call.short(incident.topic), incident.place))
    return approval_author.word(
        words=said.words, who=who.title, what=what, answer=answer, to_author=who.role in DECIDES and who.id != answer.author_id
    )


async def _told(call: Call) -> Message:
    return approval_author.told(escape((await call.answer())[1]), to_author=call.row.params.get("to") == "author")


async def _queue(call: Call) -> Message:
    waiting = await call.tx.waiting_approvals()
    if not waiting:
        return approval_waits.queue_empty()
    first = await call.tx.answer(waiting[0].answer_id)
    return approval_waits.queue(count_waiting=len(waiting), oldest=waiting[0].asked_at, first=first, now=call.now)


async def _my_answer(call: Call) -> Message:
    answer, where = await call.answer()
    state = {
        AnswerState.APPROVAL: "Ждёт согласующего",
        AnswerState.DRAFT: "Черновик: жителю не ушёл",
        AnswerState.SCHEDULED: "Согласован, скоро выйдет",
        AnswerState.PUBLISHED: "Опубликован",
    }.get(answer.state, "Что с ним сейчас, видно на карточке")
    return approval_author.my_answer(answer=answer, what=escape(where), state=state)


async def _modes(call: Call) -> Message:
    department = call.row.params.get("department")
    rules = call.district.policy.approval.changed(await call.tx.approval_modes())
    people = approvers(await call.tx.officials(), (await call.official()).id)
    return approval_author.modes(
        rules=rules,
        departments=await call.tx.departments(),
        approvers=len(people),
        department=department if isinstance(department, str) else "",
    )


def _ask(code: str) -> Callable[[Call], Awaitable[Message]]:
    async def render(call: Call) -> Message:
        return approval_author.ask(code, escape((await call.answer())[1]))

    return render


SAYS: Mapping[str, Render] = {
    "approval": _of(approval.approval),
    "approval_due": _while_it_waits(approval_waits.due),
    "approval_hurry": _while_it_waits(approval_waits.hurried),
    "approval_edited": _of(approval_author.edited),
    "menu_approval_return": _of(approval_menus.menu_return),
    "menu_approval_more": _of(approval_menus.menu_more),
    "approval_thread": _thread,
    "approval_history": _history,
    "approval_returned": _returned,
    "approval_word": _word,
    "approval_queue": _queue,
    "approval_modes": _modes,
    "approval_told": _told,
    "my_answer": _my_answer,
    "no_approver": fixed(approval_author.nobody_approves),
    **{f"ask_{code}": _ask(code) for code in approval_author.ASKS},
}
