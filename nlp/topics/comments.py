"""Comments: what they are under another's post, and how an author takes our answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from incidents.reading import DangerGrade, Kind, MainPlace, ReactionKind, Reading
from nlp.text.prepared import Prepared
from nlp.topics.denials import DEED, TELLS, AroundReply, numbers_of
from nlp.topics.model import Model, Scores

SILENT = frozenset({"chat", "solved", "agreement", "clarifies"})
"""Sorts of comments that open no incident of their own."""
OF_THE_POST = frozenset({"same_problem", "same_problem_elsewhere", "clarifies"})
"""Sorts that speak of the post's matter."""
OWN_MATTER = 0.75  # of a group: surer of another one, a comment speaks of its own matter
TOLD = 0.0  # the score above which a comment says that the trouble is over, or that it is not
SOLVED, SOLVED_ALONE = -0.5, 0.6  # of «solved»: from here on the post's trouble is over, or one without a post above
SURELY = 1.0  # of «solved»: surer than that, a danger that is no more than a risk is over
PRAISED_ASIDE = frozenset({"solved", "agreement", "clarifies"})
"""Sorts whose praise is somebody's in the thread, or of what the post tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment read by itself, with the scores of what it is."""

    reading: Reading
    sort: str
    solved: float  # the score of «solved»
    reaction: ReactionKind | None  # None: it comes after no answer
    resolved: bool | None
    asks: bool  # it ends as a question does

    def after_answer(self, reading: Reading) -> Reading:
        """The reading with the author's reaction to our answer."""
        return replace(reading, reaction=self.reaction, resolved=self.resolved)

    @property
    def _is_over(self) -> bool:
        """Whether somebody says that a trouble is over; «Поехал?» asks, whatever kind it is taken for."""
        return self.solved >= SOLVED and self.reading.kind is not Kind.QUESTION and not self.asks

    def alone(self) -> Reading:
        """The reading of a text that stands under nothing."""
        is_over = self._is_over and self.solved >= SOLVED_ALONE and not self.reading.is_wanted
        return replace(self.reading, resolved=True) if is_over else self.reading

    def under(self, parent: Reading, *, agrees: bool) -> Reading:
        """The reading as it is under a post; «+1» (`agrees`) is a voice for what the post tells of."""
        own = replace(self.reading, resolved=True if self._is_over else None)
        if own.danger_grade is DangerGrade.RISK and self._is_over and self.solved >= SURELY:
            own = replace(own, danger=False, danger_grade=None, danger_words=None)
        if own.danger:
            return self.reading
        if agrees and parent.is_appeal:
            return _of(parent, replace(own, is_appeal=True, appeal_score=parent.appeal_score, kind=Kind.COMPLAINT))
        if self.sort in SILENT:
            told = replace(
                own,
                praise=None if self.sort in PRAISED_ASIDE else own.praise,
                is_appeal=False,
                appeal_score=min(own.appeal_score, 0.49),
                kind=own.kind if own.kind is not Kind.COMPLAINT else Kind.CHAT,
            )
            return _of(parent, told) if self.sort in OF_THE_POST else told
        if self.sort not in OF_THE_POST or not parent.is_appeal:
            return own
        heard = replace(own, is_appeal=True, appeal_score=max(own.appeal_score, parent.appeal_score), kind=Kind.COMPLAINT, resolved=None)
        is_own = own.group != parent.group and dict(own.groups)[own.group] >= OWN_MATTER
        told = heard if is_own else _of(parent, heard)
        return (
            told
            if self.sort != "same_problem" or _is_placed(own.main)
            else replace(told, main=parent.main, lat=parent.lat, lon=parent.lon, outside=parent.outside)
        )


def _of(parent: Reading, reading: Reading) -> Reading:
    return replace(reading, group=parent.group, groups=parent.groups, topic=parent.topic, topics=parent.topics)


def _is_placed(place: MainPlace) -> bool:
    return bool(place.street or place.house or place.landmark)


def hear_comment(model: Model, scores: Scores, reading: Reading, text: str, prepared: Prepared, beside: AroundReply | None) -> Comment:
    """Tell what a comment is. `beside`: our answer, which it comes after, with the post above."""
    sorts = model.of_comment(scores)
    said = sorts if beside is None else model.of_reaction(scores, beside.answer)
    yes, no = said["resolved:yes"], said["resolved:no"]
    if model.denials is not None and beside is not None and beside.post is not None and said[TELLS] > DEED:
        no = float(numbers_of(model, prepared, scores, beside) @ model.denials)
    return Comment(
        reading=reading,
        sort=_likeliest("comment", sorts),
        solved=sorts["comment:solved"],
        reaction=None if beside is None else ReactionKind(_likeliest("reaction", said)),
        resolved=None if max(yes, no) < TOLD else yes > no,
        asks=text.rstrip().endswith("?"),
    )


def _likeliest(head: str, scores: Mapping[str, float]) -> str:
    """The class of a head that has the highest score."""
    names = [name for name in scores if name.startswith(f"{head}:")]
    return max(names, key=scores.__getitem__).partition(":")[2]
