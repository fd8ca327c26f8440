"""Ids of places: Latin names, with the parent's where names repeat.

The same place gets the same id at every import.
"""

import re

_LATIN = str.maketrans("абвгдеёзийклмнопрстуфхцыэ", "abvgdeeziyklmnoprstufhcye") | str.maketrans(
    {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
)
LONGEST = 40


def slug(name: str) -> str:
    """«1-я Набережная» is 1-ya-naberezhnaya; «№» and signs part words."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_LATIN)).strip("-")[:LONGEST].strip("-") or "x"


def tail(id_: str) -> str:
    """An id without its beginning: «s-konakovo» is konakovo."""
    return id_.partition("-")[2]


def fold(name: str) -> str:
    """A name for comparing: case, ё, signs and «им.» do not matter."""
    plain = re.sub(r"\bим(?:ени\b|\.)", " ", name.lower().replace("ё", "е"))
    return " ".join(re.findall(r"[а-яa-z0-9]+", plain))
