"""Whether a post is another place of a known voice."""

from collections.abc import Sequence
from datetime import timedelta

from incidents.ids import PostId
from incidents.incident import OPEN, Incident
from incidents.incident_store import KnownPlace
from incidents.posts import Network, Post, StoredPost
from incidents.sameness.wording import normalised, passes_on, says_same

WITHIN = timedelta(days=3)
"""Between the same words in two places: later they are said anew, because nothing was done."""

FEWEST, FEWEST_OF_COMMENT = 2, 5
"""Words of a text that say the same wherever they stand; a short comment speaks of what it stands under, so it is compared there only."""

_UNSIGNED = frozenset({Network.HAND, Network.PRIVATE})


def place_of(post: StoredPost, known: Sequence[KnownPlace]) -> tuple[KnownPlace, str] | None:
    """The voice that the post is one more place of, and why. None: it is a voice of its own.

    A voice that is answered already is told anew: somebody waits for another answer.
    """
    if post.post.network in _UNSIGNED:
        return None
    answered = {_first(each) for each in known if each.voice.answered_at is not None}
    for each in known:
        waits = each.post.id != post.id and _first(each) not in answered and _is_open(each.incident)
        why = _why(post.post, each.post.post) if waits else None
        if why is not None:
            return each, why
    return None


def twin_of(post: StoredPost, known: Sequence[KnownPlace], beside: Incident) -> tuple[KnownPlace, str] | None:
    """Where the changed words of a known post stand already: on its own card first, answered or not."""
    if post.post.network in _UNSIGNED:
        return None
    here = [each for each in known if each.incident.id == beside.id and each.post.id != post.id]
    for each in here:
        why = _why(post.post, each.post.post)
        if why is not None and says_same(post, each.post):
            return each, why
    there = place_of(post, [each for each in known if each.incident.id != beside.id])
    return there if there is not None and says_same(post, there[0].post) else None


def _first(place: KnownPlace) -> PostId:
    return place.voice.place_of or place.voice.post_id


def _is_open(incident: Incident) -> bool:
    return incident.status in OPEN and incident.merged_into is None


def _why(post: Post, known: Post) -> str | None:
    if post.network is not known.network or abs(post.published_at - known.published_at) > WITHIN:
        return None
    is_same_author = bool(post.author_id) and post.author_id == known.author_id
    if passes_on(post, known) and (is_same_author or not (post.author_id and known.author_id)):
        return "репост того же"
    fewest = FEWEST if post.parent_external_id is None or _is_one_thread(post, known) else FEWEST_OF_COMMENT
    words = normalised(post.words) if is_same_author else ()
    return "тот же автор, тот же текст" if len(words) >= fewest and words == normalised(known.words) else None


def _is_one_thread(post: Post, known: Post) -> bool:
    """A comment under the post itself, or both under one: they speak of the same."""
    thread, there = post.parent_external_id or post.external_id, known.parent_external_id or known.external_id
    return thread == there
