"""Match posts to incidents by place, topic, words, time and thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.deadlines.worktime import plural
from incidents.ids import IncidentId, PostId
from incidents.incident import Incident, Status
from incidents.incident_store import Candidate
from incidents.posts import StoredPost
from incidents.reading import Kind, Reading
from incidents.routing.topic_rules import BROAD, SUPPLY, needs_place
from incidents.sameness.match_evidence import PLACE_NAMES, WORDS_NEEDED, TopicLikeness, compare_topics
from incidents.sameness.same_place import Nearness, nearness
from incidents.sameness.text_likeness import Likeness, between, is_agreement, is_elsewhere, likeness
from incidents.stemming import names, numbers, stems

REOPEN_WITHIN = timedelta(days=7)
REPEAT_WITHIN = timedelta(days=30)

_OPEN_FOR = timedelta(days=30)  # since the last voice: an open problem at an exact place stays the same so long
BRIEF = timedelta(days=3)
"""Where the place is vague, time must speak."""


def without(one: Candidate, post: PostId) -> Candidate:
    """What the other posts say of it: a text that was changed is compared with everybody's but its own."""
    kept = [number for number, id in enumerate(one.post_ids) if id != post]
    if len(kept) == len(one.post_ids):
        return one
    return replace(
        one,
        post_ids=tuple(one.post_ids[number] for number in kept),
        thread_ids=tuple(one.thread_ids[number] for number in kept),
        author_ids=tuple(one.author_ids[number] for number in kept),
        texts=tuple(one.texts[number] for number in kept),
    )


class MatchKind(StrEnum):
    """How a voice belongs to what is known."""

    JOINS = "joins"  # one more voice of an open incident
    REOPENS = "reopens"  # closed lately: it was not done
    REPEATS = "repeats"  # closed longer ago: a new incident marked «повтор»


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The decision with its reason in Russian: «тот же дом и тема, 2 ч назад»."""

    kind: MatchKind
    incident_id: IncidentId
    because: str


_OPEN_FIRST = 1.0
"""What is being worked on is preferred to what is over, unless the latter stands nearer: above any share of words, one step of nearness."""
_AUTHOR_WORDS = 0.5
_NAMED_WORDS = 0.5
_BROAD_WORDS = 0.25  # of the shorter text, where one topic holds many troubles
_FEW_WORDS = 2  # shared stems without which a share of a tiny text means nothing
_SAME_TEXT = 0.8
_SAME_TEXT_WORDS = 6


def match(post: StoredPost, reading: Reading, candidates: Sequence[Candidate], *, now: datetime) -> Match | None:
    """The best candidate or None. Same words at another house do not match; «+1» under a voice joins its incident."""
    best: tuple[tuple[float, bool, datetime], Match] | None = None
    for each in candidates:
        kind = _kind(each, now)
        found = _why(post, reading, each, now) if kind else None
        if kind is None or found is None:
            continue
        score, why = found
        order = (score + (_OPEN_FIRST if kind is MatchKind.JOINS else 0.0), kind is MatchKind.JOINS, each.last_voice_at)
        if best is None or order > best[0]:
            best = order, Match(kind=kind, incident_id=each.incident.id, because=f"{why}, {_ago(now - each.last_voice_at)}")
    return best[1] if best else None


def may_belong(post: StoredPost, reading: Reading) -> bool:
    """Whether a post speaks of a trouble at all, or agrees with somebody who does: most posts do not, and nothing is looked up for them."""
    if reading.kind is Kind.THANKS or is_elsewhere(post.post.words):
        return False
    return reading.is_appeal or reading.danger or is_agreement(post.post.words)


def same_text(post: StoredPost, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Those of which a voice says the very same: only they may take in a post that asks several things at once."""
    mine = stems(post.post.words)
    return [each for each in candidates if any(_is_same(mine, text) or text == post.post.words for text in each.texts)]


def _is_same(mine: frozenset[str], text: str) -> bool:
    return any(True for _ in _by_text(likeness(mine, stems(text))))


def _kind(candidate: Candidate, now: datetime) -> MatchKind | None:
    """What a match would mean, by the incident's state and age; None: it is over, merged into another, or was no appeal."""
    incident = candidate.incident
    if incident.merged_into is not None or incident.status is Status.REJECTED:
        return None
    if incident.status is not Status.CLOSED:
        return MatchKind.JOINS if now - candidate.last_voice_at <= _OPEN_FOR else None
    age = now - (incident.closed_at or candidate.last_voice_at)
    if age <= REOPEN_WITHIN:
        return MatchKind.REOPENS
    return MatchKind.REPEATS if age <= REPEAT_WITHIN else None


def _why(post: StoredPost, reading: Reading, candidate: Candidate, now: datetime) -> tuple[float, str] | None:
    """The strongest reason with its weight."""
    near = _near(reading, candidate)
    if near is Nearness.DIFFERENT or not may_belong(post, reading):
        return None
    agrees = is_agreement(post.post.words)
    topic = compare_topics(reading, candidate.incident)
    words = _words(post, reading, candidate)
    is_brief = now - candidate.last_voice_at <= BRIEF
    is_other = _names_another(post, reading, candidate)
    # A calm wish is no voice of a danger along the same street: its words must agree too.
    is_calm = near < Nearness.HOUSE and candidate.incident.danger_grade is not None and not reading.danger
    is_broad = reading.topic in BROAD or is_calm
    reasons = (
        *_by_thread(post, reading, candidate, topic, agrees=agrees, is_other=is_other),
        *(
            _by_place(near, topic, words, is_brief=is_brief, is_supply=reading.topic in SUPPLY, is_broad=is_broad)
            if _is_shared(reading, near) and not (is_other and near is Nearness.SETTLEMENT)
            else ()
        ),
        *(_by_name(post, candidate, topic, words) if is_brief and not _is_exact(reading, candidate.incident) else ()),
        *_by_author(post, candidate, topic, words),
        *_by_text(words),
    )
    return max(reasons, default=None)


