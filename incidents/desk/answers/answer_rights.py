"""Checks before an answer: right, post, another answer on its way."""

from collections.abc import Sequence

from incidents.answers.places import firsts, places_beside
from incidents.answers.values import ACTS, ANSWERING, IN_FLIGHT, Answer, AnswerKind, AnswerState
from incidents.errors import DomainError, WrongStep
from incidents.ids import PostId
from incidents.incident import Act, Incident, Voice
from incidents.official import Official
from incidents.rights import check
from incidents.role_rights import Right, has_right
from incidents.sameness.wording import grew_at, says_as_much
from incidents.transaction import Transaction

UNSIGNED = "Сообщество опубликовало это без подписи: ответ автора бот не узнает. Укажите место сами или ответьте как обычно"
"""To whoever would ask the author."""


def allow(by: Official, kind: AnswerKind, incident: Incident) -> None:
    """Raise Forbidden with a sentence that says what to do instead. The approver may correct what is published, and nothing else."""
    if kind is AnswerKind.CORRECTION and has_right(by, Right.CORRECT):
        return
    check(by, Act.ANSWER if ACTS[kind] is Act.NOTE else ACTS[kind], incident)


async def voice_for(tx: Transaction, incident: Incident, kind: AnswerKind) -> PostId:
    """Whom we answer: the oldest voice that waits for this kind and has nothing on its way, else the last one (an addition).

    Raises DomainError when everything that could be said is on its way already.
    """
    said, answers = await tx.voices.of(incident.id), await tx.answers.of(incident.id)
    voices = firsts(said)
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
    """Another answer to the same voice is on its way. A warning of a danger waits for nobody."""
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
    """A colleague's answer to the resident came out while this one was written, or says the very same: never two public comments."""
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
