"""Places of one voice: the same author's same words in several communities.

The first is the voice; the others are places of it. An answer goes to the first and is repeated in the others.
"""

from collections.abc import Sequence

from incidents.answers.values import ANSWERING, AnswerKind
from incidents.ids import PostId
from incidents.incident import Voice

MOST = 5
"""Communities that an answer goes to, the first one too."""

REPEATED = ANSWERING | {AnswerKind.CORRECTION, AnswerKind.AFTER, AnswerKind.SAFETY}
"""What is said in every place. A question to the author is asked once."""

PUT_RIGHT_SINCE = "ответ поправили, а верные слова сами подставить не смогли"
"""Why a repetition goes by hand: a correction came between, and does not say it word by word."""


def first_places(voices: Sequence[Voice]) -> list[Voice]:
    """Voices as people count: each author's words once. A place that was parted from its first stands for itself."""
    there = {each.post_id for each in voices}
    return [each for each in voices if each.place_of is None or each.place_of not in there]


def places_beside(post: PostId, voices: Sequence[Voice]) -> list[Voice]:
    """The other places of the voice that this post is a place of, the first one first."""
    own = next((each for each in voices if each.post_id == post), None)
    if own is None:
        return []
    first = own.place_of or own.post_id
    return [each for each in voices if first in (each.post_id, each.place_of) and each.post_id != post]
