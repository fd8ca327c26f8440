"""The author who got answers and never said a word."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.kit.card_values import VoiceView
from incidents.answers.values import Answer, AnswerKind
from incidents.posts import StoredPost

REMEMBER = timedelta(days=90)
"""For how long a thread tells that its author never says a word after an answer; nothing of it is kept anywhere."""

MOST_COMMENTS = 100
"""So many of a thread's newest comments are looked at."""

_SILENT = 2


def may_be_unheard(voices: Sequence[VoiceView], answers: Sequence[Answer]) -> bool:
    """Whether the thread's comments are worth reading."""
    return len(_got(voices, answers)) >= _SILENT


def count_unheard(voices: Sequence[VoiceView], answers: Sequence[Answer], comments: Sequence[StoredPost], *, now: datetime) -> int:
    """How many answers the author of the first message got in this thread in 90 days without a word after any of them."""
    moments = [at for at in _got(voices, answers) if now - at <= REMEMBER]
    if len(moments) < _SILENT:
        return 0
    author, since = voices[0].post.post.author_id, min(moments)
    spoke = any(each.post.author_id == author and each.post.published_at >= since for each in comments)
    return 0 if spoke else len(moments)


def _got(voices: Sequence[VoiceView], answers: Sequence[Answer]) -> Sequence[datetime]:
    """When answers were published under the first author's messages."""
    author = voices[0].post.post.author_id if voices else ""
    theirs = {voice.post.id for voice in voices if author and voice.post.post.author_id == author}
    under = [each.published_at for each in answers if each.post_id in theirs and each.kind is not AnswerKind.POST and not each.by_phone]
    return [at for at in under if at is not None]
