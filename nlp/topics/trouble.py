"""Cut a danger's headline out of the resident's own words.

At most five of them, by grammar. None where no such cut is whole: the topic's name stands there then.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlp.text.morph import Is, Morph
from nlp.text.tokens import mend

MOST_WORDS = 5
MOST_SIGNS = 34  # code points: the place stands in the same line
LEAST_WORDS = 2
LONGER = 0.2  # of the score of danger, a word: where two cuts tell it alike the longer one tells more
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
BREAK = re.compile(r"[^\w\s«»\"-]|\n")
PREPOSITIONS = frozenset(
    {
        *("в", "во", "на", "с", "со", "к", "ко", "у", "о", "об", "от", "до", "из", "за", "по", "под", "над", "при", "без", "для"),
        *("про", "через", "между", "около", "возле", "рядом", "вокруг", "после", "прямо", "посреди", "напротив", "из-под", "из-за"),
    }
)  # fmt: skip
LITTLE = frozenset(
    {
        *("и", "а", "но", "или", "да", "что", "как", "когда", "если", "чтобы", "же", "ли", "то", "бы"),
        *("вот", "там", "тут", "весь", "все"),
    }
)  # fmt: skip
"""What the dictionary also takes for a noun or a verb."""

AT_ONCE = frozenset({"прямо", "сейчас"})
"""At an end of a headline they take the address's room: «ОПАСНО» says that it is now."""

NUMBERS = frozenset({"два", "две", "двое", "три", "трое", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "оба", "обе"})
"""What is counted follows."""

DENIALS = frozenset({"не", "ни", "нет"})
INFINITIVE = ("ть", "ться", "ти", "чь")
ADJECTIVE = Is.ADJ_F | Is.ADJ_M | Is.ADJ_N | Is.ADJ_PL


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the clause as it was written, and as the dictionary knows it."""

    text: str
    word: str
    flags: int

    @property
    def is_number(self) -> bool:
        """Whether what is counted must follow."""
        return self.text.isdigit() or self.word in NUMBERS

    @property
    def is_preposition(self) -> bool:
        """Whether a noun must follow."""
        return self.word in PREPOSITIONS

    @property
    def is_little(self) -> bool:
        """A conjunction, a particle, a pronoun: nothing begins or ends with it."""
        known = bool(self.flags & Is.LITTLE) and not self.flags & (Is.NOUN | Is.VERB)
        return self.word in LITTLE or (known and not self.is_preposition)

    @property
    def is_adjective(self) -> bool:
        """Whether it leans on the noun after it."""
        return bool(self.flags & ADJECTIVE) and not self.flags & (Is.NOUN | Is.VERB)

    @property
    def is_oblique(self) -> bool:
        """A noun that leans on the word before it."""
        return bool(self.flags & Is.NOUN) and not self.flags & Is.NOUN_NOMN

    @property
    def is_infinitive(self) -> bool:
        """«упасть» of «может упасть»."""
        return bool(self.flags & Is.VERB) and self.word.endswith(INFINITIVE)


Alarming = Callable[[Sequence[str]], Sequence[float]]
"""How much danger each of these stretches tells."""


def trouble(text: str, start: int, end: int, places: Sequence[tuple[int, int]], morph: Morph, told: Alarming) -> str | None:
    """The cut of the clause [start, end) that tells most of the danger. `places` are spans that the address says already."""
    found: list[tuple[int, float, str]] = []
    for n, run in enumerate(_runs(text, start, end, places, morph)):
        for i in range(len(run)):
            for j in range(i + LEAST_WORDS, min(len(run), i + MOST_WORDS) + 1):
                words = " ".join(each.text for each in run[i:j])
                if len(words) <= MOST_SIGNS and _is_whole(run, i, j):
                    found.append((_weight(run[i:j]) + (n == 0 and i == 0), LONGER * (j - i), words))
    if not found:
        return None
    scores = told([words for _, _, words in found])
    return _plain(max((weight, score + longer, words) for (weight, longer, words), score in zip(found, scores, strict=True))[2])


def _runs(text: str, start: int, end: int, places: Sequence[tuple[int, int]], morph: Morph) -> Iterator[list[Said]]:
    """Words that stand together: a sign or a place parts them, and a preposition goes with its place."""
    run: list[Said] = []
    last = start
    for match in WORD.finditer(text, start, end):
        in_place = any(a <= match.start() < b for a, b in places)
        if in_place or BREAK.search(text, last, match.start()):
            while in_place and run and run[-1].is_preposition:
                run.pop()
            if run:
                yield run
            run = []
        if not in_place:
            word = mend(match[0])
            run.append(Said(match[0], word, morph.form(word).flags))
        last = match.end()
    if run:
        yield run


def _is_whole(run: Sequence[Said], i: int, j: int) -> bool:
    """Whether nothing inside leans on a word that is cut away, and it names what happens or what is there."""
    words, before = run[i:j], run[i - 1] if i else None
    after = run[j] if j < len(run) else None
    first, last = words[0], words[-1]
    if (first.is_little and first.word not in DENIALS) or AT_ONCE & {first.word, last.word}:
        return False
    if before is not None and (before.is_preposition or before.is_adjective or before.word in DENIALS or before.is_number):
        return False
    if first.is_oblique and before is not None and not before.flags & Is.LITTLE:
        return False
    if last.is_little or last.is_preposition or last.is_number or (last.is_adjective and after is not None):
        return False
    if after is not None and (after.is_oblique or after.is_infinitive or after.word in DENIALS):
        return False
    nouns = [each for each in words if each.flags & Is.NOUN and not each.is_little]
    is_named = any(each.flags & Is.NOUN_NOMN for each in nouns)
    return is_named or (i == 0 and bool(nouns) and _acts(words))


def _acts(words: Sequence[Said]) -> bool:
    return any(each.flags & Is.VERB and not each.flags & Is.NOUN for each in words) or any(each.word == "нет" for each in words)


def _weight(words: Sequence[Said]) -> int:
    """Something that happens to something is better than a bare name; the beginning of the clause, which names it, than its end."""
    return _acts(words) + any(each.flags & Is.NOUN_NOMN for each in words)


def _plain(words: str) -> str:
    """Without shouting."""
    return words.lower() if words.isupper() else words
