"""Words of a post as changed: what is the same, added."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from incidents.incident_store import Wording
from incidents.posts import Post, StoredPost
from incidents.stemming import numbers, stems

_NO_WORDS = re.compile(r"https?://\S+|[#@]\w+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_WORD = re.compile(r"[а-яa-z0-9]+")
_DENIES = frozenset({"не", "нет", "ни", "без", "есть"})
"""Words that every text has, and that turn it round."""


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


def grew_at(texts: Sequence[Wording], *, since: datetime) -> datetime | None:
    """When a text of a post last said something new after this moment; None: it never did."""
    grew = [later.seen_at for former, later in pairwise(texts) if later.seen_at > since and is_more(former.text, later.text)]
    return grew[-1] if grew else None


def says_much_the_same(one: str, other: str) -> bool:
    """Whether neither text says more than the other: a slip of the pen, no other matter."""
    if not all(stems(_NO_WORDS.sub(" ", each)) for each in (one, other)) or is_more(one, other) or is_more(other, one):
        return False
    former, later = ([word for word in normalised(each) if word in _DENIES] for each in (one, other))
    return former == later


def says_as_much(one: StoredPost, other: StoredPost) -> bool:
    """Whether two places of a voice are answered by the same words."""
    return says_same(one, other) or says_much_the_same(one.post.words, other.post.words)


def added(before: str, after: str) -> str:
    """The sentences that the earlier text has not; "" where it is another text altogether."""
    known = {normalised(each) for each in _SENTENCE.split(before)}
    sentences = [each for each in _SENTENCE.split(after.strip()) if normalised(each)]
    new = [each for each in sentences if normalised(each) not in known]
    return " ".join(new).strip() if len(new) < len(sentences) else ""
