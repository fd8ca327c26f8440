"""Cuts of a dangerous clause that may be a headline: a few words in a row that say by themselves what is there or what happens.

Grammar only refuses what leans on a word that is cut away; which of the rest is the headline, `nlp.topics.headline` has learned.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.text.morph import Is, Morph
from nlp.text.tokens import mend

MOST_WORDS = 5
LEAST_WORDS = 2
MOST_SIGNS = 34  # code points: the place stands in the same line
AROUND = 60  # code points of a long stretch before and behind the words that decided
BACK = 40  # code points before a stretch where the word stands that its first one leans on
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
BREAK = re.compile(r"[^\w\s«»\"-]|\n")
PREPOSITIONS = frozenset(
    {
        *("в", "во", "на", "с", "со", "к", "ко", "у", "о", "об", "от", "до", "из", "за", "по", "под", "над", "при", "без", "для"),
        *("про", "через", "между", "около", "возле", "рядом", "вокруг", "после", "прямо", "посреди", "напротив", "из-под", "из-за"),
    }
)  # fmt: skip
ASKS = frozenset(
    {
        *("когда", "как", "где", "куда", "почему", "зачем", "сколько", "кто", "чей", "правда"),
        *("будет", "будут", "можно", "нельзя", "есть", "нужен", "нужна", "нужно"),
    }
)  # fmt: skip
"""A clause that begins so is said whole or not at all."""

LITTLE = frozenset(
    {
        *("и", "а", "но", "или", "да", "что", "как", "когда", "если", "чтобы", "же", "ли", "то", "бы"),
        *("вот", "там", "тут", "весь", "все"),
    }
)  # fmt: skip
"""What the dictionary also takes for a noun or a verb."""

NUMBERS = frozenset({"два", "две", "двое", "три", "трое", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "оба", "обе"})
"""What is counted follows."""

JOINS = frozenset({"и", "а", "но", "или"})
DENIALS = frozenset({"не", "ни", "нет"})
LACKS = "нет"
ADJECTIVE = Is.ADJ_F | Is.ADJ_M | Is.ADJ_N | Is.ADJ_PL

NAMES = ("named", "named_and_acts", "words", "opens", "ends", "verb_after", "denial_after", "name_before", "joined")
"""What grammar tells of a cut, in the order of `Cut.numbers`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Code points [start, end) of a text, and what grammar tells of them."""

    start: int
    end: int
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLimits:
    """How long a cut may be; `asks`: whether a whole question is one."""

    words: int = MOST_WORDS
    signs: int = MOST_SIGNS
    asks: bool = False


OF_DANGER = CutLimits()


@dataclass(frozen=True, slots=True)
class TextWord:
    """A word as it stands in the text, as the dictionary knows it; `is_ruled`: by a preposition before it."""

    start: int
    end: int
    word: str
    flags: int
    is_ruled: bool = False

    @property
    def is_number(self) -> bool:
        """Whether what is counted must follow."""
        return self.word.isdigit() or self.word in NUMBERS

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
    def is_verb(self) -> bool:
        """Whether it says what happens, and can be no noun."""
        return bool(self.flags & Is.VERB) and not self.flags & Is.NOUN

    @property
    def is_named(self) -> bool:
        """Whether the clause may speak of it: «лёд», and not «у льда» or «на лёд»."""
        return bool(self.flags & Is.NOUN_NOMN) and not self.is_little and not self.is_ruled


def cuts(
    text: str,
    start: int,
    end: int,
    stretch: tuple[int, int],
    places: Sequence[tuple[int, int]],
    morph: Morph,
    limits: CutLimits = OF_DANGER,
) -> list[Cut]:
    """Cuts of a stretch around the words [start, end) that decided. `places` are spans that the address says already."""
    low, high = min(start, max(stretch[0], start - AROUND)), max(end, min(stretch[1], end + AROUND))
    words = [match.span() for match in WORD.finditer(text, max(0, low - BACK), high)]
    inside = [span for span in words if span[0] >= low and (span[1] < high or high in {end, stretch[1], len(text)})]
    before = [span for span in words if span[0] < low and span[1] <= low]
    leans = before[-1:] if inside and before and not BREAK.search(text, before[-1][1], inside[0][0]) else []
    found: list[Cut] = []
    for number, run in enumerate(_runs(text, [*leans, *inside], places, morph)):
        first = len(leans) if number == 0 else 0
        found += _of_run(run, first, limits, opens=number == 0)
    return found


def _of_run(run: Sequence[TextWord], first: int, limits: CutLimits, *, opens: bool) -> Iterator[Cut]:
    for i in range(first, len(run)):
        is_question = limits.asks and opens and i == first and run[i].word in ASKS
        for j in range(i + LEAST_WORDS, min(len(run), i + limits.words) + 1):
            is_whole = j == len(run) if is_question else _is_whole(run, i, j)
            if run[j - 1].end - run[i].start <= limits.signs and is_whole:
                numbers = _numbers(run, i, j, opens=opens and i == first)
                yield Cut(start=run[i].start, end=run[j - 1].end, numbers=numbers)


def _runs(text: str, words: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]], morph: Morph) -> Iterator[list[TextWord]]:
    """Words that stand together: a sign or a place parts them, and a preposition goes with its place."""
    run: list[TextWord] = []
    last, rules = words[0][0] if words else 0, False
    for start, end in words:
        in_place = any(a <= start < b for a, b in places)
        if in_place or BREAK.search(text, last, start):
            while in_place and run and run[-1].is_preposition:
                run.pop()
            if run:
                yield run
            run, rules = [], False
        if not in_place:
            word = mend(text[start:end])
            said = TextWord(start, end, word, morph.form(word).flags)
            rules = said.is_preposition or (rules and not said.is_verb)
            run.append(TextWord(start, end, word, said.flags, rules))
            rules = rules and not (said.flags & Is.NOUN and not said.is_adjective)
        last = end
    if run:
        yield run


def _is_whole(run: Sequence[TextWord], i: int, j: int) -> bool:
    """Whether nothing inside leans on a word that is cut away, and it names something or says what happens."""
    words, before = run[i:j], run[i - 1] if i else None
    after = run[j] if j < len(run) else None
    first, last = words[0], words[-1]
    if (first.is_little and first.word not in DENIALS) or (first.is_ruled and not first.is_preposition):
        return False
    if before is not None and (before.is_preposition or before.is_adjective or before.word in DENIALS or before.is_number):
        return False
    if (last.is_little and last.word != LACKS) or last.is_preposition or last.is_number:
        return False
    if after is not None and ((after.is_ruled and not after.is_preposition) or (last.is_adjective and after.flags & Is.NOUN)):
        return False
    return any(each.is_named for each in words) or _acts(words)


def _acts(words: Sequence[TextWord]) -> bool:
    return any(each.is_verb or each.word == LACKS for each in words)


def _numbers(run: Sequence[TextWord], i: int, j: int, *, opens: bool) -> tuple[float, ...]:
    """NAMES of a cut."""
    words = run[i:j]
    after = run[j] if j < len(run) else None
    named = any(each.is_named for each in words)
    return (
        float(named),
        float(named and _acts(words)),
        float(len(words)),
        float(opens),
        float(after is None),
        float(after is not None and after.is_verb),
        float(after is not None and after.word in DENIALS),
        float(i > 0 and run[i - 1].is_named),
        float(any(each.word in JOINS for each in words)),
    )


def shown(text: str, cut: Cut) -> str:
    """The cut's words as a headline: without shouting, and with no quotation mark that has lost its other half."""
    start, end = cut.start, cut.end
    if not _is_paired(text[start:end]):
        start -= text[start - 1 : start] in {"«", '"'}
        end += text[end : end + 1] in {"»", '"'}
    words = " ".join(text[start:end].split())
    if not _is_paired(words):
        words = words.translate(dict.fromkeys(map(ord, '«»"')))
    return words.lower() if words.isupper() else words


def _is_paired(words: str) -> bool:
    return words.count("«") == words.count("»") and words.count('"') % 2 == 0
