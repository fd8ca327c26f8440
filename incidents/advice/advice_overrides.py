"""The district's changes of the advice, over `lint.toml`."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.advice.rules import RULES, STOPS
from incidents.advice.values import PlainerWord, Words, pattern_of, same_words
from incidents.deadlines.norm_overrides import NormWord
from incidents.errors import DomainError
from incidents.ids import OfficialId

RULE, PAIR = "lint:off:", "lint:pair:"
"""How keys of these words begin: of a rule that is not wanted, of a pair of words."""

MOST_FOUND, MOST_PLAIN, LONGEST = 60, 80, 200
"""Code points of officialese, of what to say instead, of both with what stands between."""

_LEAST = 4
_ARROW = re.compile(r"(?<!\s)(?:\s*(?:→|->|=>|\n)\s*+|\s++[—–-]\s++)")
_ODD = re.compile(r"[^а-яёa-z0-9\s*,«»\"„“/-]", re.IGNORECASE)
_BAD_STAR = re.compile(r"(?:^|[\s,])\*|\*[^\s,]")
_GOES = frozenset({"убрать", "убрать совсем", "ничего"})
_SAYS = "совет:"
_QUOTES = '«»„“"'


class Limit(StrEnum):
    """Numbers of the advice. Values stand in the database and in buttons: add, never rename."""

    LONG = "lint:long"
    FAR = "lint:far"


RANGES: Mapping[Limit, range] = {Limit.LONG: range(100, 4001), Limit.FAR: range(3, 366)}
"""Code points, days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Officialese with what to say instead, as it stands now. `by` and `at`: of the change in the chat."""

    swap: PlainerWord
    in_file: bool
    removed: bool = False
    by: OfficialId | None = None
    at: datetime | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the chat said something about it."""
        return self.at is not None

    @property
    def code(self) -> str:
        """What a button carries instead of the words."""
        return code_of(self.swap.found)


def code_of(found: str) -> str:
    """Eight letters and digits that stay with a phrase."""
    return hashlib.sha256(same_words(found).encode()).hexdigest()[:8]


def is_advice(key: str) -> bool:
    """Whether a word is about the advice, not about norms."""
    return key.startswith("lint:")


def key_of(found: str) -> str:
    """Under which a pair is kept."""
    return f"{PAIR}{same_words(found)}"


def value_of(swap: PlainerWord, *, removed: bool = False) -> str:
    """A pair as it is kept. The words it is found by come back as they were typed."""
    return json.dumps({"found": swap.found, "plain": swap.plain, "say": swap.say, "removed": removed}, ensure_ascii=False)


def pairs(file: Sequence[PlainerWord], said: Sequence[NormWord]) -> tuple[Pair, ...]:
    """All pairs by their words: the file's with the district's over them, the removed ones too."""
    known = {same_words(swap.found): Pair(swap=swap, in_file=True) for swap in file}
    for word in said:
        if word.key.startswith(PAIR):
            name, body = word.key.removeprefix(PAIR), json.loads(word.value)
            swap = PlainerWord(found=body["found"], plain=body["plain"], say=body["say"])
            known[name] = Pair(swap=swap, in_file=name in known, removed=body["removed"], by=word.by, at=word.at)
    return tuple(sorted(known.values(), key=lambda pair: (pair.removed, same_words(pair.swap.found))))


def advice_said(words: Words, said: Sequence[NormWord]) -> Words:
    """The file's words with the district's over them. What another version of the program said is left alone."""
    mine = [word for word in said if is_advice(word.key)]
    if not mine:
        return words
    limits = {word.key: int(word.value) for word in mine if word.key in set(Limit)}
    return replace(
        words,
        bureaucratic=tuple(pair.swap for pair in pairs(words.bureaucratic, mine) if not pair.removed),
        off=frozenset(word.key.removeprefix(RULE) for word in mine if word.key.startswith(RULE)) & (RULES.keys() - STOPS),
        long=limits.get(Limit.LONG, words.long),
        far=timedelta(days=limits[Limit.FAR]) if Limit.FAR in limits else words.far,
    )


def limit_of(words: Words, limit: Limit) -> int:
    """What holds now."""
    return words.long if limit is Limit.LONG else words.far.days


def limit_in(text: str, limit: Limit) -> int:
    """A number that was typed: «600», «600 знаков», «45 дней». Raises DomainError."""
    found = re.fullmatch(r"\s*(\d{1,4})\s*+(?:знак\w*|симв\w*|дн\w*|день|дней)?\s*", text.lower())
    bounds = RANGES[limit]
    if not found or int(found[1]) not in bounds:
        what = "знаков" if limit is Limit.LONG else "дней"
        raise DomainError(f"Нужно число {what} от {bounds.start} до {bounds.stop - 1}. Ничего не изменили, пришлите ещё раз")
    return int(found[1])


def pair_in(text: str) -> PlainerWord:
    """«в целях → чтобы», or the two on two lines. Raises DomainError that says what is wrong."""
    text = text.strip()
    if len(text) > LONGEST:
        raise DomainError(f"Это длинно: {len(text)} знаков. Замена короткая, одно выражение и чем его сказать, до {LONGEST} знаков")
    parts = _ARROW.split(text, maxsplit=1)
    if len(parts) != 2 or not all(part.strip(f" {_QUOTES}") for part in parts):  # noqa: PLR2004 - two sides
        raise DomainError("Нужны обе части: «в целях → чтобы». Слово лишнее? Напишите «доводим до сведения → убрать»")
    return said_plainly(found_in(parts[0]), parts[1])


def found_in(text: str) -> str:
    """Officialese as it will be looked for. Raises DomainError."""
    found = " ".join(text.strip(f" {_QUOTES}").split())
    odd = _ODD.search(found)
    if odd:
        raise DomainError(f"Знак «{odd[0]}» здесь лишний. Пишите слова как есть, звёздочка * заменяет окончание: «осуществля* вывоз*»")
    if _BAD_STAR.search(found):
        raise DomainError("Звёздочка стоит только в конце слова: «осуществля* вывоз*»")
    if len(found) > MOST_FOUND:
        raise DomainError(f"Выражение длинное, лишних знаков {len(found) - MOST_FOUND}. Оставьте главные слова")
    if len(re.sub(r"[^а-яёa-z]", "", found.lower())) < _LEAST:
        raise DomainError("Слишком коротко, такое найдётся в каждом ответе. Нужно хотя бы четыре буквы")
    return found


def said_plainly(found: str, text: str) -> PlainerWord:
    """What to say instead of it: a plain word, «убрать», «совет: …». Raises DomainError."""
    plain = " ".join(text.strip(f" {_QUOTES}").split())
    if not plain:
        raise DomainError("Чем заменить? Напишите простое слово или «убрать»")
    if len(plain) > MOST_PLAIN:
        raise DomainError(f"Замена длинная, лишних знаков {len(plain) - MOST_PLAIN}. Простое короче")
    if plain.lower() in _GOES:
        return PlainerWord(found=found)
    if plain.lower().startswith(_SAYS):
        return PlainerWord(found=found, say=plain[len(_SAYS) :].strip())
    if pattern_of((found,)).search(plain):
        raise DomainError("В замене стоят те же слова: бот посоветует их менять снова и снова. Напишите иначе")
    return PlainerWord(found=found, plain=plain)
