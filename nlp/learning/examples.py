"""Rows to train on: our own sentences, the taxonomy's words, and files of labelled appeals with their maps of labels."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.errors import BadTable
from nlp.tables import Taxonomy, rows_of
from nlp.topics.danger import clauses, find_danger

OWN = Path(__file__).parent.parent / "data"
OWN_WEIGHT = 0.8  # our short sentences against people's real ones
PHRASE_WEIGHT = 0.5
APPEAL_KINDS = frozenset({"complaint", "request", "rumour"})
GRADES = frozenset({"now", "risk", "none"})
NOISE_KINDS = frozenset({"ad", "chat", "question", "thanks", "other"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text with its topic (None: teaches only what is an appeal) and the topics that are right as well."""

    text: str
    topic: str | None = None
    also: tuple[str, ...] = ()
    is_appeal: bool | None = None
    danger: str | None = None  # now, risk or none; None: nobody knows
    is_certain: bool = False  # somebody judged the danger
    weight: float = 1.0
    appeal_weight: float = 1.0

    @property
    def right(self) -> frozenset[str]:
        """Every topic that counts as right."""
        return frozenset((*self.also, self.topic)) - {None}  # type: ignore[return-value]  # None is taken out


def read_examples(files: Sequence[Path], taxonomy: Taxonomy) -> list[Example]:
    """Our own sentences and the rows of the files.

    A file is CSV with `text` and `topic` (a slug of the taxonomy, or a label that a map among the files explains), or JSONL of such
    objects; an object without `topic` is an appeal, of whatever it speaks. A map is CSV whose columns have `topic_slug` and one
    ending in `_topic`. Raises BadTable.
    """
    labels: dict[str, tuple[str, tuple[str, ...]]] = {slug: (slug, ()) for slug in taxonomy.topics}
    tables = []
    for file in files:
        header = _header(file)
        if "topic_slug" in header:
            labels |= _map(file, header, taxonomy)
        else:
            tables.append(file)
    out = list(_own(taxonomy))
    for file in tables:
        out.extend(_labelled(file, labels))
    return out


def _header(file: Path) -> list[str]:
    if file.suffix == ".jsonl":
        return []
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return next(csv.reader(lines), [])
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(file, None, "файл не читается") from error


def _map(file: Path, header: list[str], taxonomy: Taxonomy) -> dict[str, tuple[str, tuple[str, ...]]]:
    label = next((name for name in header if name.endswith("_topic")), None)
    if label is None:
        raise BadTable(file, 1, "в таблице соответствий нет столбца, который кончается на «_topic»")
    out: dict[str, tuple[str, tuple[str, ...]]] = {}
    for number, cells in rows_of(file, (label, "topic_slug")):
        slug = cells["topic_slug"]
        also = tuple(filter(None, cells.get("alt_topics", "").split(";")))
        for name in (slug, *also):
            if name not in taxonomy.topics:
                raise BadTable(file, number, f"нет темы «{name}»")
        out[cells[label]] = (slug, also)
    return out


def _own(taxonomy: Taxonomy) -> Iterable[Example]:
    for topic in taxonomy.topics.values():
        for phrase in (*topic.examples, topic.title):
            yield Example(text=phrase, topic=topic.slug, weight=PHRASE_WEIGHT)
    thanks = {"other_thanks", "other_other"}
    for number, cells in rows_of(OWN / "own_topics.csv", ("topic", "text")):
        slug = cells["topic"]
        if slug not in taxonomy.topics:
            raise BadTable(OWN / "own_topics.csv", number, f"нет темы «{slug}»")
        quiet = None if taxonomy.topics[slug].danger or find_danger(cells["text"]) else "none"
        yield Example(text=cells["text"], topic=slug, is_appeal=slug not in thanks, danger=quiet, weight=OWN_WEIGHT)
    for number, cells in rows_of(OWN / "own_dangers.csv", ("grade", "text")):
        if cells["grade"] not in GRADES:
            raise BadTable(OWN / "own_dangers.csv", number, f"нет степени опасности «{cells['grade']}»")
        yield Example(text=cells["text"], danger=cells["grade"], is_certain=True)
    for number, cells in rows_of(OWN / "own_kinds.csv", ("kind", "text")):
        kind = cells["kind"]
        if kind not in APPEAL_KINDS | NOISE_KINDS:
            raise BadTable(OWN / "own_kinds.csv", number, f"нет вида речи «{kind}»")
        thanked = "other_thanks" if kind == "thanks" and "other_thanks" in taxonomy.topics else None
        yield Example(text=cells["text"], topic=thanked, is_appeal=None if kind == "rumour" else kind in APPEAL_KINDS, weight=0.3)


def _labelled(file: Path, labels: dict[str, tuple[str, tuple[str, ...]]]) -> Iterable[Example]:
    for number, text, label in _jsonl(file) if file.suffix == ".jsonl" else _csv(file):
        if label is None:
            yield Example(text=text, is_appeal=True, appeal_weight=0.3)
            continue
        if label not in labels:
            raise BadTable(file, number, f"метку «{label}» не объясняет ни таблица тем, ни таблица соответствий")
        slug, also = labels[label]
        for clause in clauses(text):
            if not find_danger(clause):
                yield Example(text=clause, danger="none", weight=0.0)
        yield Example(text=text, topic=slug, also=also, is_appeal=True, appeal_weight=0.3)


def _csv(file: Path) -> Iterable[tuple[int, str, str | None]]:
    for number, cells in rows_of(file, ("text", "topic")):
        yield number, cells["text"], cells["topic"]


def _jsonl(file: Path) -> Iterable[tuple[int, str, str | None]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(file, None, "файл не читается") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                data = json.loads(line)
                label = data.get("topic")
                yield number, str(data["text"]), None if label is None else str(label)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadTable(file, number, "строка не JSON с «text» и «topic»") from error
