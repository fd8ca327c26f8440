"""Read approval: A1 with its menus, A2, A3, queue, modes."""

from collections.abc import Callable
from datetime import timedelta

from handlers.answers import answer_dialogue_data
from handlers.answers.alike import answer_alike_words
from handlers.answers.alike.answer_alike_data import cards_of
from handlers.answers.everyone.post_to_all_data import left_of
from handlers.approval import approval_author_words, approval_menus_words, approval_waits_words, approvals_words
from handlers.approval.approvals_words import ApprovalView
from handlers.kit.place import what_where
from handlers.kit.rendering import Call, Render, Unneeded, fixed
from handlers.kit.renders import renders
from handlers.kit.text import escape
from incidents.acts.undo import UNDO_FOR
from incidents.advice.check_draft import advice_on
from incidents.answers.alike_answers import alike_of
from incidents.answers.lookups import both_texts, communities_beside
from incidents.answers.messages import AnswerNow
from incidents.answers.values import MAX_LENGTH, Answer, AnswerKind, AnswerState
from incidents.approval.answer_checks import Cautions, Checks, cautions
from incidents.approval.fact_diff import changed_facts
from incidents.approval.lookups import approvers
from incidents.approval.messages import (
    ApprovalAgain,
    ApprovalDue,
    ApprovalEdited,
    ApprovalHistory,
    ApprovalHurry,
    ApprovalModes,
    ApprovalMoreMenu,
    ApprovalPrivateMenu,
    ApprovalQueue,
    ApprovalReturned,
    ApprovalReturnMenu,
    ApprovalSheet,
    ApprovalThread,
    ApprovalTold,
    ApprovalWord,
    AskApprovalEdit,
    AskApprovalOwn,
    AskApprovalQuestion,
    AskApprovalReply,
    AskApprovalSilence,
    AskApprovalTime,
    MyAnswer,
    NobodyApproves,
    Side,
)
from incidents.approval.values import Approval, ApprovalState
from incidents.errors import NotFound
from incidents.ids import AnswerId, OfficialId
from incidents.messenger import Message
from incidents.outbox_message import AboutAnswer
from incidents.posts import StoredPost
from incidents.reading import Mood
from incidents.role_rights import Right, has_right

_THREAD = 10
_LATELY = timedelta(days=2)
_LINES = 15


async def _view(call: Call, id: AnswerId, reader_id: OfficialId | None = None) -> ApprovalView:
    answer = await call.tx.answers.get(id)
    batch = await alike_of(call.tx.answers, answer)
    answer = next((each for each in batch if each.state is AnswerState.APPROVAL), answer)  # what of a batch still waits
    there = [each for each in batch if each.state is answer.state]
    current = await call.tx.approvals.of(answer.id)
    if current is None:
        raise NotFound
    incident = await call.tx.incidents.get(answer.incident_id)
    titles = {d.id: d.title for d in await call.tx.departments.all()}
    department = titles.get(incident.department_id) if incident.department_id else None
    post = await call.tx.posts.get(answer.post_id)
    today = call.now.astimezone(call.tz).date()
    facts = await call.tx.facts.of(incident.id)
    before, after = await both_texts(call.tx.short_replies, answer, current.proposed or answer.text)
    reader = await call.tx.officials.get(reader_id) if reader_id is not None else None
    is_fresh = len(batch) == 1 and current.decided_at is not None and call.now < current.decided_at + UNDO_FOR
    return ApprovalView(
        answer=answer,
        approval=current,
        incident=incident,
        what_where=answer_alike_words.and_others(what_where(call.title(incident), incident.place), len(there) - 1),
        department=department,
        post=post,
        checks=await _checks(call, answer),
        fact=facts[-1] if facts else None,
        photos=len(await call.tx.answer_photos.of(answer.id)),
        cautions=await _cautions(call, answer, current, post),
        changes=tuple(dict.fromkeys(changed_facts(before, after, today=today))) if current.proposed else (),
        decided_by=(await call.tx.officials.get(current.decided_by)).title if current.decided_by else None,
        others=sum(each.answer_id not in {one.id for one in batch} for each in await call.tx.approvals.waiting()),
        may_decide=reader is not None and has_right(reader, Right.APPROVE) and reader.id != answer.author_id,
        may_take_back=reader is not None and reader.id == current.decided_by and answer.state is AnswerState.DRAFT and is_fresh,
        timezone=call.tz,
        now=call.now,
        lines=await call.tx.short_replies.of(answer.id) if answer.kind is AnswerKind.POST else None,
        left=await left_of(call, incident) if answer.kind is AnswerKind.POST else 0,
        places=await communities_beside(call.tx, answer) if answer.elsewhere else (),
        cards=await cards_of(call, there) if len(batch) > 1 else (),
    )


async def _checks(call: Call, answer: Answer) -> Checks:
    """What the lint finds in its place."""
    found = await advice_on(call.tx, call.policy, answer, now=call.now, limit=MAX_LENGTH)
    return Checks(measure="что делаем" in found.good, when="когда" in found.good, owner="кто отвечает" in found.good, length=found.length)


async def _cautions(call: Call, answer: Answer, current: Approval, post: StoredPost) -> Cautions:
    if current.state is not ApprovalState.WAITING:
        return Cautions()
    angry = 0
    for comment in await call.tx.posts.comments_under(post.id, limit=_THREAD):
        reading = await call.tx.readings.of(comment.id)
        is_late = call.now - comment.post.published_at <= _LATELY
        angry += is_late and not comment.post.by_owner and reading is not None and reading.mood is Mood.ANGRY
    return cautions(answer.text, said=post.post.words, angry=angry, told=await call.tx.approvals.told_author(post.id))


