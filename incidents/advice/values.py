"""What the lint is given and what it says: plain values."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from incidents.answers.values import AnswerKind
from incidents.approval.answer_checks import Told
from incidents.deadlines.time_policy import TimePolicy
from incidents.places.values import NO_PLACES, PlaceBook
from incidents.routing.taxonomy import Taxonomy

MOST = 3
"""Pieces of advice at once."""

LONG, FAR = 600, timedelta(days=30)
"""More code points than people read to the end; a day so far ahead that something must be done before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One piece of advice: what to do, and where in the text it is about ([0, 0) where it is about the whole)."""

    code: str
    text: str
    start: int = 0
    end: int = 0
    stops: bool = False  # the answer is not sent so


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainerWord:
    """Officialese and what to say instead: a plain word, or a piece of advice; "" of both: it may go."""

    found: str  # a pattern: «осуществля* вывоз*»
    plain: str = ""
    say: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words of the district. A pattern is plain words, `*` stands for an ending."""

    bureaucratic: tuple[PlainerWord, ...] = ()
    vague: tuple[str, ...] = ()
    rude: tuple[str, ...] = ()
    blame: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    illness: tuple[str, ...] = ()
    hollow: tuple[str, ...] = ()  # verbs that promise nothing
    long: int = LONG
    far: timedelta = FAR
    off: frozenset[str] = frozenset()  # codes of rules that the district does not want to hear of

    patterns: Mapping[str, re.Pattern[str]] = field(init=False, repr=False, compare=False)
    """Each list as one pattern, the longest first."""

    def __post_init__(self) -> None:
        """Compile the lists once."""
        lists = {
            "vague": self.vague,
            "rude": self.rude,
            "blame": self.blame,
            "law": self.law,
            "illness": self.illness,
            "hollow": self.hollow,
            "bureaucratic": [swap.found for swap in self.bureaucratic],
        }
        object.__setattr__(self, "patterns", {name: pattern_of(words) for name, words in lists.items()})


def same_words(word: str) -> str:
    """What two spellings of one phrase share: «В  целях» and «в целях», «ё» and «е»."""
    return " ".join(word.lower().replace("ё", "е").split())


def pattern_of(words: Sequence[str]) -> re.Pattern[str]:
    """Any of these words, in whole words; an empty list finds nothing."""
    made = [_one(word) for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<![а-яёa-z])(?:{'|'.join(made)})(?![а-яёa-z])" if made else r"(?!)", re.IGNORECASE)


def _one(word: str) -> str:
    plain = word.strip().lower().replace("ё", "е")
    return re.escape(plain).replace(r"\*", "[а-яёa-z]*").replace(r"\ ", r"[,\s]+").replace("е", "[её]")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvicePolicy(TimePolicy):
    """What a district says to whoever writes an answer: by its topics, in its words."""

    topics: Taxonomy = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    places: PlaceBook = NO_PLACES


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentsQuestion:
    """A question of the resident: how it is called, and cut words of which an answer to it has at least one."""

    title: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the answer is an answer to."""

    today: date
    limit: int  # code points that the network takes
    kind: AnswerKind = AnswerKind.FINAL
    is_of_wish: bool = False  # of a suggestion: its plan has a month, and far
    explains: bool = False  # written by the fact «Разъяснить»: no deed is told, and a law may be named
    department: str | None = None
    phones: frozenset[str] = frozenset()  # of departments, told to residents: the last ten digits
    said: str = ""  # the resident's words
    street: str | None = None  # of the problem: «улица Белавинская»
    settlement: str | None = None  # of the problem
    towns: Sequence[str] = ()  # all of the district
    asked: tuple[ResidentsQuestion, ...] = ()  # several questions in one post; () for one
    told: Sequence[Told] = ()  # what this author was answered before
    broken: date | None = None  # the day that was promised and has passed
    own_wall: bool = True
    is_working: Callable[[date], bool] = field(default=lambda _day: True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """What is to be said before sending."""

    advice: tuple[Advice, ...]  # at most three, most useful first
    good: tuple[str, ...]  # of «что делаем», «когда», «кто отвечает»: what is in its place
    length: int

    @property
    def stops(self) -> bool:
        """Whether something must be changed before sending."""
        return any(each.stops for each in self.advice)

    @property
    def wants_date(self) -> bool:
        """Whether «Добавить дату» would help."""
        return any(each.code in {"no_date", "vague_date"} for each in self.advice)
