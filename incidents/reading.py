"""A Reading: what the reader makes of one text.

It knows no chats and no people (docs/architecture.md, «What others rely on»).
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of speech a text is."""

    COMPLAINT = "complaint"
    REQUEST = "request"
    QUESTION = "question"
    SUGGESTION = "suggestion"  # a wish for something new that is no trouble today
    THANKS = "thanks"
    RUMOUR = "rumour"
    AD = "ad"
    CHAT = "chat"
    OTHER = "other"


class Mood(StrEnum):
    """How the author feels."""

    ANGRY = "angry"
    NEUTRAL = "neutral"
    GRATEFUL = "grateful"


class DangerGrade(StrEnum):
    """NOW burns, falls, leaks gas, bites: wall-clock time, people are woken. RISK waits for working hours, first in the queue."""

    NOW = "now"
    RISK = "risk"


class ReactionKind(StrEnum):
    """How the author takes our answer, heard in the next comment."""

    THANKS = "thanks"
    ANGER = "anger"
    SARCASM = "sarcasm"
    NEW_QUESTION = "new_question"
    CLARIFIES = "clarifies"
    NEUTRAL = "neutral"


class Praise(StrEnum):
    """What praise is worth. DOUBTED may be scorn: somebody reads it before anybody is thanked."""

    SINCERE = "sincere"
    DOUBTED = "doubted"


class PlaceKind(StrEnum):
    """Kinds of places that a text may name."""

    SETTLEMENT = "settlement"
    DISTRICT = "district"
    STREET = "street"
    HOUSE = "house"
    LANDMARK = "landmark"
    ROUTE = "route"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place named in the text. `span` is [start, end) in code points of the original text."""

    kind: PlaceKind
    span: tuple[int, int]
    text: str
    norm: str
    place_id: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MainPlace:
    """Where the problem is (not every place named). Names are kept also when no id is known; a house is «58А»."""

    settlement: str | None = None
    settlement_id: str | None = None
    street: str | None = None
    street_id: str | None = None
    house: str | None = None
    landmark: str | None = None
    landmark_id: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything at all is known of the place."""
        return any((self.settlement, self.street, self.house, self.landmark))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several requests of a text: its topic, where it stands ([start, end) in code points), how sure it is."""

    group: str
    topic: str
    span: tuple[int, int]
    score: float
    danger: bool = False  # the danger of the text stands in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one text says. Slugs of group and topic are those of `districts/taxonomy.csv`."""

    is_appeal: bool
    appeal_score: float
    kind: Kind
    group: str
    groups: tuple[tuple[str, float], ...]  # the likeliest three with probabilities
    topic: str
    places: tuple[Place, ...]
    main: MainPlace
    outside: bool
    danger: bool
    danger_grade: DangerGrade | None
    mood: Mood
    topics: tuple[tuple[str, float], ...] = ()  # the likeliest three
    departments: tuple[tuple[str, float], ...] = ()  # the likeliest three of those that took such posts before; empty: no history
    danger_words: str | None = None  # the words of the text that say so
    lat: float | None = None  # of the most exact known place
    lon: float | None = None
    parts: tuple[Part, ...] = ()  # two or more requests of different groups, in the order of the text; (): one
    danger_title: str | None = None  # the trouble in at most five words of the text; None: it has no such cut
    danger_now: float = 0.0  # how probable a danger is that is there now
    danger_asked: bool = False  # not sure: somebody must look whether it is dangerous
    reaction: ReactionKind | None = None  # of a comment after our answer
    resolved: bool | None = None  # whether a comment says that the trouble is over; None: it does not say
    praise: Praise | None = None  # None: nothing is praised
    persons: tuple[tuple[int, int], ...] = ()  # people named in the text: [start, end) in code points; a place is none
    trouble: str | None = None  # of an ordinary post whose topic's name says nothing: what is wrong, in a few words of the text
    fingerprint: str | None = None  # object, trouble and place as codes, for telling one problem from two; None: of an older reader

    @property
    def is_wanted(self) -> bool:
        """Whether the text asks for something, or may tell of a danger."""
        return self.is_appeal or self.danger or self.danger_asked
