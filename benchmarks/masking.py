# ruff: noqa: PLC0415 - the reader loads only when asked
"""How many names the mask hides, and how many streets it eats.

`python benchmarks/masking.py [-v] [--reader]` prints both, for 200 labelled names, for the fresh sentences of `people.txt` and for a
stranger's 120 of `private.jsonl` (pages, mails, codes, accounts, numbers in words, names in small letters); the tests hold the first and
the last. `--reader`: also with the people that the reader sees, which cards are masked with.
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from handlers.kit.masking import mask  # noqa: E402 - the path comes first
from handlers.kit.personal_names import PERSON  # noqa: E402

LABELLED, FRESH, PRIVATE = (ROOT / "benchmarks" / name for name in ("names.txt", "people.txt", "private.jsonl"))
_WORDS = re.compile(r"[^\W_]{2,}|\d")
_HOLE = re.compile(r"(?:кв\. )?‹[^›]*›")
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


def fresh() -> Iterator[tuple[str, list[str]]]:
    """A sentence and the names in it, if any."""
    for line in FRESH.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield re.sub(r"[{}]", "", line), re.findall(r"\{([^}]+)\}", line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A sentence, what of it is private, and what must stay."""

    text: str
    private: Sequence[str]
    keep: Sequence[str]


def strangers() -> list[Labelled]:
    """The sentences of somebody who has not seen the patterns."""
    rows = (json.loads(line) for line in PRIVATE.read_text(encoding="utf-8").splitlines())
    return [Labelled(text=row["text"], private=row["private"], keep=row["keep"]) for row in rows]


def leaked(one: Labelled, people: Collection[str] = ()) -> list[str]:
    """Private pieces of which a word or a digit can still be read."""
    left = one.text
    for piece in sorted(one.private, key=len, reverse=True):
        left = left.replace(piece, " ")
    shown = Counter(_WORDS.findall(_HOLE.sub(" ", mask(one.text, people)))) - Counter(_WORDS.findall(left))
    return [piece for piece in one.private if any(shown[word] for word in _WORDS.findall(piece))]


def lost(one: Labelled, people: Collection[str] = ()) -> list[str]:
    """Pieces that had to stay and cannot be read."""
    masked = mask(one.text, people)
    return [piece for piece in one.keep if piece not in masked]


def is_hidden(sentence: str, name: str, people: Collection[str] = ()) -> bool:
    """Whether no word of the name can be read any more (initials beside a hidden surname are no name)."""
    words = re.findall(r"[А-ЯЁа-яё-]{2,}", name)
    shown = Counter(re.findall(r"[А-ЯЁа-яё-]{2,}", mask(sentence, people)))
    return not any(shown[word] for word in words)


def places_of(district: Path) -> list[str]:
    """Streets, settlements and landmarks of a district, as they are called."""
    with (district / "places.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    named = [(row["type_word"] + " " + row["name"]).strip() for row in rows]
    return [*named, *(each for row in rows for each in (row["name"], *row["aliases"].split(";")) if each)]


def districts() -> list[Path]:
    """Folders with places."""
    return [file.parent for file in sorted((ROOT / "districts").glob("*/places.csv"))]


def streets() -> list[str]:
    """All places of all districts, and streets of any town that are named after people."""
    return list(dict.fromkeys([*(name for district in districts() for name in places_of(district)), *NAMED_AFTER]))


def eaten(places: list[str]) -> list[str]:
    """Sentences where a place cannot be read as it was written."""
    return [frame.format(place) for place in places for frame in FRAMES if mask(frame.format(place)) != frame.format(place)]


def nobody(_: str) -> Collection[str]:
    """The patterns alone."""
    return ()


def compare(people: Callable[[str], Collection[str]], title: str) -> None:
    """Print what the mask hides with these people."""
    labelled = list(sentences())
    shown = [(sentence, name) for sentence, name in labelled if not is_hidden(sentence, name, people(sentence))]
    with_names = [(sentence, names) for sentence, names in fresh() if names]
    open_ = [(sentence, names) for sentence, names in with_names if not all(is_hidden(sentence, name, people(sentence)) for name in names)]
    nameless = [sentence for sentence, names in fresh() if not names]
    touched = [sentence for sentence in nameless if mask(sentence, people(sentence)) != sentence]
    print(
        f"{title}: {len(labelled) - len(shown)} of {len(labelled)} labelled names, {len(with_names) - len(open_)} of {len(with_names)} "
        f"fresh sentences hidden; {len(touched)} of {len(nameless)} without a name touched"
    )
    rows = [(one, people(one.text)) for one in strangers()]
    leaks = [(one, piece) for one, seen in rows for piece in leaked(one, seen)]
    gone = [(one, piece) for one, seen in rows for piece in lost(one, seen)]
    print(
        f"{title}: {len(leaks)} of {sum(len(one.private) for one, _ in rows)} private pieces of a stranger's {len(rows)} sentences shown, "
        f"{len(gone)} of {sum(len(one.keep) for one, _ in rows)} that must stay eaten"
    )
    if "-v" in sys.argv:
        print(*(f"  leaked «{piece}»: {mask(one.text, people(one.text))}" for one, piece in leaks), sep="\n")
        print(*(f"  eaten «{piece}»: {mask(one.text, people(one.text))}" for one, piece in gone), sep="\n")
        print(*(f"  shown: {mask(sentence, people(sentence))}" for sentence, _ in [*shown, *open_]), sep="\n")
        print(*(f"  touched: {mask(sentence, people(sentence))}" for sentence in touched), sep="\n")


def with_reader() -> None:
    """Print the same with what the reader of each district sees."""
    from nlp.blas import one_blas_thread

    one_blas_thread()
    from nlp.district_files import load_district, load_taxonomy
    from nlp.reader import Reader

    anywhere = Reader(None, load_taxonomy(ROOT / "districts" / "taxonomy.csv"))

    def seen_by(reader: Reader) -> Callable[[str], Collection[str]]:
        return lambda text: [text[start:end] for start, end in reader.read(text).persons]

    compare(seen_by(anywhere.beside(load_district(ROOT / "districts" / "konakovo"))), "with the reader")
    for folder, places in [(None, list(NAMED_AFTER)), *((district, list(dict.fromkeys(places_of(district)))) for district in districts())]:
        people = seen_by(anywhere.beside(load_district(folder)) if folder else anywhere)
        told = [frame.format(place) for place in places for frame in FRAMES]
        lost = [each for each in told if mask(each, people(each)) != each]
        print(f"with the reader of {folder.name if folder else 'any town'}: places eaten: {len(lost)} of {len(told)} sentences")
        if "-v" in sys.argv:
            print(*(f"  eaten: {each} → {mask(each, people(each))}" for each in lost), sep="\n")


def main() -> None:
    """Print what is hidden, what is shown and what is eaten."""
    compare(nobody, "patterns alone")
    labelled, places = list(sentences()), streets()
    lost = eaten(places)
    print(f"places eaten: {len(lost)} of {len(places) * len(FRAMES)} sentences about {len(places)} places")
    if "-v" in sys.argv:
        print(*(f"  eaten: {each} → {mask(each)}" for each in lost), sep="\n")
    over = [mask(sentence) for sentence, _ in labelled if mask(sentence).count(PERSON) > 1]
    print(f"sentences with more than one mask of a name: {len(over)}")
    if "--reader" in sys.argv:
        with_reader()


if __name__ == "__main__":
    main()
