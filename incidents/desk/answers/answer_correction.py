"""«Поправка»: one more comment that corrects a published answer.

The answer itself is never edited.
"""

from datetime import datetime

from incidents.answers.template_filling import filled_template
from incidents.answers.values import ANSWERING, Answer, AnswerKind
from incidents.desk.answers.draft_answer import create_draft
from incidents.desk.answers.send_answer import check_allowed
from incidents.errors import DomainError, WrongStep
from incidents.ids import AnswerId, IncidentId
from incidents.official import Official
from incidents.policy import Policy
from incidents.posts import Network, Post
from incidents.transaction import Transaction

TEXT = (
    "Поправляем себя: {дата_ошибки} мы написали «{было}», верно так: «{стало}». Спасибо, что заметили. "
    "Отвечает {кто}, на вопросы ответит здесь до {дата}."
)
LONGEST = 300
"""Characters of the wrong words and of the right ones: a correction is short."""


async def to_correct(tx: Transaction, id: IncidentId, *, by: Official) -> Answer:
    """The newest published answer of an incident. Raises WrongStep where nothing stands under the post."""
    incident = await tx.incidents.get(id)
    check_allowed(by, AnswerKind.CORRECTION, incident)
    # Short replies only point to the post: it is the post that is put right. What was said by telephone stands nowhere.
    spoken = ANSWERING | {AnswerKind.POST}
    standing = [one for one in await tx.answers.of(id) if one.stands and one.kind in spoken and one.shares is None and one.repeats is None]
    if not standing:
        raise WrongStep("Ответа под постом ещё нет, поправлять нечего")
    return standing[-1]


def wrong_words(answer: Answer, words: str) -> str:
    """The wrong words as they stand in the answer. Raises DomainError where they do not."""
    wanted, said = " ".join(words.split()).strip("«»\"' "), " ".join(answer.text.split())
    if not wanted or len(wanted) > LONGEST:
        raise DomainError(f"Пришлите только неверные слова, до {LONGEST} знаков. Скопируйте их из ответа выше")
    at = said.casefold().find(wanted.casefold())
    if at < 0 or len(said.casefold()) != len(said):
        raise DomainError("Таких слов в ответе нет. Скопируйте неверные слова из ответа выше и пришлите ещё раз")
    return said[at : at + len(wanted)]


async def correct(
    tx: Transaction, policy: Policy, id: AnswerId, *, was: str, becomes: str, by: Official, guid: str, now: datetime
) -> Answer:
    """A draft of the correction: what was said wrongly, and how it is right."""
    answer = await tx.answers.get(id)
    incident = await tx.incidents.get(answer.incident_id)
    right = " ".join(becomes.split()).strip("«»\"' ").rstrip(".")
    if not right or len(right) > LONGEST:
        raise DomainError(f"Напишите, как верно, до {LONGEST} знаков")
    if right.casefold() == was.casefold():
        raise DomainError("Это те же слова. Напишите, как верно")
    titles = {d.id: d.title for d in await tx.departments.all()}
    said_at = answer.published_at or answer.created_at
    values = {
        "дата_ошибки": policy.date_text(said_at),
        "было": was.rstrip("."),
        "стало": right,
        "кто": titles.get(incident.department_id, "") if incident.department_id else "",
    }
    text = filled_template(TEXT, values).text
    return await create_draft(
        tx, incident.id, text, by=by, guid=guid, now=now, kind=AnswerKind.CORRECTION, to=answer.post_id, corrects=answer.id
    )


async def place_of(tx: Transaction, answer: Answer) -> Post:
    """What an answer stands under: the voice it is for; a correction of a post to all stands under that post."""
    asked = (await tx.posts.get(answer.post_id)).post
    of = await tx.answers.get(answer.corrects) if answer.corrects is not None else None
    if of is None or of.kind is not AnswerKind.POST or of.external_id is None:
        return asked
    told_at = of.published_at or of.created_at
    return Post(network=Network.VK, external_id=of.external_id, url=of.url or "", text=of.text, author_id="", published_at=told_at)
