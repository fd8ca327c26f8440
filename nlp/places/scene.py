"""A text under reading: its tokens, their morphology at hand, and what has been found in it so far."""

from dataclasses import dataclass, field

from incidents.reading import PlaceKind
from nlp.places.numerals import numeral_at
from nlp.text.morph import Form, Morph
from nlp.text.tokens import Token

# «14ми в очереди», «5-ти дворов».
CARDINAL_TAILS = frozenset(["ми", "ти", "мя"])
ORDINAL_TAILS = frozenset(["й", "я", "е", "ая", "ый", "ой", "ое", "го", "ого", "ей", "ей", "му", "ю", "ую", "ом", "м", "х"])


@dataclass(slots=True, eq=False)
class Found:
    """A place seen in the tokens [i, j). `ids` holds every row of the gazetteer that it may be."""

    kind: PlaceKind
    i: int
    j: int
    norm: str
    name: str = ""  # plain, mended, without its type word: for comparing and for looking up
    ids: tuple[str, ...] = ()
    score: float = 0.9
    owner: "Found | None" = None  # the street of a house
    typed: bool = False  # its type word stands beside it
    weak: bool = False  # an ordinary word or an adjective that may mean no place at all
    adjective: bool = False  # «редкинский»: tells where, is no place itself
    place_id: str | None = None
    written: str = ""  # the type of a street in the resident's words: «улица», «проспект»; "": none
    generic: bool = False  # «больница», «вокзал»: any town has one
    crosses: "Found | None" = None  # the street of a crossing that is named before this one
    far: bool = False  # no district has such a place: a station of the metro


@dataclass(slots=True, eq=False)
class Scene:
    """Tokens with a mark for each place found."""

    text: str
    tokens: list[Token]
    morph: Morph
    found: list[Found] = field(default_factory=list)
    taken: list[Found | None] = field(default_factory=list)
    persons: tuple[tuple[int, int], ...] = ()  # spans in code points

    def __post_init__(self) -> None:
        self.taken = [None] * len(self.tokens)

    @property
    def is_small(self) -> bool:
        """Whether nobody can tell a name by its capital: the text has none."""
        return not any(token.cap for token in self.tokens)

    def word(self, i: int) -> str:
        """The mended word, number or sign at i, «» outside."""
        return self.tokens[i].word if 0 <= i < len(self.tokens) else ""

    def form(self, i: int) -> Form:
        """Morphology of the token at i."""
        return self.morph.form(self.tokens[i].word)

    def has(self, i: int, flags: int) -> bool:
        """Whether the token at i is a word with any of the flags."""
        return 0 <= i < len(self.tokens) and self.tokens[i].is_word and bool(self.form(i).flags & flags)

    def is_word(self, i: int) -> bool:
        """Whether a word stands at i."""
        return 0 <= i < len(self.tokens) and self.tokens[i].is_word

    def is_number(self, i: int) -> bool:
        """Whether a number stands at i."""
        return 0 <= i < len(self.tokens) and self.tokens[i].is_number

    def is_free(self, i: int) -> bool:
        """Whether nothing has been found at i."""
        return 0 <= i < len(self.tokens) and self.taken[i] is None

    def is_cap(self, i: int) -> bool:
        """Whether the word at i begins with a meaningful capital."""
        return 0 <= i < len(self.tokens) and self.tokens[i].cap

    def is_name_cap(self, i: int) -> bool:
        """Whether it does so in the middle of a sentence."""
        return self.is_cap(i) and not self.tokens[i].first

    def skip_dot(self, i: int) -> int:
        """The index after a full stop at i, else i."""
        return i + 1 if self.word(i) == "." else i

    def add(self, found: Found) -> bool:
        """Mark a place; a longer one takes the tokens of shorter ones, an equal or shorter one is refused."""
        others = {id(o): o for o in self.taken[found.i : found.j] if o is not None}
        for other in others.values():
            if other.j - other.i >= found.j - found.i:
                return False
        for other in others.values():
            self.drop(other)
        for i in range(found.i, found.j):
            self.taken[i] = found
        self.found.append(found)
        return True

    def drop(self, found: Found) -> None:
        """Unmark a place."""
        self.found.remove(found)
        for i in range(found.i, found.j):
            self.taken[i] = None

    def ordinal(self, i: int) -> tuple[str, int] | None:
        """A number written «1», «№ 1», «1-й», «первая», «номер один» at i: its digits and the index after it."""
        start = i
        if self.word(i) in {"№", "#", "номер", "n"}:
            i += 1
        if self.is_number(i):
            j = i + 1
            if self.word(j) == "-" and self.word(j + 1) in ORDINAL_TAILS and self.tokens[j + 1].glued:
                return self.word(i), j + 2
            if self.word(j) in ORDINAL_TAILS and self.tokens[j].glued:
                return self.word(i), j + 1
            tail = j + (self.word(j) == "-")
            if self.word(tail) in CARDINAL_TAILS and self.tokens[tail].glued:
                return None
            return self.word(i), j
        return numeral_at(self.word, i, cardinal=i > start)


def titled(words: list[str]) -> str:
    """Name words as they are written: «розы», «люксембург» is «Розы Люксембург», «1-я» and «лет» stay."""
    small = {"лет", "и", "на", "имени", "им"}
    return " ".join(
        word if word in small or not word[:1].isalpha() else "-".join(p[:1].upper() + p[1:] for p in word.split("-")) for word in words
    )
