"""Keywords and stop words of a source: what they drop, and why.

They work after reading and never on a danger; what they drop stands among the doubtful posts with the filter's name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from incidents.errors import DomainError
from incidents.posts import Source, StoredPost
from incidents.stemming import stem

MOST, LONGEST, SHORTEST = 30, 40, 3
_WORD = re.compile(r"[а-яa-z0-9]+")
_BETWEEN = re.compile(r"[,;\n]+")


class FilterKind(StrEnum):
    """Which filter of a source. Codes stand in the database and in buttons: add, never rename."""

    STOP_WORDS = "stop"
    KEYWORDS = "keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredBy:
    """Why a post was dropped. `words`: the stop word that it has, or all the keywords of which it has none."""

    kind: FilterKind
    words: str


def words_in(text: str) -> tuple[str, ...]:
    """«аренда, продам гараж» as words and phrases. Raises DomainError for what would drop too much or is no word."""
    found = tuple(dict.fromkeys(" ".join(each.split()).lower() for each in _BETWEEN.split(text) if each.strip()))
    if not found:
        raise DomainError("Слов не видно. Напишите их через запятую, например: аренда, гороскоп")
    if len(found) > MOST:
        raise DomainError(f"Слов больше {MOST}, в таком списке легко потерять нужное. Оставьте главные")
    for each in found:
        if len(each) > LONGEST or len(each.split()) > LONGEST // 8:
            raise DomainError(f"Слишком длинно: «{each[:LONGEST]}…». Слова разделяют запятой, в одном не больше {LONGEST} знаков")
        if max(map(len, _plain(each)), default=0) < SHORTEST:
            raise DomainError(f"«{each}» слишком коротко: так отсеялось бы почти всё. Напишите слово целиком")
    return found


def dropped_by(source: Source, post: StoredPost, *, is_danger: bool) -> FilteredBy | None:
    """The filter that drops the post; None: it is taken. A danger, and what may be one (`is_danger`), is always taken.

    A comment counts as having the keywords that its post has: «у нас тоже» repeats none of them.
    """
    if is_danger:
        return None
    stop = first_of(source.stop_words, post.post.words)
    if stop is not None:
        return FilteredBy(kind=FilterKind.STOP_WORDS, words=stop)
    if source.keywords and first_of(source.keywords, f"{post.post.words}\n{post.parent_text or ''}") is None:
        return FilteredBy(kind=FilterKind.KEYWORDS, words=", ".join(source.keywords))
    return None


def because_of(dropped: FilteredBy) -> str:
    """The filter's name for people: «стоп-слово «аренда»»."""
    if dropped.kind is FilterKind.STOP_WORDS:
        return f"стоп-слово «{dropped.words}»"
    return f"нет ключевых слов «{dropped.words}»"


def first_of(words: Sequence[str], text: str) -> str | None:
    """The first of the words and phrases that the text has in any case and number."""
    if not words:
        return None
    there = [stem(each) for each in _plain(text)]
    return next((each for each in words if _stands([stem(word) for word in _plain(each)], there)), None)


def _plain(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("ё", "е"))


def _stands(phrase: Sequence[str], there: Sequence[str]) -> bool:
    return bool(phrase) and any(each == list(phrase) for each in _windows(there, len(phrase)))


def _windows(words: Sequence[str], size: int) -> Iterator[list[str]]:
    return (list(words[start : start + size]) for start in range(len(words) - size + 1))
