"""[search] of district.toml: what VK is asked for, town by town."""

from bot.config.profile.toml import TomlTable
from nlp.district_files import District as Places

TOWNS = frozenset({"г", "пгт", "рп"})
"""Words before the name of a settlement that is asked for where the profile names none."""

LONGEST = 40
MANY = 200  # questions: more wait for hours


def read_search(table: TomlTable, places: Places) -> tuple[str, ...]:
    """Questions in their order; without words nothing is asked for. Raises DistrictError."""
    words, named = table.texts("words"), table.texts("settlements")
    for id in named:
        if id not in places.places:
            raise table.error("settlements", f"места «{id}» нет в places.csv")
    for word in words:
        if not word.strip() or len(word) > LONGEST:
            raise table.error("words", f"слово «{word}» пустое или длиннее {LONGEST} знаков")
    towns = [row for row in places.places.values() if row.kind == "settlement" and row.type_word in TOWNS]
    asked = [places.places[id] for id in named] or towns
    found = tuple(dict.fromkeys(f"{row.name} {word.strip()}" for word in words for row in asked))
    if len(found) > MANY:
        raise table.error("words", f"запросов вышло {len(found)}, а больше {MANY} ВК за день не обойти: сократите слова или посёлки")
    table.finish()
    return found