def _near(reading: Reading, candidate: Candidate) -> Nearness:
    """How near the places are; a house that a voice says the trouble lies beside is the same place."""
    place, house = candidate.incident.place, reading.main.house
    near = max(nearness(reading, each) for each in (place, *candidate.merged_places))
    if near is Nearness.DIFFERENT and house and any(house.lower() in between(text) for text in candidate.texts):
        return nearness(reading, replace(place, house=house))
    return near


def _is_shared(reading: Reading, near: Nearness) -> bool:
    """Two neighbours who ask about benefits in one town have a question each: only an exact place joins such topics."""
    return near > Nearness.SETTLEMENT or needs_place(reading.group, reading.topic)


def _is_exact(reading: Reading, incident: Incident) -> bool:
    """Whether either side names a street or a landmark that the reader knows."""
    mine, its = reading.main, incident.place
    return any((mine.street, mine.landmark, its.street, its.landmark))


def _words(post: StoredPost, reading: Reading, candidate: Candidate) -> Likeness:
    """The likest of the candidate's texts; names of places are left out: they are compared as places."""
    main, place = reading.main, candidate.incident.place
    named = [each.text for each in reading.places]
    named += [each for each in (main.settlement, main.street, main.landmark, place.settlement, place.street, place.landmark) if each]
    mine = stems(post.post.words, without=named)
    found = (likeness(mine, stems(text, without=named)) for text in candidate.texts)
    return max(found, key=lambda each: (each.shared >= _FEW_WORDS, each.share, each.shared), default=Likeness())


def _by_thread(
    post: StoredPost, reading: Reading, candidate: Candidate, topic: TopicLikeness, *, agrees: bool, is_other: bool
) -> Iterator[tuple[float, str]]:
    """A comment belongs to what it stands under if it agrees with it, or says the same and names nothing else (`is_other`)."""
    if post.parent_id is None:
        return
    direct = post.parent_id in candidate.post_ids
    if not direct and post.parent_id not in candidate.thread_ids:
        return
    nearer = 0.5 if direct else 0.0
    if agrees:
        yield 5.0 + nearer, "поддержали в обсуждении"
    elif not is_other and (topic is TopicLikeness.SAME or (direct and topic >= TopicLikeness.GROUP and not _names_a_spot(reading))):
        yield 4.0 + nearer, "то же обсуждение и тема"


def _names_another(post: StoredPost, reading: Reading, candidate: Candidate) -> bool:
    """Whether the text names a place, a person or a number that no voice does."""
    known = candidate.incident.place
    told = [*candidate.texts, *filter(None, (known.settlement, known.street, known.house, known.landmark))]
    named = names(post.post.words) | stems(" ".join(each.text for each in reading.places))
    return not (named <= stems(" ".join(told)) and numbers(post.post.words) <= numbers(" ".join(told)))


def _names_a_spot(reading: Reading) -> bool:
    """A street, a house or a landmark. The settlement alone says nothing: a comment has it from its community."""
    return bool(reading.main.street or reading.main.house or reading.main.landmark)


def _by_place(
    near: Nearness, topic: TopicLikeness, words: Likeness, *, is_brief: bool, is_supply: bool, is_broad: bool
) -> Iterator[tuple[float, str]]:
    needed = WORDS_NEEDED.get((near, topic))
    if near is Nearness.SETTLEMENT and topic is TopicLikeness.SAME and is_supply:
        needed = 0.0
    if needed == 0.0 and is_broad:
        needed = _BROAD_WORDS
    if needed is None or words.share < needed or (needed and words.shared < _FEW_WORDS):
        return
    if near <= Nearness.SETTLEMENT and not is_brief:
        return
    said = "тема" if topic is TopicLikeness.SAME else "похожие слова"
    yield near + topic / 4 + words.share, f"{PLACE_NAMES[near]} и {said}"


def _by_name(post: StoredPost, candidate: Candidate, topic: TopicLikeness, words: Likeness) -> Iterator[tuple[float, str]]:
    """Places that the gazetteer does not know: one proper name and no other number in both texts, on one topic."""
    if topic < TopicLikeness.GROUP or words.share < _NAMED_WORDS or words.shared <= _FEW_WORDS:
        return
    mine, here = names(post.post.words), numbers(post.post.words)
    for text in candidate.texts:
        there = numbers(text)
        same_number = not (here and there) or bool(here & there)
        if same_number and not mine.isdisjoint(names(text)):
            yield 2.0 + words.share, "то же название и похожие слова"
            return


def _by_author(post: StoredPost, candidate: Candidate, topic: TopicLikeness, words: Likeness) -> Iterator[tuple[float, str]]:
    """The same resident again, at no other place."""
    author = post.post.author_id
    if not author or author not in candidate.author_ids:
        return
    if topic is TopicLikeness.SAME or (words.share >= _AUTHOR_WORDS and words.shared > _FEW_WORDS):
        yield 3.5 + words.share, "тот же автор и тема" if topic is TopicLikeness.SAME else "тот же автор, те же слова"


def _by_text(words: Likeness) -> Iterator[tuple[float, str]]:
    """One text in two communities: long enough to be no coincidence."""
    if words.shared >= _SAME_TEXT_WORDS and words.both >= _SAME_TEXT:
        yield 3.0 + words.both, "тот же текст"


def _ago(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds()) // 60)
    hours, days = minutes // 60, minutes // (60 * 24)
    if days:
        return f"{days} {plural(days, 'день', 'дня', 'дней')} назад"
    return f"{hours} ч назад" if hours else f"{minutes} мин назад"
