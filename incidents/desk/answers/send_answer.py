"""Send a draft, or stop it within the hold.

What bars it stands below: rights, another answer on its way, one that came out. One public comment, never two.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.advice.check_draft import bar_stops
from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.places import first_places, places_beside
from incidents.answers.values import ACCEPTING, ACTS, ANSWERING, HOLD, IN_FLIGHT, Answer, AnswerKind, AnswerState, max_length
from incidents.desk.act import act
from incidents.desk.answers.everyone.short_replies import freeze
from incidents.desk.approval import author_approval
from incidents.desk.refresh import refresh
from incidents.errors import DomainError, Unchanged, WrongStep
from incidents.ids import AnswerId, PostId
from incidents.incident import Act, Incident, Voice
from incidents.lifecycle import can, step
from incidents.official import Official
from incidents.outbox_message import AboutAnswer
from incidents.policy import Policy
from incidents.rights import check
from incidents.role_rights import Right, check_right, has_right
from incidents.sameness.wording import grew_at, says_as_much
from incidents.transaction import Transaction

UNSIGNED = "Сообщество опубликовало это без подписи: ответ автора бот не узнает. Укажите место сами или ответьте как обычно"
"""To whoever would ask the author."""


async def send(tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime, message_id: int | None = None) -> Answer:
    """Start the 60 seconds, or ask the approvers.

    Where the district wants it. Raises Unchanged for a second press.
    `message_id` is the dialogue's message that will follow its state.
    """
    answer = await tx.answers.get(id)
    if answer.state in {AnswerState.APPROVAL, AnswerState.SCHEDULED, AnswerState.PUBLISHING, AnswerState.PUBLISHED}:
        raise Unchanged
    check_writes(answer, by)
    state = next_state(answer.state, Happening.SENT)
    incident = await tx.incidents.get(answer.incident_id)
    check_allowed(by, answer.kind, incident)
    step(incident.status, ACTS[answer.kind])
    await bar_second(tx, answer)
    await bar_late(tx, answer)
    await bar_stops(tx, policy, answer, now=now, limit=max_length(answer.kind))
    await freeze(tx, policy, answer, now=now)
    incident = await accept(tx, policy, incident, answer.kind, by=by, now=now)
    held = await author_approval.ask_if_wanted(tx, policy, answer, incident, now=now, message_id=message_id)
    if held is not None:
        return held
    # What is held can be taken back; a warning of a danger goes out at once.
    publish_at = now if answer.kind is AnswerKind.SAFETY else now + HOLD
    after = await tx.answers.save(replace(answer, state=state, publish_at=publish_at, message_id=message_id))
    await refresh(tx, incident)
    return after


async def accept(tx: Transaction, policy: Policy, incident: Incident, kind: AnswerKind, *, by: Official, now: datetime) -> Incident:
    """Accept the incident for whoever answers it.

    A coordinator accepts only by sending: a text that was dropped must not take the card from those it waits for.
    """
    if kind not in ACCEPTING or incident.holder_id is not None or not can(incident.status, Act.ACCEPT):
        return incident
    outcome = await act(tx, policy, incident.id, Act.ACCEPT, by=by, now=now)
    assert outcome.incident is not None
    return outcome.incident


async def recall(tx: Transaction, id: AnswerId, *, by: Official) -> Answer:
    """Take it back within the hold: it is a draft again, the text is kept."""
    answer = await tx.answers.get(id)
    if answer.state is AnswerState.DRAFT:
        raise Unchanged
    state = next_state(answer.state, Happening.RECALLED)
    check_writes(answer, by)
    after = await tx.answers.save(replace(answer, state=state, publish_at=None))
    await refresh(tx, await tx.incidents.get(answer.incident_id))
    return after


async def own_draft(tx: Transaction, id: AnswerId, *, by: Official) -> Answer:
    """The draft, if it still is one and is theirs."""
    answer = await tx.answers.get(id)
    check_writes(answer, by)
    next_state(answer.state, Happening.REWRITTEN)
    return answer


def check_writes(answer: Answer, by: Official) -> None:
    """Raise Forbidden for whoever neither wrote it nor may write for others."""
    if answer.author_id != by.id:
        check_right(by, Right.WRITE_FOR_OTHERS)


async def tell_writer(tx: Transaction, answer: Answer, what: AboutAnswer) -> None:
    """To its author, under the card; of «Решено?» nobody is told."""
    if answer.kind is AnswerKind.DONE_CHECK:
        return
    author = await tx.officials.get(answer.author_id)
    await tx.outbox.say(author.user_id, what, under=answer.incident_id)


def check_allowed(by: Official, kind: AnswerKind, incident: Incident) -> None:
    """Raise Forbidden with a sentence that says what to do instead.

    The approver may correct what is published, and nothing else.
    """
    if kind is AnswerKind.CORRECTION and has_right(by, Right.CORRECT):
        return
    check(by, Act.ANSWER if ACTS[kind] is Act.NOTE else ACTS[kind], incident)


async def voice_for(tx: Transaction, incident: Incident, kind: AnswerKind) -> PostId:
    """The voice that we answer.

    The oldest one that waits for this kind and has nothing on its way, else the last one (an addition).
    Raises DomainError when everything that could be said is on its way already.
    """
    said, answers = await tx.voices.of(incident.id), await tx.answers.of(incident.id)
    voices = first_places(said)
    if kind is AnswerKind.CLARIFY:
        voices = [voice for voice in voices if (await tx.posts.get(voice.post_id)).post.knows_author]
        if not voices:
            raise WrongStep(UNSIGNED)
    flying = {other.post_id for other in answers if _bars(other, kind)}
    if kind is not AnswerKind.SAFETY and all(voice.post_id in flying for voice in voices):
        raise DomainError("Ответ уже отправлен и вот-вот выйдет. Второй не нужен")
    free = [voice for voice in voices if voice.post_id not in flying] or list(voices)
    waiting = [voice for voice in free if _waits(voice, kind, answers)]
    chosen = (waiting[0] if waiting else (await _changed_since(tx, free) or free)[-1]).post_id
    return await _standing(tx, chosen, said)


async def _changed_since(tx: Transaction, voices: Sequence[Voice]) -> list[Voice]:
    """Whose post says more since its answer: an addition goes there. The one that grew last is last."""
    texts = await tx.posts.wordings_of([each.post_id for each in voices if each.answered_at is not None])
    grew = {each.post_id: grew_at(texts.get(each.post_id, ()), since=each.answered_at) for each in voices if each.answered_at is not None}
    at = {post: moment for post, moment in grew.items() if moment is not None}
    return sorted((each for each in voices if each.post_id in at), key=lambda each: at[each.post_id])


async def _standing(tx: Transaction, chosen: PostId, voices: Sequence[Voice]) -> PostId:
    """The post, or where the same author's same words stand still; the post, if they are gone from everywhere."""
    asked = await tx.posts.get(chosen)
    places = [asked, *[await tx.posts.get(each.post_id) for each in places_beside(chosen, voices)]]
    return next((each.id for each in places if each.deleted_at is None and says_as_much(asked, each)), chosen)


