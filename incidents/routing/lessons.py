"""Lessons for the reader: what posts should have been read as.

By corrections of officials and by what became of their incidents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidents.ids import PostId
from incidents.incident import Incident, Status
from incidents.posts import StoredPost
from incidents.routing.reading_corrections import OUTSIDE, Correction, CorrectionKind

LESSONS = 3000
"""The newest posts that are learned from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A post with what is known of it. None: nobody has said."""

    post: StoredPost
    topic: str | None = None
    is_appeal: bool | None = None
    department: str | None = None
    place: str | None = None  # the most exact id
    corrected: frozenset[CorrectionKind] = frozenset()
    keeps_features: bool = False  # somebody judged it when it was dropped, and what the reader makes of it is not kept yet


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLesson:
    """What somebody said of a dropped post whose words have gone by age: hashed features are left of them."""

    post_id: PostId
    is_appeal: bool
    features: Mapping[str, Any]  # Any: JSON of the learner


def lesson(post: StoredPost, incident: Incident, corrections: Mapping[CorrectionKind, Correction]) -> Lesson:
    """What is to be learned from a voice. `corrections`: the ones that hold for this post.

    An incident that was answered or closed confirms its reading; until then only corrections speak.
    """
    is_over = incident.status in {Status.ANSWERED, Status.CLOSED} and incident.merged_into is None

    def said(kind: CorrectionKind, otherwise: str | None) -> str | None:
        return corrections[kind].after or None if kind in corrections else otherwise if is_over else None

    place = said(CorrectionKind.PLACE, incident.place_id)
    noise = corrections.get(CorrectionKind.NOT_APPEAL)
    is_appeal = not noise.after if noise is not None else True if is_over else None
    return Lesson(
        post=post,
        topic=said(CorrectionKind.TOPIC, incident.topic) if is_appeal is not False else None,
        is_appeal=is_appeal,
        department=said(CorrectionKind.DEPARTMENT, incident.department_id),
        place=None if place == OUTSIDE else place,
        corrected=frozenset(corrections),
    )
