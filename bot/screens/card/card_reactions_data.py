"""Read what a card shows of the time after an answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.screens.kit.card_view import ReactionView, VoiceView
from bot.storage.engine.transaction import Tx
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.ids import IncidentId
from incidents.posts import Network

REMEMBER = timedelta(days=90)
"""For how long a thread tells that its author never says a word after an answer; nothing of it is kept anywhere."""

_COMMENTS = 100
_SILENT = 2


async def reaction_view(tx: Tx, id: IncidentId) -> ReactionView | None:
    """The author's latest word after an answer."""
    heard = await tx.reactions.of(id)
    return ReactionView(tone=heard[-1].tone, text=(await tx.posts.get(heard[-1].post_id)).post.text) if heard else None


async def gone_at(tx: Tx, answers: Sequence[Answer]) -> datetime | None:
    """When the newest published answer was deleted in the network."""
    latest = next((a for a in reversed(answers) if a.state is AnswerState.PUBLISHED and a.external_id), None)
    if latest is None or latest.external_id is None:
        return None
    network = Network.VK if latest.kind is AnswerKind.POST else (await tx.posts.get(latest.post_id)).post.network
    comment = await tx.posts.find(network, latest.external_id)
    return comment.deleted_at if comment is not None else None


async def unheard(tx: Tx, voices: Sequence[VoiceView], answers: Sequence[Answer], *, now: datetime) -> int:
    """How many answers the author of the first message got in this thread in 90 days without a word after any of them."""
    author = voices[0].post.post.author_id if voices else ""
    theirs = {voice.post.id for voice in voices if author and voice.post.post.author_id == author}
    under = [a.published_at for a in answers if a.post_id in theirs and a.kind is not AnswerKind.POST]
    told = [at for at in under if at is not None and now - at <= REMEMBER]
    if len(told) < _SILENT:
        return 0
    since = min(told)
    comments = await tx.approvals.comments_under(voices[0].post.id, limit=_COMMENTS)
    spoke = any(each.post.author_id == author and each.post.published_at >= since for each in comments)
    return 0 if spoke else len(told)
