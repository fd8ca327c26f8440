"""Photos of an answer: added, fetched, taken away, given to the network."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.answer_photos import MAX_PHOTOS, PATIENCE, AnswerPhoto, PhotoState, Unfit
from incidents.answers.messages import AnswerNow, AnswerWithoutPhotos, PhotoUnfit
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.desk.answers.send_answer import own_draft, tell_writer
from incidents.errors import DomainError
from incidents.ids import AnswerId
from incidents.official import Official
from incidents.policy import Policy
from incidents.posts import Network
from incidents.transaction import Transaction


async def takes_photos(tx: Transaction, policy: Policy, answer: Answer) -> bool:
    """Whether photos can go out with this answer.

    Only under a post of VKontakte, or in our own, and only by the token that may upload: elsewhere nobody would see them.
    """
    is_seen = answer.kind is AnswerKind.POST or (await tx.posts.get(answer.post_id)).post.network is Network.VK
    return policy.posts_photos and is_seen


async def add_photo(tx: Transaction, policy: Policy, id: AnswerId, file_id: str, *, by: Official, now: datetime) -> Answer:
    """Add a photo to a draft of one's own.

    Raises DomainError where there are enough, or where none can go.
    """
    answer = await own_draft(tx, id, by=by)
    if not policy.posts_photos:
        raise DomainError(
            "Фото под ответ поставить не можем: нет ключа редактора сообщества. Ответ выйдет словами, фото добавьте в ВК сами"
        )
    if not await takes_photos(tx, policy, answer):
        raise DomainError("К этому ответу фото бот не приложит: вопрос пришёл не из ВКонтакте. Передайте фото жителю сами")
    if len(await tx.answer_photos.of(id)) >= MAX_PHOTOS:
        raise DomainError(f"Уже {MAX_PHOTOS} фото, больше не поместится. Нажмите «Убрать фото» и пришлите нужные заново")
    photo = AnswerPhoto(id=0, answer_id=id, file_id=file_id, state=PhotoState.WAITING, created_at=now, due_at=now)
    await tx.answer_photos.add(photo)
    return answer


async def drop_photos(tx: Transaction, id: AnswerId, *, by: Official) -> Answer:
    """«Без фото», «Убрать фото»: the draft goes on without any."""
    answer = await own_draft(tx, id, by=by)
    for photo in await tx.answer_photos.of(id):
        await tx.answer_photos.drop(photo.id)
    return answer


async def mark_fetched(tx: Transaction, photo: AnswerPhoto, content: bytes) -> None:
    """The bytes are here, cleaned."""
    await tx.answer_photos.save(replace(photo, state=PhotoState.READY), content=content)


async def drop_unfit(tx: Transaction, photo: AnswerPhoto, why: Unfit) -> None:
    """Forget a photo that cannot go out, and tell the author.

    The answer stays as it is.
    """
    await tx.answer_photos.drop(photo.id)
    answer = await tx.answers.get(photo.answer_id)
    author = await tx.officials.get(answer.author_id)
    await tx.outbox.say(author.user_id, PhotoUnfit(answer=answer.id, why=why))
    if answer.state is AnswerState.DRAFT:
        await tx.outbox.say(author.user_id, AnswerNow(answer=answer.id), sound=False)


async def put_off_for_photos(tx: Transaction, answer: Answer, *, until: datetime) -> None:
    """The hold is a little longer: photos are on their way."""
    await tx.answers.save(replace(answer, publish_at=until))


async def mark_uploaded(tx: Transaction, photo: AnswerPhoto, attachment: str) -> None:
    """The network has it: a repeat of the call will not upload it again."""
    await tx.answer_photos.save(replace(photo, state=PhotoState.UPLOADED, attachment=attachment))


async def mark_refused(tx: Transaction, answer: AnswerId) -> None:
    """Let no photo go out, since the network refused one.

    So the text does not speak of photos that are half there.
    """
    for photo in await tx.answer_photos.of(answer):
        await tx.answer_photos.save(replace(photo, state=PhotoState.REFUSED, attachment=None))


async def tell_if_refused(tx: Transaction, answer: Answer) -> None:
    """The text is out, its photos are not."""
    if any(photo.state is PhotoState.REFUSED for photo in await tx.answer_photos.of(answer.id)):
        await tell_writer(tx, answer, AnswerWithoutPhotos(answer=answer.id))


def on_the_way(photos: Sequence[AnswerPhoto], *, now: datetime) -> bool:
    """Whether it is worth waiting for some."""
    return any(photo.state is PhotoState.WAITING and now - photo.created_at < PATIENCE for photo in photos)


def to_upload(photos: Sequence[AnswerPhoto]) -> AnswerPhoto | None:
    """The next one for the network."""
    return next((photo for photo in photos if photo.state is PhotoState.READY), None)


def attachments(photos: Sequence[AnswerPhoto]) -> tuple[str, ...]:
    """What goes with the text."""
    return tuple(photo.attachment for photo in photos if photo.state is PhotoState.UPLOADED and photo.attachment)