def _while_it_waits(make: Callable[[ApprovalView], Message]) -> Render[AboutAnswer]:
    """A text that nobody needs once somebody has decided."""

    async def render(call: Call, said: AboutAnswer) -> Message:
        view = await _view(call, said.answer)
        if view.approval.state is not ApprovalState.WAITING or view.answer.state is not AnswerState.APPROVAL:
            raise Unneeded
        return make(view)

    return render


def _of(make: Callable[[ApprovalView], Message]) -> Render[AboutAnswer]:
    """A text about one round."""

    async def render(call: Call, said: AboutAnswer) -> Message:
        return make(await _view(call, said.answer))

    return render


_waiting = _of(approval_author_words.waiting)

renders(ApprovalDue)(_while_it_waits(approval_waits_words.due))
renders(ApprovalHurry)(_while_it_waits(approval_waits_words.hurried))
renders(ApprovalEdited)(_of(approval_author_words.edited))
renders(ApprovalAgain)(_of(approval_author_words.again))
renders(ApprovalReturnMenu)(_of(approval_menus_words.menu_return))
renders(ApprovalMoreMenu)(_of(approval_menus_words.menu_more))
renders(ApprovalPrivateMenu)(_of(approval_menus_words.menu_private))
renders(NobodyApproves)(fixed(approval_author_words.nobody_approves))


@renders(ApprovalSheet)
async def _sheet(call: Call, said: ApprovalSheet) -> Message:
    return approvals_words.approval(await _view(call, said.answer, said.official))


@renders(AnswerNow)
async def _dialogue(call: Call, said: AnswerNow) -> Message:
    """The author's message: here while the answer waits for a decision, else as the dialogue says it."""
    answer = await call.tx.answers.get(said.answer)
    states = {each.state for each in await alike_of(call.tx.answers, answer)}
    waits = AnswerState.APPROVAL in states and not states & {AnswerState.SCHEDULED, AnswerState.PUBLISHING}
    return await (_waiting(call, said) if waits else answer_dialogue_data.present(call, answer.id))


@renders(ApprovalThread)
async def _thread(call: Call, said: ApprovalThread) -> Message:
    view = await _view(call, said.answer)
    return approval_menus_words.thread(view, await call.tx.posts.comments_under(view.post.id, limit=_THREAD))


@renders(ApprovalHistory)
async def _history(call: Call, said: ApprovalHistory) -> Message:
    view = await _view(call, said.answer)
    events = await call.tx.log.of(view.incident.id)
    return approval_menus_words.history(view, [(event.at, event.because) for event in events[-_LINES:]])


@renders(ApprovalReturned)
async def _returned(call: Call, said: ApprovalReturned) -> Message:
    view = await _view(call, said.answer)
    words = (await call.tx.approval_words.get(view.approval.word_id)).words if view.approval.word_id is not None else ""
    return approval_author_words.returned(view, words)


@renders(ApprovalWord)
async def _word(call: Call, said: ApprovalWord) -> Message:
    word = await call.tx.approval_words.get(said.word)
    answer = await call.tx.answers.get(word.answer_id)
    incident = await call.tx.incidents.get(answer.incident_id)
    who = await call.tx.officials.get(word.by)
    what = escape(what_where(call.title(incident), incident.place))
    return approval_author_words.word(
        words=word.words, who=who.title, what=what, answer=answer, to_author=has_right(who, Right.APPROVE) and who.id != answer.author_id
    )


@renders(ApprovalTold)
async def _told(call: Call, said: ApprovalTold) -> Message:
    return approval_author_words.told(escape((await call.answer(said.answer))[1]), to_author=said.to is Side.AUTHOR)


@renders(ApprovalQueue)
async def _queue(call: Call, _said: ApprovalQueue) -> Message:
    waiting = await call.tx.approvals.waiting()
    if not waiting:
        return approval_waits_words.queue_empty()
    first = await call.tx.answers.get(waiting[0].answer_id)
    return approval_waits_words.queue(count_waiting=len(waiting), oldest=waiting[0].asked_at, first=first, now=call.now)


@renders(MyAnswer)
async def _my_answer(call: Call, said: MyAnswer) -> Message:
    answer, where = await call.answer(said.answer)
    state = {
        AnswerState.APPROVAL: "Ждёт согласующего",
        AnswerState.DRAFT: "Черновик: жителю не ушёл",
        AnswerState.SCHEDULED: "Согласован, скоро выйдет",
        AnswerState.PUBLISHED: "Опубликован",
    }.get(answer.state, "Что с ним сейчас, видно на карточке")
    return approval_author_words.my_answer(answer=answer, what=escape(where), state=state)


@renders(ApprovalModes)
async def _modes(call: Call, said: ApprovalModes) -> Message:
    rules = call.policy.approval.changed(await call.tx.approval_modes.all())
    people = approvers(await call.tx.officials.all(), said.official)
    return approval_author_words.modes(
        rules=rules,
        departments=await call.tx.departments.all(),
        approvers=len(people),
        department=said.department,
    )


async def _ask(call: Call, said: AboutAnswer) -> Message:
    return approval_author_words.ask(said.code, escape((await call.answer(said.answer))[1]))


for _question in (AskApprovalEdit, AskApprovalOwn, AskApprovalSilence, AskApprovalTime, AskApprovalQuestion, AskApprovalReply):
    renders(_question)(_ask)
