"""What the author says after our answer, and what was deleted."""

from handlers.answers import reactions_words
from handlers.kit.buttons import Press
from handlers.kit.card_values import ReactionView
from handlers.kit.place import what_where
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from handlers.kit.text import escape
from incidents.answers.messages import AnswerDeleted, AuthorReacted, ClosingOffered, PostDeleted
from incidents.answers.reactions import Tone
from incidents.answers.values import IN_FLIGHT
from incidents.errors import NotFound
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.intake.messages import TextGrew
from incidents.lifecycle import can
from incidents.messenger import Message
from incidents.sameness.wording import added
from incidents.transaction import Transaction


async def _near(call: Call, id: IncidentId) -> str:
    incident, _ = await call.incident(id)
    return escape(what_where(call.title(incident), incident.place))


async def latest_reaction(tx: Transaction, id: IncidentId) -> ReactionView | None:
    """The latest word after an answer, or that it is over; what is erased says nothing."""
    heard = list(await tx.reactions.of(id))
    while heard:
        newest = heard.pop()
        stored = await tx.posts.get(newest.post_id)
        if not stored.post.is_erased:
            others = 0 if newest.by_author else sum(not each.by_author for each in heard)
            url = None if newest.by_author else stored.post.url
            return ReactionView(
                tone=newest.tone, text=stored.post.text, by_author=newest.by_author, people=stored.people, url=url, others=others
            )
    return None


@renders(AuthorReacted)
async def _reaction(call: Call, said: AuthorReacted) -> Message:
    incident, _ = await call.incident(said.incident)
    heard = next((each for each in await call.tx.reactions.of(incident.id) if each.id == said.reaction), None)
    if heard is None:
        raise NotFound
    stored, near = await call.tx.posts.get(heard.post_id), await _near(call, said.incident)
    words, disputed = stored.post.text, incident.is_disputed and heard.tone is Tone.DENIES
    return reactions_words.reaction(
        tone=heard.tone, text=words, people=stored.people, near=near, incident_id=incident.id, is_disputed=disputed
    )


@renders(TextGrew)
async def _text_grew(call: Call, told: TextGrew) -> Message:
    incident, _ = await call.incident(told.incident)
    post = await call.tx.posts.get(told.post)
    texts = {each.revision: each.text for each in await call.tx.posts.wordings(told.post)}
    words = texts.get(told.revision, post.post.text)
    new = added(texts.get(told.revision - 1, ""), words)
    flies = any(each.post_id == post.id and each.state in IN_FLIGHT for each in await call.tx.answers.of(incident.id))
    if flies:
        again = (Press.SHOW, "Карточка")
    elif can(incident.status, Act.ANSWER):
        again = (Press.ANSWER, "Ответить ещё")
    else:
        again = (Press.REOPEN, "Вернуть в работу")
    return reactions_words.text_grew(
        words=new or words, is_added=bool(new), people=post.people, near=await _near(call, incident.id), id=incident.id, again=again
    )


@renders(ClosingOffered)
async def _closing(call: Call, said: ClosingOffered) -> Message:
    incident, _ = await call.incident(said.incident)
    if not can(incident.status, Act.CLOSE):
        raise Unneeded
    near = await _near(call, incident.id)
    return reactions_words.closing_offered(near=near, incident_id=incident.id, by_words=said.by_words, outcome=said.outcome)


@renders(PostDeleted)
async def _post_deleted(call: Call, said: PostDeleted) -> Message:
    post = await call.tx.posts.get(said.post)
    if post.post.is_erased:  # no copy is kept of it
        raise Unneeded
    return reactions_words.post_deleted(
        at=post.deleted_at or call.now, near=await _near(call, said.incident), stopped=said.stopped, tz=call.tz, now=call.now
    )


@renders(AnswerDeleted)
async def _answer_deleted(call: Call, said: AnswerDeleted) -> Message:
    answer, _ = await call.answer(said.answer)
    post = await call.tx.posts.get(answer.post_id)
    comment = await call.tx.posts.find(post.post.network, answer.external_id) if answer.external_id else None
    at = (comment.deleted_at if comment else None) or call.now
    return reactions_words.answer_deleted(at=at, near=await _near(call, said.incident), post_url=post.post.url, tz=call.tz, now=call.now)
