"""Words of a post as changed: what is the same, added."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from incidents.posts import Post, StoredPost
from incidents.text_likeness import numbers, stems

_NO_WORDS = re.compile(r"https?://\S+|[#@]\w+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORD = re.compile(r"[а-яa-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text of a post, from the moment that it was seen until the next one."""

    revision: int
    text: str
    seen_at: datetime


def normalised(text: str) -> tuple[str, ...]:
    """Words of a text without case, «ё», signs, tags and links: what a hand changes on the way from one community to another."""
    return tuple(_WORD.findall(_NO_WORDS.sub(" ", text).lower().replace("ё", "е")))


def passes_on(post: Post, known: Post) -> bool:
    """One of them is a repost of the other, or both are reposts of a third."""
    one, other = post.original or post.external_id, known.original or known.external_id
    return one == other and bool(post.original or known.original)


def says_same(one: StoredPost, other: StoredPost) -> bool:
    """Whether two places of a voice say the same still. A repost that nobody has edited shows whatever its original says."""
    if normalised(one.post.words) == normalised(other.post.words):
        return True
    return passes_on(one.post, other.post) and all(each.revision == 1 for each in (one, other) if each.post.original)


def as_of(post: StoredPost, texts: Sequence[Wording], moment: datetime) -> StoredPost:
    """The post with the text that it had at this moment."""
    then = [each for each in texts if each.seen_at <= moment] or list(texts[:1])
    if not then or then[-1].revision == post.revision:
        return post
    return replace(post, revision=then[-1].revision, post=replace(post.post, text=then[-1].text))


def is_more(before: str, after: str) -> bool:
    """Whether the later text says something new: a word that carries meaning, or another number. A slip of the pen put right does not."""
    former, later = (_NO_WORDS.sub(" ", each) for each in (before, after))
    return bool(stems(later) - stems(former)) or not numbers(later) <= numbers(former)


def added(before: str, after: str) -> str:
    """The sentences that the earlier text has not; "" where it is another text altogether."""
    known = {normalised(each) for each in _SENTENCE.split(before)}
    sentences = [each for each in _SENTENCE.split(after.strip()) if normalised(each)]
    new = [each for each in sentences if normalised(each) not in known]
    return " ".join(new).strip() if len(new) < len(sentences) else ""
