"""Names of the district's rows: their words, other ways to say them, how they are shown."""

from nlp.district_files import PlaceRow
from nlp.places.scene import ORDINAL_TAILS
from nlp.text.tokens import tokenise
from nlp.text.vocabulary import STREETS

NAMED_FOR = frozenset(["им", "имени"])
RURAL = ["сельское", "поселение"]
FULL = {"ул": "улица", "пр-т": "проспект", "пер": "переулок", "пл": "площадь", "ш": "шоссе", "наб": "набережная", "б-р": "бульвар"}
# Types that people call «улица» as well; a lane and a square of the same name are other places.
LIKE_STREET = frozenset({"улица", "проспект", "бульвар", "шоссе", "набережная"})


def words_of(name: str) -> list[str]:
    """The words of a name without signs and endings of ordinals: «1-я Набережная» is 1, набережная."""
    words: list[str] = []
    for token in tokenise(name):
        if not (token.is_word or token.is_number):
            continue
        if words and words[-1].isdigit() and token.word in ORDINAL_TAILS:
            continue
        words.append(token.word)
    return words


def area_aliases(row: PlaceRow) -> list[str]:
    """«Селиховское поселение», «Селиховское СП», «Селиховский с/п» for «Селиховское сельское поселение»."""
    words = words_of(row.name)
    if not row.is_area or (words[-2:] != RURAL and words[:2] != RURAL):
        return []
    plain = " ".join(word for word in words if word not in RURAL)
    kinds = ("поселение", "СП", "с/п", "с.п.", "сельское поселение")
    return [f"{plain} {kind}" if words[-2:] == RURAL else f"{kind} {plain}" for kind in kinds]


def type_of(row: PlaceRow) -> str:
    """The full type word of a street's row."""
    return FULL.get(row.type_word, row.type_word)


def is_of_type(row: PlaceRow, written: str) -> bool:
    """Whether a row may be what the resident called by this type word («»: by none)."""
    return written in {"", type_of(row)} or (written == "улица" and type_of(row) in LIKE_STREET)


def display_name(row: PlaceRow, written: str = "") -> str:
    """A row's name as it stands in a reading: a street with the type word that the resident wrote, a river as «река Шоша»."""
    if row.kind == "street":
        if not written and any(word in STREETS for word in words_of(row.name)):
            return row.name
        return f"{written or type_of(row)} {row.name}".strip()
    if row.kind == "water" and row.type_word and row.type_word not in row.name.lower():
        return f"{row.type_word} {row.name}"
    return row.name


def bare_street_name(name: str, rows: list[PlaceRow]) -> str:
    """A street as the resident says it, for when no row fits: of several types the plainest."""
    if any(word in STREETS for word in words_of(name)):
        return name
    types = {type_of(row) for row in rows}
    plain = types.pop() if len(types) == 1 and name.endswith(("ий", "ый", "ой", "ая", "яя")) else "улица"
    return f"{plain} {name}"


def possessive(word: str) -> set[str]:
    """Cases of whose it is, before a name: «в Дмитровой Горе», «Дмитрову Гору»."""
    return {word[:-1] + ending for ending in ("ой", "у")} if word.endswith(("ова", "ева", "ина")) else set()
