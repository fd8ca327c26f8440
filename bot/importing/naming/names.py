"""Other names of a place by morphology: «редкинский», «Сусанина».

Cases are left to the reader, which builds them.
"""

import re
from functools import cache

from nlp.text.morph import Is, Morph

_RULES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"(.+ск)ое"), ("{}ий",)),
    (re.compile(r"(.+ский)"), ("{}",)),
    (re.compile(r"(.+[цс]к)"), ("{}ий",)),
    (re.compile(r"(.+(?:[оеё]в|[иы]н))[оаы]?"), ("{}ский",)),
    (re.compile(r"(.+[^аеёиоуыэюя])ка"), ("{}ский", "{}ковский")),
    (re.compile(r"(.+)ь[еяё]"), ("{}ский", "{}ьевский")),
    (re.compile(r"(.+)ьи"), ("{}ьевский",)),
    (re.compile(r"(.+[кгхчшщжц])и"), ("{}овский", "{}инский")),
    (re.compile(r"(.+)[иы]"), ("{}ский", "{}овский")),
    (re.compile(r"(.+)[ая]"), ("{}инский", "{}ский")),
    (re.compile(r"(.+к)о"), ("{}овский",)),
    (re.compile(r"(.+)о"), ("{}ский", "{}овский")),
    (re.compile(r"(.+)ь"), ("{}ский",)),
    (re.compile(r"(.+[бвгджзклмнпрстфхцчшщ])"), ("{}ский", "{}овский")),
)
_ORDINARY = frozenset(
    ["русский", "московский", "советский", "сельский", "морской", "женский", "детский", "светский", "братский", "царский"]
)
_TITLES = frozenset(
    [
        "академика",
        "адмирала",
        "генерала",
        "героя",
        "капитана",
        "композитора",
        "космонавта",
        "летчика",
        "майора",
        "маршала",
        "партизана",
        "полковника",
        "профессора",
    ]
)
SHORTEST = 4


@cache
def morph() -> Morph:
    """One dictionary for the process."""
    return Morph()


def adjectives(name: str) -> list[str]:
    """«Редкино» is редкинский, «Старое Мелково» старомелковский; none for names that make no such word."""
    words = name.lower().replace("ё", "е").split()
    before = ""
    if len(words) == 2 and re.fullmatch(r"[а-я]+(?:ый|ой|ий|ая|яя|ое|ее|ые|ие)", words[0]):  # noqa: PLR2004 - an adjective and a noun
        before, words = words[0][:-2] + ("е" if words[0].endswith(("ее", "яя")) else "о"), words[1:]
    if len(words) != 1 or not re.fullmatch(r"[а-я-]+", words[0]) or len(words[0]) < SHORTEST:
        return []
    if re.search(r"(?:[^к]ое|ее|ая|яя|ые|ие|ый|ной|вой)$", words[0]):
        return []  # «Моховое»: the name is an adjective itself, nothing regular comes of it
    for rule, makes in _RULES:
        if found := rule.fullmatch(words[0]):
            made = [make.format(found[1]) for make in makes]
            known = [word for word in made if morph().knows(word)]
            return [before + word for word in (known or made)[:1] if before or word not in _ORDINARY]
    return []


def short_area(name: str) -> list[str]:
    """«Кедровский муниципальный округ» is Кедровский округ or район in speech."""
    first = name.split(maxsplit=1)[0]
    return [f"{first} округ", f"{first} район", f"{first} р-н"] if re.search(r"ский\b.*\b(?:округ|район)", name) else []


def short_street(name: str) -> list[str]:
    """«Ивана Сусанина», «Маршала Жукова», «К. Маркса» by the surname alone; «Карла Маркса» with the initial too."""
    words = re.sub(r"\.(?=\S)", ". ", name).split()
    if len(words) < 2 or not words[-1][:1].isupper() or any(word[:1].isdigit() for word in words):  # noqa: PLR2004 - a name and a surname
        return []
    first = [word.lower().replace("ё", "е") for word in words[:-1]]
    people = [word in _TITLES or word.endswith(".") or morph().is_(word, Is.NAME_GEN) for word in first]
    if not all(people):
        return []
    initial = [f"{words[0][0]}. {words[-1]}"] if len(words) == 2 and morph().is_(first[0], Is.NAME_GEN) else []  # noqa: PLR2004 - as above
    return [words[-1], *initial]