def _bars(other: Answer, kind: AnswerKind) -> bool:
    """On its way to the resident. A question on its way answers nothing, so it holds up only another question."""
    return other.state in IN_FLIGHT and (other.kind is not AnswerKind.CLARIFY or kind is AnswerKind.CLARIFY)


def _waits(voice: Voice, kind: AnswerKind, answers: Sequence[Answer]) -> bool:
    if kind is not AnswerKind.FINAL or voice.answered_at is None:
        return voice.answered_at is None
    said = {other.kind for other in answers if other.post_id == voice.post_id and other.state is AnswerState.PUBLISHED}
    return AnswerKind.INTERIM in said and AnswerKind.FINAL not in said


async def bar_second(tx: Transaction, draft: Answer) -> None:
    """Raise DomainError where another answer to the voice is on its way.

    A warning of a danger waits for nobody.
    """
    if draft.kind is AnswerKind.SAFETY:
        return
    for other in await tx.answers.of(draft.incident_id):
        if other.id == draft.id or not _bars(other, draft.kind):
            continue
        if draft.kind is AnswerKind.POST and other.kind is AnswerKind.POST:
            raise DomainError("Пост об этом уже отправил другой сотрудник, второй не нужен. Что с ним, видно на карточке")
        if other.post_id == draft.post_id:
            raise DomainError("Ответ уже отправлен и вот-вот выйдет. Второй не нужен")


async def bar_late(tx: Transaction, draft: Answer) -> None:
    """Raise DomainError where another answer came out while this was written.

    Or says the very same: never two public comments.
    """
    for other in await tx.answers.of(draft.incident_id):
        if other.post_id != draft.post_id or other.published_at is None:
            continue
        if other.published_at >= draft.created_at and not _apart(draft, other):
            raise DomainError("Ответ уже вышел, ваш текст жителю не ушёл. Есть что добавить? Нажмите «Дополнить» на карточке")
        if other.text.split() == draft.text.split():
            raise DomainError("Такой же ответ под этим постом уже стоит, второй раз жителю его не показываем")


def _apart(draft: Answer, other: Answer) -> bool:
    """Whether the two do not say the same thing: a warning or a question is no answer, a correction speaks of an answer."""
    return not {draft.kind, other.kind} <= ANSWERING
