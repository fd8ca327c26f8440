"""How many of 200 names the mask hides, and how many streets it eats.

`python benchmarks/masking.py` prints both; the tests hold them.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.screens.kit.masking import mask  # noqa: E402 - the path comes first
from bot.screens.kit.personal_names import PERSON  # noqa: E402

LABELLED = ROOT / "benchmarks" / "names.txt"
FRAMES = (
    "На {} 12 яма во дворе",
    "Ямы на {}, пройти нельзя",
    "{}, 14: нет света",
    "У нас на {} опять темно",
    "Живу на {} возле магазина",
    "{} 5 нет воды",
    "Опять {} без света",
    "Нет воды {} 5",
    "Вчера {} д. 7 прорвало трубу",
    "На углу {} и Лесной яма",
    "Дом {} 10/2, течёт крыша",
)
NAMED_AFTER = (
    "ул. Анны Ивановой",
    "улица Лизы Чайкиной",
    "ул. Карла Маркса",
    "на Розы Люксембург",
    "ул. Зои Космодемьянской",
    "проспект Сергея Королёва",
    "ул. Николая Ивановича Вавилова",
    "по Юрия Гагарина",
    "площадь Ильича",
    "ул. Марии Ильиничны Ульяновой",
    "школа имени Олега Кошевого",
    "храм Николая Чудотворца",
    "ул. Генерала Панфилова",
    "бульвар Веры Васильевой",
    "на Павлика Морозова",
    "ул. Академика Павлова",
)


def sentences() -> Iterator[tuple[str, str]]:
    """A complaint and the name in it."""
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        found = re.search(r"\{([^}]+)\}", line)
        if not line.startswith("#") and found is not None:
            yield line.replace("{", "").replace("}", ""), found.group(1)


def is_hidden(sentence: str, name: str) -> bool:
    """Whether no word of the name can be read any more (initials beside a hidden surname are no name)."""
    words = re.findall(r"[А-ЯЁа-яё-]{2,}", name)
    shown = Counter(re.findall(r"[А-ЯЁа-яё-]{2,}", mask(sentence)))
    return not any(shown[word] for word in words)


def streets() -> list[str]:
    """All streets, settlements and landmarks of all districts, as they are called, and those named after people."""
    named = []
    for file in sorted((ROOT / "districts").glob("*/places.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            named += [(row["type_word"] + " " + row["name"]).strip() for row in csv.DictReader(opened)]
            opened.seek(0)
            named += [each for row in csv.DictReader(opened) for each in (row["name"], *row["aliases"].split(";")) if each]
    return list(dict.fromkeys([*named, *NAMED_AFTER]))


def eaten(places: list[str]) -> list[str]:
    """Sentences where a place cannot be read as it was written."""
    return [frame.format(place) for place in places for frame in FRAMES if mask(frame.format(place)) != frame.format(place)]


def main() -> None:
    """Print what is hidden, what is shown and what is eaten."""
    labelled = list(sentences())
    shown = [(sentence, name) for sentence, name in labelled if not is_hidden(sentence, name)]
    print(f"names hidden: {len(labelled) - len(shown)} of {len(labelled)}")
    places = streets()
    lost = eaten(places)
    print(f"places eaten: {len(lost)} of {len(places) * len(FRAMES)} sentences about {len(places)} places")
    if "-v" in sys.argv:
        print(*(f"  shown: {name}: {mask(sentence)}" for sentence, name in shown), sep="\n")
        print(*(f"  eaten: {each} → {mask(each)}" for each in lost), sep="\n")
    over = [mask(sentence) for sentence, _ in labelled if mask(sentence).count(PERSON) > 1]
    print(f"sentences with more than one mask of a name: {len(over)}")


if __name__ == "__main__":
    main()
